//! The first moments: what was kept of the last time, and where the person goes on.
//!
//! It asks the keychain only where the settings say that something waits there.

use super::{Stage, Wizard};
use crate::notices::notice;
use crate::settings::Remembered;

impl Wizard {
    /// Reads the settings and goes to where the person left off, without asking the keychain
    /// where that can be told without it.
    pub async fn begin(&self) {
        let (settings, told) = self.kept_settings();
        let remembered = settings
            .current
            .as_ref()
            .and_then(|id| settings.connections.get(id))
            .cloned();
        self.state().settings = settings;
        let welcome = Stage::Welcome { notice: told };
        let stage = match remembered {
            None => welcome,
            Some(remembered) => match self.open(remembered.kind).await {
                // Filed under another address: nothing kept there is used here.
                Ok(open) if self.state().settings.current.as_deref() != Some(&open.place.id) => {
                    self.state().open = None;
                    welcome
                }
                Ok(_) => self.resume(remembered).await,
                Err(failure) => Stage::Welcome {
                    notice: Some(notice(&failure)),
                },
            },
        };
        self.go(stage);
    }

    pub(super) async fn resume(&self, remembered: Remembered) -> Stage {
        let mut told = None;
        if remembered.waiting {
            match self.restore().await {
                Ok(Some(stage)) => return stage,
                Ok(None) => {}
                Err(failure) => told = Some(notice(&failure)),
            }
        }
        match (remembered.account, remembered.confirmed) {
            (Some(account), true) => Stage::Desk {
                account,
                notice: told,
            },
            (Some(account), false) => Stage::Account { account },
            // A keychain that did not answer once is not asked again before anything is shown.
            (None, _) if remembered.has_keys && told.is_some() => Stage::SignIn { notice: told },
            (None, _) if remembered.has_keys => match self.unnamed_session().await {
                Some(account) => Stage::Account { account },
                None => Stage::SignIn { notice: None },
            },
            (None, _) => Stage::Welcome { notice: None },
        }
    }
}
