//! The people who work with a practice account, the same in both. They cannot be changed.

use serde_json::{Value, json};

use super::first_lists::FIRST_DAY;
use crate::api::rows::Row;
use crate::oauth::consent::ANN;

/// Who signs in, and so who every change by the API is by.
pub(crate) const SIGNED_IN: &str = "1";

/// Who changes contacts meanwhile, when a test has somebody do it.
#[cfg(feature = "control")]
pub(crate) const COLLEAGUE: &str = "3";

/// Id, given name, family name, e-mail, admin, partner, status.
type User = (
    u64,
    &'static str,
    &'static str,
    &'static str,
    bool,
    bool,
    &'static str,
);

/// Two share a given name, and one is gone but may still own contacts.
const USERS: [User; 7] = [
    (1, "Ann", "Example", ANN, true, false, "ACTIVE"),
    (
        2,
        "Ben",
        "Example",
        "ben@practice.example",
        false,
        false,
        "INVITED",
    ),
    (
        3,
        "Cleo",
        "Sample",
        "cleo@practice.example",
        false,
        false,
        "ACTIVE",
    ),
    (
        4,
        "Dan",
        "Former",
        "dan@practice.example",
        false,
        false,
        "INACTIVE",
    ),
    (
        5,
        "Eve",
        "Partner",
        "eve@partner.example",
        false,
        true,
        "ACTIVE",
    ),
    (
        6,
        "Ann",
        "Sample",
        "ann.sample@practice.example",
        true,
        false,
        "ACTIVE",
    ),
    (7, "李", "例", "li@practice.example", false, false, "ACTIVE"),
];

/// Whether a contact may be owned by this id.
pub(crate) fn is_user(id: &str) -> bool {
    id.parse()
        .is_ok_and(|id: u64| USERS.iter().any(|user| user.0 == id))
}

/// Everybody, as a read shows them.
pub(crate) fn users() -> impl Iterator<Item = Row> {
    USERS
        .iter()
        .filter_map(|(id, given, family, email, admin, partner, status)| {
            let shown = json!({
                "id": id.to_string(), "given_name": given, "family_name": family,
                "middle_name": null, "global_user_id": format!("practice-user-{id}"),
                "keap_id": email, "email_addresses": [{"email": email, "field": "EMAIL1"}],
                "phone_numbers": [], "admin": admin, "partner": partner, "status": status,
                "create_time": FIRST_DAY,
            });
            match shown {
                Value::Object(record) => Some(Row { id: *id, record }),
                _ => None,
            }
        })
}
