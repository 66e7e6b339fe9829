//! Keychains and disks that do not take part, and files that are not what they should be.

use std::time::Duration;

use keapsake_core::kept::Keeping;
use keapsake_core::ports::{VaultEntry, VaultError};
use serde_json::json;

use crate::computer::{Computer, bakery, draft, entry, nursery, save};
use crate::memory_vault::Operation;

const UNREADABLE: &str = ".unreadable";

/// A history with one save, on a computer that was started again since.
async fn with_a_save() -> Computer {
    let computer = Computer::new();
    computer.add(&bakery(), "Ann").await;
    computer.restarted()
}

/// Nothing is shown of the file, it is put aside as it was, and the next save is kept again.
#[track_caller]
fn assert_put_aside(computer: &Computer, name: &str, bytes: &[u8]) {
    let files = computer.shelf.files();
    let aside = files.get(&format!("{name}{UNREADABLE}"));
    assert_eq!(aside.map(Vec::as_slice), Some(bytes));
}

#[tokio::test]
async fn a_file_that_is_not_whole_is_put_aside_and_never_overwritten() {
    for spoil in [
        |file: &mut Vec<u8>| file.truncate(20),
        |file: &mut Vec<u8>| file.truncate(file.len() - 1),
        |file: &mut Vec<u8>| file.clear(),
        |file: &mut Vec<u8>| file[0] = 2,
        |file: &mut Vec<u8>| *file.last_mut().unwrap() ^= 1,
        |file: &mut Vec<u8>| file.resize(13 * 1024 * 1024, 7),
    ] {
        let computer = with_a_save().await;
        let (name, mut file) = computer.file("history");
        spoil(&mut file);
        computer.shelf.put(&name, file.clone());
        let history = computer.kept.history(&bakery());
        assert_eq!(history.list("").await, (vec![], Keeping::Kept));
        assert_put_aside(&computer, &name, &file);
        assert!(computer.kept.take_put_aside(&bakery()));
        assert!(!computer.kept.take_put_aside(&bakery()), "told once");
        assert_eq!(history.add(save("Ben")).await.1.await, Keeping::Kept);
        assert_put_aside(&computer, &name, &file);
        let computer = computer.restarted();
        assert_eq!(computer.found(&bakery(), "").await, ["Ben"]);
        assert!(!computer.kept.take_put_aside(&bakery()));
    }
}

#[tokio::test]
async fn of_two_files_put_aside_the_newest_is_there() {
    let mut computer = with_a_save().await;
    for spoilt in [vec![1, 2], vec![3, 4]] {
        let (name, _) = computer.file("history");
        computer.shelf.put(&name, spoilt.clone());
        computer = computer.restarted();
        computer.add(&bakery(), "Ben").await;
        assert_put_aside(&computer, &name, &spoilt);
        assert_eq!(computer.names().len(), 2);
    }
}

#[tokio::test]
async fn files_do_not_open_for_another_account_or_as_another_kind() {
    let computer = with_a_save().await;
    computer.add(&nursery(), "Ben").await;
    computer.kept.drafts(&bakery()).keep(draft("Cas")).await;
    let files = computer.shelf.files();
    let of_kind = |kind: &str| {
        let mut names: Vec<_> = files.keys().filter(|name| name.ends_with(kind)).collect();
        names.sort();
        names
    };
    let (histories, drafts) = (of_kind("history"), of_kind("draft"));
    let computer = computer.restarted();
    // The two accounts' histories change places, and one of them also stands in for the draft.
    computer
        .shelf
        .put(histories[0], files[histories[1]].clone());
    computer
        .shelf
        .put(histories[1], files[histories[0]].clone());
    computer.shelf.put(drafts[0], files[histories[0]].clone());
    for account in [bakery(), nursery()] {
        assert_eq!(computer.found(&account, "").await, [""; 0]);
    }
    assert_eq!(computer.kept.drafts(&bakery()).all().await, []);
    assert!(
        computer
            .names()
            .iter()
            .all(|name| name.ends_with(UNREADABLE))
    );
}

#[tokio::test]
async fn a_lost_key_costs_what_it_opened_and_nothing_after_it() {
    let computer = with_a_save().await;
    let (name, file) = computer.file("history");
    computer.keychain.delete_kept(&entry()).await.unwrap();
    let history = computer.kept.history(&bakery());
    assert_eq!(history.list("").await, (vec![], Keeping::Kept));
    assert_put_aside(&computer, &name, &file);
    assert_eq!(computer.vault.held(&entry()), None, "looking makes no key");
    computer.add(&bakery(), "Ben").await;
    let computer = computer.restarted();
    assert_eq!(computer.found(&bakery(), "").await, ["Ben"]);
}

#[tokio::test]
async fn another_key_opens_nothing_and_puts_the_file_aside() {
    let computer = with_a_save().await;
    let (name, file) = computer.file("history");
    let other = with_a_save().await.vault.held(&entry()).unwrap();
    computer.vault.put(entry(), &other);
    assert_eq!(computer.found(&bakery(), "").await, [""; 0]);
    assert_put_aside(&computer, &name, &file);
}

#[tokio::test]
async fn a_record_that_is_no_key_is_left_alone_and_all_goes_on_in_memory() {
    let computer = with_a_save().await;
    let before = computer.shelf.files();
    let record = r#"{"v":2,"of":"a later version"}"#;
    computer.vault.put(entry(), record);
    let history = computer.kept.history(&bakery());
    let (id, write) = history.add(save("Ben")).await;
    let keeping = write.await;
    assert_eq!(keeping, Keeping::Unavailable);
    assert_eq!(computer.found(&bakery(), "").await, ["Ben"]);
    assert!(history.entry(id.unwrap()).await.is_some());
    assert_eq!(computer.vault.held(&entry()).as_deref(), Some(record));
    assert_eq!(computer.shelf.files(), before);
}

#[tokio::test]
async fn a_keychain_that_fails_is_left_alone_for_a_while_and_then_all_is_put_together() {
    for error in [
        VaultError::Locked,
        VaultError::Missing,
        VaultError::TimedOut,
        VaultError::Ambiguous,
        VaultError::GivenUp,
        VaultError::Failed,
    ] {
        let computer = with_a_save().await;
        let asked = computer.vault.log().len();
        computer.vault.fail_next(error);
        computer.clock.advance(Duration::from_secs(5));
        let history = computer.kept.history(&bakery());
        assert_eq!(history.list("").await, (vec![], Keeping::Unavailable));
        assert_eq!(history.add(save("Ben")).await.1.await, Keeping::Unavailable);
        let drafts = computer.kept.drafts(&bakery());
        let lists = computer.kept.lists(&bakery());
        assert_eq!(drafts.keep(draft("Cas")).await, Keeping::Unavailable);
        assert_eq!(lists.put("tags", json!([1])).await, Keeping::Unavailable);
        let asks = computer.vault.log().len() - asked;
        assert_eq!(asks, 1, "{error}: it is not asked each time");

        computer.clock.advance(Duration::from_mins(1));
        assert_eq!(computer.found(&bakery(), "").await, ["Ben", "Ann"]);
        assert_eq!(drafts.keep(draft("Cas")).await, Keeping::Kept);
        assert_eq!(lists.put("users", json!([2])).await, Keeping::Kept);
        let computer = computer.restarted();
        assert_eq!(
            computer.found(&bakery(), "").await,
            ["Ben", "Ann"],
            "{error}"
        );
        let lists = computer.kept.lists(&bakery());
        assert_eq!(lists.get("tags").await.unwrap().value, json!([1]));
        assert_eq!(computer.kept.drafts(&bakery()).all().await[0].name, "Cas");
    }
}

#[tokio::test]
async fn nothing_is_sealed_with_a_key_that_the_keychain_did_not_keep() {
    let computer = Computer::new();
    let failing = Operation::Write(entry());
    computer.vault.fail_on(failing, VaultError::Locked);
    let history = computer.kept.history(&bakery());
    assert_eq!(history.add(save("Ann")).await.1.await, Keeping::Unavailable);
    assert_eq!(computer.names(), [""; 0]);
    computer.clock.advance(Duration::from_mins(1));
    assert_eq!(history.add(save("Ben")).await.1.await, Keeping::Kept);
    let computer = computer.restarted();
    assert_eq!(computer.found(&bakery(), "").await, ["Ben", "Ann"]);
}

#[tokio::test]
async fn on_a_full_disk_all_goes_on_in_memory_and_the_old_file_stays() {
    let computer = with_a_save().await;
    let before = computer.shelf.files();
    computer.shelf.fill_up(true);
    let history = computer.kept.history(&bakery());
    assert_eq!(history.add(save("Ben")).await.1.await, Keeping::Unavailable);
    assert_eq!(computer.found(&bakery(), "").await, ["Ben", "Ann"]);
    assert_eq!(computer.shelf.files(), before);
    computer.shelf.fill_up(false);
    assert_eq!(history.add(save("Cas")).await.1.await, Keeping::Kept);
    let computer = computer.restarted();
    assert_eq!(computer.found(&bakery(), "").await, ["Cas", "Ben", "Ann"]);
}

#[tokio::test]
async fn a_disk_that_cannot_be_read_is_never_written_over() {
    let computer = with_a_save().await;
    let before = computer.shelf.files();
    computer.shelf.break_down(true);
    let history = computer.kept.history(&bakery());
    assert_eq!(history.add(save("Ben")).await.1.await, Keeping::Unavailable);
    assert_eq!(computer.shelf.files(), before);
    computer.shelf.break_down(false);
    // The clock stood still, so both would have the same number.
    assert_eq!(computer.found(&bakery(), "").await, ["Ben", "Ann"]);
}

#[tokio::test]
async fn for_this_session_only_nothing_is_read_or_written_and_nothing_stays() {
    let computer = with_a_save().await;
    let (files, asked) = (computer.shelf.files(), computer.vault.log().len());
    computer.keychain.use_this_session_only();
    let history = computer.kept.history(&bakery());
    assert_eq!(history.add(save("Ben")).await.1.await, Keeping::SessionOnly);
    let drafts = computer.kept.drafts(&bakery());
    assert_eq!(drafts.keep(draft("Cas")).await, Keeping::SessionOnly);
    let lists = computer.kept.lists(&bakery());
    assert_eq!(lists.put("tags", json!([])).await, Keeping::SessionOnly);
    assert_eq!(computer.found(&bakery(), "").await, ["Ben"]);
    drafts.drop_it(1).await.unwrap();
    assert_eq!(computer.shelf.files(), files);
    assert_eq!(computer.vault.log().len(), asked);
    assert!(computer.keychain.holds_nothing(), "no key in memory either");
    computer.keychain.leave_this_session_only();
    assert_eq!(computer.found(&bakery(), "").await, ["Ann"]);
    assert_eq!(lists.get("tags").await, None);
}

#[tokio::test]
async fn a_forgotten_connection_leaves_no_file_and_no_key_and_others_stay() {
    let computer = with_a_save().await;
    computer.add(&nursery(), "Ben").await;
    let practice = keapsake_core::kept::AccountKey::new("practice", "pb101");
    computer.add(&practice, "Cas").await;
    let computer = computer.restarted();
    // One account was looked at since the start, the other was not; one file was put aside.
    computer.found(&bakery(), "").await;
    let (name, _) = computer.file("history");
    computer.shelf.put(&format!("{name}{UNREADABLE}"), vec![1]);
    computer.kept.forget_connection("keap").await.unwrap();
    assert_eq!(computer.vault.held(&entry()), None);
    for account in [bakery(), nursery()] {
        assert_eq!(computer.found(&account, "").await, [""; 0]);
    }
    assert_eq!(computer.found(&practice, "").await, ["Cas"]);
    computer.add(&bakery(), "Dan").await;
    let computer = computer.restarted();
    assert_eq!(computer.found(&bakery(), "").await, ["Dan"]);
    assert!(
        computer
            .vault
            .held(&VaultEntry::Kept("practice".into()))
            .is_some()
    );
}

#[tokio::test]
async fn where_files_cannot_be_taken_away_the_key_still_goes() {
    let computer = with_a_save().await;
    computer.shelf.break_down(true);
    assert!(computer.kept.forget_connection("keap").await.is_err());
    assert_eq!(computer.vault.held(&entry()), None);
    computer.shelf.break_down(false);
    let computer = computer.restarted();
    assert_eq!(
        computer.found(&bakery(), "").await,
        [""; 0],
        "it is told and cannot be read"
    );
}
