//! What was typed and not saved yet: the newest drafts of each account, each under a number of its own,
//! so that none is written over by another. It does not know what any of it means.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::account::Kind;
use super::page::Content;
use super::{Folder, Keeping, Kept, KeptError};
use crate::ports::ShelfError;

/// How many drafts of an account wait; the oldest go before there are more.
const MOST_DRAFTS: usize = 20;

/// The most bytes they take, and the most that a single one may; the oldest go before that.
const MOST_BYTES: usize = 4 * 1024 * 1024;
const MOST_OF_ONE: usize = 1024 * 1024;

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
    /// Its number, given by whoever types it; what is kept under a number takes the place of what was
    /// kept under it before.
    #[serde(default)]
    pub id: u64,
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

/// The drafts of an account, the one that was typed last at the end.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "Filed")]
pub(super) struct Drawer {
    drafts: Vec<Draft>,
    /// What was dropped since the start: what the file still holds of it is of no use.
    #[serde(skip)]
    dropped: BTreeSet<u64>,
    /// All that a file of before holds was dropped.
    #[serde(skip)]
    emptied: bool,
}

/// A file as it may be found: earlier versions kept a single draft, without a number.
#[derive(Deserialize)]
struct Filed {
    #[serde(default)]
    draft: Option<Draft>,
    #[serde(default)]
    drafts: Vec<Draft>,
}

impl From<Filed> for Drawer {
    fn from(filed: Filed) -> Self {
        let single = filed.draft.map(|draft| Draft {
            id: draft.at_ms,
            ..draft
        });
        Self {
            drafts: single.into_iter().chain(filed.drafts).collect(),
            ..Self::default()
        }
    }
}

impl Drawer {
    /// Drafts were here.
    pub(super) fn emptied() -> Self {
        Self {
            emptied: true,
            ..Self::default()
        }
    }

    fn put(&mut self, draft: Draft) {
        self.drop_it(draft.id);
        self.drafts.push(draft);
        self.let_the_oldest_go();
    }

    fn drop_it(&mut self, id: u64) {
        self.drafts.retain(|draft| draft.id != id);
        self.dropped.insert(id);
    }

    fn let_the_oldest_go(&mut self) {
        let mut room = MOST_BYTES;
        let fits = |draft: &&Draft| {
            let size = serde_json::to_vec(draft).map_or(usize::MAX, |plain| plain.len() + 1);
            let left = room.checked_sub(size);
            room = left.unwrap_or_default();
            left.is_some()
        };
        let newest = self.drafts.iter().rev().take(MOST_DRAFTS);
        let stay = newest.take_while(fits).count().max(1);
        let go = self.drafts.len().saturating_sub(stay);
        self.drafts.drain(..go);
    }
}

impl Content for Drawer {
    const KIND: Kind = Kind::Draft;
    const MOST: usize = MOST_BYTES + 64 * 1024;

    fn after(self, kept: Self) -> Self {
        if self.emptied {
            return self;
        }
        let mut drafts = kept.drafts;
        drafts.retain(|draft| !self.dropped.contains(&draft.id));
        drafts.extend(self.drafts);
        let mut all = Self { drafts, ..self };
        all.let_the_oldest_go();
        all
    }

    fn may_be_written(&self) -> bool {
        let small =
            |draft: &Draft| serde_json::to_vec(draft).is_ok_and(|plain| plain.len() <= MOST_OF_ONE);
        self.drafts.iter().all(small)
    }

    fn is_nothing(&self) -> bool {
        self.drafts.is_empty()
    }
}

/// Which change of each draft was asked for last: one that was overtaken is left out.
#[derive(Default)]
pub(super) struct Turns(Mutex<(u64, BTreeMap<u64, u64>)>);

impl Turns {
    fn take(&self, id: u64) -> u64 {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (last, of_each) = &mut *turns;
        *last += 1;
        of_each.insert(id, *last);
        *last
    }

    fn is_last(&self, id: u64, turn: u64) -> bool {
        let turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        turns.1.get(&id) == Some(&turn)
    }

    /// Everything that is still on its way is left out.
    pub(super) fn over(&self) {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        turns.1.clear();
    }
}

/// The drafts of one account.
#[derive(Clone)]
pub struct Drafts {
    kept: Kept,
    folder: Arc<Folder>,
}

impl Drafts {
    pub(super) fn new(kept: Kept, folder: Arc<Folder>) -> Self {
        Self { kept, folder }
    }

    /// Keeps a draft in the place of the one of its number. Of several of one number at once only the
    /// last is written, and it is written even where nobody waits for the answer any more.
    pub async fn keep(&self, draft: Draft) -> Keeping {
        let this = self.clone();
        let (id, at_ms) = (draft.id, self.kept.now_ms());
        let turn = self.folder.turns.take(id);
        let keep = async move {
            let put = |drawer: &mut Drawer| drawer.put(Draft { at_ms, ..draft });
            let (page, cabinet) = (&this.folder.draft, this.kept.cabinet());
            let still = || this.folder.turns.is_last(id, turn);
            page.change_if(cabinet, still, put).await
        };
        tokio::spawn(keep).await.unwrap_or(Keeping::Unavailable)
    }

    /// The drafts that wait, the one that was typed last first.
    pub async fn all(&self) -> Vec<Draft> {
        let all = |drawer: &Drawer| drawer.drafts.iter().rev().cloned().collect();
        let looked = self.folder.draft.look(self.kept.cabinet(), all);
        looked.await.0
    }

    /// Drops the draft of that number, also where it is still on its way.
    ///
    /// # Errors
    /// It is still on the disk; here it is gone all the same.
    pub async fn drop_it(&self, id: u64) -> Result<(), KeptError> {
        self.folder.turns.take(id);
        let (page, cabinet) = (&self.folder.draft, self.kept.cabinet());
        let drop_it = |drawer: &mut Drawer| drawer.drop_it(id);
        let ((), keeping) = page.change(cabinet, drop_it).await;
        match keeping {
            Keeping::Unavailable => Err(KeptError::Shelf(ShelfError::Failed)),
            Keeping::Kept | Keeping::Off | Keeping::SessionOnly => Ok(()),
        }
    }
}
