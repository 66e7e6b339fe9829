//! The whole contact: every spot is written, read back and shown again.

use serde_json::json;

use super::{calls, held};
use crate::computer::{Computer, Form, draft};
use crate::form::{created, sheet, spot, updated};

/// Every kind of spot there is, each with what a person types.
const ALL: [(&str, &str); 66] = [
    ("prefix", "Dr."),
    ("given_name", "Wilma"),
    ("middle_name", "Paula"),
    ("family_name", "Whole"),
    ("suffix", "PhD"),
    ("preferred_name", "Willy"),
    ("job_title", "Miller"),
    ("website", "https://whole.example.org"),
    ("birth_date", "1984-02-29"),
    ("anniversary_date", "2011-09-03"),
    ("spouse_name", "Wim"),
    ("time_zone", "Europe/Dublin"),
    ("preferred_locale", "en_IE"),
    ("contact_type", "Customer"),
    ("leadsource_id", "13"),
    ("owner_id", "3"),
    ("company", "Example Dairy"),
    ("email.2", "wilma.two@example.org"),
    ("email.3", "wilma.three@example.net"),
    ("phone.1.number", "(602) 555-0131"),
    ("phone.1.extension", "12"),
    ("phone.1.type", "Work"),
    ("phone.2.number", "ask for Wilma"),
    ("phone.3.number", "(602) 555-0133"),
    ("phone.3.type", "Mobile"),
    ("phone.4.number", "(602) 555-0134"),
    ("phone.5.number", "(602) 555-0135"),
    ("phone.5.extension", "9"),
    ("address.billing.country", "USA"),
    ("address.billing.region", "US-AZ"),
    ("address.billing.line1", "1 Whole Road"),
    ("address.billing.line2", "Rear"),
    ("address.billing.locality", "Phoenix"),
    ("address.billing.postal_code", "85001-0007"),
    ("address.shipping.country", "DEU"),
    ("address.shipping.region", "DE-BE"),
    ("address.shipping.line1", "Musterweg 1"),
    ("address.shipping.locality", "Berlin"),
    ("address.shipping.postal_code", "10117"),
    ("address.other.country", "BMU"),
    ("address.other.line1", "2 Whole Lane"),
    ("social.facebook", "wilma.example"),
    ("social.linked_in", "in/wilma-example"),
    ("social.twitter", "@wilma_example"),
    ("social.instagram", "wilma.example"),
    ("social.snapchat", "wilma-example"),
    ("social.youtube", "@wilma-example"),
    ("social.pinterest", "wilmaexample"),
    ("custom.21", "Rye"),
    ("custom.23", "Friday"),
    ("custom.25", "12"),
    ("custom.31", "12.50"),
    ("custom.32", "2026-03-31"),
    ("custom.33", "2026-12-04T17:30:00.000Z"),
    ("custom.35", "232.5"),
    ("custom.36", "Wheat, wholemeal"),
    ("custom.37", "invoices@example.org"),
    ("custom.38", "Gluten,Nuts"),
    ("custom.42", "ring twice"),
    ("custom.43", "Large"),
    ("custom.46", "Ring twice.\nThe dog is friendly."),
    ("custom.47", "3"),
    ("custom.48", "1,3"),
    ("custom.49", "https://shop.example.org"),
    ("custom.50", "2019"),
    ("custom.51", "1"),
];

fn filled(email: &str) -> Form {
    ALL.iter()
        .fold(draft(email), |form, (name, text)| form.with(name, text))
}

#[tokio::test]
async fn every_spot_is_written_and_shown_again() {
    for email in ["wilma@example.com", "nameless@example.com"] {
        let computer = Computer::new().await.at_desk().await;
        let saved = crate::form::saved(computer.save(&filled(email)).await);
        assert_eq!(crate::form::names(&saved.not_taken), Vec::<String>::new());
        let again = sheet(&computer.wizard, email).await.unwrap();
        for (name, text) in ALL {
            let shown = again.held.get(&spot(name)).map(|held| held.text.as_str());
            assert_eq!(shown, Some(text), "{name} of {email}");
        }
        // What is shown again is what is there: nothing to save.
        crate::form::unchanged(computer.save(&filled(email)).await);
        // And emptied again, spot by spot.
        let emptied = ALL
            .iter()
            .fold(draft(email), |form, (name, _)| form.with(name, ""));
        let (saved, _) = updated(computer.save(&emptied).await);
        assert_eq!(crate::form::names(&saved.not_taken), Vec::<String>::new());
        let left = sheet(&computer.wizard, email).await.unwrap().held;
        assert_eq!(crate::form::names(left.keys()), ["email.1"]);
    }
}

#[tokio::test]
async fn a_company_is_found_by_its_name_and_costs_a_call() {
    let computer = Computer::new().await.at_desk().await;
    let form = draft("helga@example.org").with("company", " example DAIRY ");
    let (saved, spots) = updated(computer.save(&form).await);
    assert_eq!(spots, ["company"]);
    assert_eq!(saved.facts.company.as_deref(), Some("Example Dairy"));
    let id = &saved.facts.id;
    assert_eq!(
        calls(&computer),
        [
            "GET /contacts",
            &format!("GET /contacts/{id}"),
            "GET /companies",
            &format!("PATCH /contacts/{id}")
        ]
    );
    assert_eq!(computer.update().1["company"], json!({ "id": "63" }));
}

#[tokio::test]
async fn a_company_that_is_not_there_is_made_and_taken_off_again() {
    let computer = Computer::new().await.at_desk().await;
    let name = "Example Mill, Sons & Daughters";
    let (saved, _) = updated(
        computer
            .save(&draft("helga@example.org").with("company", name))
            .await,
    );
    assert_eq!(saved.facts.company.as_deref(), Some(name));
    assert!(calls(&computer).contains(&"POST /companies".to_owned()));
    let (saved, _) = updated(
        computer
            .save(&draft("helga@example.org").with("company", ""))
            .await,
    );
    assert_eq!(saved.facts.company, None);
    assert_eq!(
        held(&computer, &saved.facts.id).unwrap().get("company"),
        None
    );
    // A new contact can have it as well, and it is not made twice.
    computer.keap.clear_records();
    let saved = created(
        computer
            .save(&draft("son@example.com").with("company", name))
            .await,
    );
    assert_eq!(saved.facts.company.as_deref(), Some(name));
    assert_eq!(
        calls(&computer),
        ["GET /contacts", "GET /companies", "POST /contacts"]
    );
}

#[tokio::test]
async fn a_company_that_keap_does_not_make_is_told_at_its_spot_and_nothing_is_saved() {
    let computer = Computer::new().await.at_desk().await;
    computer.keap.script(practice_keap::ScriptedAnswer {
        path_prefix: "/crm/rest/v2/companies".into(),
        method: "POST".into(),
        status: 400,
        body: r#"{"code":400,"message":"company_name is invalid","status":"INVALID_ARGUMENT",
            "details":[{"domain":"crm","resource":"company_name"}]}"#
            .into(),
        content_type: "application/json".into(),
        ..practice_keap::ScriptedAnswer::default()
    });
    let before = computer.contact("helga@example.org");
    let form = draft("helga@example.org")
        .with("company", "Example Refused")
        .with("given_name", "H.");
    let failure = computer.save(&form).await.unwrap_err();
    let told = keapsake_core::notices::spot_problems(&failure);
    assert_eq!(
        told.iter()
            .map(|(spot, _)| spot.to_string())
            .collect::<Vec<_>>(),
        ["company"]
    );
    assert_eq!(computer.contact("helga@example.org"), before);
}

#[tokio::test]
async fn a_company_that_was_made_for_a_save_that_keap_refused_is_told() {
    let computer = Computer::new().await.at_desk().await;
    computer.keap.script(practice_keap::ScriptedAnswer {
        path_prefix: "/crm/rest/v2/contacts".into(),
        method: "PATCH".into(),
        status: 400,
        body: r#"{"code":400,"message":"given_name is invalid","status":"INVALID_ARGUMENT"}"#
            .into(),
        content_type: "application/json".into(),
        ..practice_keap::ScriptedAnswer::default()
    });
    let form = draft("helga@example.org")
        .with("company", "Example New Mill")
        .with("given_name", "H.");
    let failure = computer.save(&form).await.unwrap_err();
    let told = keapsake_core::notices::notice(&failure).body;
    assert!(told.ends_with("it is found when you save again."), "{told}");
    // The second try finds it, and makes no second one.
    let (saved, _) = updated(computer.save(&form).await);
    assert_eq!(saved.facts.company.as_deref(), Some("Example New Mill"));
    let made = computer.requests("POST").into_iter();
    let made = made.filter(|request| request.path.ends_with("/companies"));
    assert_eq!(made.count(), 1);
}

#[tokio::test]
async fn of_several_companies_of_one_name_none_is_picked() {
    let computer = Computer::new().await.at_desk().await;
    computer.keap.script(practice_keap::ScriptedAnswer {
        path_prefix: "/crm/rest/v2/companies".into(),
        method: "GET".into(),
        status: 200,
        body: r#"{"companies":[{"id":"71","company_name":"Example Twins"},
            {"id":"72","company_name":"example twins"}]}"#
            .into(),
        content_type: "application/json".into(),
        ..practice_keap::ScriptedAnswer::default()
    });
    let form = draft("helga@example.org").with("company", "Example Twins");
    let failure = computer.save(&form).await.unwrap_err();
    let told = keapsake_core::notices::spot_problems(&failure);
    let [(spot, text)] = told.as_slice() else {
        panic!("{told:?}")
    };
    assert_eq!(spot.to_string(), "company");
    assert!(text.starts_with("Keap has more than one company"), "{text}");
    assert!(computer.requests("PATCH").is_empty());
}

/// A user who is no longer there, as Keap refuses one: with a 500.
#[tokio::test]
async fn an_owner_that_keap_stumbles_over_leaves_the_contact_as_it_is() {
    let computer = Computer::new().await.at_desk().await;
    let before = computer.contact("helga@example.org");
    let form = draft("helga@example.org").with("owner_id", "77");
    assert!(computer.save(&form).await.is_err());
    assert_eq!(computer.contact("helga@example.org"), before);
}
