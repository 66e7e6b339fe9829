//! Finding: new, one, several; by name and by number; and what it costs.

use keapsake_core::desk::{FindBy, Found, MatchCard};
use serde_json::json;

use super::calls;
use crate::computer::{BAKERY, Computer, draft};
use crate::form::{created, sheet, spot, unchanged, updated};

async fn find(computer: &Computer, by: FindBy, typed: &str) -> Found {
    computer
        .wizard
        .desk()
        .unwrap()
        .find(by, typed)
        .await
        .unwrap()
}

fn cards(found: Found) -> Vec<MatchCard> {
    match found {
        Found::Several { cards, .. } => cards,
        other => panic!("several: {other:?}"),
    }
}

fn of_them(cards: &[MatchCard]) -> Vec<&str> {
    cards.iter().map(|card| card.card.name.as_str()).collect()
}

#[tokio::test]
async fn what_is_no_address_yet_is_not_looked_for() {
    let computer = Computer::new().await.at_desk().await;
    for typed in [
        "",
        "ann",
        "ann@",
        "ann@example",
        "a@b@example.com",
        "ann example@example.com",
    ] {
        assert_eq!(
            find(&computer, FindBy::Email, typed).await,
            Found::Incomplete,
            "{typed}"
        );
    }
    for by in [FindBy::Name, FindBy::Phone] {
        assert_eq!(find(&computer, by, " 5 ").await, Found::Incomplete);
    }
    assert!(computer.keap.requests().is_empty());
}

#[tokio::test]
async fn nobody_has_a_new_address_and_its_sheet_is_empty() {
    let computer = Computer::new().await.at_desk().await;
    let Found::Nobody(Some(sheet)) = find(&computer, FindBy::Email, " New@Example.com ").await
    else {
        panic!("nobody")
    };
    assert_eq!(sheet.contact, None);
    assert_eq!(sheet.email.as_deref(), Some("New@Example.com"));
    assert!(sheet.held.is_empty() && sheet.consent.is_empty() && sheet.repairs.is_empty());
}

#[tokio::test]
async fn the_one_who_has_it_fills_the_sheet() {
    let computer = Computer::new().await.at_desk().await;
    let max = sheet(&computer.wizard, "MAX.Vollkorn@example.org")
        .await
        .unwrap();
    let facts = max.contact.unwrap();
    assert_eq!(
        (facts.name.as_str(), facts.company.as_deref()),
        ("Maximilian Vollkorn", Some("Beispiel Backstube GmbH"))
    );
    for (name, text) in [
        ("prefix", "Prof."),
        ("birth_date", "1979-11-03"),
        ("email.3", "mv@example.net"),
        ("phone.4.extension", "0"),
        ("address.other.postal_code", "85251-0107"),
        ("address.shipping.region", "DE-BY"),
        ("social.youtube", "@vollkorn-example"),
        ("custom.38", "Gluten,Nuts"),
    ] {
        assert_eq!(max.held[&spot(name)].text, text, "{name}");
    }
    let region = &max.held[&spot("address.shipping.region")];
    assert!(
        region.listed
            && region
                .shown
                .as_deref()
                .is_some_and(|it| it.starts_with("Ba")),
        "{region:?}"
    );
}

#[tokio::test]
async fn those_who_share_one_are_told_apart() {
    let computer = Computer::new().await.at_desk().await;
    let office = cards(find(&computer, FindBy::Email, "office@example.org").await);
    assert_eq!(
        of_them(&office),
        ["Gwen Galette", "Gus Galette", "Gita Gâteau"]
    );
    assert!(
        office
            .iter()
            .all(|card| card.card.company.as_deref() == Some("Example Paper Bags Ltd"))
    );
    // Names stand there once the lists are there; until then nothing does.
    assert_eq!(
        (office[0].owner.as_deref(), office[0].tags.len()),
        (None, 0)
    );
    let lists = computer.wizard.desk().unwrap().lists().clone();
    lists
        .choices(keapsake_core::desk::ChoicesOf::Owners)
        .await
        .unwrap();
    lists
        .choices(keapsake_core::desk::ChoicesOf::Tags)
        .await
        .unwrap();
    let office = cards(find(&computer, FindBy::Email, "office@example.org").await);
    assert_eq!(office[0].owner.as_deref(), Some("Ann Example"));
    assert_eq!(office[0].tags, ["Wholesale"]);
}

#[tokio::test]
async fn a_name_of_three_words_may_be_parted_in_two_ways() {
    let computer = Computer::new().await.at_desk().await;
    let fabio = cards(find(&computer, FindBy::Name, "Fab Focaccia").await);
    for (given, family) in [("Fabio Maria", "Focaccia"), ("Fabio", "Maria Focaccia")] {
        let name = serde_json::json!({ "given_name": given, "family_name": family });
        computer
            .keap
            .edit_contact(crate::computer::BAKERY, &fabio[0].card.id, name);
        let found = cards(find(&computer, FindBy::Name, "Fabio Maria Focaccia").await);
        assert_eq!(of_them(&found), ["Fabio Maria Focaccia"]);
    }
}

#[tokio::test]
async fn by_name_and_by_number_a_person_picks() {
    let computer = Computer::new().await.at_desk().await;
    let focaccia = cards(find(&computer, FindBy::Name, "focacc").await);
    assert_eq!(of_them(&focaccia), ["Frida Focaccia", "Fabio Focaccia"]);
    let fabio = cards(find(&computer, FindBy::Name, "Fab Focaccia").await);
    assert_eq!(of_them(&fabio), ["Fabio Focaccia"]);
    let by_number = cards(find(&computer, FindBy::Phone, "(602) 555-0110").await);
    assert_eq!(of_them(&by_number), ["Frida Focaccia"]);
    assert_eq!(
        find(&computer, FindBy::Name, "Nobodyish").await,
        Found::Nobody(None)
    );
    // A single match is picked as well: a name is not an address.
    let desk = computer.wizard.desk().unwrap();
    let opened = desk.open(&by_number[0].card.id).await.unwrap();
    let saved = desk
        .save(&draft("").with("job_title", "Baker").of(opened.number))
        .await;
    assert_eq!(updated(saved).1, ["job_title"]);
}

#[tokio::test]
async fn a_new_contact_costs_a_look_up_and_a_create() {
    let computer = Computer::new().await.at_desk().await;
    created(
        computer
            .save(&draft("new@example.com").with("given_name", "Nell"))
            .await,
    );
    assert_eq!(calls(&computer), ["GET /contacts", "POST /contacts"]);
}

#[tokio::test]
async fn an_update_costs_a_look_up_a_fresh_read_and_a_save_and_no_change_none_of_both() {
    let computer = Computer::new().await.at_desk().await;
    let id = computer.contact("helga@example.org")["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let form = draft("helga@example.org").with("given_name", "Hilde");
    updated(computer.save(&form).await);
    let (read, write) = (
        format!("GET /contacts/{id}"),
        format!("PATCH /contacts/{id}"),
    );
    assert_eq!(calls(&computer), ["GET /contacts", &read, &write]);
    computer.keap.clear_records();
    unchanged(computer.save(&form).await);
    assert_eq!(calls(&computer), ["GET /contacts"]);
}

/// Keap answers everybody where it does not understand a filter.
#[tokio::test]
async fn a_search_that_answers_everybody_finds_nobody() {
    let computer = Computer::new().await.at_desk().await;
    let few: Vec<_> = computer
        .keap
        .contacts(BAKERY)
        .into_iter()
        .take(12)
        .collect();
    let everybody = json!({ "contacts": few, "next_page_token": "" }).to_string();
    computer
        .keap
        .script(crate::saving::answer("GET", 200, &everybody));
    let found = find(&computer, FindBy::Email, "nobody@example.com").await;
    assert!(matches!(found, Found::Nobody(Some(_))), "{found:?}");
}
