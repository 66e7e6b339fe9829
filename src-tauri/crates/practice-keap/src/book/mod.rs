//! Everything a practice Keap remembers: its two accounts and the tokens given out. Plain data with
//! serde; what may be written into it is decided elsewhere.

pub(crate) mod account;
pub(crate) mod file;
pub(crate) mod first_lists;
pub(crate) mod grants;
pub(crate) mod shelf;
pub(crate) mod store;
pub(crate) mod users;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use account::Account;
use grants::Grants;

use crate::options::Options;

/// The layout of the data file; a file of another layout is put aside.
pub(crate) const VERSION: u32 = 1;

/// The whole memory of one practice Keap.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Book {
    pub(crate) version: u32,
    /// By application id, `pb101`.
    pub(crate) accounts: BTreeMap<String, Account>,
    pub(crate) grants: Grants,
}

impl Book {
    /// A practice Keap on its first day.
    pub(crate) fn new(options: &Options) -> Self {
        Self {
            version: VERSION,
            accounts: account::seeded(options),
            grants: Grants::default(),
        }
    }

    /// Puts the contacts back as they were on the first day; who is signed in stays signed in.
    pub(crate) fn start_over(&mut self, options: &Options) {
        self.accounts = account::seeded(options);
    }
}
