//! What is done beside the contact's own fields: tags and consent, each only where it was wanted, each
//! with a call of its own, and told where it did not work.

use keapsake_core::desk::{ConsentWanted, TagsWanted, Trouble};
use keapsake_core::notices::desk::beside;
use serde_json::json;

use super::{calls, held};
use crate::computer::{Computer, Form, draft, words};
use crate::form::{created, saved};

fn tags(form: Form, apply: &[&str], remove: &[&str]) -> Form {
    let ids = |ids: &[&str]| ids.iter().map(ToString::to_string).collect();
    Form {
        tags: TagsWanted {
            apply: ids(apply),
            remove: ids(remove),
        },
        ..form
    }
}

fn consent(form: Form, email: &str, opted_in: bool, reason: &str) -> Form {
    let wanted = ConsentWanted {
        email: email.into(),
        opted_in,
        reason: reason.into(),
    };
    Form {
        consent: vec![wanted],
        ..form
    }
}

#[tokio::test]
async fn tags_are_applied_and_removed_with_a_call_each_and_stand_outside_undo() {
    let computer = Computer::new().await.at_desk().await;
    let fabio = "fabio@example.net";
    let done = saved(
        computer
            .save(&tags(draft(fabio), &["93", "92"], &["95"]))
            .await,
    );
    assert_eq!(
        (done.troubles.len(), done.undo),
        (0, None),
        "{:?}",
        done.troubles
    );
    assert_eq!(
        held(&computer, &done.facts.id).unwrap()["tag_ids"],
        json!(["92", "93"])
    );
    let mut shown = done.sheet.tags.clone();
    shown.sort();
    assert_eq!(shown, ["92", "93"]);
    let called = calls(&computer);
    assert_eq!(called.len(), 4, "{called:?}");
    assert_eq!(
        called[1..3]
            .iter()
            .filter(|it| it.ends_with(":applyTags"))
            .count(),
        2
    );
    assert!(called[3].ends_with(":removeTags") && computer.requests("PATCH").is_empty());
}

#[tokio::test]
async fn a_new_contact_can_have_tags_at_once() {
    let computer = Computer::new().await.at_desk().await;
    let done = created(
        computer
            .save(&tags(draft("new@example.com"), &["91"], &[]))
            .await,
    );
    assert_eq!(
        held(&computer, &done.facts.id).unwrap()["tag_ids"],
        json!(["91"])
    );
}

#[tokio::test]
async fn a_tag_that_is_refused_is_told_and_takes_nothing_back() {
    let computer = Computer::new().await.at_desk().await;
    let form = draft("helga@example.org").with("given_name", "Hilde");
    let done = saved(computer.save(&tags(form, &["777", "91"], &["778"])).await);
    assert!(
        matches!(&done.troubles[..], [Trouble::NotApplied(one, _), Trouble::NotRemoved(other, _)] if one == "777" && other == "778"),
        "{:?}",
        done.troubles
    );
    let now = held(&computer, &done.facts.id).unwrap();
    assert_eq!(
        (&now["given_name"], &now["tag_ids"]),
        (&json!("Hilde"), &json!(["91"]))
    );
    let told = beside(&done, ToString::to_string);
    assert!(
        told.iter()
            .all(|it| it.body.starts_with("The contact itself is saved.")),
        "{told:?}"
    );
    assert!(told[0].title.contains("777"));
}

#[tokio::test]
async fn consent_changes_only_where_it_is_wanted_and_with_its_reason() {
    let computer = Computer::new().await.at_desk().await;
    let helga = "helga@example.org";
    let before = computer.contact(helga)["email_addresses"].clone();
    saved(
        computer
            .save(&draft(helga).with("given_name", "Hilde"))
            .await,
    );
    assert_eq!(computer.contact(helga)["email_addresses"], before);
    assert!(
        calls(&computer)
            .iter()
            .all(|call| !call.contains("emailAddresses"))
    );
    computer.keap.clear_records();
    let done = saved(
        computer
            .save(&consent(draft(helga), helga, true, "asked at the counter"))
            .await,
    );
    assert_eq!((done.troubles.len(), done.changes.len()), (0, 0));
    let now = computer.contact(helga)["email_addresses"][0].clone();
    assert_eq!(
        (&now["is_opt_in"], &now["opt_in_reason"]),
        (&json!(true), &json!("asked at the counter"))
    );
    assert_eq!(
        done.sheet.consent[0].opted_in,
        Some(true),
        "and it is shown"
    );
    let sent = computer.requests("PATCH");
    assert_eq!(sent.len(), 1, "and nothing of the contact is sent");
    assert!(
        sent[0].path.contains("/emailAddresses/"),
        "{}",
        sent[0].path
    );
    let done = saved(
        computer
            .save(&consent(draft(helga), helga, false, "asked by phone"))
            .await,
    );
    assert_eq!(done.sheet.consent[0].opted_in, Some(false));
}

/// Keap answers a change that it does not make as a success.
#[tokio::test]
async fn whoever_unsubscribed_stays_out_and_that_is_told() {
    let computer = Computer::new().await.at_desk().await;
    for email in ["unsubscribed@example.net", "opted.out@example.com"] {
        let before = computer.contact(email)["email_addresses"].clone();
        let form = consent(
            draft(email).with("job_title", "Baker"),
            email,
            true,
            "asked once more",
        );
        let done = saved(computer.save(&form).await);
        assert!(
            matches!(&done.troubles[..], [Trouble::Consent(who, _)] if who == email),
            "{done:?}"
        );
        assert_eq!(
            computer.contact(email)["email_addresses"],
            before,
            "{email}"
        );
        assert_eq!(computer.contact(email)["job_title"], "Baker");
    }
}

#[tokio::test]
async fn without_a_reason_nothing_is_saved() {
    let computer = Computer::new().await.at_desk().await;
    let helga = "helga@example.org";
    let before = computer.contact(helga);
    let form = consent(draft(helga).with("given_name", "Hilde"), helga, true, " ");
    let (code, body) = words(computer.save(&form).await);
    assert_eq!(code, "fields");
    assert!(body.contains("Nothing was saved"), "{body}");
    assert_eq!(computer.contact(helga), before);
    assert_eq!(calls(&computer), ["GET /contacts"]);
}

/// Keap did it and did not say so: nobody is told that it was not done.
#[tokio::test]
async fn what_keap_may_have_done_is_told_as_not_known() {
    let computer = Computer::new().await.at_desk().await;
    computer.keap.script_after(practice_keap::ScriptedAnswer {
        path_prefix: "/crm/rest/v2/tags".into(),
        method: "POST".into(),
        status: 500,
        ..practice_keap::ScriptedAnswer::default()
    });
    let done = saved(
        computer
            .save(&tags(draft("fabio@example.net"), &["93"], &[]))
            .await,
    );
    let told = beside(&done, |id| format!("tag {id}"));
    let [notice] = told.as_slice() else {
        panic!("one thing is told: {told:?}");
    };
    assert_eq!(
        notice.title,
        "It is not known whether the tag “tag 93” was applied"
    );
    let now = held(&computer, &done.facts.id).unwrap();
    assert!(now["tag_ids"].as_array().unwrap().contains(&json!("93")));
}
