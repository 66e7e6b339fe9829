//! The history of saves: kept under the account, searched, cleared, switched off, and never readable on
//! the disk.

use std::time::Duration;

use keapsake_core::desk::{About, Wanted};
use keapsake_core::kept::{Keeping, Saved};

use crate::computer::{Computer, draft};
use crate::form::{created, saved, updated};

async fn names_of(computer: &Computer, search: &str) -> Vec<String> {
    let history = computer.wizard.desk().unwrap().history(search).await;
    history
        .entries
        .into_iter()
        .map(|entry| entry.name)
        .collect()
}

#[tokio::test]
async fn saves_are_noted_newest_first_and_found_again_after_a_restart() {
    let computer = Computer::new().await.at_desk().await;
    updated(
        computer
            .save(&draft("clara@example.com").with("given_name", "Claire"))
            .await,
    );
    created(
        computer
            .save(&draft("new@example.com").with("given_name", "Nell"))
            .await,
    );
    // Nothing to change is nothing to note.
    computer.save(&draft("helga@example.org")).await.unwrap();
    let computer = computer.restarted().await;
    let desk = computer.wizard.desk().unwrap();
    let history = desk.history("").await;
    assert_eq!((history.on, history.keeping), (true, Keeping::Kept));
    let what: Vec<_> = history
        .entries
        .iter()
        .map(|it| (it.name.as_str(), it.what, it.undone))
        .collect();
    assert_eq!(
        what,
        [
            ("Nell", Saved::Created, false),
            ("Claire Crust", Saved::Updated, false)
        ]
    );
    assert_eq!(names_of(&computer, "clai").await, ["Claire Crust"]);
    assert_eq!(names_of(&computer, "nobody").await, Vec::<String>::new());
    // And taken back after it.
    desk.undo(history.entries[1].id, None, &[].into())
        .await
        .unwrap();
    assert_eq!(computer.contact("clara@example.com")["given_name"], "Clara");
    assert!(desk.history("clai").await.entries[0].undone);
}

#[tokio::test]
async fn nothing_of_it_can_be_read_on_the_disk() {
    let computer = Computer::new().await.at_desk().await;
    let canary = "Canary-4711";
    let (done, _) = updated(
        computer
            .save(&draft("clara@example.com").with("given_name", canary))
            .await,
    );
    let typed = Wanted {
        draft: Some(1),
        ..draft("").with("family_name", canary).of(done.sheet.number)
    };
    let desk = computer.wizard.desk().unwrap();
    desk.keep_draft(&typed, About::default()).await.unwrap();
    let files = computer.shelf.files();
    assert!(!files.is_empty());
    for (name, bytes) in files {
        let text = String::from_utf8_lossy(&bytes);
        for secret in [canary, "clara", "Crust", "pb101"] {
            assert!(
                !text.contains(secret) && !name.contains(secret),
                "{secret} in {name}"
            );
        }
    }
}

#[tokio::test]
async fn the_last_hundred_are_kept() {
    let computer = Computer::new().await.at_desk().await;
    let desk = computer.wizard.desk().unwrap();
    let id = computer.contact("helga@example.org")["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let sheet = desk.open(&id).await.unwrap().number;
    for round in 0..103 {
        let form = draft("").with("job_title", &format!("No. {round}"));
        saved(desk.save(&form.of(sheet)).await);
    }
    let entries = desk.history("").await.entries;
    assert_eq!(entries.len(), 100);
    let last = serde_json::to_string(&entries[99].cells).unwrap();
    assert!(last.contains("No. 3"), "{last}");
}

#[tokio::test]
async fn a_slow_disk_holds_up_the_end_of_the_app_and_no_save() {
    let computer = Computer::new().await.at_desk().await;
    let disk = computer.shelf.hold_up().await;
    let claire = draft("clara@example.com").with("given_name", "Claire");
    let (saved, _) = updated(computer.save(&claire).await);
    assert!(saved.undo.is_some());
    let noted = || {
        let mut files = computer.shelf.files().into_keys();
        files.any(|name| name.ends_with("history"))
    };
    assert!(!noted() && !computer.wizard.is_at_rest());
    let (moment, patience) = (Duration::from_millis(20), Duration::from_mins(1));
    let session = computer.wizard.at_end(moment).await;
    assert!(session.is_some() && !noted(), "the disk cost no session");
    drop(session);
    let disk_comes = async {
        tokio::time::sleep(moment).await;
        drop(disk);
    };
    let (session, ()) = tokio::join!(computer.wizard.at_end(patience), disk_comes);
    drop(session);
    assert!(noted() && computer.wizard.is_at_rest());
}

#[tokio::test]
async fn switched_off_nothing_is_noted_and_nothing_can_be_taken_back() {
    let computer = Computer::new().await.at_desk().await;
    updated(
        computer
            .save(&draft("clara@example.com").with("given_name", "Claire"))
            .await,
    );
    computer.wizard.set_history(false);
    let (done, _) = updated(
        computer
            .save(&draft("clara@example.com").with("given_name", "C."))
            .await,
    );
    assert_eq!(done.undo, None);
    let computer = computer.restarted().await;
    let desk = computer.wizard.desk().unwrap();
    let history = desk.history("").await;
    assert_eq!(
        (history.on, history.keeping, history.entries.len()),
        (false, Keeping::Off, 1)
    );
    desk.clear_history().await.unwrap();
    assert!(desk.history("").await.entries.is_empty());
    computer.wizard.set_history(true);
    let (done, _) = updated(
        computer
            .save(&draft("clara@example.com").with("given_name", "Cl."))
            .await,
    );
    assert!(done.undo.is_some());
}

#[tokio::test]
async fn a_history_that_cannot_be_cleared_is_told() {
    let computer = Computer::new().await.at_desk().await;
    updated(
        computer
            .save(&draft("clara@example.com").with("given_name", "Claire"))
            .await,
    );
    computer.shelf.break_down(true);
    let desk = computer.wizard.desk().unwrap();
    let (code, _) = crate::computer::words(desk.clear_history().await);
    assert_eq!(code, "not_cleared");
}

/// Without a keychain or a disk saves go on, and can be taken back until the app is closed.
#[tokio::test]
async fn without_a_disk_it_lasts_until_the_app_is_closed() {
    let computer = Computer::new().await.at_desk().await;
    computer.shelf.break_down(true);
    let (done, _) = updated(
        computer
            .save(&draft("clara@example.com").with("given_name", "Claire"))
            .await,
    );
    let desk = computer.wizard.desk().unwrap();
    assert_eq!(desk.history("").await.keeping, Keeping::Unavailable);
    desk.undo(done.undo.unwrap(), None, &[].into())
        .await
        .unwrap();
    assert_eq!(computer.contact("clara@example.com")["given_name"], "Clara");
}
