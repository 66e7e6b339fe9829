//! Which of the contacts that Keap answered really have the address that was asked for.
//!
//! Keap's search may answer more than was asked, so nothing it sends counts as a match by itself.

use std::collections::HashSet;

use keap_client::{Contact, ListField};

use super::text;

/// The contacts that have the address.
#[derive(Debug, Clone, PartialEq)]
pub enum Match {
    /// No contact has it.
    None,
    /// Exactly one contact has it.
    One(Box<Contact>),
    /// Several have it: a person must pick before anything is written.
    Several(Vec<Contact>),
}

/// The contacts of `answered` that have the address `asked` in any slot, each id once.
///
/// Addresses are compared case aside and without the blanks and invisible characters around them.
pub fn matching(asked: &str, answered: Vec<Contact>) -> Match {
    let mut ids = HashSet::new();
    let mut found: Vec<Contact> = answered
        .into_iter()
        .filter(|contact| has_address(contact, asked))
        .filter(|contact| ids.insert(contact.id.clone()))
        .collect();
    match (found.pop(), found.is_empty()) {
        (None, _) => Match::None,
        (Some(one), true) => Match::One(Box::new(one)),
        (Some(last), false) => {
            found.push(last);
            Match::Several(found)
        }
    }
}

/// Whether the contact has the address in any slot.
pub fn has_address(contact: &Contact, asked: &str) -> bool {
    let asked = text::token(asked);
    !asked.is_empty()
        && contact
            .items(ListField::EmailAddresses)
            .iter()
            .any(|item| text::same_but_for_case(&text::token(&text::of(item, "email")), &asked))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::samples::contact;
    use super::*;

    fn with(id: &str, emails: &[&str]) -> Contact {
        let items: Vec<_> = emails
            .iter()
            .enumerate()
            .map(|(n, email)| json!({ "field": format!("EMAIL{}", n + 1), "email": email }))
            .collect();
        contact(id, &json!({ "email_addresses": items }))
    }

    #[test]
    fn an_address_matches_case_and_blanks_aside_and_nothing_else_does() {
        // (asked, held, whether it is the same address)
        let table = [
            ("ann@example.com", "ann@example.com", true),
            ("Ann@Example.com", "ANN@example.COM", true),
            (" ann@example.com ", "ann@example.com\n", true),
            ("\u{200B}ann@example.com", "ann@example.com", true),
            ("ann@example.com", "ann@example.com.au", false),
            ("ann@example.com", "joann@example.com", false),
            ("ann@example.com", "ann+shop@example.com", false),
            ("ann@example.com", "", false),
            ("", "", false),
        ];
        for (asked, held, same) in table {
            let answer = matching(asked, vec![with("7", &[held])]);
            assert_eq!(matches!(answer, Match::One(_)), same, "{asked:?} {held:?}");
        }
    }

    #[test]
    fn any_slot_counts_and_a_search_that_answers_everybody_finds_nobody() {
        let second = with("1", &["other@example.com", "ann@example.com"]);
        assert!(matches!(
            matching("ann@example.com", vec![second]),
            Match::One(_)
        ));
        // What Keap answers to a parameter it does not know: every contact there is.
        let everybody = vec![
            with("1", &["a@example.com"]),
            with("2", &[]),
            with("3", &["b@example.com"]),
        ];
        assert_eq!(matching("ann@example.com", everybody), Match::None);
    }

    #[test]
    fn the_same_contact_twice_is_one_and_two_contacts_are_several_in_order() {
        let ann = || with("1", &["ann@example.com"]);
        assert!(matches!(
            matching("ann@example.com", vec![ann(), ann()]),
            Match::One(_)
        ));
        let two = vec![ann(), with("2", &["ANN@example.com"]), ann()];
        let Match::Several(found) = matching("ann@example.com", two) else {
            panic!("two contacts share the address");
        };
        let ids: Vec<_> = found.iter().map(|contact| contact.id.as_str()).collect();
        assert_eq!(ids, ["1", "2"]);
    }
}
