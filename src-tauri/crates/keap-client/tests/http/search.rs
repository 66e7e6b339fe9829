//! The search by e-mail address: its pages, its bound and its second try.

use keap_client::{Error, contact_fields};
use serde_json::{Value, json};

use crate::contacts::FIELDS;
use crate::server::{Reply, Server, json as reply};
use crate::{authorization, client};

fn page(ids: &[u32], token: &Value) -> Reply {
    let contacts: Vec<_> = ids.iter().map(|id| json!({ "id": id })).collect();
    let body = json!({"contacts": contacts, "next_page_token": token});
    reply(200, &body.to_string())
}

/// A page with one contact that has an address.
fn holding(id: u32, address: &str, token: &Value) -> Reply {
    let items = json!([{"field": "EMAIL1", "email": address}]);
    let contacts = json!([{"id": id, "email_addresses": items}]);
    let body = json!({"contacts": contacts, "next_page_token": token});
    reply(200, &body.to_string())
}

/// What a search for an encoded address asks.
fn target(email: &str) -> String {
    format!("/crm/rest/v2/contacts?filter=email%3D%3D{email}&{FIELDS}&page_size=20")
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
    assert_eq!(seen.target, target("ann%2B1%3Ba%3D%2A%2Cb%40example.com"));
    assert_eq!(
        seen.body, "",
        "Keap's load balancer refuses a GET with a body"
    );
    assert_eq!(seen.header("authorization"), Some("Bearer access-canary"));
    assert_eq!(seen.header("referer"), None);
    let agent = format!("Keapsake/{}", env!("CARGO_PKG_VERSION"));
    assert_eq!(seen.header("user-agent"), Some(agent.as_str()));
    assert_eq!(format!("fields={}", contact_fields().join(",")), FIELDS);
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
async fn what_is_no_list_is_not_nobody() {
    // "Nobody" would let a second contact be made.
    for contacts in [json!("x"), json!(0), json!({}), json!(false)] {
        let server = Server::with(reply(200, &json!({ "contacts": contacts }).to_string())).await;
        let unreadable = Err(Error::Unreadable { status: 200 });
        assert_eq!(
            found(&server, "ann@example.com").await,
            unreadable,
            "{contacts}"
        );
    }
}

#[tokio::test]
async fn a_search_without_an_end_has_one() {
    // A filter that Keap ignores brings everybody: without the address among them that is no
    // answer, and above all not "nobody has it".
    let unreadable = Err(Error::Unreadable { status: 200 });
    let stranger = |n: u32| holding(n, "bob@example.com", &json!(n.to_string()));
    for (typed, seventh, expected) in [
        ("ann@example.com", "ann@example.com", Ok(25)),
        ("ann@example.com", "ANN@Example.com", Ok(25)),
        ("ann@example.com", "ann@example.org", unreadable.clone()),
        // Nor does a second search help where the first was none.
        ("Ann@example.com", "ann@example.org", unreadable),
    ] {
        let mut pages: Vec<_> = (1..=40).map(stranger).collect();
        pages[6] = holding(7, seventh, &json!("7"));
        let server = Server::start(pages).await;
        let found = found(&server, typed).await;
        assert_eq!(found.map(|ids| ids.len()), expected, "{typed} {seventh}");
        assert_eq!(server.seen().len(), 25, "{typed} {seventh}");
    }
    // The twenty-fifth page may be the last one: then nobody has the address.
    let mut pages: Vec<_> = (1..=24).map(stranger).collect();
    pages.push(holding(25, "bob@example.com", &json!(null)));
    let server = Server::start(pages).await;
    assert_eq!(found(&server, "ann@example.com").await.unwrap().len(), 25);
}

#[tokio::test]
async fn upper_case_that_finds_nobody_is_searched_for_in_lower_case() {
    let none = || page(&[], &json!(null));
    let holds = |id, address| holding(id, address, &json!(null));
    for (name, typed, replies, expected, searches) in [
        (
            "known in lower case only",
            "Ann@Example.com",
            vec![none(), holds(2, "ann@example.com")],
            &["2"][..],
            &["Ann%40Example.com", "ann%40example.com"][..],
        ),
        (
            "found as typed",
            "Ann@Example.com",
            vec![holds(1, "ann@example.com")],
            &["1"],
            &["Ann%40Example.com"],
        ),
        (
            "others are kept, and once",
            "Ann@Example.com",
            vec![page(&[1, 3], &json!(null)), page(&[3, 2], &json!(null))],
            &["1", "3", "2"],
            &["Ann%40Example.com", "ann%40example.com"],
        ),
        (
            "no upper case",
            "ann@example.com",
            vec![none()],
            &[],
            &["ann%40example.com"],
        ),
    ] {
        let server = Server::start(replies).await;
        assert_eq!(found(&server, typed).await.unwrap(), expected, "{name}");
        let targets: Vec<_> = server.seen().into_iter().map(|seen| seen.target).collect();
        let expected: Vec<_> = searches.iter().map(|email| target(email)).collect();
        assert_eq!(targets, expected, "{name}");
    }
    // What the second search could not say is not known.
    let server = Server::start(vec![none(), reply(403, "{}")]).await;
    assert_eq!(
        found(&server, "Ann@example.com").await,
        Err(Error::Forbidden)
    );
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
