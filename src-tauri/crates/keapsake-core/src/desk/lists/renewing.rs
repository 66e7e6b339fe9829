//! One list: what is held of it, what this computer kept of it, and what Keap says now.
//!
//! Knows nothing of what the lists are about.

use std::collections::BTreeMap;
use std::future::Future;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use keap_client::{Authorization, Client};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{DeskLists, HeldLists};
use crate::failure::{Doing, Failure, while_doing};

/// A list older than this is renewed when it is used.
const FRESH: Duration = Duration::from_mins(15);

/// A value and when Keap was asked for it.
#[derive(Debug, Clone)]
pub(super) struct Dated<T> {
    pub(super) value: T,
    pub(super) at: SystemTime,
}

/// Lists of one kind, by the names they are kept under.
pub(super) type ByName<T> = BTreeMap<String, Dated<T>>;

/// One of the lists: its name, and where those of its kind are held.
pub(super) struct List<T> {
    pub(super) name: String,
    pub(super) slot: fn(&mut HeldLists) -> &mut ByName<T>,
}

impl DeskLists {
    pub(super) async fn ask<T, F, C>(&self, call: C) -> Result<T, Failure>
    where
        C: Fn(Client, Authorization) -> F,
        F: Future<Output = Result<T, keap_client::Error>>,
    {
        let asked = self.session.run(call).await;
        asked.map_err(while_doing(Doing::Reading))
    }

    /// The list: what is held or kept, or what Keap says now. One that is old is used, and renewed behind
    /// the person's back.
    pub(super) async fn get<T, F, C>(&self, list: List<T>, fetch: C) -> Result<Dated<T>, Failure>
    where
        T: Clone + Send + Sync + Serialize + DeserializeOwned + 'static,
        C: Fn(Self) -> F + Send + 'static,
        F: Future<Output = Result<T, Failure>> + Send,
    {
        let held = if let Some(held) = self.held_of(&list) {
            held
        } else {
            let gate = self
                .held()
                .gates
                .entry(list.name.clone())
                .or_default()
                .clone();
            // Whoever comes second finds the list there.
            let _one_at_a_time = gate.lock().await;
            if let Some(held) = self.held_of(&list) {
                held
            } else if let Some(kept) = self.restored(&list).await {
                kept
            } else {
                return self.fetch(&list, fetch).await;
            }
        };
        let age = self.clock.now().duration_since(held.at).unwrap_or_default();
        if age > FRESH && self.held().underway.insert(list.name.clone()) {
            let lists = self.clone();
            tokio::spawn(async move {
                let _ = lists.fetch(&list, fetch).await;
                lists.held().underway.remove(&list.name);
            });
        }
        Ok(held)
    }

    fn held_of<T: Clone>(&self, list: &List<T>) -> Option<Dated<T>> {
        (list.slot)(&mut self.held()).get(&list.name).cloned()
    }

    /// The list as this computer kept it from an earlier start.
    async fn restored<T>(&self, list: &List<T>) -> Option<Dated<T>>
    where
        T: Clone + DeserializeOwned,
    {
        let kept = self.cache.get(&list.name).await?;
        let dated = Dated {
            value: serde_json::from_value(kept.value).ok()?,
            at: UNIX_EPOCH.checked_add(Duration::from_millis(kept.fetched_at_ms))?,
        };
        let mut held = self.held();
        let entry = (list.slot)(&mut held).entry(list.name.clone());
        Some(entry.or_insert(dated).clone())
    }

    async fn fetch<T, F, C>(&self, list: &List<T>, fetch: C) -> Result<Dated<T>, Failure>
    where
        T: Clone + Serialize,
        C: Fn(Self) -> F,
        F: Future<Output = Result<T, Failure>>,
    {
        let value = fetch(self.clone()).await?;
        let dated = Dated {
            value,
            at: self.clock.now(),
        };
        (list.slot)(&mut self.held()).insert(list.name.clone(), dated.clone());
        if let Ok(value) = serde_json::to_value(&dated.value) {
            let (cache, name) = (self.cache.clone(), list.name.clone());
            // Nobody waits for the disk.
            tokio::spawn(async move { cache.put(&name, value).await });
        }
        Ok(dated)
    }
}
