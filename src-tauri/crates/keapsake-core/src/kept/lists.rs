//! Lists from Keap as they were last fetched, each with its date. It does not know what a list means,
//! nor when one is too old.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::account::Kind;
use super::page::{Content, off_the_executor};
use super::{Folder, Keeping, Kept};

/// The most bytes all lists of an account take; those fetched longest ago go before that.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// A list, and when it was fetched.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// When, in milliseconds since 1970.
    pub fetched_at_ms: u64,
    /// The list.
    pub value: Value,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Cached {
    fetched_at_ms: u64,
    /// How long it is, written out.
    bytes: usize,
    value: Value,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Lists(BTreeMap<String, Cached>);

impl Content for Lists {
    const KIND: Kind = Kind::Lists;
    const MOST: usize = MOST_BYTES + 64 * 1024;

    fn after(self, kept: Self) -> Self {
        let mut all = kept;
        all.0.extend(self.0);
        all.let_the_oldest_go();
        all
    }
}

impl Lists {
    fn let_the_oldest_go(&mut self) {
        while self.0.values().map(|cached| cached.bytes).sum::<usize>() > MOST_BYTES {
            let all = self.0.iter();
            let oldest = all.min_by_key(|(_, cached)| cached.fetched_at_ms);
            let Some(oldest) = oldest.map(|(name, _)| name.clone()) else {
                return;
            };
            self.0.remove(&oldest);
        }
    }
}

/// The lists of one account.
#[derive(Clone)]
pub struct ListCache {
    kept: Kept,
    folder: Arc<Folder>,
}

impl ListCache {
    pub(super) fn new(kept: Kept, folder: Arc<Folder>) -> Self {
        Self { kept, folder }
    }

    /// Keeps a list that was just fetched. One that is larger than all lists together may be is not
    /// kept at all: [`Keeping::Unavailable`].
    pub async fn put(&self, name: &str, value: Value) -> Keeping {
        let measure = move || Some((length(&value)?, value));
        let Some((bytes, value)) = off_the_executor(measure).await else {
            return Keeping::Unavailable;
        };
        if bytes > MOST_BYTES {
            tracing::warn!(name, bytes, "a list is too large to be kept");
            return Keeping::Unavailable;
        }
        let cached = Cached {
            fetched_at_ms: self.kept.now_ms(),
            bytes,
            value,
        };
        let put = |lists: &mut Lists| {
            lists.0.insert(name.to_owned(), cached);
            lists.let_the_oldest_go();
        };
        let changed = self.folder.lists.change(self.kept.cabinet(), put);
        changed.await.1
    }

    /// A list as it was last fetched.
    pub async fn get(&self, name: &str) -> Option<Listed> {
        let find = |lists: &Lists| {
            lists.0.get(name).map(|cached| Listed {
                fetched_at_ms: cached.fetched_at_ms,
                value: cached.value.clone(),
            })
        };
        let looked = self.folder.lists.look(self.kept.cabinet(), find);
        looked.await.0
    }
}

/// How long a list is, written out.
fn length(value: &Value) -> Option<usize> {
    serde_json::to_vec(value).ok().map(|plain| plain.len())
}
