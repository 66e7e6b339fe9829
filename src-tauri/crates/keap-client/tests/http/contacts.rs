//! What is sent about contacts, and how answers are read.

use keap_client::{CONTACT_FIELDS, ContactBody, Error, ListItem};
use serde_json::{Value, json};

use crate::server::{Reply, Server, cut, json as reply};
use crate::{authorization, client};

const FIELDS: &str = "fields=id,given_name,family_name,email_addresses,phone_numbers,addresses,\
                      company,owner_id,update_time,create_time";

fn page(ids: &[u32], token: &Value) -> Reply {
    let contacts: Vec<_> = ids.iter().map(|id| json!({ "id": id })).collect();
    let body = json!({"contacts": contacts, "next_page_token": token});
    reply(200, &body.to_string())
}

async fn found(server: &Server, email: &str) -> Result<Vec<String>, Error> {
    let found = client(server)
        .find_contacts_by_email(&authorization(), email)
        .await?;
    Ok(found.into_iter().map(|contact| contact.id).collect())
}

#[tokio::test]
async fn a_search_is_one_get_with_everything_encoded() {
    let server = Server::with(page(&[1], &json!(null))).await;
    let ids = found(&server, "ann+1;a=*,b@example.com").await.unwrap();
    assert_eq!(ids, ["1"]);
    let seen = server.only();
    assert_eq!(seen.method, "GET");
    let filter = "filter=email%3D%3Dann%2B1%3Ba%3D%2A%2Cb%40example.com";
    let target = format!("/crm/rest/v2/contacts?{filter}&{FIELDS}&page_size=100");
    assert_eq!(seen.target, target);
    assert_eq!(
        seen.body, "",
        "Keap's load balancer refuses a GET with a body"
    );
    assert_eq!(seen.header("authorization"), Some("Bearer access-canary"));
    assert_eq!(seen.header("referer"), None);
    let agent = format!("Keapsake/{}", env!("CARGO_PKG_VERSION"));
    assert_eq!(seen.header("user-agent"), Some(agent.as_str()));
    assert_eq!(format!("fields={}", CONTACT_FIELDS.join(",")), FIELDS);
}

#[tokio::test]
async fn pages_are_followed_until_there_is_nothing_more() {
    for (name, last, expected, requests) in [
        (
            "no token",
            vec![page(&[3], &json!(null))],
            &["1", "2", "3"][..],
            2,
        ),
        (
            "empty token",
            vec![page(&[3], &json!(""))],
            &["1", "2", "3"],
            2,
        ),
        ("empty page", vec![page(&[], &json!("b"))], &["1", "2"], 2),
        (
            "same token",
            vec![page(&[3], &json!("a&b"))],
            &["1", "2", "3"],
            2,
        ),
        (
            "token of long ago",
            vec![page(&[3], &json!(7)), page(&[4], &json!("a&b"))],
            &["1", "2", "3", "4"],
            3,
        ),
        (
            "null list",
            vec![reply(200, r#"{"contacts":null}"#)],
            &["1", "2"],
            2,
        ),
    ] {
        let mut replies = vec![page(&[1, 2], &json!("a&b"))];
        replies.extend(last);
        let server = Server::start(replies).await;
        assert_eq!(
            found(&server, "ann@example.com").await.unwrap(),
            expected,
            "{name}"
        );
        let seen = server.seen();
        assert_eq!(seen.len(), requests, "{name}");
        assert!(
            seen[1].target.ends_with("&page_token=a%26b"),
            "{}",
            seen[1].target
        );
    }
}

#[tokio::test]
async fn a_search_without_an_end_has_one() {
    let pages = (1..=20)
        .map(|n| page(&[n], &json!(n.to_string())))
        .collect();
    let server = Server::start(pages).await;
    assert_eq!(found(&server, "ann@example.com").await.unwrap().len(), 10);
    assert_eq!(server.seen().len(), 10);
}

#[tokio::test]
async fn a_later_page_that_fails_fails_the_search() {
    // Half of the matches would look like all of them.
    let server = Server::start(vec![page(&[1], &json!("a")), reply(403, "{}")]).await;
    assert_eq!(
        found(&server, "ann@example.com").await,
        Err(Error::Forbidden)
    );
}

#[tokio::test]
async fn an_id_is_one_segment_of_the_path() {
    let server = Server::with(reply(200, r#"{"id":"1"}"#)).await;
    let client = client(&server);
    client.contact(&authorization(), "1/../2?x").await.unwrap();
    let target = format!("/crm/rest/v2/contacts/1%2F..%2F2%3Fx?{FIELDS}");
    assert_eq!(server.only().target, target);
    for id in ["", ".", ".."] {
        let read = client.contact(&authorization(), id).await;
        assert_eq!(read.unwrap_err(), Error::NotFound, "{id:?}");
    }
    assert_eq!(
        server.seen().len(),
        1,
        "an id that cannot be one is not sent"
    );
}

#[tokio::test]
async fn a_create_tells_new_from_known() {
    let mut email = ListItem::in_slot("EMAIL1");
    email.set("email", "ann@example.com");
    let body = ContactBody {
        given_name: Some("Ann".into()),
        email_addresses: Some(vec![email]),
        ..ContactBody::default()
    };
    for (replies, existed, after_unanswered) in [
        (vec![reply(201, r#"{"id":7}"#)], false, false),
        (vec![reply(200, r#"{"id":7}"#)], true, false),
        // The contact that existed may be the one the first try made.
        (vec![cut(), reply(200, r#"{"id":7}"#)], true, true),
        // Busy is an answer: nothing was done.
        (
            vec![reply(503, "{}"), reply(200, r#"{"id":7}"#)],
            true,
            false,
        ),
    ] {
        let tries = replies.len();
        let server = Server::start(replies).await;
        let created = client(&server)
            .create_contact(&authorization(), &body)
            .await
            .unwrap();
        assert_eq!(created.contact.id, "7");
        assert_eq!(
            (created.existed, created.after_unanswered),
            (existed, after_unanswered)
        );
        let seen = server.seen();
        assert_eq!(seen.len(), tries);
        let target = format!("/crm/rest/v2/contacts?duplicate_option=Email&{FIELDS}");
        for seen in seen {
            assert_eq!((seen.method.as_str(), &seen.target), ("POST", &target));
            assert_eq!(seen.header("content-type"), Some("application/json"));
            let sent: Value = serde_json::from_str(&seen.body).unwrap();
            let items = json!([{"field": "EMAIL1", "email": "ann@example.com"}]);
            assert_eq!(sent, json!({"given_name": "Ann", "email_addresses": items}));
        }
    }
}

#[tokio::test]
async fn an_update_repeats_the_mask() {
    let server = Server::with(reply(200, r#"{"id":"7","given_name":""}"#)).await;
    let body = ContactBody {
        given_name: Some(String::new()),
        addresses: Some(vec![]),
        ..ContactBody::default()
    };
    let contact = client(&server)
        .update_contact(&authorization(), "7", &body, &["given_name", "addresses"])
        .await
        .unwrap();
    assert_eq!(contact.given_name, None);
    let seen = server.only();
    let mask = "update_mask=given_name&update_mask=addresses";
    let target = format!("/crm/rest/v2/contacts/7?{FIELDS}&{mask}");
    assert_eq!((seen.method.as_str(), seen.target), ("PATCH", target));
    let sent: Value = serde_json::from_str(&seen.body).unwrap();
    assert_eq!(sent, json!({"given_name": "", "addresses": []}));
}

#[tokio::test]
async fn a_refusal_keeps_what_keap_says_is_wrong() {
    let said = r#"{"code":400,"message":"Bad","details":[{"domain":"a","resource":"email"}]}"#;
    let server = Server::with(reply(400, said)).await;
    let created = client(&server)
        .create_contact(&authorization(), &ContactBody::default())
        .await;
    let Err(Error::Rejected {
        status: 400,
        problems,
    }) = created
    else {
        panic!("{created:?}");
    };
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].resource.as_deref(), Some("email"));
    assert_eq!(problems[0].message, "Bad");
}

#[tokio::test]
async fn a_contact_without_an_id_is_none() {
    let server = Server::with(reply(201, r#"{"given_name":"Ann"}"#)).await;
    let created = client(&server)
        .create_contact(&authorization(), &ContactBody::default())
        .await;
    let error = created.unwrap_err();
    assert_eq!(error, Error::Unreadable { status: 201 });
    assert!(error.may_have_acted(), "201 says that it is there");
}
