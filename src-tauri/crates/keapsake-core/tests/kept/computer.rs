//! A computer on which things are kept, and the shortest way to something that is.

use std::sync::Arc;

use keapsake_core::kept::{AccountKey, CellChange, Draft, Kept, Save, Saved};
use keapsake_core::keychain::Keychain;
use keapsake_core::ports::VaultEntry;
use serde_json::json;

use crate::memory_shelf::MemoryShelf;
use crate::memory_vault::MemoryVault;
use crate::stopped_clock::StoppedClock;

pub(crate) struct Computer {
    pub(crate) shelf: Arc<MemoryShelf>,
    pub(crate) vault: Arc<MemoryVault>,
    pub(crate) clock: Arc<StoppedClock>,
    pub(crate) keychain: Arc<Keychain>,
    pub(crate) kept: Kept,
}

impl Computer {
    pub(crate) fn new() -> Self {
        Self::with(Arc::default(), Arc::default(), Arc::default())
    }

    fn with(shelf: Arc<MemoryShelf>, vault: Arc<MemoryVault>, clock: Arc<StoppedClock>) -> Self {
        let keychain = Arc::new(Keychain::new(vault.clone(), vault.clone()));
        let kept = Kept::new(shelf.clone(), Arc::clone(&keychain), clock.clone());
        Self {
            shelf,
            vault,
            clock,
            keychain,
            kept,
        }
    }

    /// The app is started again: what is in memory only is gone.
    pub(crate) fn restarted(self) -> Self {
        Self::with(self.shelf, self.vault, self.clock)
    }

    /// The names of the files.
    pub(crate) fn names(&self) -> Vec<String> {
        self.shelf.files().into_keys().collect()
    }

    /// The one file of that kind.
    pub(crate) fn file(&self, kind: &str) -> (String, Vec<u8>) {
        let mut files = self.shelf.files().into_iter();
        let file = files.find(|(name, _)| name.ends_with(kind));
        file.unwrap_or_else(|| panic!("a file of {kind}: {:?}", self.names()))
    }

    pub(crate) async fn add(&self, account: &AccountKey, name: &str) -> u64 {
        let (id, write) = self.kept.history(account).add(save(name)).await;
        write.await;
        id.expect("the save is noted")
    }

    /// The names in the history that fit a search, newest first.
    pub(crate) async fn found(&self, account: &AccountKey, search: &str) -> Vec<String> {
        let (entries, _) = self.kept.history(account).list(search).await;
        entries.into_iter().map(|entry| entry.name).collect()
    }
}

pub(crate) fn bakery() -> AccountKey {
    AccountKey::new("keap", "pb101")
}

pub(crate) fn nursery() -> AccountKey {
    AccountKey::new("keap", "pb102")
}

pub(crate) fn entry() -> VaultEntry {
    VaultEntry::Kept("keap".into())
}

pub(crate) fn save(name: &str) -> Save {
    Save {
        contact_id: "4711".into(),
        name: name.into(),
        what: Saved::Updated,
        cells: vec![CellChange {
            spot: "address.billing.region".into(),
            before: json!("Calif."),
            after: json!("US-CA"),
        }],
        countries: [("address.billing".to_owned(), "USA".to_owned())].into(),
    }
}

pub(crate) fn draft(name: &str) -> Draft {
    Draft {
        id: 1,
        name: name.into(),
        contact_id: Some("4711".into()),
        edits: [("given_name".to_owned(), name.to_owned())].into(),
        apply: vec!["12".into()],
        ..Draft::default()
    }
}
