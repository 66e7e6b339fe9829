//! What a save sends: the body of a create, or the body and the mask of an update.
//!
//! An update names what differs from what Keap holds, and nothing else. Nothing is sent from here.

use keap_client::{Contact, ContactBody, ListItem};

use super::address;
use super::checked::{Change, Checked};
use super::field::Field;
use super::merge::{self, ADDRESSES, EMAILS, List, Merged, PHONES};
use super::problem::Problem;
use super::region::Lists;

/// An update: what to send, and which fields it changes.
#[derive(Debug, Clone)]
pub struct UpdatePlan {
    /// The changed top-level fields; a changed list is whole.
    pub body: ContactBody,
    /// The names of the fields in `body`, sorted, each once.
    pub mask: Vec<&'static str>,
    /// The form's fields that change, in the form's order. A region that goes with its old country
    /// is among them.
    pub changed: Vec<Field>,
}

impl UpdatePlan {
    /// Whether Keap holds everything already, so that there is nothing to send.
    pub fn is_empty(&self) -> bool {
        self.mask.is_empty()
    }
}

/// The body that creates the contact: only what was filled in, and no empty list.
///
/// A field that is marked to be cleared is left out, as there is nothing to clear yet.
pub fn plan_create(checked: &Checked) -> ContactBody {
    let one = |list: List, key: &str, value: &str| {
        let mut item = list.new_item();
        item.set(key, value);
        vec![item]
    };
    // Keap's lists are needed only to read what Keap holds, and it holds nothing yet.
    let address = address::merge(ADDRESSES.new_item(), &checked.billing, &Lists::default());
    ContactBody {
        given_name: set_text(&checked.given_name),
        family_name: set_text(&checked.family_name),
        email_addresses: Some(one(EMAILS, "email", &checked.email)),
        phone_numbers: set_text(&checked.phone).map(|number| one(PHONES, "number", &number)),
        addresses: address.map(|(item, _)| vec![item]),
    }
}

/// The update that makes `current` hold the draft; empty where it does already.
///
/// `current` is the contact as just read, with its lists whole. `lists` are those that the draft
/// was checked with.
///
/// # Errors
/// What only the contact shows: a held region that has no country, or another address in EMAIL1.
/// Nothing may be written then.
pub fn plan_update(
    checked: &Checked,
    current: &Contact,
    lists: &Lists,
) -> Result<UpdatePlan, Vec<Problem>> {
    let mut changed = Vec::new();
    let mut problems = Vec::new();
    let mut list = |merged: Result<Option<Merged>, Problem>| -> Option<Vec<ListItem>> {
        match merged {
            Ok(merged) => merged.map(|merged| {
                changed.extend(merged.changed);
                merged.items
            }),
            Err(problem) => {
                problems.push(problem);
                None
            }
        }
    };
    let email_addresses = list(merge::emails(&current.email_addresses, &checked.email));
    let phone_numbers = list(Ok(merge::phones(&current.phone_numbers, &checked.phone)));
    let addresses = list(merge::addresses(
        &current.addresses,
        &checked.billing,
        lists,
    ));
    let mut name = |field, held: Option<&String>, change: &Change| {
        let differing = differing(held, change)?;
        changed.push(field);
        Some(differing)
    };
    let body = ContactBody {
        given_name: name(
            Field::GivenName,
            current.given_name.as_ref(),
            &checked.given_name,
        ),
        family_name: name(
            Field::FamilyName,
            current.family_name.as_ref(),
            &checked.family_name,
        ),
        email_addresses,
        phone_numbers,
        addresses,
    };
    if !problems.is_empty() {
        return Err(problems);
    }
    changed.sort_unstable();
    Ok(UpdatePlan {
        mask: mask(&body),
        body,
        changed,
    })
}

/// The fields present in the body, sorted.
fn mask(body: &ContactBody) -> Vec<&'static str> {
    [
        ("addresses", body.addresses.is_some()),
        ("email_addresses", body.email_addresses.is_some()),
        ("family_name", body.family_name.is_some()),
        ("given_name", body.given_name.is_some()),
        ("phone_numbers", body.phone_numbers.is_some()),
    ]
    .into_iter()
    .filter_map(|(name, present)| present.then_some(name))
    .collect()
}

fn set_text(change: &Change) -> Option<String> {
    match change {
        Change::Set(typed) => Some(typed.clone()),
        Change::Keep | Change::Clear => None,
    }
}

/// The text to send for a name, if it differs from the held one; cleared is the empty text.
fn differing(held: Option<&String>, change: &Change) -> Option<String> {
    let wanted = match change {
        Change::Keep => return None,
        Change::Set(typed) => typed.as_str(),
        Change::Clear => "",
    };
    (held.map_or("", |held| held.trim()) != wanted).then(|| wanted.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::Draft;
    use super::super::problem::ProblemKind;
    use super::super::samples::{ann, contact, lists_of};
    use super::*;

    fn checked(draft: &Draft) -> Checked {
        draft.check(&lists_of("USA")).expect("a good draft")
    }

    fn planned(draft: &Draft, current: &Value) -> UpdatePlan {
        plan_update(&checked(draft), &contact("7", current), &lists_of("USA")).expect("a plan")
    }

    fn body(plan: &UpdatePlan) -> Value {
        serde_json::to_value(&plan.body).unwrap()
    }

    #[test]
    fn a_create_sends_what_was_filled_in_and_no_empty_list() {
        let only = plan_create(&checked(&ann()));
        assert_eq!(
            serde_json::to_value(only).unwrap(),
            json!({ "email_addresses": [{ "email": "ann@example.com", "field": "EMAIL1" }] })
        );
        let full = Draft {
            given_name: "Ann".into(),
            phone: "555 0100".into(),
            line1: "1 Main St".into(),
            postal_code: "85001-1234".into(),
            country_code: "USA".into(),
            region_code: "AZ".into(),
            clear: [Field::FamilyName, Field::Line2].into(),
            ..ann()
        };
        assert_eq!(
            serde_json::to_value(plan_create(&checked(&full))).unwrap(),
            json!({
                "given_name": "Ann",
                "email_addresses": [{ "email": "ann@example.com", "field": "EMAIL1" }],
                "phone_numbers": [{ "number": "555 0100", "field": "PHONE1" }],
                "addresses": [{
                    "field": "BILLING", "line1": "1 Main St", "country_code": "USA",
                    "region_code": "US-AZ", "zip_code": "85001", "zip_four": "1234",
                }],
            })
        );
    }

    #[test]
    fn nothing_new_is_an_empty_plan() {
        let draft = Draft {
            given_name: " Ann ".into(),
            phone: "555".into(),
            country_code: "usa".into(),
            region_code: "AZ".into(),
            postal_code: "85001".into(),
            clear: [Field::FamilyName, Field::Line1].into(),
            ..ann()
        };
        // Case aside by code; a bare listed code is the whole one; blank is already clear.
        let plan = planned(
            &draft,
            &json!({
                "given_name": "Ann ",
                "family_name": "",
                "email_addresses": [{ "field": "EMAIL2", "email": "ANN@example.com" }],
                "phone_numbers": [{ "field": "PHONE1", "number": "555" }],
                "addresses": [{
                    "field": "BILLING", "country_code": "usa", "region_code": "us-az",
                    "zip_code": 85001, "line1": null,
                }],
            }),
        );
        assert!(plan.is_empty(), "{plan:?}");
        assert_eq!((body(&plan), plan.changed), (json!({}), vec![]));
    }

    #[test]
    fn a_cleared_name_is_sent_empty_and_named_in_the_mask() {
        let draft = Draft {
            family_name: "Example".into(),
            clear: [Field::GivenName].into(),
            ..ann()
        };
        let plan = planned(
            &draft,
            &json!({
                "given_name": "Ann",
                "email_addresses": [{ "field": "EMAIL1", "email": "ann@example.com" }],
            }),
        );
        assert_eq!(
            body(&plan),
            json!({ "given_name": "", "family_name": "Example" })
        );
        assert_eq!(plan.mask, ["family_name", "given_name"]);
        assert_eq!(plan.changed, [Field::GivenName, Field::FamilyName]);
    }

    #[test]
    fn all_that_the_contact_shows_to_be_wrong_is_told() {
        let draft = Draft {
            line1: "1 Main St".into(),
            ..ann()
        };
        let current = contact(
            "7",
            &json!({
                "email_addresses": [{ "field": "EMAIL1", "email": "new@example.com" }],
                "addresses": [{ "field": "BILLING", "region": "Bayern", "country": "Germany" }],
            }),
        );
        let found = plan_update(&checked(&draft), &current, &lists_of("USA")).unwrap_err();
        assert_eq!(
            found,
            [
                Problem::new(Field::Email, ProblemKind::NotThisContact),
                Problem::new(Field::CountryCode, ProblemKind::RegionWithoutCountry),
            ]
        );
    }
}
