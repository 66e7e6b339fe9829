//! Lists from Keap.

use std::time::Duration;

use keapsake_core::kept::Keeping;
use serde_json::{Value, json};

use crate::computer::{Computer, bakery, nursery};

#[tokio::test]
async fn a_list_comes_back_with_its_date() {
    let computer = Computer::new();
    let tags = json!([{"id": "1", "name": "Customer"}]);
    let lists = computer.kept.lists(&bakery());
    assert_eq!(lists.put("tags", tags.clone()).await, Keeping::Kept);
    computer.clock.advance(Duration::from_hours(1));
    assert_eq!(lists.put("users", json!([])).await, Keeping::Kept);
    let computer = computer.restarted();
    let lists = computer.kept.lists(&bakery());
    let (kept, users) = (lists.get("tags").await.unwrap(), lists.get("users").await);
    assert_eq!((kept.fetched_at_ms, kept.value), (2_000_000_000_000, tags));
    assert_eq!(users.unwrap().fetched_at_ms, 2_000_003_600_000);
    assert_eq!(lists.get("model").await, None);
    assert_eq!(computer.kept.lists(&nursery()).get("tags").await, None);
}

/// The most bytes of all lists together.
const MOST: usize = 8 * 1024 * 1024;

/// A list of that length, its quotation marks included.
fn long(bytes: usize) -> Value {
    json!("x".repeat(bytes - 2))
}

#[tokio::test]
async fn those_fetched_longest_ago_go_where_there_is_no_room() {
    let computer = Computer::new();
    let lists = computer.kept.lists(&bakery());
    for name in ["one", "two"] {
        assert_eq!(lists.put(name, long(1_000)).await, Keeping::Kept);
        computer.clock.advance(Duration::from_secs(1));
    }
    // Just as much as there is room for beside the second one.
    assert_eq!(lists.put("three", long(MOST - 1_000)).await, Keeping::Kept);
    assert_eq!(lists.get("one").await, None);
    assert!(lists.get("two").await.is_some() && lists.get("three").await.is_some());
    let more = lists.put("two", long(MOST + 1)).await;
    assert_eq!(more, Keeping::Unavailable);
    assert!(lists.get("two").await.is_some(), "what there was stays");
}
