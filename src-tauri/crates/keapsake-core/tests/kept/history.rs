//! The history of saves.

use std::time::{Duration, SystemTime};

use keapsake_core::kept::{CellChange, Keeping, Save, Saved};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::computer::{Computer, bakery, draft, entry, nursery, save};

#[tokio::test]
async fn a_save_has_its_number_before_the_disk_is_done_and_is_not_lost_without_it() {
    let computer = Computer::new();
    let history = computer.kept.history(&bakery());
    let (ann, write) = history.add(save("Ann")).await;
    assert_eq!((ann.is_some(), computer.names().len()), (true, 0));
    assert!(!computer.kept.are_saves_written());
    drop(write);
    assert!(computer.kept.are_saves_written(), "nobody writes it");
    assert_eq!(history.list("").await.1, Keeping::Unavailable);
    let (ben, write) = history.add(save("Ben")).await;
    assert!(ben > ann);
    assert_eq!(write.await, Keeping::Kept);
    let computer = computer.restarted();
    assert_eq!(computer.found(&bakery(), "").await, ["Ben", "Ann"]);
}

#[tokio::test]
async fn a_save_is_noted_and_is_there_after_a_restart() {
    let computer = Computer::new();
    let history = computer.kept.history(&bakery());
    assert_eq!(history.list("").await, (vec![], Keeping::Kept));
    assert!(
        computer.vault.log().is_empty(),
        "nothing to open, nobody asked"
    );

    let (id, write) = history.add(save("Ann Baker")).await;
    let keeping = write.await;
    assert_eq!(keeping, Keeping::Kept);
    let computer = computer.restarted();
    let (entries, keeping) = computer.kept.history(&bakery()).list("").await;
    let [noted] = &entries[..] else {
        panic!("one save: {entries:?}")
    };
    assert_eq!((Some(noted.id), keeping), (id, Keeping::Kept));
    assert_eq!(noted.at_ms, 2_000_000_000_000);
    assert_eq!(noted.cells, save("").cells);
    assert_eq!((noted.what, noted.undone), (Saved::Updated, false));
    assert_eq!(
        computer.vault.log().len(),
        4,
        "read, made, read back; read once more"
    );
}

#[tokio::test]
async fn the_hundred_and_first_save_lets_the_first_one_go() {
    let computer = Computer::new();
    let mut ids = Vec::new();
    for number in 0..101 {
        ids.push(computer.add(&bakery(), &format!("number-{number}")).await);
    }
    assert!(
        ids.is_sorted_by(|one, other| one < other),
        "each has its own number"
    );
    let computer = computer.restarted();
    let found = computer.found(&bakery(), "").await;
    assert_eq!(found.len(), 100);
    assert_eq!((&*found[0], &*found[99]), ("number-100", "number-1"));
    assert_eq!(computer.kept.history(&bakery()).entry(ids[0]).await, None);
}

#[tokio::test]
async fn saves_that_are_very_large_let_the_older_ones_go_and_none_is_too_large_to_be_written() {
    let computer = Computer::new();
    let history = computer.kept.history(&bakery());
    let large = |name: &str, bytes: usize| {
        let mut save = save(name);
        save.cells[0].before = json!("x".repeat(bytes));
        save
    };
    for name in ["one", "two", "three"] {
        let (id, write) = history.add(large(name, 1_600_000)).await;
        assert!(id.is_some() && write.await == Keeping::Kept, "{name}");
    }
    assert_eq!(computer.found(&bakery(), "").await, ["three", "two"]);
    let (id, write) = history.add(large("four", 5_000_000)).await;
    let keeping = write.await;
    assert_eq!((id, keeping), (None, Keeping::Kept));
    let (id, write) = history.add(save("five")).await;
    write.await;
    assert!(id.is_some());
}

#[tokio::test]
async fn it_is_searched_by_name_number_and_place() {
    let computer = Computer::new();
    for name in ["Zoë Müller", "Bob O'Neil", "Łucja Nowak"] {
        computer.add(&bakery(), name).await;
    }
    let mut other = save("Carol Crane");
    other.contact_id = "9000".into();
    other.cells[0].spot = "custom.77".into();
    computer.kept.history(&bakery()).add(other).await.1.await;
    for (search, expected) in [
        ("zoe", vec!["Zoë Müller"]),
        ("  MULLER zo", vec!["Zoë Müller"]),
        ("oneil", vec!["Bob O'Neil"]),
        ("lucja", vec!["Łucja Nowak"]),
        ("9000", vec!["Carol Crane"]),
        ("custom.77", vec!["Carol Crane"]),
        ("Billing region bob", vec!["Bob O'Neil"]),
        ("shipping", vec![]),
        ("zoë crane", vec![]),
    ] {
        assert_eq!(
            computer.found(&bakery(), search).await,
            expected,
            "{search}"
        );
    }
    assert_eq!(computer.found(&bakery(), " ").await.len(), 4);
}

#[tokio::test]
async fn a_clock_that_is_set_back_gives_no_number_twice_and_changes_no_order() {
    let computer = Computer::new();
    let first = computer.add(&bakery(), "Ann").await;
    computer.clock.set(SystemTime::UNIX_EPOCH);
    let second = computer.add(&bakery(), "Ben").await;
    let computer = computer.restarted();
    let third = computer.add(&bakery(), "Cas").await;
    assert!(first < second && second < third);
    assert_eq!(computer.found(&bakery(), "").await, ["Cas", "Ben", "Ann"]);
}

#[tokio::test]
async fn each_account_has_its_own() {
    let computer = Computer::new();
    computer.add(&bakery(), "Ann").await;
    computer.add(&nursery(), "Ben").await;
    let computer = computer.restarted();
    assert_eq!(computer.found(&bakery(), "").await, ["Ann"]);
    assert_eq!(computer.found(&nursery(), "").await, ["Ben"]);
    computer.kept.forget(&bakery()).await.unwrap();
    assert_eq!(computer.found(&bakery(), "").await, [""; 0]);
    let computer = computer.restarted();
    assert_eq!(computer.found(&bakery(), "").await, [""; 0]);
    assert_eq!(computer.found(&nursery(), "").await, ["Ben"]);
}

#[tokio::test]
async fn an_undone_save_stays_and_says_so() {
    let computer = Computer::new();
    let (first, second) = (
        computer.add(&bakery(), "Ann").await,
        computer.add(&bakery(), "Ben").await,
    );
    let marked = computer.kept.history(&bakery()).mark_undone(first).await;
    assert_eq!(marked, Keeping::Kept);
    let computer = computer.restarted();
    let history = computer.kept.history(&bakery());
    assert!(history.entry(first).await.unwrap().undone);
    assert!(!history.entry(second).await.unwrap().undone);
}

#[tokio::test]
async fn switched_off_it_notes_nothing_and_loses_nothing() {
    let computer = Computer::new();
    let first = computer.add(&bakery(), "Ann").await;
    computer.kept.set_history(false);
    let history = computer.kept.history(&bakery());
    let (id, write) = history.add(save("Ben")).await;
    assert_eq!((id, write.await), (None, Keeping::Off));
    let (entries, keeping) = history.list("").await;
    assert_eq!(
        (entries.len(), keeping),
        (1, Keeping::Off),
        "what is there stays"
    );
    assert_eq!(history.mark_undone(first).await, Keeping::Off);
    assert_eq!(
        computer.kept.drafts(&bakery()).keep(draft("D")).await,
        Keeping::Kept
    );
    history.clear().await.unwrap();
    computer.kept.set_history(true);
    assert_eq!(computer.found(&bakery(), "").await, [""; 0]);
}

#[tokio::test]
async fn cleared_it_is_gone_from_the_disk_and_its_numbers_are_not_given_again() {
    let computer = Computer::new();
    let first = computer.add(&bakery(), "Ann").await;
    let history = computer.kept.history(&bakery());
    history.clear().await.unwrap();
    assert_eq!(computer.names(), [""; 0]);
    let second = computer.add(&bakery(), "Ben").await;
    assert!(second > first, "an old button must not undo another save");
    // What was put aside is a history as well.
    let (name, _) = computer.file("history");
    computer.shelf.put(&format!("{name}.unreadable"), vec![1]);
    history.clear().await.unwrap();
    assert_eq!(computer.names(), [""; 0]);
}

#[tokio::test]
async fn what_cannot_be_cleared_is_told_and_is_gone_with_the_next_save() {
    let computer = Computer::new();
    computer.add(&bakery(), "Ann").await;
    computer.shelf.break_down(true);
    let history = computer.kept.history(&bakery());
    assert!(history.clear().await.is_err());
    assert_eq!(history.list("").await, (vec![], Keeping::Unavailable));
    computer.shelf.break_down(false);
    computer.clock.advance(Duration::from_secs(1));
    computer.add(&bakery(), "Ben").await;
    let computer = computer.restarted();
    assert_eq!(computer.found(&bakery(), "").await, ["Ben"]);
}

fn values() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,40}".prop_map(Value::from),
        proptest::collection::vec("\\PC{0,9}", 0..4).prop_map(Value::from),
    ]
}

fn cells() -> impl Strategy<Value = CellChange> {
    ("[a-z_.0-9]{1,30}", values(), values()).prop_map(|(spot, before, after)| CellChange {
        spot,
        before,
        after,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_was_saved_comes_back_and_is_not_to_be_read_from_the_disk(
        name in "\\PC{8,40}",
        contact_id in "[0-9]{10,12}",
        cells in proptest::collection::vec(cells(), 0..5),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let computer = Computer::new();
            let save = Save { contact_id, name, what: Saved::Created, cells, countries: [].into() };
            let (id, write) = computer.kept.history(&bakery()).add(save.clone()).await;
            write.await;
            let (_, file) = computer.file("history");
            for plain in [&save.name, &save.contact_id] {
                let seen = file.windows(plain.len()).any(|part| part == plain.as_bytes());
                prop_assert!(!seen, "{plain}");
            }
            let key = computer.vault.held(&entry()).unwrap();
            prop_assert!(!key.contains("pb101"));
            let computer = computer.restarted();
            let noted = computer.kept.history(&bakery()).entry(id.unwrap()).await.unwrap();
            let back = (noted.contact_id, noted.name, noted.what, noted.cells);
            prop_assert_eq!(back, (save.contact_id, save.name, save.what, save.cells));
            Ok(())
        })?;
    }
}
