//! The desk: one account's contacts, found, shown, checked, saved and taken back.
//!
//! ```text
//! find ──► Sheet ──edits──► review ──► save ──► undo
//!            ▲                           │
//!            └── changed meanwhile ◄─────┘
//! ```
//!
//! A sheet is what lies on the desk: a contact as it was read, or an empty one for an address nobody
//! has. The record stays here; whoever shows it holds its number. The rules of a change are in
//! [`crate::contact`]; this room asks Keap, in the order in which nothing can be lost.

mod facts;
mod finding;
mod lists;
mod outcome;
mod records;
mod saving;
mod sheets;
mod taking_back;
mod tidying;
mod wanted;
mod writes;
mod writing;

pub use facts::{Consent, Facts, Held, MatchCard, Repair, SheetView};
pub use finding::{FindBy, Found};
pub use lists::{Choice, Choices, ChoicesOf, DeskLists, ListedCountry, ListedProvince};
pub use outcome::{CompanyStep, Reviewed, SaveOutcome, Saved, Trouble, Written};
pub use records::{Resumed, SaveHistory};
pub use sheets::SheetNumber;
pub use taking_back::{KeptSave, TakenBack};
pub use tidying::Remark;
pub use wanted::{About, ConsentWanted, TagsWanted, Wanted};

use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use keap_client::{Authorization, Client, Contact};

use crate::failure::{Cause, Doing, Failure, while_doing};
use crate::kept::{AccountKey, Kept};
use crate::keychain::Keychain;
use crate::ports::Clock;
use crate::session::Session;

use records::Records;
use sheets::Sheets;
use writes::Writes;

/// One account's desk. Cheap to clone; all clones are the same.
#[derive(Clone)]
pub struct Desk {
    session: Session,
    clock: Arc<dyn Clock>,
    keychain: Arc<Keychain>,
    lists: DeskLists,
    sheets: Arc<Mutex<Sheets>>,
    writes: Writes,
    records: Records,
}

impl Desk {
    /// An empty desk for the account of this session; what it keeps on this computer is kept under that
    /// account.
    pub(crate) fn new(
        session: Session,
        clock: Arc<dyn Clock>,
        keychain: Arc<Keychain>,
        kept: Kept,
        account: AccountKey,
    ) -> Self {
        Self {
            lists: DeskLists::new(session.clone(), Arc::clone(&clock), kept.lists(&account)),
            session,
            clock,
            keychain,
            sheets: Arc::default(),
            writes: Writes::default(),
            records: Records { kept, account },
        }
    }

    /// Keap's lists of this account.
    pub fn lists(&self) -> &DeskLists {
        &self.lists
    }

    /// Whether a save or an undo is under way.
    pub fn is_writing(&self) -> bool {
        self.writes.is_any_under_way()
    }

    /// Waits until none is.
    pub async fn written(&self) {
        self.writes.ended().await;
    }

    /// How many saves and undos have ended otherwise than the person wanted. Counted before
    /// [`Desk::written`] answers.
    pub fn shortfalls(&self) -> u64 {
        self.writes.shortfalls()
    }

    fn sheets(&self) -> MutexGuard<'_, Sheets> {
        // A sheet is put in whole or not at all, so a panic elsewhere leaves them usable.
        self.sheets.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn ask<T, F, C>(&self, doing: Doing, call: C) -> Result<T, Failure>
    where
        C: Fn(Client, Authorization) -> F,
        F: Future<Output = Result<T, keap_client::Error>>,
    {
        // A person waits for it.
        let _attended = self.keychain.attended();
        self.session.run(call).await.map_err(while_doing(doing))
    }

    /// Reads a contact whole.
    async fn read(&self, id: &str, doing: Doing) -> Result<Contact, Failure> {
        let call =
            |client: Client, who: Authorization| async move { client.contact(&who, id).await };
        self.ask(doing, call).await.map_err(gone)
    }
}

/// A contact that Keap does not have is one that is no longer there.
fn gone(failure: Failure) -> Failure {
    match failure.cause {
        Cause::Keap(keap_client::Error::NotFound) => {
            Failure::new(failure.doing, Cause::NoLongerThere)
        }
        _ => failure,
    }
}
