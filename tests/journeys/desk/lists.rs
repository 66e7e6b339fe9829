//! Keap's lists: each asked for once, kept with its date under the account, and used when Keap is slow or
//! down.

use std::time::Duration;

use keapsake_core::desk::{Choices, ChoicesOf};
use keapsake_core::failure::Failure;

use crate::computer::{Computer, draft, words};
use crate::form::saved;

const ALL: [ChoicesOf; 7] = [
    ChoicesOf::Prefixes,
    ChoicesOf::Suffixes,
    ChoicesOf::ContactTypes,
    ChoicesOf::PhoneTypes,
    ChoicesOf::Owners,
    ChoicesOf::LeadSources,
    ChoicesOf::Tags,
];

async fn choices(computer: &Computer, of: ChoicesOf) -> Result<Choices, Failure> {
    computer.wizard.desk().unwrap().lists().choices(of).await
}

async fn labels(computer: &Computer, of: ChoicesOf) -> Vec<String> {
    let list = choices(computer, of).await.unwrap().list;
    list.into_iter().map(|choice| choice.label).collect()
}

#[tokio::test]
async fn each_is_keaps_own_and_asked_for_once() {
    let computer = Computer::new().await.at_desk().await;
    assert_eq!(
        labels(&computer, ChoicesOf::PhoneTypes).await,
        ["Work", "Home", "Mobile", "Other"]
    );
    assert!(
        labels(&computer, ChoicesOf::Suffixes)
            .await
            .contains(&"PhD".to_owned())
    );
    let owners = labels(&computer, ChoicesOf::Owners).await;
    assert!(
        owners.contains(&"Cleo Sample".to_owned()) && !owners.contains(&"Dan Former".to_owned()),
        "{owners:?}"
    );
    let tags = choices(&computer, ChoicesOf::Tags).await.unwrap().list;
    let newsletter = tags.iter().find(|tag| tag.label == "Newsletter").unwrap();
    assert_eq!(
        (newsletter.value.as_str(), newsletter.group.as_deref()),
        ("91", Some("Shop"))
    );
    for of in [ChoicesOf::TimeZones, ChoicesOf::Languages] {
        assert!(
            choices(&computer, of).await.unwrap().free,
            "Keap has no list of {of:?}"
        );
    }
    let asked = computer.keap.requests().len();
    for of in ALL {
        choices(&computer, of).await.unwrap();
    }
    assert!(
        computer.keap.requests().len() <= asked + 1,
        "lead sources are new"
    );
    let asked = computer.keap.requests().len();
    for of in ALL {
        assert!(choices(&computer, of).await.unwrap().as_of.is_some());
    }
    assert_eq!(computer.keap.requests().len(), asked);
}

#[tokio::test]
async fn after_a_restart_they_are_there_although_keap_is_down() {
    let computer = Computer::new().await.at_desk().await;
    let mut before = Vec::new();
    for of in ALL {
        before.push(choices(&computer, of).await.unwrap());
    }
    let countries = computer.countries().await.unwrap();
    let provinces = computer.provinces("USA").await.unwrap();
    let fields = computer
        .wizard
        .desk()
        .unwrap()
        .lists()
        .custom_fields()
        .await
        .unwrap();
    // The disk is written behind the person's back.
    let desk = computer.wizard.desk().unwrap();
    while computer.shelf.writes() < 7 {
        tokio::task::yield_now().await;
    }
    drop(desk);
    computer.keap.set_down(true);
    let computer = computer.restarted().await;
    for (of, before) in ALL.into_iter().zip(before) {
        let now = choices(&computer, of).await.unwrap();
        assert_eq!((now.list, now.free), (before.list, before.free), "{of:?}");
    }
    assert_eq!(computer.countries().await.unwrap(), countries);
    assert_eq!(computer.provinces("USA").await.unwrap(), provinces);
    assert_eq!(
        computer
            .wizard
            .desk()
            .unwrap()
            .lists()
            .custom_fields()
            .await
            .unwrap(),
        fields
    );
}

#[tokio::test]
async fn an_old_one_is_used_and_renewed_behind_the_persons_back() {
    let computer = Computer::new().await.at_desk().await;
    let first = choices(&computer, ChoicesOf::Tags)
        .await
        .unwrap()
        .as_of
        .unwrap();
    computer.clock.advance(Duration::from_mins(16));
    let held = computer
        .keap
        .hold("/crm/rest/v2/tags", practice_keap::When::BeforeActing);
    assert_eq!(
        choices(&computer, ChoicesOf::Tags).await.unwrap().as_of,
        Some(first),
        "nobody waits"
    );
    held.arrived().await;
    held.release();
    while choices(&computer, ChoicesOf::Tags).await.unwrap().as_of == Some(first) {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn one_that_was_never_there_is_told_and_stops_only_what_needs_it() {
    let computer = Computer::new().await.at_desk().await;
    computer.keap.script(practice_keap::ScriptedAnswer {
        path_prefix: "/crm/rest/v2/locales".into(),
        status: 500,
        ..practice_keap::ScriptedAnswer::default()
    });
    assert_eq!(words(computer.countries().await).0, "unavailable");
    let computer = Computer::new().await.at_desk().await;
    computer.keap.script(practice_keap::ScriptedAnswer {
        path_prefix: "/crm/rest/v2/locales".into(),
        status: 500,
        ..practice_keap::ScriptedAnswer::default()
    });
    // A number goes as it was typed where no country is known.
    let form = draft("new@example.com").with("phone.1.number", "6135550199");
    let done = saved(computer.save(&form).await);
    assert_eq!(
        done.sheet.held[&crate::form::spot("phone.1.number")].text,
        "6135550199"
    );
}
