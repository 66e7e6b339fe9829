//! A large account: generated contacts and tags, and pages that stay where they are.

use std::time::{Duration, Instant};

use practice_keap::{Options, PracticeKeap, serve};
use serde_json::{Value, json};

use crate::visitor::{BAKERY, Visitor, keap};

async fn crowded() -> PracticeKeap {
    let options = Options {
        extra_contacts: 20_000,
        extra_tags: 5_000,
        ..Options::default()
    };
    serve(options).await.unwrap()
}

/// All ids of a list, page by page; `between` is told the number of each page that has come.
async fn walk(
    visitor: &Visitor,
    list: &str,
    query: &str,
    mut between: impl FnMut(usize),
) -> Vec<String> {
    let mut seen = Vec::new();
    let mut token = String::new();
    for page in 1.. {
        let (status, answer) = visitor
            .get(&format!("{list}?{query}&page_token={token}"))
            .await;
        assert_eq!(status, 200, "{answer}");
        let items = answer[list].as_array().unwrap();
        seen.extend(
            items
                .iter()
                .map(|one| one["id"].as_str().unwrap().to_owned()),
        );
        answer["next_page_token"]
            .as_str()
            .unwrap()
            .clone_into(&mut token);
        if token.is_empty() {
            break;
        }
        between(page);
    }
    seen
}

#[tokio::test]
async fn twenty_thousand_are_listed_and_one_of_them_is_found() {
    let keap = crowded().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let all = walk(
        &visitor,
        "contacts",
        "fields=id,given_name,email_addresses&page_size=1000",
        |_| {},
    )
    .await;
    assert_eq!(all.len(), BAKERY + 20_000);
    let (_, last) = visitor
        .get("contacts?fields=id,email_addresses&page_size=1&order_by=id%20desc")
        .await;
    let email = last["contacts"][0]["email_addresses"][0]["email"]
        .as_str()
        .unwrap();
    let began = Instant::now();
    for _ in 0..10 {
        let (_, found) = visitor
            .get(&format!("contacts?fields=id&filter=email%3D%3D{email}"))
            .await;
        assert_eq!(
            found["contacts"],
            json!([{"id": last["contacts"][0]["id"], "last_activity": null}])
        );
    }
    let took = began.elapsed();
    assert!(took < Duration::from_secs(10), "ten look-ups took {took:?}");
    let tags = walk(&visitor, "tags", "page_size=1000", |_| {}).await;
    assert_eq!(tags.len(), 5_012);
    keap.start_over().await;
    assert_eq!(
        keap.contacts("pg202").len(),
        12,
        "only the bakery is crowded"
    );
    let (_, again) = visitor
        .get("contacts?fields=id&page_size=1&order_by=id%20desc")
        .await;
    assert_eq!(
        again["contacts"][0]["id"], last["contacts"][0]["id"],
        "the crowd is back"
    );
}

#[tokio::test]
async fn what_comes_and_goes_between_two_pages_moves_nothing() {
    for order in ["id", "id%20desc", "email", "update_time%20desc"] {
        let keap = keap().await;
        let visitor = Visitor::to(&keap, "pb101").await;
        let query = format!("fields=id&page_size=7&order_by={order}");
        let before = walk(&visitor, "contacts", &query, |_| {}).await;
        assert_eq!(before.len(), BAKERY);
        let gone: Vec<String> = vec![before[6].clone(), before[7].clone(), before[30].clone()];
        let with_changes = walk(&visitor, "contacts", &query, |page| {
            if page == 1 {
                for id in &gone {
                    assert!(keap.remove_contact("pb101", id));
                }
            }
        })
        .await;
        let expected: Vec<String> = before
            .iter()
            .filter(|id| **id == before[6] || !gone.contains(id))
            .cloned()
            .collect();
        assert_eq!(with_changes, expected, "{order}");
    }
}

#[tokio::test]
async fn a_data_file_keeps_the_contacts_it_has() {
    let folder = tempfile::tempdir().unwrap();
    let options = |extra_contacts| Options {
        data_file: Some(folder.path().join("practice.json")),
        extra_contacts,
        ..Options::default()
    };
    let first = serve(options(3)).await.unwrap();
    assert_eq!(first.contacts("pb101").len(), BAKERY + 3);
    first.add_contact("pb101", json!({"given_name": "Added"}));
    let before: Vec<Value> = first.contacts("pb101");
    drop(first);
    let second = serve(options(0)).await.unwrap();
    assert_eq!(second.contacts("pb101"), before);
    let visitor = Visitor::to(&second, "pb101").await;
    let (_, found) = visitor
        .get("contacts?fields=id&filter=email%3D%3DCLARA@example.com")
        .await;
    assert_eq!(
        found["contacts"][0]["id"], "1001",
        "found in what was read as well"
    );
    second.start_over().await;
    assert_eq!(second.contacts("pb101").len(), BAKERY);
}

/// A data file from before there were companies, tags and lead sources of an account's own.
#[tokio::test]
async fn an_older_data_file_is_still_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("practice.json");
    let account = |name: &str| {
        json!({
            "name": name, "next_id": 8, "applied_tags": {"7": {"91": "2026-01-05T09:00:00.000Z"}},
            "contacts": {"7": {"given_name": "Old", "email_addresses": [{"field": "EMAIL1", "email": "old@example.com"}]}},
            "statuses": {"old@example.com": {"status": "CONFIRMED", "reason": null}},
        })
    };
    let book = json!({
        "version": 1, "accounts": {"pb101": account("Practice Bakery"), "pg202": account("G")},
        "grants": {"access": {}, "refresh": {}, "spent": {}},
    });
    std::fs::write(&path, book.to_string()).unwrap();
    let options = Options {
        data_file: Some(path),
        ..Options::default()
    };
    let keap = serve(options).await.unwrap();
    let visitor = Visitor::to(&keap, "pb101").await;
    let old = visitor.contact("7").await;
    assert_eq!(
        (&old["given_name"], &old["tag_ids"]),
        (&json!("Old"), &json!(["91"]))
    );
    assert_eq!(old["email_addresses"][0]["email_opt_status"], "CONFIRMED");
    assert_eq!(
        visitor.get("tags").await.1["tags"]
            .as_array()
            .unwrap()
            .len(),
        12
    );
    assert!(
        visitor.get("emailAddresses/old@example.com/status").await.1["create_time"].is_string()
    );
}
