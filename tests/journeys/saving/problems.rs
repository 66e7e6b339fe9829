//! Bad input, told beside its field before anything is sent; and what Keap itself refuses.

use keapsake_core::contact::{Draft, Field};
use keapsake_core::failure::Doing;
use keapsake_core::notices::{FormField, field_problems};
use practice_keap::ScriptedAnswer;

use crate::computer::{BAKERY, Computer, draft, words};

fn place(country: &str, region: &str) -> Draft {
    Draft {
        country_code: country.into(),
        region_code: region.into(),
        ..draft("clara@example.com")
    }
}

#[tokio::test]
async fn bad_input_is_told_beside_its_field_and_nobody_is_looked_for() {
    let computer = Computer::new().await.at_desk().await;
    let long = |limit: usize| "x".repeat(limit + 1);
    let clara = || draft("clara@example.com");
    for (typed, field) in [
        (draft(""), Field::Email),
        (draft("ann"), Field::Email),
        (draft("ann@example"), Field::Email),
        (draft("a@example.com, b@example.com"), Field::Email),
        (
            draft(&format!("{}@example.com", "x".repeat(64))),
            Field::Email,
        ),
        (
            Draft {
                given_name: long(40),
                ..clara()
            },
            Field::GivenName,
        ),
        (
            Draft {
                family_name: "ü".repeat(41),
                ..clara()
            },
            Field::FamilyName,
        ),
        (
            Draft {
                phone: long(40),
                ..clara()
            },
            Field::Phone,
        ),
        (
            Draft {
                line1: long(75),
                ..clara()
            },
            Field::Line1,
        ),
        (
            Draft {
                line2: long(75),
                ..clara()
            },
            Field::Line2,
        ),
        (
            Draft {
                locality: long(50),
                ..clara()
            },
            Field::Locality,
        ),
        (
            Draft {
                postal_code: long(15),
                ..clara()
            },
            Field::PostalCode,
        ),
        (
            Draft {
                line1: "two\nlines".into(),
                ..clara()
            },
            Field::Line1,
        ),
        (
            Draft {
                clear: [Field::Email].into(),
                ..clara()
            },
            Field::Email,
        ),
    ] {
        let failure = computer.save(&typed).await.unwrap_err();
        let beside = field_problems(&failure);
        assert_eq!(
            beside.iter().map(|(field, _)| *field).collect::<Vec<_>>(),
            [FormField::Contact(field)]
        );
        assert!(!beside[0].1.is_empty());
        let (code, body) = words::<()>(Err(failure));
        assert_eq!(code, "fields");
        assert!(
            body.contains("Nothing was saved, and what you typed is still here"),
            "{body}"
        );
    }
    // Keap's lists may have been read meanwhile, but nobody was looked for.
    let about_contacts = computer
        .keap
        .requests()
        .into_iter()
        .filter(|request| request.path.contains("/contacts"));
    assert_eq!(about_contacts.count(), 0);
}

#[tokio::test]
async fn a_text_exactly_as_long_as_keap_takes_is_taken() {
    let computer = Computer::new().await.at_desk().await;
    // Counted in characters, not in bytes.
    let full = Draft {
        given_name: "ü".repeat(40),
        family_name: "x".repeat(40),
        ..draft("clara@example.com")
    };
    assert!(computer.save(&full).await.is_ok());
}

#[tokio::test]
async fn a_place_that_keap_does_not_list_is_told_and_not_sent() {
    let computer = Computer::new().await.at_desk().await;
    for (typed, field) in [
        (place("", "US-AZ"), Field::CountryCode),
        (place("XXX", ""), Field::CountryCode),
        (place("United States", ""), Field::CountryCode),
        (place("USA", "CA-ON"), Field::RegionCode),
        (place("USA", "Arizona"), Field::RegionCode),
        (place("BMU", "US-AZ"), Field::RegionCode),
    ] {
        let failure = computer.save(&typed).await.unwrap_err();
        let fields: Vec<_> = field_problems(&failure)
            .into_iter()
            .map(|(field, _)| field)
            .collect();
        assert_eq!(fields, [FormField::Contact(field)], "{typed:?}");
    }
    assert_eq!(computer.writes(), 0);
}

#[tokio::test]
async fn a_state_that_keap_refuses_is_told_beside_the_state() {
    let computer = Computer::new().await.at_desk().await;
    let before = computer.keap.contacts(BAKERY);
    computer.keap.script(ScriptedAnswer {
        path_prefix: "/crm/rest/v2/contacts".into(),
        method: "PATCH".into(),
        status: 400,
        body: r#"{"code":400,"message":"BILLING Region is invalid","status":"INVALID_ARGUMENT",
            "details":[{"domain":"crm","resource":"addresses"}]}"#
            .into(),
        content_type: "application/json".into(),
        ..ScriptedAnswer::default()
    });
    let failure = computer.save(&place("USA", "US-AL")).await.unwrap_err();
    assert_eq!(failure.doing, Doing::Writing);
    let beside = field_problems(&failure);
    assert_eq!(
        beside[0].0,
        FormField::Contact(Field::RegionCode),
        "{beside:?}"
    );
    let (code, body) = words::<()>(Err(failure));
    assert_eq!(code, "rejected");
    assert!(
        body.contains("Nothing was saved") && body.contains("BILLING Region is invalid"),
        "{body}"
    );
    assert_eq!(computer.keap.contacts(BAKERY), before);
}
