//! The doors, the keys, the return address and the zoom.

use super::snapshot::route_of;
use super::{Stage, Wizard};
use crate::connection::{ConnectionKind, Pkce, Route, RouteKind, check_return_page};
use crate::failure::{Cause, Doing, Failure, while_doing};
use crate::keys::{KeyField, KeyProblem, check, insisted, read_keys, tidy, write_keys};
use crate::notices::{News, Notice, news};
use crate::ports::VaultError;
use crate::product::{PORTAL_CREATE, PORTAL_LOGIN};
use crate::settings::Zoom;
use crate::sign_in::Event;

/// A page outside the app that a button opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutsidePage {
    /// The developer portal, to log in.
    PortalLogin,
    /// The developer portal, to create an account.
    PortalCreate,
}

impl Wizard {
    /// Goes through a door: to the keys, or past them where they are kept already. Another door that
    /// still waits for the keychain is given up.
    ///
    /// # Errors
    /// The practice account did not start, this build has no such Keap, or the person did not want to
    /// wait for the keychain.
    pub async fn choose_door(&self, kind: ConnectionKind) -> Result<(), Failure> {
        self.give_up_the_keychain();
        let _attended = self.inner.keychain.attended();
        self.handle(Event::Cancel).await;
        let chosen = self.open(kind).await?.place.id;
        self.remember(|_| {});
        match self.remembered() {
            Some(known) if known.has_keys => {
                let stage = self.resume(known).await?;
                // By now the person may have gone back, or through another door.
                if self.opened(Doing::Other)?.place.id == chosen {
                    self.go(stage);
                }
            }
            _ => self.go_to_keys(None),
        }
        Ok(())
    }

    pub(super) fn go_to_keys(&self, notice: Option<Notice>) {
        let filled_in = self
            .state()
            .open
            .as_ref()
            .and_then(|open| open.place.filled_in.clone());
        self.go(Stage::Keys {
            client_id: filled_in
                .as_ref()
                .map(|keys| keys.client_id.as_str().to_owned()),
            filled_in: filled_in.is_some(),
            notice,
        });
    }

    /// One step back, where there is one; what still waits for the keychain there is given up.
    pub async fn go_back(&self) {
        self.give_up_the_keychain();
        let stage = self.snapshot().stage;
        match stage {
            // From a door that did not open.
            Stage::Welcome { .. } => self.forget_current(),
            Stage::Keys { .. } => {
                // Chosen for these keys: without any there is nothing that it would be for.
                if self.inner.keychain.holds_nothing() {
                    self.leave_this_session_only();
                }
                self.forget_current();
                self.go(Stage::Welcome { notice: None });
            }
            Stage::SignIn { .. } => self.go_to_keys(None),
            Stage::Waiting { .. } => self.cancel_sign_in().await,
            _ => {}
        }
    }

    /// No connection is shown any more; what is kept of it stays.
    pub(super) fn forget_current(&self) {
        {
            let mut state = self.state();
            state.settings.current = None;
            state.open = None;
        }
        self.keep_settings();
    }

    /// Checks typed keys and keeps them in the keychain.
    ///
    /// # Errors
    /// What is wrong with each field, or keychain trouble; nothing is kept then.
    pub async fn save_keys(&self, client_id: &str, client_secret: &str) -> Result<(), Failure> {
        let failed = Doing::KeepingKeys;
        let open = self.opened(failed)?;
        let keys = match check(client_id, client_secret) {
            Ok(keys) => keys,
            Err(problems) => {
                let only_doubted = problems == [(KeyField::ClientId, KeyProblem::Swapped)];
                let doubted = only_doubted.then(|| tidy(client_id).to_owned());
                let again = doubted.is_some() && self.state().doubted == doubted;
                self.state().doubted = doubted;
                if !again {
                    return Err(Failure::new(failed, Cause::Keys(problems)));
                }
                insisted(client_id, client_secret)
            }
        };
        self.store_keys(&open.place.id, &keys).await
    }

    /// Goes on with the keys that are kept already.
    ///
    /// # Errors
    /// None are kept.
    pub fn keep_keys(&self) -> Result<(), Failure> {
        let kept = self
            .snapshot()
            .connection
            .is_some_and(|connection| connection.has_keys);
        if !kept || !matches!(self.snapshot().stage, Stage::Keys { .. }) {
            return Err(Failure::new(Doing::KeepingKeys, Cause::NotNow));
        }
        self.go(Stage::SignIn { notice: None });
        Ok(())
    }

    /// Keeps the keys that need not be typed.
    ///
    /// # Errors
    /// This connection has none, or keychain trouble.
    pub async fn use_filled_in_keys(&self) -> Result<(), Failure> {
        let open = self.opened(Doing::KeepingKeys)?;
        let keys = open
            .place
            .filled_in
            .ok_or(Failure::new(Doing::KeepingKeys, Cause::NotNow))?;
        self.store_keys(&open.place.id, &keys).await
    }

    async fn store_keys(&self, connection: &str, keys: &keap_client::Keys) -> Result<(), Failure> {
        let _attended = self.inner.keychain.attended();
        let now = self.inner.ports.clock.now();
        write_keys(&*self.inner.ports.vault, connection, keys, now)
            .await
            .map_err(while_doing(Doing::KeepingKeys))?;
        // The person may have gone through another door while the keychain took its time.
        if self.opened(Doing::KeepingKeys)?.place.id == connection {
            self.remember(|known| known.has_keys = true);
            self.go(Stage::SignIn { notice: None });
        }
        Ok(())
    }

    /// The kept keys of a connection. Where they are gone, or damaged, it is not said of them any
    /// more that they are kept.
    ///
    /// # Errors
    /// There are none, or the keychain's.
    pub(super) async fn kept_keys(&self, connection: &str) -> Result<keap_client::Keys, Failure> {
        let read = read_keys(&*self.inner.ports.vault, connection).await;
        let gone = matches!(read, Ok(None) | Err(VaultError::UnreadableKeys));
        if gone && self.opened(Doing::SigningIn)?.place.id == connection {
            self.remember(|known| known.has_keys = false);
            self.publish();
        }
        read.map_err(while_doing(Doing::SigningIn))?
            .ok_or(Failure::new(Doing::SigningIn, Cause::NoKeys))
    }

    /// Chooses by which road answers come back.
    ///
    /// # Errors
    /// The return page's address cannot be one.
    pub fn set_route(&self, kind: RouteKind, return_page: Option<&str>) -> Result<(), Failure> {
        let open = self.opened(Doing::Other)?;
        let typed = return_page.map(str::trim).filter(|text| !text.is_empty());
        let kept = route_of(&self.state().settings, &open.place).return_page;
        let page = match (kind, typed.or(kept.as_deref())) {
            (RouteKind::ReturnPage, page) => Some(
                check_return_page(page.unwrap_or_default(), open.place.local_return_page)
                    .map_err(|problem| Failure::new(Doing::Other, Cause::ReturnPage(problem)))?,
            ),
            // For another time; what is no return page is not kept.
            (_, page) => {
                page.and_then(|page| check_return_page(page, open.place.local_return_page).ok())
            }
        };
        self.remember(|known| {
            known.route = Some(Route {
                kind,
                return_page: page,
            });
        });
        self.publish();
        Ok(())
    }

    /// Chooses whether PKCE goes with sign-ins from the next one on; one that waits stays as it was
    /// begun.
    ///
    /// # Errors
    /// No door was chosen.
    pub fn set_pkce(&self, pkce: Pkce) -> Result<(), Failure> {
        self.opened(Doing::Other)?;
        self.remember(|known| known.pkce = pkce);
        self.publish();
        Ok(())
    }

    /// Copies the redirect URI to the clipboard.
    ///
    /// # Errors
    /// No door was chosen, or there is no clipboard.
    pub fn copy_redirect_uri(&self) -> Result<(), Failure> {
        let uri = self
            .snapshot()
            .connection
            .map(|connection| connection.redirect_uri);
        let uri = uri.ok_or(Failure::new(Doing::Other, Cause::NotNow))?;
        self.inner
            .ports
            .clipboard
            .copy(&uri)
            .map_err(|_| Failure::new(Doing::Other, Cause::Clipboard))
    }

    /// Opens a page outside the app in the browser.
    ///
    /// # Errors
    /// The browser did not open.
    pub async fn open_page(&self, page: OutsidePage) -> Result<(), Failure> {
        let url = match page {
            OutsidePage::PortalLogin => PORTAL_LOGIN,
            OutsidePage::PortalCreate => PORTAL_CREATE,
        };
        self.inner
            .ports
            .browser
            .open(url)
            .await
            .map_err(|_| Failure::new(Doing::Other, Cause::Browser))
    }

    /// Zooms the page; the zoom is kept between starts.
    pub fn set_zoom(&self, step: Zoom) {
        {
            let mut state = self.state();
            state.settings.zoom = state.settings.zoomed(step);
        }
        self.keep_settings();
        self.publish();
    }

    /// Puts the practice account back to its first day.
    ///
    /// # Errors
    /// It is not open, or a save is on its way to it or has just fallen short.
    pub async fn start_over(&self) -> Result<(), Failure> {
        let not_now = || Failure::new(Doing::Other, Cause::NotNow);
        if self.opened(Doing::Other)?.place.kind != ConnectionKind::Practice {
            return Err(not_now());
        }
        self.saves_ended(Doing::Other).await?;
        self.inner
            .ports
            .places
            .start_over()
            .await
            .map_err(|_| not_now())?;
        if let Some(account) = self.kept_account() {
            // What is left of it is about contacts that are no longer there, and is told as such.
            let _ = self.inner.kept.forget(&account).await;
        }
        self.state().desk = None;
        let stage = self.snapshot().stage;
        if let Stage::Desk { account, .. } = stage {
            self.go(Stage::Desk {
                account,
                notice: news(&News::StartedOver),
            });
        }
        Ok(())
    }
}
