//! What a test can do to a running practice Keap, and what it can look at.

use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::Value;

use super::hold::{self, Held, When};
use super::script::{Script, ScriptedAnswer};
use super::wire::Delivery;
use super::{RequestRecord, ResponseRecord, SecretSeen};
use crate::contacts;
use crate::practice::locked;
use crate::server::PracticeKeap;

impl PracticeKeap {
    /// All contacts of an account with all fields, as a read shows them, by id.
    pub fn contacts(&self, app: &str) -> Vec<Value> {
        self.practice.store.read(|book| {
            let Some(account) = book.accounts.get(app) else {
                return Vec::new();
            };
            account
                .contacts
                .keys()
                .filter_map(|id| contacts::view::whole(account, *id))
                .map(Value::Object)
                .collect()
        })
    }

    /// Files a contact, written like the body of a POST but unchecked, and returns its id; empty if
    /// there is no such account.
    pub fn add_contact(&self, app: &str, body: Value) -> String {
        let now = self.practice.clock.now_text();
        let id = self.practice.store.change(|book| {
            let account = book.accounts.get_mut(app)?;
            Some(contacts::seed::file(account, body, &now))
        });
        self.practice.store.save_if_changed();
        id.map(|id| id.to_string()).unwrap_or_default()
    }

    /// Changes a contact as a colleague would in Keap's own page: each member of `changes` takes the
    /// place of what was there, unchecked, `null` clears it, and `tag_ids` are the tags it has then.
    /// The contact is updated now, by the colleague, unless `changes` says otherwise. False if there
    /// is no such contact.
    pub fn edit_contact(&self, app: &str, id: &str, changes: Value) -> bool {
        let now = self.practice.clock.now_text();
        let edited = self.practice.store.change(|book| {
            let account = book.accounts.get_mut(app)?;
            let id = account.contact_id(id)?;
            contacts::seed::edit(account, id, changes, &now);
            Some(())
        });
        self.practice.store.save_if_changed();
        edited.is_some()
    }

    /// Takes a contact away, as somebody else would. False if there is no such contact.
    pub fn remove_contact(&self, app: &str, id: &str) -> bool {
        let removed = self.practice.store.change(|book| {
            let account = book.accounts.get_mut(app)?;
            let id = account.contact_id(id)?;
            Some(account.remove(id))
        });
        self.practice.store.save_if_changed();
        removed.unwrap_or_default()
    }

    /// Gives an address a status of the contract's, whatever it had.
    pub fn set_email_status(&self, app: &str, address: &str, status: &str) {
        let now = self.practice.clock.now_text();
        self.practice.store.change(|book| {
            if let Some(account) = book.accounts.get_mut(app) {
                contacts::email::set_status(account, address, status, &now);
            }
        });
        self.practice.store.save_if_changed();
    }

    /// The newest requests, oldest first.
    pub fn requests(&self) -> Vec<RequestRecord> {
        let journal = locked(&self.practice.door.journal);
        journal.requests.iter().cloned().collect()
    }

    /// The newest answers, oldest first.
    pub fn responses(&self) -> Vec<ResponseRecord> {
        let journal = locked(&self.practice.door.journal);
        journal.responses.iter().cloned().collect()
    }

    /// Every secret that has passed, in the clear.
    pub fn secrets(&self) -> Vec<SecretSeen> {
        locked(&self.practice.door.journal).secrets.clone()
    }

    /// Forgets the requests and answers so far. The secrets are kept.
    pub fn clear_records(&self) {
        let mut journal = locked(&self.practice.door.journal);
        journal.requests.clear();
        journal.responses.clear();
    }

    /// Returns when at least this many of the requests on record have a path that begins so.
    pub async fn requested(&self, path_prefix: &str, times: usize) {
        let mut noted = self.practice.door.noted.subscribe();
        let enough = |_: &u64| {
            let journal = locked(&self.practice.door.journal);
            let fitting = journal
                .requests
                .iter()
                .filter(|record| record.path.starts_with(path_prefix));
            fitting.count() >= times
        };
        // The sender lives as long as `self`.
        drop(noted.wait_for(enough).await);
    }

    /// Answers everything but the return page with an HTML 503, or stops doing so.
    pub fn set_down(&self, down: bool) {
        self.practice.door.down.store(down, Ordering::SeqCst);
    }

    /// Makes every access token too old; the refresh tokens stay good.
    pub fn expire_access_tokens(&self) {
        self.practice
            .store
            .change(|book| book.grants.expire_access_tokens());
        self.practice.store.save_if_changed();
    }

    /// Makes every token worthless.
    pub fn revoke_everything(&self) {
        self.practice
            .store
            .change(|book| book.grants.revoke_everything());
        self.practice.store.save_if_changed();
    }

    /// Sets the clock forward: tokens, codes, limits and the `Date` of answers follow it.
    pub fn advance(&self, time: Duration) {
        self.practice.clock.advance(time);
    }

    /// What its clock says, in milliseconds since 1970.
    pub fn now_ms(&self) -> i64 {
        self.practice.clock.now_ms()
    }

    /// Answers the next request that fits with this, and does nothing else for it.
    pub fn script(&self, next: ScriptedAnswer) {
        locked(&self.practice.door.scripts).push(Script::Instead(next));
    }

    /// Carries the next request that fits out, and answers it with this: a lost answer.
    pub fn script_after(&self, next: ScriptedAnswer) {
        locked(&self.practice.door.scripts).push(Script::After(next));
    }

    /// Takes back the scripts that no request has used.
    pub fn forget_scripts(&self) {
        locked(&self.practice.door.scripts).clear();
    }

    /// Carries the next request under this path out, and sends its own answer like this.
    pub fn deliver(&self, path_prefix: &str, delivery: Delivery) {
        locked(&self.practice.door.scripts).push(Script::Deliver {
            path_prefix: path_prefix.to_owned(),
            delivery,
        });
    }

    /// Holds the next request under this path until [`Held::release`], or until the handle is dropped.
    pub fn hold(&self, path_prefix: &str, when: When) -> Held {
        let (its_own, of_the_test) = hold::ends(path_prefix, when);
        locked(&self.practice.door.holds).push(its_own);
        of_the_test
    }

    /// How many requests the token endpoint has read; those that a script answered are not among them.
    pub fn token_requests(&self) -> usize {
        self.practice.door.token_requests.load(Ordering::SeqCst)
    }

    /// How many times a used refresh token was presented again.
    pub fn refresh_reuses(&self) -> usize {
        self.practice.door.refresh_reuses.load(Ordering::SeqCst)
    }
}
