//! The small writes: deleting a contact, tags, and the status of an e-mail address.

use keap_client::{EmailStatus, Error, TagOutcome};
use serde_json::{Value, json};

use crate::server::{Server, cut, json as reply};
use crate::{authorization, client};

#[tokio::test]
async fn a_contact_is_deleted_or_was_not_there() {
    for (replies, expected, tries) in [
        (vec![reply(204, "")], Ok(()), 1),
        (vec![reply(200, "{}")], Ok(()), 1),
        // The status says it.
        (vec![reply(200, "OK")], Ok(()), 1),
        (vec![reply(404, "{}")], Err(Error::NotFound), 1),
        (vec![reply(403, "{}")], Err(Error::Forbidden), 1),
        // Gone twice is gone.
        (vec![cut(), reply(204, "")], Ok(()), 2),
        (vec![cut(), reply(404, "{}")], Err(Error::NotFound), 2),
        (
            vec![reply(404, "<html>")],
            Err(Error::Unavailable { status: 404 }),
            1,
        ),
    ] {
        let server = Server::start(replies).await;
        let deleted = client(&server)
            .delete_contact(&authorization(), "7/8")
            .await;
        assert_eq!(deleted, expected);
        let seen = server.seen();
        assert_eq!(seen.len(), tries);
        let asked = (seen[0].method.as_str(), seen[0].target.as_str());
        assert_eq!(asked, ("DELETE", "/crm/rest/v2/contacts/7%2F8"));
        assert_eq!(seen[0].body, "");
    }
    let server = Server::start(vec![]).await;
    let nobody = client(&server).delete_contact(&authorization(), "").await;
    assert_eq!(nobody, Err(Error::NotFound));
    assert_eq!(server.seen().len(), 0, "the list is never deleted");
}

#[tokio::test]
async fn a_tag_has_an_outcome_for_each_contact() {
    let answer = r#"{"results":{"1":"SUCCESS","2":"DUPLICATE","4":"SUCCESS"}}"#;
    let server = Server::start(vec![cut(), reply(200, answer)]).await;
    let client = client(&server);
    let who = authorization();
    let ids = ["2", "1", "2", "3"];
    let outcomes = client.apply_tag(&who, "91", &ids).await.unwrap();
    let outcomes: Vec<_> = outcomes.into_iter().collect();
    assert_eq!(
        outcomes,
        [
            ("1".to_owned(), TagOutcome::Applied),
            ("2".to_owned(), TagOutcome::HadIt),
            ("3".to_owned(), TagOutcome::Unclear),
        ]
    );
    let seen = server.seen();
    assert_eq!(seen.len(), 2, "a tag can be put on twice");
    for seen in seen {
        let target = "/crm/rest/v2/tags/91/contacts:applyTags";
        assert_eq!(
            (seen.method.as_str(), seen.target.as_str()),
            ("POST", target)
        );
        let sent: Value = serde_json::from_str(&seen.body).unwrap();
        assert_eq!(sent, json!({"contact_ids": ["1", "2", "3"]}), "each once");
    }
    server.restart(vec![reply(200, "OK"), reply(404, "{}")]);
    let unreadable = client.apply_tag(&who, "91", &["1"]).await.unwrap_err();
    assert!(unreadable.may_have_acted(), "{unreadable:?}");
    let missing = client.apply_tag(&who, "91", &["1"]).await;
    assert_eq!(missing, Err(Error::NotFound));
}

#[tokio::test]
async fn a_tag_is_taken_off() {
    let server = Server::start(vec![
        cut(),
        reply(204, ""),
        reply(200, "OK"),
        reply(404, "{}"),
    ])
    .await;
    let client = client(&server);
    let who = authorization();
    for expected in [Ok(()), Ok(()), Err(Error::NotFound)] {
        assert_eq!(client.remove_tag(&who, "91", &["1"]).await, expected);
    }
    let seen = server.seen();
    assert_eq!(seen.len(), 4);
    assert_eq!(seen[0].target, "/crm/rest/v2/tags/91/contacts:removeTags");
    assert_eq!(seen[0].body, r#"{"contact_ids":["1"]}"#);
    server.restart(vec![]);
    assert_eq!(client.remove_tag(&who, "91", &[]).await, Ok(()));
    assert!(client.apply_tag(&who, "91", &[]).await.unwrap().is_empty());
    assert_eq!(server.seen().len(), 0, "nobody's tag is no call");
}

#[tokio::test]
async fn a_status_is_what_keap_says_of_it() {
    let said = |email: &str, status: &str, opted_in| EmailStatus {
        email: email.into(),
        status: status.into(),
        opted_in,
    };
    for (answer, expected) in [
        (
            json!({"email": "ann@example.com", "status": "SINGLE_OPT_IN", "opted_in": true}),
            said("ann@example.com", "SINGLE_OPT_IN", Some(true)),
        ),
        (
            json!({"email": null, "status": "SOMETHING_NEW", "opted_in": "false"}),
            said("Ann+1@example.com", "SOMETHING_NEW", Some(false)),
        ),
        (
            json!({"status": null, "opted_in": null}),
            said("Ann+1@example.com", "", None),
        ),
    ] {
        let server = Server::with(reply(200, &answer.to_string())).await;
        let status = client(&server)
            .email_status(&authorization(), "Ann+1@example.com")
            .await;
        assert_eq!(status, Ok(expected), "{answer}");
        let seen = server.only();
        let target = "/crm/rest/v2/emailAddresses/Ann%2B1%40example.com/status";
        assert_eq!(
            (seen.method.as_str(), seen.target.as_str()),
            ("GET", target)
        );
    }
    for (reply, expected) in [
        (reply(404, "{}"), Error::NotFound),
        (reply(200, "[]"), Error::Unreadable { status: 200 }),
        (reply(204, ""), Error::Unreadable { status: 204 }),
    ] {
        let server = Server::with(reply).await;
        let status = client(&server).email_status(&authorization(), "a@b").await;
        assert_eq!(status, Err(expected));
    }
}

#[tokio::test]
async fn a_change_of_status_returns_the_status_there_is() {
    // A status that Keap does not lift comes back as it was, with a success.
    let answer = r#"{"email":"ann@example.com","status":"HARD_BOUNCE","opted_in":false}"#;
    let server = Server::start(vec![cut(), reply(200, answer)]).await;
    let client = client(&server);
    let who = authorization();
    let status = client
        .set_email_status(&who, "ann@example.com", true, "asked on the phone")
        .await
        .unwrap();
    assert_eq!(status.status, "HARD_BOUNCE");
    assert_eq!(status.opted_in, Some(false));
    let seen = server.seen();
    assert_eq!(seen.len(), 2, "the same status can be set twice");
    for seen in seen {
        assert_eq!(seen.method, "PATCH");
        let sent: Value = serde_json::from_str(&seen.body).unwrap();
        assert_eq!(
            sent,
            json!({"opted_in": true, "reason": "asked on the phone"})
        );
    }
    server.restart(vec![reply(200, "OK")]);
    let unclear = client.set_email_status(&who, "a@b", false, "x").await;
    assert!(unclear.unwrap_err().may_have_acted());
}
