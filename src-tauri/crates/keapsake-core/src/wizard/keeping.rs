//! What is kept between two starts, and the choice to keep nothing in the keychain this time.
//!
//! It knows that settings can be damaged and that a disk can be full; where they lie it does not
//! know.

use std::mem::Discriminant;
use std::sync::{MutexGuard, PoisonError};

use super::{Stage, State, Wizard};
use crate::failure::{Cause, Doing, Failure};
use crate::notices::{News, Notice, news};
use crate::settings::{Remembered, Settings};

/// How it stands with the settings' file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SettingsFile {
    /// It is written after every change.
    Kept,
    /// The last write failed, and the person was told.
    Failing,
    /// It can be neither read nor put aside: whatever is in it is not ours to replace.
    LeftAlone,
}

/// Something to be told as soon as a screen has room for it.
pub(super) struct Due {
    notice: Notice,
    said_on: Option<Discriminant<Stage>>,
}

impl Due {
    fn of(told: &News) -> Option<Self> {
        news(told).map(|notice| Self {
            notice,
            said_on: None,
        })
    }
}

impl Wizard {
    /// The kept settings, and what there is to say about them.
    pub(super) fn kept_settings(&self) -> (Settings, Option<Notice>) {
        let store = &self.inner.ports.settings;
        let (settings, readable) = match store.load() {
            Ok(None) => (Settings::default(), true),
            Ok(Some(text)) => Settings::read(&text),
            Err(_) => (Settings::default(), false),
        };
        if readable {
            return (settings, None);
        }
        let lost = if store.put_aside().is_ok() {
            News::SettingsLost
        } else {
            *self.settings_file() = SettingsFile::LeftAlone;
            News::SettingsLeft
        };
        (settings, news(&lost))
    }

    /// What is remembered of the open connection.
    pub(super) fn remembered(&self) -> Option<Remembered> {
        let state = self.state();
        let id = &state.open.as_ref()?.place.id;
        state.settings.connections.get(id).cloned()
    }

    /// Changes what is remembered of the open connection, and keeps it.
    pub(super) fn remember(&self, change: impl FnOnce(&mut Remembered)) {
        let mut state = self.state();
        let Some((id, kind)) = state
            .open
            .as_ref()
            .map(|open| (open.place.id.clone(), open.place.kind))
        else {
            return;
        };
        change(
            state
                .settings
                .connections
                .entry(id.clone())
                .or_insert_with(|| Remembered::new(kind)),
        );
        state.settings.current = Some(id);
        drop(state);
        self.keep_settings();
    }

    /// What the settings say of a connection's records in the keychain, whether or not records are
    /// kept there now.
    pub(super) fn kept_of(&self, connection: &str) -> Option<Remembered> {
        let state = self.state();
        let kept = state.kept.as_ref().unwrap_or(&state.settings);
        kept.connections.get(connection).cloned()
    }

    /// As [`Wizard::remember`], for what has changed in the keychain itself.
    pub(super) fn remember_kept(&self, change: impl Fn(&mut Remembered)) {
        {
            let mut state = self.state();
            let id = state.open.as_ref().map(|open| open.place.id.clone());
            let kept = state.kept.as_mut();
            if let Some((kept, id)) = kept.zip(id)
                && let Some(known) = kept.connections.get_mut(&id)
            {
                change(known);
            }
        }
        self.remember(change);
    }

    pub(super) fn keep_settings(&self) {
        // Held until they are written, so that of two at once the older is not written last.
        let mut file = self.settings_file();
        if *file == SettingsFile::LeftAlone {
            return;
        }
        let text = self.state().to_keep().write();
        match self.inner.ports.settings.save(&text) {
            Ok(()) => *file = SettingsFile::Kept,
            Err(_) if *file == SettingsFile::Failing => {}
            Err(_) => {
                *file = SettingsFile::Failing;
                self.state().due = Due::of(&News::SettingsNotKept);
            }
        }
    }

    /// The folder of the app's own files cannot be written: says so, where nothing else is being said.
    pub fn folder_not_kept(&self) {
        if let Some(notice @ None) = self.state().stage.notice_mut() {
            *notice = news(&News::FolderNotKept);
        }
        self.publish();
    }

    fn settings_file(&self) -> MutexGuard<'_, SettingsFile> {
        let file = &self.inner.settings_file;
        file.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The person chooses to keep nothing in the keychain until the app is closed: keys, tokens and
    /// a waiting sign-in then live in memory only, and the settings say nothing of them.
    ///
    /// # Errors
    /// The keys are not being entered.
    pub fn use_this_session_only(&self) -> Result<(), Failure> {
        {
            let mut state = self.state();
            let Stage::Keys { notice, .. } = &mut state.stage else {
                return Err(Failure::new(Doing::KeepingKeys, Cause::NotNow));
            };
            *notice = news(&News::ThisSessionOnly);
            if state.kept.is_none() {
                let kept = state.settings.clone();
                state.settings = kept.with_kept_as_in(&Settings::default());
                state.kept = Some(kept);
            }
        }
        self.inner.keychain.use_this_session_only();
        self.publish();
        Ok(())
    }

    /// Whoever goes back no longer waits for the keychain. Only where a door is opened, keys are
    /// kept or a sign-in is begun: elsewhere a session may be being kept.
    pub(super) fn give_up_the_keychain(&self) {
        let before = matches!(
            self.state().stage,
            Stage::Welcome { .. }
                | Stage::Keys { .. }
                | Stage::SignIn { .. }
                | Stage::Waiting { .. }
        );
        if before {
            self.inner.keychain.give_up();
        }
    }

    /// Back to the keychain, and to what the settings say of it.
    pub(super) fn leave_this_session_only(&self) {
        self.inner.keychain.leave_this_session_only();
        let mut state = self.state();
        if let Some(kept) = state.kept.take() {
            state.settings = state.settings.with_kept_as_in(&kept);
        }
    }
}

impl State {
    /// The settings as they are to be kept.
    fn to_keep(&self) -> Settings {
        match &self.kept {
            Some(kept) => self.settings.with_kept_as_in(kept),
            None => self.settings.clone(),
        }
    }

    /// Says what has not been said yet on the first screen that has room for it, and goes on saying
    /// it as long as that screen stays.
    pub(super) fn say_what_is_due(&mut self) {
        let screen = std::mem::discriminant(&self.stage);
        let Some(due) = &mut self.due else { return };
        if due.said_on.is_some_and(|said_on| said_on != screen) {
            self.due = None;
        } else if let Some(notice @ None) = self.stage.notice_mut() {
            *notice = Some(due.notice.clone());
            due.said_on = Some(screen);
        }
    }
}
