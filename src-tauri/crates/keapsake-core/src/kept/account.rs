//! Whose files they are, and what they are called. It knows no file's content.

use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest as _, Sha256};

use crate::connection::Account;
use crate::ports::ASIDE;

/// A Keap account at one connection: nothing kept for one is ever shown at another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AccountKey {
    /// The connection's id.
    pub connection: String,
    /// What tells the account from others there.
    pub app: String,
    /// Whether it tells that at the next sign-in too: what is kept of an account that Keap says nothing
    /// about ends with the app.
    pub lasts: bool,
}

/// What kind of thing a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    History,
    Draft,
    Lists,
}

impl Kind {
    #[cfg(test)]
    pub(super) const ALL: [Self; 3] = [Self::History, Self::Draft, Self::Lists];

    const fn name(self) -> &'static str {
        match self {
            Self::History => "history",
            Self::Draft => "draft",
            Self::Lists => "lists",
        }
    }
}

impl AccountKey {
    /// The account of that name at that connection.
    pub fn new(connection: &str, app: &str) -> Self {
        Self {
            connection: connection.to_owned(),
            app: app.to_owned(),
            lasts: true,
        }
    }

    /// The account by its short name; where Keap did not say it, by the business and whoever signed in,
    /// and where it said nothing at all, one that is like no other.
    pub fn of(connection: &str, account: &Account) -> Self {
        static UNTOLD: AtomicU64 = AtomicU64::new(0);
        let said = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_owned();
        let (business, email) = (said(&account.business), said(&account.email));
        if !account.app.is_empty() {
            Self::new(connection, &account.app)
        } else if business.is_empty() && email.is_empty() {
            let nth = UNTOLD.fetch_add(1, Ordering::Relaxed);
            Self {
                lasts: false,
                ..Self::new(connection, &format!("? {nth}"))
            }
        } else {
            Self::new(connection, &format!("? {business}\n{email}"))
        }
    }

    /// The name of a file, which tells nobody the account's.
    pub(super) fn file(&self, kind: Kind) -> String {
        let whole = digest(&[&self.connection, &self.app]);
        let kind = kind.name();
        format!("{}{whole:032x}-{kind}", files_of(&self.connection))
    }

    /// What a sealed file is bound to: the same bytes open nowhere else.
    pub(super) fn bound(&self, kind: Kind) -> Vec<u8> {
        told_apart(&["keapsake", &self.connection, &self.app, kind.name()])
    }
}

/// What the names of all files of a connection begin with.
pub(super) fn files_of(connection: &str) -> String {
    format!("{:032x}-", digest(&[connection]))
}

/// The name under which a file is put aside.
pub(super) fn aside(name: &str) -> String {
    format!("{name}{ASIDE}")
}

/// Half of a SHA-256: enough that no two are the same.
fn digest(parts: &[&str]) -> u128 {
    let whole: [u8; 32] = Sha256::digest(told_apart(parts)).into();
    whole
        .first_chunk()
        .map_or(0, |half| u128::from_be_bytes(*half))
}

/// The parts one after the other, each with its length before it, so that none runs into the next.
fn told_apart(parts: &[&str]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend_from_slice(&(part.len() as u64).to_le_bytes());
        bytes.extend_from_slice(part.as_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_account_and_kind_has_a_file_of_its_own_that_tells_no_name() {
        let accounts = [
            ("keap", "pb101"),
            ("keap", "pb102"),
            ("practice", "pb101"),
            ("keapp", "b101"),
            ("keap", ""),
            ("other-http://127.0.0.1:1", "../pb101"),
        ];
        let mut names = Vec::new();
        for (connection, app) in accounts {
            let account = AccountKey::new(connection, app);
            for kind in Kind::ALL {
                let name = account.file(kind);
                assert!(name.starts_with(&files_of(connection)), "{name}");
                let plain = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '-');
                assert!(name.chars().all(plain) && name.len() < 80, "{name}");
                assert!(!name.contains("pb10") && !name.contains("keap"), "{name}");
                names.push(name);
                names.push(format!("{:?}", account.bound(kind)));
            }
        }
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn an_account_without_a_name_is_told_by_what_keap_says_of_it() {
        let account = |app: &str, business: Option<&str>, email: Option<&str>| {
            let account = Account {
                app: app.into(),
                business: business.map(Into::into),
                email: email.map(Into::into),
                ..Account::default()
            };
            AccountKey::of("keap", &account)
        };
        let (bakery, ann) = (Some("Bakery"), Some("ann@example.com"));
        assert_eq!(
            account("pb101", bakery, ann),
            AccountKey::new("keap", "pb101")
        );
        let unnamed = account("", bakery, ann);
        assert_eq!(unnamed, account("", bakery, ann));
        assert!(unnamed.lasts);
        for other in [
            ("", Some("Pastry"), ann),
            ("", bakery, None),
            ("", None, ann),
        ] {
            assert_ne!(unnamed, account(other.0, other.1, other.2));
        }
        let untold = account("", Some(" "), None);
        assert!(!untold.lasts);
        assert_ne!(untold, account("", None, None), "like no other");
    }
}
