//! What is kept between starts, and what a broken file does.

use std::fs;

use practice_keap::{Options, PracticeKeap, serve};
use serde_json::json;
use tempfile::TempDir;

use crate::visitor::{BAKERY, Visitor, keap, refresh};

async fn kept_in(folder: &TempDir) -> PracticeKeap {
    let data_file = Some(folder.path().join("practice.json"));
    serve(Options {
        data_file,
        ..Options::default()
    })
    .await
    .unwrap()
}

#[tokio::test]
async fn contacts_statuses_and_sessions_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let first = kept_in(&folder).await;
    let visitor = Visitor::to(&first, "pb101").await;
    let id = visitor
        .create(&json!({"email_addresses": [{"field": "EMAIL1", "email": "kept@example.com", "opt_in_reason": "asked"}]}))
        .await;
    let before = first.contacts("pb101");
    // Not stopped in good order: what was answered must be on disk already.
    drop(first);

    let second = kept_in(&folder).await;
    assert_eq!(second.contacts("pb101"), before);
    let (status, pair) = refresh(&second, &visitor.refresh).await;
    assert_eq!(status, 200, "still signed in");
    assert!(before.iter().any(|one| one["id"] == id.as_str()));
    drop(second);

    let third = kept_in(&folder).await;
    assert_eq!(
        refresh(&third, &visitor.refresh).await.0,
        400,
        "a used token stays used"
    );
    assert_eq!(third.refresh_reuses(), 1);
    assert_eq!(
        refresh(&third, pair["refresh_token"].as_str().unwrap())
            .await
            .0,
        200
    );
}

#[tokio::test]
async fn the_file_holds_no_token_and_is_for_its_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let keap = kept_in(&folder).await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let path = folder.path().join("practice.json");
    let text = fs::read_to_string(&path).unwrap();
    assert!(!text.contains(&visitor.access) && !text.contains(&visitor.refresh));
    assert!(!text.contains(practice_keap::CLIENT_SECRET));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        1,
        "no draft is left beside it"
    );
}

#[tokio::test]
async fn a_broken_file_is_put_aside() {
    for text in [
        "{ not json",
        "{\"version\": 999, \"accounts\": {}, \"grants\": {}}",
    ] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("practice.json"), text).unwrap();
        let keap = kept_in(&folder).await;
        assert_eq!(keap.contacts("pb101").len(), BAKERY, "started over");
        let aside: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        assert_eq!(aside.len(), 1);
        assert_eq!(
            fs::read_to_string(&aside[0]).unwrap(),
            text,
            "nothing is thrown away"
        );
    }
}

#[tokio::test]
async fn starting_over_reaches_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let first = kept_in(&folder).await;
    first.add_contact("pb101", json!({"given_name": "Added"}));
    assert_eq!(first.contacts("pb101").len(), BAKERY + 1);
    first.start_over().await;
    drop(first);
    assert_eq!(kept_in(&folder).await.contacts("pb101").len(), BAKERY);
}

#[tokio::test]
async fn without_a_file_nothing_is_kept() {
    let first = keap().await;
    first.add_contact("pb101", json!({"given_name": "Added"}));
    assert_eq!(keap().await.contacts("pb101").len(), BAKERY);
}
