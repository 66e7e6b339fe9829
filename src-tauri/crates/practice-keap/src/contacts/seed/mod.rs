//! The contacts of the first day: a dozen for each account, and behind the bakery's some fifty more by
//! which every part of a contact can be tried by hand. All plainly fictional. They are stored as they
//! stand, past the rules, because a real account also holds rows that no API call could write.

mod crowd;

use serde_json::Value;

use super::email::AddressStatus;
use super::{email, merge};
use crate::api::locales;
use crate::book::account::{Account, Record};
use crate::book::first_lists::{self, FIRST_DAY};
use crate::book::users;
use crate::options::{ClearStyle, Options};

const BAKERY: &str = include_str!("bakery.json");
const GARDEN: &str = include_str!("garden.json");
const DESK: &str = include_str!("desk.json");

/// Statuses that no write could set.
const STATUSES: [(&str, &str); 14] = [
    ("opted.out@example.com", "LIST_UNSUBSCRIBE"),
    ("bounced@example.org", "HARD_BOUNCE"),
    ("clara@example.com", "CONFIRMED"),
    ("asked.by.hand@example.org", "MANUAL"),
    ("unsubscribed@example.net", "LIST_UNSUBSCRIBE"),
    ("confirmed@example.net", "CONFIRMED"),
    ("said.yes@example.net", "SINGLE_OPT_IN"),
    ("soft.bounce@example.net", "BOUNCE"),
    ("hard.bounce@example.net", "HARD_BOUNCE"),
    ("complained@example.net", "SPAM"),
    ("asked.by.phone@example.net", "MANUAL"),
    ("quiet.yes@example.net", "UNENGAGED_MARKETABLE"),
    ("quiet.no@example.net", "UNENGAGED_NON_MARKETABLE"),
    ("locked@example.net", "LOCKDOWN"),
];

/// What [`file`] takes as it stands, and no write could set.
const AS_IT_STANDS: [&str; 4] = [
    "create_time",
    "update_time",
    "created_by",
    "last_updated_by",
];

/// The account with its first contacts.
pub(crate) fn account(app: &str, name: &str, options: &Options) -> Account {
    let tags = first_lists::tags_and(options.extra_tags);
    let bakery = app == "pb101";
    let mut account = Account::empty(name, if bakery { 1001 } else { 2001 }, tags);
    let texts: &[&str] = if bakery { &[BAKERY, DESK] } else { &[GARDEN] };
    for text in texts {
        let contacts: Vec<Value> = serde_json::from_str(text).unwrap_or_default();
        for mut contact in contacts {
            name_places(&mut contact);
            name_company(&account, &mut contact);
            file(&mut account, contact, FIRST_DAY);
        }
    }
    for (address, status) in STATUSES {
        if let Some(known) = account.statuses.get_mut(&email::key(address)) {
            *known = AddressStatus {
                status: status.to_owned(),
                ..AddressStatus::first(FIRST_DAY)
            };
        }
    }
    if bakery {
        crowd::file(&mut account, options.extra_contacts);
    }
    account
}

/// Codes get the long names that Keap's lists have for them.
fn name_places(contact: &mut Value) {
    let addresses = contact.get_mut("addresses").and_then(Value::as_array_mut);
    for address in addresses.into_iter().flatten() {
        let Some(address) = address.as_object_mut() else {
            continue;
        };
        let code = |name: &str| address.get(name).and_then(Value::as_str);
        let Some(country) = code("country_code").and_then(locales::by_alpha3) else {
            continue;
        };
        let province = code("region_code").and_then(|code| country.province_by_code(code));
        address
            .entry("country")
            .or_insert_with(|| country.name().into());
        if let Some(province) = province {
            address
                .entry("region")
                .or_insert_with(|| province.name.into());
        }
    }
}

fn name_company(account: &Account, contact: &mut Value) {
    let Some(company) = contact.get_mut("company").and_then(Value::as_object_mut) else {
        return;
    };
    let id = company.get("id").and_then(Value::as_str);
    let row = id.and_then(|id| account.companies.get(id));
    if let Some(name) = row.and_then(|row| row.record.get("company_name").cloned()) {
        company.insert("company_name".to_owned(), name);
    }
}

/// Files a contact unchecked at `now` and returns its id. `tag_ids` and the times and authors may be
/// given as well.
pub(crate) fn file(account: &mut Account, body: Value, now: &str) -> u64 {
    let mut body = match body {
        Value::Object(body) => body,
        _ => Record::new(),
    };
    let created = body.get("create_time").and_then(Value::as_str);
    let created = created.unwrap_or(now).to_owned();
    let write = merge::Write {
        now: &created,
        by: users::SIGNED_IN,
        clearing: ClearStyle::Kept,
    };
    let tags = body.remove("tag_ids");
    let id = merge::create(account, &body, write);
    if let Some(record) = account.contacts.get_mut(&id) {
        for name in AS_IT_STANDS {
            if let Some(value) = body.remove(name) {
                record.insert(name.to_owned(), value);
            }
        }
    }
    if let Some(tags) = tags {
        tag(account, id, &tags, &created);
    }
    id
}

/// Changes a contact unchecked at `now`, by a colleague.
#[cfg(feature = "control")]
pub(crate) fn edit(account: &mut Account, id: u64, changes: Value, now: &str) {
    let Value::Object(mut changes) = changes else {
        return;
    };
    if let Some(tags) = changes.remove("tag_ids") {
        tag(account, id, &tags, now);
    }
    if let Some(items) = changes.get("email_addresses").and_then(Value::as_array) {
        email::note_written(account, items, now);
    }
    if let Some(record) = account.contacts.get_mut(&id) {
        record.insert("update_time".to_owned(), now.into());
        record.insert("last_updated_by".to_owned(), users::COLLEAGUE.into());
        for (name, value) in changes {
            if value.is_null() {
                record.remove(&name);
            } else {
                record.insert(name, value);
            }
        }
    }
    account.index(id);
}

/// Gives a contact these tags, and no others; those it had keep their time.
pub(crate) fn tag(account: &mut Account, id: u64, tags: &Value, now: &str) {
    let had = account.applied_tags.remove(&id).unwrap_or_default();
    let named = tags.as_array().into_iter().flatten();
    let applied = named.filter_map(Value::as_str).map(|tag| {
        let since = had.get(tag).cloned();
        (tag.to_owned(), since.unwrap_or_else(|| now.to_owned()))
    });
    account.applied_tags.insert(id, applied.collect());
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{Account, Options, STATUSES, account};
    use crate::api::rows::text;
    use crate::contacts::model;

    fn bakery() -> Account {
        account("pb101", "Practice Bakery", &Options::default())
    }

    /// A slip in the JSON would otherwise only show as an empty account.
    #[test]
    fn both_accounts_begin_with_their_people() {
        assert_eq!(bakery().contacts.len(), 12 + 47);
        let garden = account("pg202", "Practice Garden Centre", &Options::default());
        assert_eq!(garden.contacts.len(), 12);
    }

    #[test]
    fn everything_a_contact_refers_to_is_there() {
        let account = bakery();
        for (id, contact) in &account.contacts {
            for address in contact
                .get("addresses")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
            {
                let address = address.as_object().unwrap();
                let named = |code: &str, name: &str| {
                    text(address, code).is_empty() || !text(address, name).is_empty()
                };
                assert!(named("country_code", "country"), "{id}: {address:?}");
                assert!(named("region_code", "region"), "{id}: {address:?}");
            }
            if let Some(company) = contact.get("company") {
                assert!(company.get("company_name").is_some(), "{id}: {company}");
            }
            let source = text(contact, "leadsource_id");
            assert!(
                source.is_empty() || account.lead_sources.has(source),
                "{id}"
            );
            assert!(
                account
                    .tag_ids(*id)
                    .into_iter()
                    .all(|tag| account.tags.has(tag)),
                "{id}"
            );
        }
        for (address, status) in &STATUSES {
            assert_eq!(account.statuses[*address].status, *status);
        }
    }

    /// Somebody has a value in every custom field but the one that is nobody's.
    #[test]
    fn every_type_of_custom_field_is_filled() {
        let account = bakery();
        let full = account
            .contacts
            .values()
            .find(|one| text(one, "given_name") == "Maximilian");
        let filled = full.unwrap()["custom_fields"].as_array().unwrap().clone();
        for id in model::ids().filter(|id| *id != "52") {
            assert!(filled.iter().any(|value| value["id"] == id), "{id}");
        }
    }

    #[test]
    fn nobody_real_is_among_them() {
        let account = bakery();
        for address in account.statuses.keys() {
            let (_, domain) = address.split_once('@').unwrap();
            let fictional = ["example.com", "example.org", "example.net"];
            assert!(
                fictional.iter().any(|known| domain.ends_with(known)),
                "{address}"
            );
        }
    }
}
