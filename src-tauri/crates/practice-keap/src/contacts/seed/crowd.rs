//! Any number of generated contacts, the same at every start, for trying how a client bears a large
//! account. They are made without a detour through the rules of a write: there may be 20,000.

use serde_json::{Value, json};

use crate::book::account::Account;
use crate::book::first_lists::FIRST_DAY;
use crate::contacts::email::AddressStatus;

const GIVEN: [&str; 16] = [
    "Alma", "Bert", "Cora", "Dean", "Elsa", "Finn", "Gaia", "Hank", "Iris", "Jack", "Kira", "Liam",
    "Mina", "Noel", "Olga", "Pete",
];

const FAMILY: [&str; 17] = [
    "Anise",
    "Baguette",
    "Brioche",
    "Ciabatta",
    "Crumpet",
    "Damper",
    "Fougasse",
    "Hovis",
    "Kringle",
    "Lavash",
    "Matzo",
    "Panettone",
    "Pumpernickel",
    "Rusk",
    "Semolina",
    "Simit",
    "Stollen",
];

/// Files so many of them behind the contacts that are there.
pub(super) fn file(account: &mut Account, number: usize) {
    let names = GIVEN.iter().cycle().zip(FAMILY.iter().cycle());
    for (at, (given, family)) in (0_u64..).zip(names).take(number) {
        let email = format!(
            "{}.{}.{at}@example.net",
            given.to_lowercase(),
            family.to_lowercase()
        );
        let contact = json!({
            "given_name": given, "family_name": family, "source_type": "IMPORT",
            "owner_id": if at % 2 == 0 { "1" } else { "3" },
            "email_addresses": [{"field": "EMAIL1", "email": email}],
            "phone_numbers": [{"field": "PHONE1", "number": format!("(602) 555-01{:02}", at % 100)}],
            "create_time": FIRST_DAY, "update_time": FIRST_DAY,
            "created_by": "1", "last_updated_by": "1",
        });
        account
            .statuses
            .insert(email, AddressStatus::first(FIRST_DAY));
        if let Value::Object(contact) = contact {
            account.insert(contact);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use crate::contacts::seed::account;
    use crate::options::Options;

    /// Far above what it takes: only a way that grows faster than the account would need this long.
    #[test]
    fn a_large_account_is_there_at_once_and_always_the_same() {
        let options = Options {
            extra_contacts: 20_000,
            extra_tags: 5_000,
            ..Options::default()
        };
        let began = Instant::now();
        let large = account("pb101", "A", &options);
        let took = began.elapsed();
        assert!(took < Duration::from_secs(5), "{took:?}");
        let plain = account("pb101", "A", &Options::default());
        assert_eq!(large.contacts.len(), plain.contacts.len() + 20_000);
        assert_eq!(large.tags.rows().count(), plain.tags.rows().count() + 5_000);
        let again = account("pb101", "A", &options);
        assert_eq!(again.contacts, large.contacts);
    }
}
