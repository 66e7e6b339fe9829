//! v2's lists replace: what goes back is whole, slot by slot, without what Keap computes, and only
//! where something in it changed.

use keapsake_core::contact::{Draft, Field};
use practice_keap::ScriptedAnswer;
use serde_json::{Value, json};

use super::{slot, updated};
use crate::computer::{Computer, draft};

/// The one with everything: three addresses, three numbers, billing and shipping, custom fields.
const CLARA: &str = "clara@example.com";

#[tokio::test]
async fn a_name_touches_no_list() {
    let computer = Computer::new().await.at_desk().await;
    let before = computer.contact(CLARA);
    updated(
        computer
            .save(&Draft {
                family_name: "Crumb".into(),
                ..draft(CLARA)
            })
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
    assert_eq!(
        after["given_name"], "Clara",
        "a field left empty is left alone"
    );
}

#[tokio::test]
async fn a_new_number_sends_all_numbers_and_nothing_else() {
    let computer = Computer::new().await.at_desk().await;
    let before = computer.contact(CLARA);
    let (_, fields) = updated(
        computer
            .save(&Draft {
                phone: "(602) 555-0999".into(),
                ..draft(CLARA)
            })
            .await,
    );
    assert_eq!(fields, [Field::Phone]);
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
    let (_, fields) = updated(
        computer
            .save(&Draft {
                line1: "20 Oven Road".into(),
                ..draft(CLARA)
            })
            .await,
    );
    assert_eq!(fields, [Field::Line1]);
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
    let before = computer.contact("freetext@example.com");
    updated(
        computer
            .save(&Draft {
                line1: "5 Unlisted Avenue".into(),
                ..draft("freetext@example.com")
            })
            .await,
    );
    let after = computer.contact("freetext@example.com");
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
        let whole = Draft {
            given_name: "Changed".into(),
            phone: "555-0111".into(),
            line1: "1 Changed Street".into(),
            country_code: "USA".into(),
            ..draft(email)
        };
        updated(computer.save(&whole).await);
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
    let new = Draft {
        given_name: "New".into(),
        ..draft("new@example.com")
    };
    computer.save(&new).await.unwrap();
    assert_eq!(
        statuses("new@example.com")[0]["email_opt_status"],
        "NON_MARKETABLE"
    );
}

/// The one case in which addresses are sent back: the look-up still knew the address, the contact no
/// longer holds it, and its first slot is free. The other slot's reason was read and must stay here.
#[tokio::test]
async fn an_address_that_is_put_back_opts_in_neither_itself_nor_its_neighbour() {
    let computer = Computer::new().await.at_desk().await;
    let second = json!({ "field": "EMAIL2", "email": "kept@example.com", "opt_in_reason": "at the counter" });
    let id = computer.keap.add_contact(
        "pb101",
        json!({ "given_name": "Rita", "email_addresses": [second] }),
    );
    let held = || computer.keap.contacts("pb101").pop().unwrap();
    let before = slot(&held(), "email_addresses", "EMAIL2").clone();
    assert_eq!(
        before["opt_in_reason"], "at the counter",
        "Keap lets it be read"
    );
    let known =
        json!({ "contacts": [{ "id": id, "email_addresses": [{ "email": "rita@example.com" }] }] });
    computer.keap.script(ScriptedAnswer {
        path_prefix: "/crm/rest/v2/contacts".into(),
        method: "GET".into(),
        status: 200,
        body: known.to_string(),
        content_type: "application/json".into(),
        ..ScriptedAnswer::default()
    });
    updated(computer.save(&draft("rita@example.com")).await);
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
    let typed = Draft {
        phone: "555-0112".into(),
        locality: "Mesa".into(),
        ..draft("nameless@example.com")
    };
    updated(computer.save(&typed).await);
    let held = computer.contact("nameless@example.com");
    assert_eq!(slot(&held, "phone_numbers", "PHONE1")["number"], "555-0112");
    assert_eq!(slot(&held, "addresses", "BILLING")["locality"], "Mesa");
}

/// Custom fields, tags and the rest are never written, so they cannot be lost.
#[tokio::test]
async fn what_the_form_does_not_have_is_never_sent() {
    let computer = Computer::new().await.at_desk().await;
    let before = computer.contact(CLARA);
    let whole = Draft {
        given_name: "C.".into(),
        family_name: "C.".into(),
        phone: "1".into(),
        line1: "1".into(),
        ..draft(CLARA)
    };
    updated(computer.save(&whole).await);
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
