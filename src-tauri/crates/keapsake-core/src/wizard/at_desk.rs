//! The way from the wizard to the desk of the account that is open.

use std::sync::Arc;

use super::{Stage, Wizard};
use crate::desk::Desk;
use crate::failure::{Cause, Doing, Failure};
use crate::kept::AccountKey;
use crate::keychain::Attended;

/// The desk of one account, and which one that is.
pub(super) struct OpenDesk {
    /// The account, as its records on this computer are filed.
    kept: AccountKey,
    /// Keap's name of it.
    app: String,
    desk: Desk,
}

impl OpenDesk {
    pub(super) fn desk(&self) -> &Desk {
        &self.desk
    }
}

impl Wizard {
    /// Says that somebody waits, for as long as this is held: the keychain has the time to ask for its
    /// password then.
    pub fn attended(&self) -> Attended<'_> {
        self.inner.keychain.attended()
    }

    /// Switches the history of saves on or off, for every account; what is in it stays.
    pub fn set_history(&self, on: bool) {
        self.inner.kept.set_history(on);
        self.state().settings.history = on;
        self.keep_settings();
    }

    /// The account that is open, as its records on this computer are filed.
    pub(super) fn kept_account(&self) -> Option<AccountKey> {
        let state = self.state();
        let open = state.open.as_ref()?;
        if let Some(held) = &state.desk {
            return Some(held.kept.clone());
        }
        let known = state.settings.connections.get(&open.place.id)?;
        Some(AccountKey::of(&open.place.id, known.account.as_ref()?))
    }

    /// Tells of calls that are running out, as Keap's last answer said.
    pub fn tell_quota(&self) {
        if let Ok(open) = self.opened(Doing::Other) {
            self.tell_few_calls(&open);
        }
    }

    /// The desk of the account that is open. Another account has another one, with nothing on it. Asks
    /// Keap nothing: see [`crate::desk::DeskLists::prepare`].
    ///
    /// # Errors
    /// Nobody is at the desk.
    pub fn desk(&self) -> Result<Desk, Failure> {
        let not_now = Failure::new(Doing::LookingUp, Cause::NotNow);
        let open = self.opened(Doing::LookingUp)?;
        self.tell_few_calls(&open);
        let mut state = self.state();
        let Stage::Desk { account, .. } = &state.stage else {
            return Err(not_now);
        };
        let app = account.app.clone();
        if let Some(held) = &state.desk
            && held.kept.connection == open.place.id
            && held.app == app
        {
            return Ok(held.desk.clone());
        }
        let kept = AccountKey::of(&open.place.id, account);
        let desk = Desk::new(
            open.session.clone(),
            Arc::clone(&self.inner.ports.clock),
            Arc::clone(&self.inner.keychain),
            self.inner.kept.clone(),
            kept.clone(),
        );
        state.desk = Some(OpenDesk {
            kept,
            app,
            desk: desk.clone(),
        });
        Ok(desk)
    }
}
