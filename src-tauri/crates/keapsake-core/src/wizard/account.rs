//! The account that was picked, and signing out of it.

use super::{Stage, Wizard};
use crate::failure::{Cause, Doing, Failure, while_doing};
use crate::notices::{News, news, notice};
use crate::ports::VaultEntry;
use crate::sign_in::Event;

impl Wizard {
    /// The person says that it is the right account.
    ///
    /// # Errors
    /// The question is not being asked.
    pub fn confirm_account(&self) -> Result<(), Failure> {
        let Stage::Account { account } = self.snapshot().stage else {
            return Err(Failure::new(Doing::Other, Cause::NotNow));
        };
        self.remember(|known| known.confirmed = true);
        self.go(Stage::Desk {
            account,
            notice: None,
        });
        self.tell_at_the_new_desk();
        Ok(())
    }

    /// Forgets the tokens and goes back to before the browser opens.
    ///
    /// # Errors
    /// The keychain could not delete them; the person is then still signed in.
    pub async fn use_another_account(&self) -> Result<(), Failure> {
        let _attended = self.inner.keychain.attended();
        self.end_session().await?;
        self.go(Stage::SignIn {
            notice: news(&News::AnotherAccount),
        });
        Ok(())
    }

    /// Forgets the tokens and, if asked, the keys. Forgetting the last keys that are held for this
    /// session only also ends the choice to keep nothing in the keychain.
    ///
    /// # Errors
    /// A save is on its way and takes long, or has just fallen short. Or the keychain could not delete them;
    /// what could not be deleted is still remembered. With the tokens gone and the keys not, the person is
    /// signed out all the same.
    pub async fn sign_out(&self, forget_keys: bool) -> Result<(), Failure> {
        let _attended = self.inner.keychain.attended();
        self.handle(Event::Cancel).await;
        let kept = self.kept_account();
        self.end_session().await?;
        let this_session_only = self.inner.keychain.is_this_session_only();
        if !forget_keys {
            self.go(Stage::SignIn {
                notice: news(if this_session_only {
                    &News::SignedOutThisSession
                } else {
                    &News::SignedOut
                }),
            });
            return Ok(());
        }
        let connection = self.opened(Doing::ForgettingKeys)?.place.id;
        if this_session_only {
            self.forget_in_memory(&connection).await?;
            // The keychain may hold something from before, and may still not answer.
            let before = self.kept_of(&connection);
            if before.is_some_and(|known| known.has_keys || known.account.is_some()) {
                self.delete(VaultEntry::Session(connection.clone())).await?;
                self.remember_kept(|known| known.account = None);
                self.forget_keys(connection.clone()).await?;
            }
        } else {
            self.forget_keys(connection.clone()).await?;
        }
        // With the keys goes what was kept of the contacts: history, drafts and lists.
        let forgotten = match (&kept, this_session_only) {
            (Some(account), true) => self.inner.kept.forget(account).await,
            (_, false) => self.inner.kept.forget_connection(&connection).await,
            (None, true) => Ok(()),
        };
        self.forget_current();
        self.go(Stage::Welcome {
            notice: match forgotten {
                Ok(()) => news(&News::KeysForgotten),
                Err(_) => Some(notice(&Failure::new(
                    Doing::ForgettingKeys,
                    Cause::NotCleared,
                ))),
            },
        });
        Ok(())
    }

    /// What another connection holds for this session only stays, and with it that choice.
    async fn forget_in_memory(&self, connection: &str) -> Result<(), Failure> {
        for entry in [
            VaultEntry::Keys(connection.to_owned()),
            VaultEntry::Session(connection.to_owned()),
            VaultEntry::Pending,
        ] {
            let deleted = self.inner.ports.vault.delete(&entry).await;
            deleted.map_err(while_doing(Doing::ForgettingKeys))?;
        }
        self.remember(|known| known.has_keys = false);
        if self.inner.keychain.holds_nothing() {
            self.leave_this_session_only();
        }
        Ok(())
    }

    async fn forget_keys(&self, connection: String) -> Result<(), Failure> {
        self.delete(VaultEntry::Keys(connection)).await?;
        self.remember_kept(|known| known.has_keys = false);
        Ok(())
    }

    async fn delete(&self, entry: VaultEntry) -> Result<(), Failure> {
        let deleted = self.inner.keychain.delete_kept(&entry).await;
        deleted.map_err(|error| {
            let failure = Failure::new(Doing::ForgettingKeys, error);
            // The tokens are gone by now, so the form must be as well.
            self.go(Stage::SignIn {
                notice: Some(notice(&failure)),
            });
            failure
        })
    }

    async fn end_session(&self) -> Result<(), Failure> {
        let open = self.opened(Doing::SigningOut)?;
        self.saves_ended(Doing::SigningOut).await?;
        open.session
            .end()
            .await
            .map_err(while_doing(Doing::SigningOut))?;
        self.remember(|known| {
            known.account = None;
            known.confirmed = false;
        });
        let mut state = self.state();
        state.desk = None;
        Ok(())
    }

    /// The app was started while it was running: says so, where nothing else is being said.
    pub fn already_open(&self) {
        {
            let mut state = self.state();
            let Some(notice @ None) = state.stage.notice_mut() else {
                return;
            };
            *notice = news(&News::AlreadyOpen);
        }
        self.publish();
    }
}
