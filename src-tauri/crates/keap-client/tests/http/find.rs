//! The searches by name and phone: what they ask, how much they read, and what they say of the rest.

use keap_client::{ContactFilter, Error, Limits};
use serde_json::{Value, json};

use crate::contacts::FIELDS;
use crate::server::{Reply, Server, json as reply};
use crate::{authorization, client, client_with, limits};

fn page(ids: std::ops::Range<u32>, token: &Value) -> Reply {
    let contacts: Vec<_> = ids.map(|id| json!({ "id": id })).collect();
    let body = json!({"contacts": contacts, "next_page_token": token});
    reply(200, &body.to_string())
}

fn name(given: &str, family: &str) -> ContactFilter {
    ContactFilter::Name {
        given: given.into(),
        family: family.into(),
    }
}

async fn found(server: &Server, filter: &ContactFilter) -> Result<(usize, bool), Error> {
    let found = client(server)
        .find_contacts(&authorization(), filter)
        .await?;
    Ok((found.items.len(), found.more))
}

#[tokio::test]
async fn a_search_is_one_get_that_asks_for_the_beginning() {
    for (filter, asked) in [
        (
            name("Ann", "O'Neil & Co"),
            "given_name%3D%3DAnn%2A%3Bfamily_name%3D%3DO%27Neil%20%26%20Co%2A",
        ),
        (name("", "Ba"), "family_name%3D%3DBa%2A"),
        // What was typed never becomes a term of its own, nor a sign.
        (
            name("Ann;id==1", "B*k"),
            "given_name%3D%3DAnn%2A%3Bfamily_name%3D%3DB%2A",
        ),
        (
            ContactFilter::GivenName("Å".into()),
            "given_name%3D%3D%C3%85%2A",
        ),
        (
            ContactFilter::FamilyName("Baker, Jr".into()),
            "family_name%3D%3DBaker%2A",
        ),
        (
            ContactFilter::Phone("+1 602 555 0100,,9".into()),
            "phone_number%3D%3D%2B1%20602%20555%200100%3Bphone_fields%3D%3DPHONE1%2CPHONE2%2CPHONE3%2CPHONE4%2CPHONE5",
        ),
    ] {
        let server = Server::with(page(1..3, &json!(""))).await;
        assert_eq!(found(&server, &filter).await, Ok((2, false)), "{filter:?}");
        let seen = server.only();
        let target = format!("/crm/rest/v2/contacts?filter={asked}&{FIELDS}&page_size=20");
        assert_eq!((seen.method.as_str(), seen.target), ("GET", target));
        assert_eq!(seen.body, "");
    }
}

#[tokio::test]
async fn a_search_for_nothing_is_not_sent() {
    let server = Server::start(vec![]).await;
    for filter in [
        name(" ", "*"),
        ContactFilter::GivenName(String::new()),
        ContactFilter::Phone("+ ()".into()),
        ContactFilter::Email(" ".into()),
    ] {
        assert_eq!(found(&server, &filter).await, Ok((0, false)), "{filter:?}");
    }
    assert_eq!(server.seen().len(), 0);
}

#[tokio::test]
async fn fifty_are_returned_and_it_is_said_that_there_are_more() {
    let none = json!(null);
    for (what, pages, expected, requests) in [
        ("twenty", vec![page(1..21, &none)], (20, false), 1),
        (
            "a token on the last page",
            vec![page(1..21, &json!("a")), page(0..0, &none)],
            (20, false),
            2,
        ),
        (
            "fifty",
            vec![
                page(1..21, &json!("a")),
                page(21..41, &json!("b")),
                page(41..51, &none),
            ],
            (50, false),
            3,
        ),
        (
            "one more",
            vec![
                page(1..21, &json!("a")),
                page(21..41, &json!("b")),
                page(41..52, &none),
            ],
            (50, true),
            3,
        ),
        (
            "more than was asked for",
            vec![page(1..101, &none)],
            (50, true),
            1,
        ),
        // Three pages are enough to wait for.
        (
            "short pages",
            vec![
                page(1..11, &json!("a")),
                page(11..21, &json!("b")),
                page(21..31, &json!("c")),
            ],
            (30, true),
            3,
        ),
        (
            "the same page again",
            vec![page(1..11, &json!("a")), page(1..11, &json!("a"))],
            (10, false),
            2,
        ),
    ] {
        let server = Server::start(pages).await;
        let filter = ContactFilter::FamilyName("Ba".into());
        assert_eq!(found(&server, &filter).await, Ok(expected), "{what}");
        assert_eq!(server.seen().len(), requests, "{what}");
    }
}

#[tokio::test]
async fn an_address_is_searched_for_by_its_own_rules() {
    let server = Server::start(vec![page(0..0, &json!("")), page(1..2, &json!(""))]).await;
    let filter = ContactFilter::Email(" Ann@example.com ".into());
    assert_eq!(found(&server, &filter).await, Ok((1, false)));
    let targets: Vec<_> = server.seen().into_iter().map(|seen| seen.target).collect();
    let target = |email: &str| {
        format!("/crm/rest/v2/contacts?filter=email%3D%3D{email}&{FIELDS}&page_size=20")
    };
    assert_eq!(
        targets,
        [target("Ann%40example.com"), target("ann%40example.com")]
    );
}

#[tokio::test]
async fn a_failure_is_not_nobody() {
    let unreadable = || Error::Unreadable { status: 200 };
    for (reply, expected) in [
        (reply(200, r#"{"contacts":{}}"#), unreadable()),
        (reply(200, "[]"), unreadable()),
        (reply(200, ""), unreadable()),
        (reply(403, "{}"), Error::Forbidden),
        (reply(500, "{}"), Error::Unavailable { status: 500 }),
    ] {
        let server = Server::with(reply).await;
        let filter = ContactFilter::Phone("1".into());
        assert_eq!(found(&server, &filter).await, Err(expected));
    }
}

/// Keap answers every custom field of the account, whether the contact has something in it or not.
#[tokio::test]
async fn contacts_with_many_custom_fields_are_not_too_heavy() {
    let fields: Vec<_> = (0..100)
        .map(|id| json!({"id": id.to_string(), "content": null}))
        .collect();
    let pages = ["a", "b", ""].iter().zip([1..21, 21..41, 41..61]);
    let pages = pages.map(|(token, ids)| {
        let contacts = ids.map(|id| json!({"id": id, "custom_fields": fields}));
        let contacts: Vec<_> = contacts.collect();
        let body = json!({"contacts": contacts, "next_page_token": token});
        reply(200, &body.to_string())
    });
    let server = Server::start(pages.collect()).await;
    let limits = Limits {
        api_body: Limits::default().api_body,
        ..limits()
    };
    let filter = ContactFilter::FamilyName("Ba".into());
    let found = client_with(server.base(), limits)
        .find_contacts(&authorization(), &filter)
        .await
        .unwrap();
    assert!(
        found.items.len() >= 40 && found.more,
        "{}",
        found.items.len()
    );
}
