//! What was typed survives a lost connection, a new sign-in and a restart.

use keapsake_core::desk::{
    About, ConsentWanted, Found, Resumed, SaveOutcome, TagsWanted, Wanted, Written,
};
use keapsake_core::kept::Keeping;

use crate::computer::{BAKERY, Computer, Form, draft, words};
use crate::form::{saved, sheet};

/// The number of the draft.
const DRAFT: u64 = 7;

fn typed(email: &str) -> Form {
    Form {
        tags: TagsWanted {
            apply: vec!["91".into()],
            remove: vec!["92".into()],
        },
        consent: vec![ConsentWanted {
            email: email.into(),
            opted_in: true,
            reason: "asked".into(),
        }],
        ..draft(email)
            .with("given_name", "Typed")
            .with("custom.21", "Rye")
            .with("suffix", "")
    }
}

/// Keeps what is typed of the one who has the address.
async fn keep(computer: &Computer, form: &Form) {
    let sheet = sheet(&computer.wizard, &form.email).await.unwrap();
    let desk = computer.wizard.desk().unwrap();
    let wanted = numbered(form.of(sheet.number));
    let kept = desk.keep_draft(&wanted, About::default()).await;
    assert_eq!(kept.unwrap(), Keeping::Kept);
}

/// What is wanted, as the draft of these tests.
fn numbered(wanted: Wanted) -> Wanted {
    Wanted {
        draft: Some(DRAFT),
        ..wanted
    }
}

/// The names of the drafts that wait.
async fn waiting(computer: &Computer) -> Vec<String> {
    let drafts = computer.wizard.desk().unwrap().drafts().await;
    drafts.into_iter().map(|draft| draft.name).collect()
}

async fn resumed(computer: &Computer) -> Resumed {
    computer.wizard.desk().unwrap().resume(DRAFT).await.unwrap()
}

fn is(resumed: &Resumed, form: &Form) {
    assert_eq!(resumed.wanted, numbered(form.of(resumed.sheet.number)));
}

#[tokio::test]
async fn a_restart_keeps_it_with_its_contact() {
    for email in ["helga@example.org", "new@example.com"] {
        let computer = Computer::new().await.at_desk().await;
        let form = typed(email);
        keep(&computer, &form).await;
        let computer = computer.restarted().await;
        let name = if email == "new@example.com" {
            email
        } else {
            "Helga Hefe"
        };
        assert_eq!(waiting(&computer).await, [name]);
        let back = resumed(&computer).await;
        is(&back, &form);
        // Saved, it is gone.
        saved(computer.wizard.desk().unwrap().save(&back.wanted).await);
        assert_eq!(waiting(&computer).await, [""; 0]);
        assert_eq!(waiting(&computer.restarted().await).await, [""; 0]);
    }
}

#[tokio::test]
async fn a_lost_connection_keeps_it() {
    let computer = Computer::new().await.at_desk().await;
    let form = typed("helga@example.org");
    keep(&computer, &form).await;
    computer.keap.set_down(true);
    assert!(computer.save(&form).await.is_err());
    assert!(computer.wizard.desk().unwrap().resume(DRAFT).await.is_err());
    assert_eq!(waiting(&computer).await, ["Helga Hefe"], "still there");
    computer.keap.set_down(false);
    is(&resumed(&computer).await, &form);
}

#[tokio::test]
async fn a_new_sign_in_keeps_it() {
    let computer = Computer::new().await.at_desk().await;
    let form = typed("helga@example.org");
    keep(&computer, &form).await;
    computer.keap.revoke_everything();
    let (code, body) = words(computer.save(&form).await);
    assert_eq!(code, "session_ended", "{body}");
    computer.wizard.start_sign_in().await.unwrap();
    computer.allow().await;
    computer.wizard.confirm_account().unwrap();
    let back = resumed(&computer).await;
    is(&back, &form);
    saved(computer.wizard.desk().unwrap().save(&back.wanted).await);
    assert_eq!(computer.contact("helga@example.org")["given_name"], "Typed");
}

#[tokio::test]
async fn what_is_refused_keeps_it() {
    let computer = Computer::new().await.at_desk().await;
    let form = draft("helga@example.org").with("address.billing.line1", "x");
    keep(&computer, &form).await;
    computer.keap.script(crate::saving::answer(
        "PATCH",
        400,
        r#"{"code":400,"message":"no","status":"INVALID_ARGUMENT","details":[]}"#,
    ));
    assert_eq!(words(computer.save(&form).await).0, "rejected");
    is(&resumed(&computer).await, &form);
}

#[tokio::test]
async fn dropped_or_replaced_it_is_gone() {
    let computer = Computer::new().await.at_desk().await;
    keep(&computer, &typed("helga@example.org")).await;
    keep(&computer, &typed("clara@example.com")).await;
    assert_eq!(
        resumed(&computer).await.sheet.contact.unwrap().name,
        "Clara Crust"
    );
    computer.wizard.desk().unwrap().drop_draft(DRAFT).await;
    assert_eq!(waiting(&computer).await, [""; 0]);
    assert_eq!(
        words(computer.wizard.desk().unwrap().resume(DRAFT).await).0,
        "not_now"
    );
}

/// A draft of somebody new, who is there by the time it is taken up again: it goes over that contact.
#[tokio::test]
async fn one_who_appeared_since_is_the_one_it_goes_over() {
    let computer = Computer::new().await.at_desk().await;
    let form = draft("new@example.com").with("given_name", "Typed");
    keep(&computer, &form).await;
    computer.keap.add_contact(
        BAKERY,
        serde_json::json!({ "given_name": "Nora", "email_addresses": [{ "field": "EMAIL1", "email": "new@example.com" }] }),
    );
    let back = resumed(&computer).await;
    assert_eq!(back.sheet.contact.as_ref().unwrap().name, "Nora");
    is(&back, &form);
}

/// A draft of somebody new, whose address two people have by the time it is taken up again: nobody is
/// picked for the person, however soon they save.
#[tokio::test]
async fn of_several_who_appeared_since_none_is_written() {
    let computer = Computer::new().await.at_desk().await;
    let form = draft("new@example.com").with("given_name", "Typed");
    keep(&computer, &form).await;
    for name in ["Nora", "Nils"] {
        let email = serde_json::json!([{ "field": "EMAIL1", "email": "new@example.com" }]);
        computer.keap.add_contact(
            BAKERY,
            serde_json::json!({ "given_name": name, "email_addresses": email }),
        );
    }
    let back = resumed(&computer).await;
    let outcome = computer.wizard.desk().unwrap().save(&back.wanted).await;
    let Ok(SaveOutcome::Appeared(found)) = outcome else {
        panic!("the person picks: {outcome:?}");
    };
    assert!(
        matches!(&*found, Found::Several { cards, .. } if cards.len() == 2),
        "{found:?}"
    );
    assert_eq!(computer.writes(), 0);
}

/// A page that still holds a sheet of before a new sign-in meets no other contact with its number.
#[tokio::test]
async fn a_sheet_of_before_a_new_sign_in_is_no_sheet_of_after_it() {
    let computer = Computer::new().await.at_desk().await;
    let form = typed("helga@example.org");
    let before = sheet(&computer.wizard, &form.email).await.unwrap();
    computer.keap.revoke_everything();
    assert!(
        computer
            .wizard
            .desk()
            .unwrap()
            .save(&form.of(before.number))
            .await
            .is_err()
    );
    computer.wizard.start_sign_in().await.unwrap();
    computer.allow().await;
    computer.wizard.confirm_account().unwrap();
    sheet(&computer.wizard, "clara@example.com").await.unwrap();
    let held = computer.keap.contacts("pb101");
    let desk = computer.wizard.desk().unwrap();
    let late = desk.save(&form.of(before.number)).await;
    assert_eq!(words(late).0, "not_now");
    assert_eq!(computer.keap.contacts("pb101"), held);
}

/// One contact's draft waits while another's, or more of the same one's, is typed.
#[tokio::test]
async fn what_waits_is_not_written_over() {
    let computer = Computer::new().await.at_desk().await;
    let first = typed("helga@example.org");
    keep(&computer, &first).await;
    for (number, email) in [(8, "clara@example.com"), (9, "helga@example.org")] {
        let sheet = sheet(&computer.wizard, email).await.unwrap();
        let wanted = Wanted {
            draft: Some(number),
            ..draft(email).with("family_name", "Later").of(sheet.number)
        };
        let desk = computer.wizard.desk().unwrap();
        desk.keep_draft(&wanted, About::default()).await.unwrap();
    }
    let computer = computer.restarted().await;
    assert_eq!(
        waiting(&computer).await,
        ["Helga Hefe", "Clara Crust", "Helga Hefe"]
    );
    let back = resumed(&computer).await;
    is(&back, &first);
    saved(computer.wizard.desk().unwrap().save(&back.wanted).await);
    assert_eq!(waiting(&computer).await, ["Helga Hefe", "Clara Crust"]);
}

/// Keap could not be asked: what was typed is kept all the same, and looked up when it is taken up again.
#[tokio::test]
async fn without_a_sheet_it_is_kept_as_well() {
    for (email, edits) in [
        (Some("helga@example.org"), draft("")),
        (None, draft("").with("email.1", "helga@example.org")),
    ] {
        let computer = Computer::new().await.at_desk().await;
        computer.keap.set_down(true);
        let form = edits.with("given_name", "Typed");
        let about = About {
            email: email.map(str::to_owned),
            name: "Helga".into(),
            ..About::default()
        };
        let desk = computer.wizard.desk().unwrap();
        let kept = desk.keep_draft(&numbered(form.of(0)), about).await;
        assert_eq!(kept.unwrap(), Keeping::Kept);
        let computer = computer.restarted().await;
        assert_eq!(waiting(&computer).await, ["Helga"]);
        computer.keap.set_down(false);
        let back = resumed(&computer).await;
        assert_eq!(back.sheet.contact.as_ref().unwrap().name, "Helga Hefe");
        is(&back, &form);
    }
}

/// After a new sign-in there is no sheet of before: what is typed on goes to the contact it was typed for.
#[tokio::test]
async fn with_a_sheet_that_is_gone_it_is_kept_for_its_contact() {
    let computer = Computer::new().await.at_desk().await;
    let form = typed("helga@example.org");
    let contact = sheet(&computer.wizard, &form.email).await.unwrap().contact;
    let contact = contact.unwrap();
    let computer = computer.restarted().await;
    let about = About {
        contact_id: Some(contact.id.clone()),
        name: contact.name,
        ..About::default()
    };
    let desk = computer.wizard.desk().unwrap();
    let wanted = numbered(form.of(77_777));
    desk.keep_draft(&wanted, about).await.unwrap();
    let back = resumed(&computer).await;
    assert_eq!(back.sheet.contact.as_ref().unwrap().id, contact.id);
    is(&back, &form);
}

/// A tag and a consent that were refused are still wanted.
#[tokio::test]
async fn what_was_refused_beside_a_save_waits() {
    let computer = Computer::new().await.at_desk().await;
    let form = Form {
        tags: TagsWanted {
            apply: vec!["77777".into()],
            remove: Vec::new(),
        },
        ..draft("helga@example.org")
    };
    let sheet = sheet(&computer.wizard, &form.email).await.unwrap();
    let desk = computer.wizard.desk().unwrap();
    let done = saved(desk.save(&numbered(form.of(sheet.number))).await);
    assert_eq!(done.what, Written::Nothing);
    assert_eq!(done.troubles.len(), 1);
    is(&resumed(&computer).await, &form);
    // With a field beside it, that much was done.
    let form = form.with("given_name", "Typed");
    let done = saved(desk.save(&numbered(form.of(sheet.number))).await);
    assert_eq!(done.what, Written::Updated);
    let back = resumed(&computer).await;
    assert_eq!(back.wanted.tags.apply, ["77777"]);
    assert!(back.wanted.edits.is_empty(), "what was saved waits no more");
}
