//! v2's lists replace: what goes back is whole, slot by slot, without what Keap computes, and only
//! where something in it changed.

use serde_json::{Value, json};

use super::slot;
use crate::computer::{Computer, draft};
use crate::form::{created, updated};

/// The one with everything: three addresses, three numbers, billing and shipping, custom fields.
const CLARA: &str = "clara@example.com";

#[tokio::test]
async fn a_name_touches_no_list() {
    let computer = Computer::new().await.at_desk().await;
    let before = computer.contact(CLARA);
    updated(
        computer
            .save(&draft(CLARA).with("family_name", "Crumb"))
            .await,
    );
    assert_eq!(
        computer.update(),
        (
            vec!["family_name".into()],
            json!({ "family_name": "Crumb" })
        )
    );
    let after = computer.contact(CLARA);
    for list in [
        "email_addresses",
        "phone_numbers",
        "addresses",
        "custom_fields",
        "social_accounts",
        "tag_ids",
    ] {
        assert_eq!(after[list], before[list], "{list}");
    }
    assert_eq!(after["given_name"], "Clara", "what nobody touched");
}

#[tokio::test]
async fn a_new_number_sends_all_numbers_and_nothing_else() {
    let computer = Computer::new().await.at_desk().await;
    let before = computer.contact(CLARA);
    let form = draft(CLARA).with("phone.1.number", "(602) 555-0999");
    let (_, spots) = updated(computer.save(&form).await);
    assert_eq!(spots, ["phone.1.number"]);
    let (mask, body) = computer.update();
    assert_eq!(mask, ["phone_numbers"]);
    assert_eq!(
        body,
        json!({ "phone_numbers": [
            { "field": "PHONE1", "number": "(602) 555-0999", "type": "Work" },
            { "field": "PHONE2", "number": "+1 602 555 0102", "type": "Mobile" },
            { "field": "PHONE3", "number": "ask for Clara" },
        ] }),
        "as they were read, without number_e164"
    );
    let after = computer.contact(CLARA);
    for untouched in ["PHONE2", "PHONE3"] {
        assert_eq!(
            slot(&after, "phone_numbers", untouched),
            slot(&before, "phone_numbers", untouched)
        );
    }
    assert_eq!(
        slot(&after, "phone_numbers", "PHONE1")["number_e164"],
        "+16025550999",
        "Keap computes it anew"
    );
}

#[tokio::test]
async fn in_a_touched_address_the_parts_merge_and_the_other_one_goes_along() {
    let computer = Computer::new().await.at_desk().await;
    let before = computer.contact(CLARA);
    let form = draft(CLARA).with("address.billing.line1", "20 Oven Road");
    let (_, spots) = updated(computer.save(&form).await);
    assert_eq!(spots, ["address.billing.line1"]);
    let (mask, body) = computer.update();
    assert_eq!(mask, ["addresses"]);
    let sent = body["addresses"].as_array().unwrap();
    assert_eq!(sent.len(), 2, "BILLING and SHIPPING");
    let after = computer.contact(CLARA);
    assert_eq!(
        slot(&after, "addresses", "SHIPPING"),
        slot(&before, "addresses", "SHIPPING")
    );
    let mut expected = slot(&before, "addresses", "BILLING").clone();
    expected["line1"] = json!("20 Oven Road");
    assert_eq!(
        slot(&after, "addresses", "BILLING"),
        &expected,
        "suite, city, state and both parts of the ZIP stay"
    );
}

/// Free text that Keap would not take from anybody today goes back as it was read.
#[tokio::test]
async fn free_text_regions_survive_a_touched_neighbour() {
    let computer = Computer::new().await.beyond_the_contract().at_desk().await;
    let email = "freetext@example.com";
    let before = computer.contact(email);
    let form = draft(email).with("address.billing.line1", "5 Unlisted Avenue");
    updated(computer.save(&form).await);
    let after = computer.contact(email);
    assert_eq!(slot(&after, "addresses", "BILLING")["region"], "CA");
    assert_eq!(
        slot(&after, "addresses", "BILLING")["line1"],
        "5 Unlisted Avenue"
    );
    assert_eq!(
        slot(&after, "addresses", "OTHER"),
        slot(&before, "addresses", "OTHER")
    );
}

/// A written `opt_in_reason` opts in, so nothing the app sends may hold one: not even for somebody
/// whose reason was read.
#[tokio::test]
async fn nobody_is_opted_in_by_a_save() {
    let computer = Computer::new().await.at_desk().await;
    computer.keap.add_contact(
        "pb101",
        json!({
            "given_name": "Rita",
            "email_addresses": [{ "field": "EMAIL1", "email": "rita@example.com", "opt_in_reason": "at the counter" }],
            "phone_numbers": [{ "field": "PHONE1", "number": "555-0110" }],
        }),
    );
    let statuses = |email: &str| computer.contact(email)["email_addresses"].clone();
    for email in [
        "rita@example.com",
        "opted.out@example.com",
        "bounced@example.org",
        CLARA,
    ] {
        computer.keap.clear_records();
        let before = statuses(email);
        let form = draft(email)
            .with("given_name", "Changed")
            .with("phone.1.number", "555-0111")
            .with("address.billing.line1", "1 Changed Street")
            .with("address.billing.country", "USA");
        updated(computer.save(&form).await);
        let (_, body) = computer.update();
        for computed in [
            "opt_in_reason",
            "is_opt_in",
            "email_opt_status",
            "number_e164",
        ] {
            assert!(!body.to_string().contains(computed), "{computed} in {body}");
        }
        assert_eq!(statuses(email), before, "{email}");
        assert!(
            before[0]["email_opt_status"].is_string(),
            "there was a status to change"
        );
    }
    created(
        computer
            .save(&draft("new@example.com").with("given_name", "New"))
            .await,
    );
    assert_eq!(
        statuses("new@example.com")[0]["email_opt_status"],
        "NON_MARKETABLE"
    );
}

/// A touched list of addresses goes back whole. The other slot's reason was read and must stay here.
#[tokio::test]
async fn an_added_address_opts_in_neither_itself_nor_its_neighbour() {
    let computer = Computer::new().await.at_desk().await;
    let second = json!({ "field": "EMAIL2", "email": "kept@example.com", "opt_in_reason": "at the counter" });
    computer.keap.add_contact(
        "pb101",
        json!({ "given_name": "Rita", "email_addresses": [second] }),
    );
    let held = || computer.keap.contacts("pb101").pop().unwrap();
    let before = slot(&held(), "email_addresses", "EMAIL2").clone();
    assert_eq!(
        before["opt_in_reason"], "at the counter",
        "Keap lets it be read"
    );
    let form = draft("kept@example.com").with("email.1", "rita@example.com");
    updated(computer.save(&form).await);
    let (mask, body) = computer.update();
    assert_eq!(mask, ["email_addresses"]);
    assert_eq!(
        body["email_addresses"],
        json!([
            { "field": "EMAIL2", "email": "kept@example.com" },
            { "field": "EMAIL1", "email": "rita@example.com" },
        ])
    );
    assert_eq!(slot(&held(), "email_addresses", "EMAIL2"), &before);
    let first = slot(&held(), "email_addresses", "EMAIL1")["email_opt_status"].clone();
    assert_eq!(first, "NON_MARKETABLE");
}

#[tokio::test]
async fn a_first_number_and_a_first_address_fill_free_slots() {
    let computer = Computer::new().await.at_desk().await;
    let form = draft("nameless@example.com")
        .with("phone.1.number", "555-0112")
        .with("address.billing.locality", "Mesa");
    updated(computer.save(&form).await);
    let held = computer.contact("nameless@example.com");
    assert_eq!(slot(&held, "phone_numbers", "PHONE1")["number"], "555-0112");
    assert_eq!(slot(&held, "addresses", "BILLING")["locality"], "Mesa");
}

/// Custom fields, tags and the rest were not touched, so they are not sent and cannot be lost.
#[tokio::test]
async fn what_nobody_touched_is_never_sent() {
    let computer = Computer::new().await.at_desk().await;
    let before = computer.contact(CLARA);
    let form = draft(CLARA)
        .with("given_name", "C.")
        .with("family_name", "C.")
        .with("phone.1.number", "1")
        .with("address.billing.line1", "1");
    updated(computer.save(&form).await);
    let after = computer.contact(CLARA);
    let touched = [
        "given_name",
        "family_name",
        "phone_numbers",
        "addresses",
        "update_time",
    ];
    let rest = |contact: &Value| {
        let mut rest = contact.as_object().unwrap().clone();
        rest.retain(|name, _| !touched.contains(&name.as_str()));
        rest
    };
    assert_eq!(rest(&after), rest(&before));
}
