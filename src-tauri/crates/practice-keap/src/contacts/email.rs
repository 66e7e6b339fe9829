//! The marketing status of an e-mail address. It belongs to the address, not to the contact: it
//! outlives every replaced list and is shared by all contacts with that address.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::book::account::{Account, Record};
use crate::book::first_lists::FIRST_DAY;

/// What every address begins with.
const FIRST: &str = "NON_MARKETABLE";

/// A reason lifts these statuses and no others: whoever complained or unsubscribed stays out.
const LIFTED: [&str; 4] = [
    "UNENGAGED_MARKETABLE",
    "UNENGAGED_NON_MARKETABLE",
    "NON_MARKETABLE",
    "MANUAL",
];

const OPTED_IN: [&str; 4] = [
    "UNENGAGED_MARKETABLE",
    "SINGLE_OPT_IN",
    "DOUBLE_OPT_IN",
    "CONFIRMED",
];

/// The status of one address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AddressStatus {
    /// One of v2's `email_opt_status` values.
    pub(crate) status: String,
    /// The reason that was last accepted.
    pub(crate) reason: Option<String>,
    /// When the address was first seen.
    #[serde(default = "first_day")]
    pub(crate) create_time: String,
}

fn first_day() -> String {
    FIRST_DAY.to_owned()
}

impl AddressStatus {
    /// An address as it begins.
    pub(crate) fn first(create_time: &str) -> Self {
        Self {
            status: FIRST.to_owned(),
            reason: None,
            create_time: create_time.to_owned(),
        }
    }

    pub(crate) fn is_opt_in(&self) -> bool {
        OPTED_IN.contains(&self.status.as_str())
    }

    /// Lifts a status that may be lifted.
    pub(crate) fn opt_in(&mut self, reason: &str) {
        if LIFTED.contains(&self.status.as_str()) {
            "SINGLE_OPT_IN".clone_into(&mut self.status);
            self.reason = Some(reason.to_owned());
        }
    }

    /// Takes back what may be lifted, or was; whoever is out for a reason of their own stays there.
    pub(crate) fn opt_out(&mut self, reason: &str) {
        if self.is_opt_in() || LIFTED.contains(&self.status.as_str()) {
            "MANUAL".clone_into(&mut self.status);
            self.reason = Some(reason.to_owned());
        }
    }
}

/// The name under which an address is filed.
pub(crate) fn key(address: &str) -> String {
    address.to_lowercase()
}

/// The status of an address, known or not.
pub(crate) fn status_of(
    statuses: &BTreeMap<String, AddressStatus>,
    address: &str,
) -> AddressStatus {
    let known = statuses.get(&key(address)).cloned();
    known.unwrap_or_else(|| AddressStatus::first(FIRST_DAY))
}

/// Files the addresses of a written list. A reason in it opts its address in, whoever sent it and
/// why: that is how Keap takes it.
pub(crate) fn note_written(account: &mut Account, items: &[Value], now: &str) {
    for item in items {
        let Some(address) = item.get("email").and_then(Value::as_str) else {
            continue;
        };
        let status = account.statuses.entry(key(address));
        let status = status.or_insert_with(|| AddressStatus::first(now));
        let reason = item
            .get("opt_in_reason")
            .and_then(Value::as_str)
            .unwrap_or_default();
        if !reason.trim().is_empty() {
            status.opt_in(reason);
        }
    }
}

/// The addresses of a stored contact or of a body.
pub(crate) fn addresses(record: &Record) -> impl Iterator<Item = &str> {
    let items = record.get("email_addresses").and_then(Value::as_array);
    items
        .into_iter()
        .flatten()
        .filter_map(|item| item.get("email").and_then(Value::as_str))
}

/// Gives an address a status, whatever it had.
#[cfg(feature = "control")]
pub(crate) fn set_status(account: &mut Account, address: &str, status: &str, now: &str) {
    let entry = account.statuses.entry(key(address));
    let known = entry.or_insert_with(|| AddressStatus::first(now));
    status.clone_into(&mut known.status);
}

/// Whether the text is an e-mail address, roughly: one `@`, something before it, a domain with a dot
/// behind it, no blanks, nothing that only belongs into quotes.
pub(crate) fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let labels: Vec<&str> = domain.split('.').collect();
    let plain = |letter: char| !letter.is_whitespace() && !letter.is_control();
    !local.is_empty()
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local
            .chars()
            .all(|letter| plain(letter) && !"()<>[]:;,\\\"@".contains(letter))
        && labels.len() >= 2
        && labels.iter().all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .chars()
                    .all(|letter| letter.is_alphanumeric() || letter == '-')
        })
}

#[cfg(test)]
mod tests {
    use super::{AddressStatus, is_address};

    #[test]
    fn a_reason_lifts_only_those_who_did_not_object() {
        for status in [
            "UNENGAGED_MARKETABLE",
            "UNENGAGED_NON_MARKETABLE",
            "NON_MARKETABLE",
            "MANUAL",
        ] {
            let mut lifted = AddressStatus {
                status: status.to_owned(),
                ..AddressStatus::first("")
            };
            lifted.opt_in("asked at the counter");
            assert_eq!(lifted.status, "SINGLE_OPT_IN", "{status}");
            assert!(lifted.is_opt_in());
        }
        for status in [
            "LIST_UNSUBSCRIBE",
            "SPAM",
            "HARD_BOUNCE",
            "FEEDBACK",
            "CONFIRMED",
            "INVALID",
        ] {
            let before = AddressStatus {
                status: status.to_owned(),
                ..AddressStatus::first("")
            };
            let mut after = before.clone();
            after.opt_in("asked at the counter");
            assert_eq!(after, before, "{status}");
        }
    }

    #[test]
    fn an_opt_out_touches_nobody_who_is_out_already() {
        for (before, after) in [
            ("SINGLE_OPT_IN", "MANUAL"),
            ("CONFIRMED", "MANUAL"),
            ("NON_MARKETABLE", "MANUAL"),
            ("LIST_UNSUBSCRIBE", "LIST_UNSUBSCRIBE"),
            ("HARD_BOUNCE", "HARD_BOUNCE"),
        ] {
            let mut status = AddressStatus {
                status: before.to_owned(),
                ..AddressStatus::first("")
            };
            status.opt_out("asked by phone");
            assert_eq!(status.status, after, "{before}");
        }
    }

    #[test]
    fn addresses_are_told_from_other_text() {
        for good in [
            "a@example.com",
            "a.b+c@mail.example.org",
            "o'neil@example.com",
            "ü@bücher.example",
        ] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "",
            "xx",
            "a@",
            "@example.com",
            "a@example",
            "a b@example.com",
            "a@@example.com",
            "a@example..com",
            "a@-example.com",
            ".a@example.com",
            "a@example.com ",
            "a;b@example.com",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
