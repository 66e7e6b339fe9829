//! The drafts of an account.

use keapsake_core::kept::{ConsentWanted, Draft, Keeping};

use crate::computer::{Computer, bakery, draft, nursery};

fn names(drafts: &[Draft]) -> Vec<&str> {
    drafts.iter().map(|draft| draft.name.as_str()).collect()
}

#[tokio::test]
async fn a_draft_survives_a_restart_to_the_letter() {
    let computer = Computer::new();
    let typed = Draft {
        id: 7,
        at_ms: 0,
        contact_id: None,
        email: Some("ann@example.com".into()),
        name: "Ann\u{301} ✿".into(),
        edits: [("phone.1.number".to_owned(), " 0 1".to_owned())].into(),
        apply: vec!["1".into()],
        remove: vec!["2".into()],
        consent: vec![ConsentWanted {
            email: "ann@example.com".into(),
            opted_in: true,
            reason: "asked by phone".into(),
        }],
    };
    let kept = computer.kept.drafts(&bakery()).keep(typed.clone()).await;
    assert_eq!(kept, Keeping::Kept);
    let computer = computer.restarted();
    let at_ms = 2_000_000_000_000;
    let expected = Draft { at_ms, ..typed };
    assert_eq!(computer.kept.drafts(&bakery()).all().await, [expected]);
    assert_eq!(computer.kept.drafts(&nursery()).all().await, []);
}

#[tokio::test]
async fn of_many_at_once_the_last_one_is_kept_and_few_are_written() {
    let computer = Computer::new();
    let drafts = computer.kept.drafts(&bakery());
    // The keychain is asked for the key while all of them are typed.
    computer.vault.stop();
    let mut keeping = Vec::new();
    for number in 0..50 {
        let drafts = drafts.clone();
        let typed = draft(&number.to_string());
        keeping.push(tokio::spawn(async move { drafts.keep(typed).await }));
        tokio::task::yield_now().await;
    }
    computer.vault.go_on();
    for kept in keeping {
        assert_eq!(kept.await.unwrap(), Keeping::Kept);
    }
    assert!(computer.shelf.writes() <= 2, "{}", computer.shelf.writes());
    let computer = computer.restarted();
    let kept = computer.kept.drafts(&bakery()).all().await;
    assert_eq!(names(&kept), ["49"]);
}

#[tokio::test]
async fn a_dropped_draft_does_not_come_back() {
    let computer = Computer::new();
    let drafts = computer.kept.drafts(&bakery());
    drafts.keep(draft("one")).await;
    // Typed before it was dropped, and still on its way.
    let late = drafts.keep(draft("two"));
    drafts.drop_it(1).await.unwrap();
    assert_eq!(drafts.all().await, []);
    late.await;
    drafts.drop_it(1).await.unwrap();
    assert_eq!(computer.names(), [""; 0]);
    let computer = computer.restarted();
    assert_eq!(computer.kept.drafts(&bakery()).all().await, []);
}

#[tokio::test]
async fn a_draft_that_was_on_its_way_when_it_was_dropped_is_dropped_too() {
    let computer = Computer::new();
    let drafts = computer.kept.drafts(&bakery());
    computer.vault.stop();
    let on_its_way: Vec<_> = ["one", "two"]
        .map(|name| {
            let (drafts, typed) = (drafts.clone(), draft(name));
            tokio::spawn(async move { drafts.keep(typed).await })
        })
        .into();
    tokio::task::yield_now().await;
    let dropped = {
        let drafts = drafts.clone();
        tokio::spawn(async move { drafts.drop_it(1).await })
    };
    tokio::task::yield_now().await;
    computer.vault.go_on();
    for kept in on_its_way {
        kept.await.unwrap();
    }
    dropped.await.unwrap().unwrap();
    assert_eq!(drafts.all().await, []);
    assert_eq!(computer.names(), [""; 0]);
}

#[tokio::test]
async fn a_draft_that_cannot_be_taken_away_is_gone_here() {
    let computer = Computer::new();
    computer.kept.drafts(&bakery()).keep(draft("one")).await;
    // Not read yet in this run, so that it would have to be read first.
    let computer = computer.restarted();
    computer.shelf.break_down(true);
    let drafts = computer.kept.drafts(&bakery());
    assert!(drafts.drop_it(1).await.is_err());
    assert_eq!(drafts.all().await, []);
    computer.shelf.break_down(false);
    assert_eq!(drafts.all().await, []);
    let computer = computer.restarted();
    assert_eq!(computer.kept.drafts(&bakery()).all().await, []);
}

#[tokio::test]
async fn a_draft_of_more_than_a_mebibyte_stays_in_memory() {
    let computer = Computer::new();
    let drafts = computer.kept.drafts(&bakery());
    let long = draft(&"x".repeat(1024 * 1024));
    assert_eq!(drafts.keep(long.clone()).await, Keeping::Unavailable);
    assert_eq!(drafts.all().await[0].name, long.name);
    assert_eq!(drafts.keep(draft("short")).await, Keeping::Kept);
}

#[tokio::test]
async fn none_is_written_over_by_another_and_the_oldest_of_too_many_goes() {
    let computer = Computer::new();
    let drafts = computer.kept.drafts(&bakery());
    // All at once, so that they wait for the keychain together.
    computer.vault.stop();
    let numbered = |id: u64| Draft {
        id,
        ..draft(&id.to_string())
    };
    let keeping: Vec<_> = (1..=21)
        .map(|id| {
            let drafts = drafts.clone();
            tokio::spawn(async move { drafts.keep(numbered(id)).await })
        })
        .collect();
    tokio::task::yield_now().await;
    computer.vault.go_on();
    for kept in keeping {
        assert_eq!(kept.await.unwrap(), Keeping::Kept);
    }
    let again = Draft {
        name: "typed on".into(),
        ..numbered(5)
    };
    drafts.keep(again).await;
    drafts.drop_it(20).await.unwrap();
    let computer = computer.restarted();
    let kept = computer.kept.drafts(&bakery()).all().await;
    assert_eq!(kept.len(), 19);
    assert_eq!(kept[0].name, "typed on", "the one that was typed last");
    for gone in ["1", "5", "20"] {
        assert!(!names(&kept).contains(&gone), "{gone}");
    }
}

#[tokio::test]
async fn what_came_while_the_file_could_not_be_read_goes_with_what_it_holds() {
    let computer = Computer::new();
    let drafts = computer.kept.drafts(&bakery());
    for id in 1..=3 {
        drafts
            .keep(Draft {
                id,
                ..draft(&id.to_string())
            })
            .await;
    }
    let computer = computer.restarted();
    computer.shelf.break_down(true);
    let drafts = computer.kept.drafts(&bakery());
    assert!(drafts.drop_it(2).await.is_err());
    assert_eq!(
        drafts
            .keep(Draft {
                id: 4,
                ..draft("4")
            })
            .await,
        Keeping::Unavailable
    );
    computer.shelf.break_down(false);
    assert_eq!(names(&drafts.all().await), ["4", "3", "1"]);
}
