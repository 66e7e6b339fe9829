//! Country, state and postal code: both from Keap's own lists, in the one form that Keap takes.

use practice_keap::{Options, ProvinceCodes};
use serde_json::{Value, json};

use super::slot;
use crate::computer::{Computer, Form, draft};
use crate::form::{created, unchanged, updated};

fn place(email: &str, country: &str, region: &str) -> Form {
    draft(email)
        .with("address.billing.country", country)
        .with("address.billing.region", region)
}

/// Keap's list may say "AZ" or "US-AZ"; a contact takes the whole code only.
#[tokio::test]
async fn a_state_is_sent_whole_however_the_list_writes_it() {
    for style in [
        ProvinceCodes::Full,
        ProvinceCodes::Short,
        ProvinceCodes::Mixed,
    ] {
        let computer = Computer::with(Options {
            province_codes: style,
            ..Options::default()
        })
        .await
        .at_desk()
        .await;
        for (country, region) in [
            ("USA", "US-AZ"),
            ("CAN", "CA-ON"),
            ("JPN", "JP-13"),
            ("DEU", "DE-BE"),
        ] {
            let listed = computer.provinces(country).await.unwrap();
            assert!(
                listed.iter().any(|province| province.code == region),
                "{style:?} {country}: {listed:?}"
            );
            // As the form has it, and as Keap lists it, should a caller take it from there.
            let bare = if style == ProvinceCodes::Short {
                region.split_once('-').unwrap().1
            } else {
                region
            };
            for (number, typed) in [region, bare].into_iter().enumerate() {
                let email = format!("{country}{number}@example.com").to_lowercase();
                created(computer.save(&place(&email, country, typed)).await);
                let held = computer.contact(&email);
                assert_eq!(
                    slot(&held, "addresses", "BILLING")["region_code"],
                    region,
                    "{style:?} {typed}"
                );
                assert_eq!(slot(&held, "addresses", "BILLING")["country_code"], country);
            }
        }
    }
}

#[tokio::test]
async fn the_lists_are_keaps_and_asked_for_once() {
    let computer = Computer::new().await.at_desk().await;
    let countries = computer.countries().await.unwrap();
    assert!(countries.len() > 200);
    assert!(
        countries
            .iter()
            .any(|country| country.code == "USA" && country.name == "United States")
    );
    assert!(countries.is_sorted_by_key(|country| country.name.to_lowercase()));
    computer.countries().await.unwrap();
    computer.provinces("USA").await.unwrap();
    computer.provinces("USA").await.unwrap();
    assert_eq!(computer.requests("GET").len(), 2, "one each");
}

/// Keap says "none" by an empty list or by 404; either way there is no state field.
#[tokio::test]
async fn a_country_without_a_list_has_no_states_and_can_be_saved() {
    let computer = Computer::new().await.at_desk().await;
    for country in ["BMU", "ABW"] {
        assert_eq!(computer.provinces(country).await.unwrap(), [], "{country}");
        let email = format!("{country}@example.com").to_lowercase();
        created(computer.save(&place(&email, country, "")).await);
        assert_eq!(
            slot(&computer.contact(&email), "addresses", "BILLING")["country_code"],
            country
        );
    }
    let answers: Vec<u16> = computer
        .keap
        .responses()
        .into_iter()
        .filter(|answer| answer.path.ends_with("/provinces"))
        .map(|answer| answer.status)
        .collect();
    assert_eq!(answers, [404, 200], "both ways were met");
    assert_eq!(
        computer.provinces("XXX").await.unwrap(),
        [],
        "an unlisted country is not asked about"
    );
}

#[tokio::test]
async fn a_zip_code_in_the_united_states_and_a_postal_code_elsewhere() {
    let computer = Computer::new().await.at_desk().await;
    for (email, country, typed, parts) in [
        (
            "zip@example.com",
            "USA",
            "85001",
            json!({ "zip_code": "85001" }),
        ),
        (
            "four@example.com",
            "USA",
            "85001-1234",
            json!({ "zip_code": "85001", "zip_four": "1234" }),
        ),
        (
            "postal@example.com",
            "CAN",
            "M5V 0A1",
            json!({ "postal_code": "M5V 0A1" }),
        ),
        (
            "none@example.com",
            "",
            "12345",
            json!({ "postal_code": "12345" }),
        ),
    ] {
        computer.keap.clear_records();
        let form = place(email, country, "").with("address.billing.postal_code", typed);
        created(computer.save(&form).await);
        let body = computer.create();
        let sent = body["addresses"][0].as_object().unwrap();
        let codes: serde_json::Map<String, Value> = sent
            .iter()
            .filter(|(name, _)| ["zip_code", "zip_four", "postal_code"].contains(&name.as_str()))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        assert_eq!(Value::Object(codes), parts, "{email}");
    }
}

#[tokio::test]
async fn a_new_country_drops_the_old_state_and_moves_the_postal_code() {
    let computer = Computer::new().await.at_desk().await;
    // The form empties the state when another country is chosen; what it forgets to empty goes as well.
    let form = draft("clara@example.com").with("address.billing.country", "CAN");
    let (_, spots) = updated(computer.save(&form).await);
    assert_eq!(spots, ["address.billing.country", "address.billing.region"]);
    let (_, body) = computer.update();
    let sent = slot(&body, "addresses", "BILLING");
    for gone in ["region", "region_code", "zip_code", "zip_four", "country"] {
        assert!(sent.get(gone).is_none(), "{gone} in {sent}");
    }
    assert_eq!(sent["postal_code"], "85001-0003");
    let held = computer.contact("clara@example.com");
    let billing = slot(&held, "addresses", "BILLING");
    assert_eq!(
        (&billing["country_code"], &billing["region_code"]),
        (&json!("CAN"), &Value::Null)
    );
    assert_eq!(billing["line1"], "12 Oven Road");
    assert_eq!(
        slot(&held, "addresses", "SHIPPING")["region_code"],
        "US-AZ",
        "the other address is another place"
    );
}

#[tokio::test]
async fn a_new_country_with_its_own_state() {
    let computer = Computer::new().await.at_desk().await;
    updated(
        computer
            .save(&place("helga@example.org", "AUT", "AT-9"))
            .await,
    );
    let held = computer.contact("helga@example.org");
    let billing = slot(&held, "addresses", "BILLING");
    assert_eq!(
        (&billing["country_code"], &billing["region_code"]),
        (&json!("AUT"), &json!("AT-9"))
    );
    assert_eq!(billing["postal_code"], "10115");
}

#[tokio::test]
async fn the_same_state_in_another_spelling_is_no_change() {
    let computer = Computer::new().await.at_desk().await;
    for code in ["US-AZ", "us-az", " US-AZ "] {
        unchanged(
            computer
                .save(&place("clara@example.com", "USA", code))
                .await,
        );
    }
    assert_eq!(computer.writes(), 0);
}

/// The form shows the ZIP code with its extension, so leaving the extension out is meant.
#[tokio::test]
async fn a_zip_code_typed_without_its_extension_drops_it() {
    let computer = Computer::new().await.at_desk().await;
    let clara = "clara@example.com";
    let code = "address.billing.postal_code";
    let shown = crate::form::sheet(&computer.wizard, clara).await.unwrap();
    assert_eq!(shown.held[&crate::form::spot(code)].text, "85001-0003");
    unchanged(computer.save(&draft(clara).with(code, "85001-0003")).await);
    let (saved, spots) = updated(computer.save(&draft(clara).with(code, "85001")).await);
    assert_eq!((spots, saved.not_taken), (vec![code.to_owned()], vec![]));
    let held = computer.contact(clara);
    let billing = slot(&held, "addresses", "BILLING");
    assert_eq!(billing["zip_code"], "85001");
    assert!(
        billing["zip_four"].is_null() || billing["zip_four"] == "",
        "{billing}"
    );
}
