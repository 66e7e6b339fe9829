//! The first moments: what was kept of the last time, and where the person goes on.
//!
//! It asks the keychain only where the settings say that something waits there.

use super::{Stage, Wizard};
use crate::failure::{Cause, Doing, Failure};
use crate::notices::notice;
use crate::ports::VaultError;
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
        self.inner.kept.set_history(settings.history);
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
                Ok(_) => self
                    .resume(remembered)
                    .await
                    .unwrap_or_else(|failure| at_the_doors(&failure)),
                Err(failure) => at_the_doors(&failure),
            },
        };
        self.go(stage);
    }

    /// Where the person left off with the connection that is open.
    ///
    /// # Errors
    /// The person did not want to wait for the keychain. What else goes wrong with it is said there.
    pub(super) async fn resume(&self, remembered: Remembered) -> Result<Stage, Failure> {
        let mut failed = None;
        if remembered.waiting {
            match self.restore(None).await {
                Ok(Some(stage)) => return Ok(stage),
                Ok(None) => {}
                Err(failure) if is_given_up(&failure) => return Err(failure),
                Err(failure) => failed = Some(failure),
            }
        }
        let told = failed.as_ref().map(notice);
        Ok(match (remembered.account, remembered.confirmed) {
            (Some(account), true) => Stage::Desk {
                account,
                // Whoever is at the desk is signed in.
                notice: failed.map(|failed| notice(&Failure::new(Doing::Other, failed.cause))),
            },
            (Some(account), false) => Stage::Account { account },
            // A keychain that did not answer once is not asked again before anything is shown.
            (None, _) if remembered.has_keys && told.is_some() => Stage::SignIn { notice: told },
            (None, _) if remembered.has_keys => match self.unnamed_session().await {
                Ok(Some(account)) => Stage::Account { account },
                Ok(None) => Stage::SignIn { notice: None },
                Err(failure) if is_given_up(&failure) => return Err(failure),
                Err(failure) => Stage::SignIn {
                    notice: Some(notice(&failure)),
                },
            },
            (None, _) => Stage::Welcome { notice: None },
        })
    }
}

fn at_the_doors(failure: &Failure) -> Stage {
    Stage::Welcome {
        notice: Some(notice(failure)),
    }
}

fn is_given_up(failure: &Failure) -> bool {
    failure.cause == Cause::Vault(VaultError::GivenUp)
}
