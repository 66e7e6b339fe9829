//! The check before a save: what it shows, what it proposes, what it doubts. It writes nothing.

use keapsake_core::contact::review::Kind::{self, Changes, Removes, Sets};
use keapsake_core::desk::{CompanyStep, Remark, Reviewed, SheetView};
use practice_keap::{Options, RegionCheck};

use super::calls;
use crate::computer::{BAKERY, Computer, Form, draft};
use crate::form::{names, saved, sheet, spot};

async fn review(computer: &Computer, form: &Form) -> (SheetView, Reviewed) {
    let sheet = sheet(&computer.wizard, &form.email).await.unwrap();
    let desk = computer.wizard.desk().unwrap();
    let reviewed = desk.review(&form.of(sheet.number)).await.unwrap();
    (sheet, reviewed)
}

type Line = (String, Kind, String, String);

fn lines(reviewed: &Reviewed) -> Vec<Line> {
    let rows = reviewed.rows.iter();
    rows.map(|row| {
        (
            row.spot.to_string(),
            row.kind,
            row.before.clone(),
            row.after.clone(),
        )
    })
    .collect()
}

fn line(spot: &str, kind: Kind, before: &str, after: &str) -> Line {
    (spot.into(), kind, before.into(), after.into())
}

#[tokio::test]
async fn each_row_says_what_is_there_and_what_will_be() {
    let computer = Computer::new().await.at_desk().await;
    let before = computer.keap.contacts(BAKERY);
    let form = draft("clara@example.com")
        .with("given_name", "Clara")
        .with("family_name", " Crumb ")
        .with("middle_name", "M.")
        .with("phone.2.number", "")
        .with("address.billing.region", "US-AL")
        .with("company", "Example Nowhere");
    let (_, reviewed) = review(&computer, &form).await;
    assert_eq!(
        lines(&reviewed),
        [
            line("middle_name", Sets, "", "M."),
            line("family_name", Changes, "Crust", "Crumb"),
            line("company", Changes, "Example Flour Mill", "Example Nowhere"),
            line("phone.2.number", Removes, "+1 602 555 0102", ""),
            line("phone.2.type", Removes, "Mobile", ""),
            line(
                "address.billing.region",
                Changes,
                "Arizona (US-AZ)",
                "Alabama (US-AL)"
            ),
        ],
    );
    assert_eq!(reviewed.company, CompanyStep::Links);
    assert!(
        calls(&computer).iter().all(|call| call == "GET /contacts"),
        "{:?}",
        calls(&computer)
    );
    assert_eq!(computer.keap.contacts(BAKERY), before);
}

#[tokio::test]
async fn a_new_contact_goes_through_the_same_check() {
    let computer = Computer::new().await.at_desk().await;
    let form = draft("new@example.com").with("given_name", "Nell");
    let (_, reviewed) = review(&computer, &form).await;
    let sets = |spot, after| line(spot, Kind::Sets, "", after);
    assert_eq!(
        lines(&reviewed),
        [
            sets("given_name", "Nell"),
            sets("email.1", "new@example.com")
        ]
    );
}

#[tokio::test]
async fn a_country_and_its_state_stand_or_fall_together() {
    let computer = Computer::new().await.at_desk().await;
    let form = draft("clara@example.com")
        .with("address.billing.country", "CAN")
        .with("address.billing.region", "CA-ON")
        .with("address.billing.locality", "Ottawa");
    let (_, reviewed) = review(&computer, &form).await;
    for row in &reviewed.rows {
        let with = match row.spot.to_string().as_str() {
            "address.billing.country" => vec!["address.billing.region"],
            "address.billing.region" => vec!["address.billing.country"],
            _ => vec![],
        };
        assert_eq!(names(&row.with), with, "{}", row.spot);
    }
}

/// Old free text of the practice account, and the code of Keap's list that it means.
#[tokio::test]
async fn old_free_text_is_proposed_as_a_code_and_never_silently() {
    for (email, proposals) in [
        (
            "carla@example.com",
            &[("address.billing.region", "US-CA")][..],
        ),
        ("cody@example.com", &[("address.billing.region", "US-CA")]),
        (
            "sheila@example.net",
            &[("address.billing.region", "AU-NSW")],
        ),
        (
            "etienne@example.org",
            &[("address.billing.region", "CA-QC")],
        ),
        (
            "odette@example.com",
            &[("address.shipping.region", "CA-ON")],
        ),
        ("tex@example.com", &[("address.billing.region", "US-TX")]),
        (
            "kai@example.com",
            &[
                ("address.billing.country", "CAN"),
                ("address.billing.region", "CA-ON"),
            ],
        ),
        (
            "sam@example.com",
            &[
                ("address.billing.country", "USA"),
                ("address.billing.region", "US-CO"),
            ],
        ),
    ] {
        let computer = Computer::new().await.at_desk().await.beyond_the_contract();
        let before = computer.contact(email);
        let shown = sheet(&computer.wizard, email).await.unwrap();
        let repairs: Vec<_> = shown
            .repairs
            .iter()
            .map(|it| (it.spot.to_string(), it.code.as_str()))
            .collect();
        let expected: Vec<_> = proposals
            .iter()
            .map(|(name, code)| ((*name).to_owned(), *code))
            .collect();
        assert_eq!(repairs, expected, "{email}");
        assert!(
            shown
                .repairs
                .iter()
                .all(|repair| !shown.held[&repair.spot].listed)
        );
        // Whoever does not take it keeps the text.
        saved(
            computer
                .save(&draft(email).with("job_title", "Baker"))
                .await,
        );
        assert_eq!(
            computer.contact(email)["addresses"],
            before["addresses"],
            "{email}"
        );
        // Taken, it is a row of the check, and is written.
        let form = shown.repairs.iter().fold(draft(email), |form, repair| {
            form.with(&repair.spot.to_string(), &repair.code)
        });
        let (_, reviewed) = review(&computer, &form).await;
        assert!(
            reviewed
                .rows
                .iter()
                .all(|row| row.kind == Kind::Repairs && row.free),
            "{reviewed:?}"
        );
        let done = saved(computer.save(&form).await);
        assert_eq!(
            (names(&done.not_taken), done.sheet.repairs),
            (vec![], vec![]),
            "{email}"
        );
        for (name, code) in proposals {
            assert_eq!(done.sheet.held[&spot(name)].text, *code, "{email}");
        }
    }
}

/// A country that is repaired alone leaves the region there, and its code is proposed by the new country.
#[tokio::test]
async fn a_repaired_country_keeps_the_region() {
    let options = Options {
        regions: RegionCheck::FreeText,
        ..Options::default()
    };
    let computer = Computer::with(options)
        .await
        .at_desk()
        .await
        .beyond_the_contract();
    let (country, region) = ("address.billing.country", "address.billing.region");
    let shown = sheet(&computer.wizard, "kai@example.com").await.unwrap();
    let text = shown.held[&spot(region)].text.clone();
    let form = draft("kai@example.com").with(country, "CAN");
    let (_, reviewed) = review(&computer, &form).await;
    let row = reviewed.rows.iter().map(|row| row.spot.to_string());
    assert_eq!(row.collect::<Vec<_>>(), [country]);
    let desk = computer.wizard.desk().unwrap();
    let meant = desk.region_meant("CAN", &text).await.unwrap();
    assert_eq!(meant.map(|region| region.code).as_deref(), Some("CA-ON"));
    for (code, text) in [("USA", text.as_str()), ("CAN", "Somewhere"), ("XXX", "CA")] {
        assert_eq!(desk.region_meant(code, text).await.unwrap(), None, "{code}");
    }
    let done = saved(computer.save(&form).await);
    // The country's own name for it is all that Keap needed.
    assert_eq!(
        (text.as_str(), "CA-ON"),
        ("Ontario", done.sheet.held[&spot(region)].text.as_str())
    );
    assert_eq!(done.sheet.held[&spot(country)].text, "CAN");
    // What the history calls the parts of this address is up to its country.
    let entry = desk.history("").await.entries.remove(0);
    assert_eq!(
        entry.countries,
        [("address.billing".to_owned(), "CAN".to_owned())].into()
    );
}

#[tokio::test]
async fn a_repair_can_be_taken_back_where_keap_takes_free_text() {
    let options = Options {
        regions: RegionCheck::FreeText,
        ..Options::default()
    };
    let computer = Computer::with(options)
        .await
        .at_desk()
        .await
        .beyond_the_contract();
    let before = computer.contact("sheila@example.net");
    let form = draft("sheila@example.net").with("address.billing.region", "AU-NSW");
    let undo = saved(computer.save(&form).await).undo.unwrap();
    let desk = computer.wizard.desk().unwrap();
    desk.undo(undo, None, &[].into()).await.unwrap();
    assert_eq!(
        super::still(computer.contact("sheila@example.net")),
        super::still(before)
    );
}

#[tokio::test]
async fn what_is_typed_is_put_in_shape_and_what_looks_odd_is_only_told() {
    let computer = Computer::new().await.at_desk().await;
    let form = draft("new@example.com")
        .with("address.billing.country", "CAN")
        .with("address.billing.postal_code", "k1a0b1")
        .with("address.shipping.country", "USA")
        .with("address.shipping.postal_code", "K1A")
        .with("phone.1.number", "613.555.0199 ext 7")
        .with("phone.2.number", "12");
    let (_, reviewed) = review(&computer, &form).await;
    let after = |name: &str| {
        let row = reviewed.rows.iter().find(|row| row.spot == spot(name));
        row.map(|row| row.after.clone()).unwrap_or_default()
    };
    assert_eq!(after("address.billing.postal_code"), "K1A 0B1");
    assert_eq!(
        (after("phone.1.number"), after("phone.1.extension")),
        ("(613) 555-0199".into(), "7".into())
    );
    assert_eq!(
        (
            after("address.shipping.postal_code"),
            after("phone.2.number")
        ),
        ("K1A".into(), "12".into())
    );
    let told: Vec<_> = reviewed
        .remarks
        .iter()
        .map(|remark| match remark {
            Remark::PostalCode(spot, country, _) | Remark::Phone(spot, country) => {
                (spot.to_string(), country.as_str())
            }
        })
        .collect();
    assert_eq!(
        told,
        [
            ("address.shipping.postal_code".to_owned(), "United States"),
            ("phone.2.number".to_owned(), "Canada")
        ]
    );
    let done = saved(computer.save(&form).await);
    assert_eq!(
        done.sheet.held[&spot("phone.2.number")].text,
        "12",
        "a doubt refuses nothing"
    );
}
