//! What was typed and not saved yet: one draft of each account. It does not know what any of it means.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::account::Kind;
use super::page::Content;
use super::{Folder, Keeping, Kept, KeptError};

/// A consent that the person ticked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentWanted {
    /// The address.
    pub email: String,
    /// Whether mail may go there.
    pub opted_in: bool,
    /// The reason that was typed.
    pub reason: String,
}

/// What was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// When it was last typed in, in milliseconds since 1970; set when it is kept.
    #[serde(default)]
    pub at_ms: u64,
    /// Keap's number of the contact; `None` for a new one.
    pub contact_id: Option<String>,
    /// The address that was looked for.
    pub email: Option<String>,
    /// What the person would call it.
    pub name: String,
    /// The wanted text of each place.
    pub edits: BTreeMap<String, String>,
    /// The tags to be applied.
    pub apply: Vec<String>,
    /// The tags to be removed.
    pub remove: Vec<String>,
    /// The consents to be changed.
    pub consent: Vec<ConsentWanted>,
}

/// The one place for a draft.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Slot {
    draft: Option<Draft>,
    /// Whether something was put here or taken away since the start: an older one is of no use then.
    #[serde(skip)]
    decided: bool,
}

impl Slot {
    /// A draft was here.
    pub(super) fn dropped() -> Self {
        Self {
            draft: None,
            decided: true,
        }
    }
}

impl Content for Slot {
    const KIND: Kind = Kind::Draft;
    const MOST: usize = 1024 * 1024;

    fn after(self, kept: Self) -> Self {
        if self.decided { self } else { kept }
    }
}

/// The draft of one account.
#[derive(Clone)]
pub struct Drafts {
    kept: Kept,
    folder: Arc<Folder>,
}

impl Drafts {
    pub(super) fn new(kept: Kept, folder: Arc<Folder>) -> Self {
        Self { kept, folder }
    }

    /// Keeps a draft in the place of the last one. Of several at once only the last is written, and it
    /// is written even where nobody waits for the answer any more.
    pub async fn keep(&self, draft: Draft) -> Keeping {
        let this = self.clone();
        let asked = self.folder.draft.ask();
        let at_ms = self.kept.now_ms();
        let keep = async move {
            let put = |slot: &mut Slot| {
                slot.decided = true;
                slot.draft = Some(Draft { at_ms, ..draft });
            };
            let (page, cabinet) = (&this.folder.draft, this.kept.cabinet());
            page.change_if_last(cabinet, asked, put).await
        };
        tokio::spawn(keep).await.unwrap_or(Keeping::Unavailable)
    }

    /// The draft, if there is one.
    pub async fn get(&self) -> Option<Draft> {
        let find = |slot: &Slot| slot.draft.clone();
        let looked = self.folder.draft.look(self.kept.cabinet(), find);
        looked.await.0
    }

    /// Drops the draft, and every one that is still on its way.
    ///
    /// # Errors
    /// The file is still there; here the draft is gone all the same.
    pub async fn drop_it(&self) -> Result<(), KeptError> {
        let (page, cabinet) = (&self.folder.draft, self.kept.cabinet());
        page.empty(cabinet, Slot::dropped(), false).await
    }
}
