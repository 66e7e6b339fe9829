//! The Keaps this build can connect to. Addresses are compiled in; only a build with the feature
//! `other-keap`, which is never packaged, takes one from outside.

use async_trait::async_trait;
use keap_client::Endpoints;
use keapsake_core::connection::ConnectionKind;
use keapsake_core::ports::{Place, PlaceError, Places};

#[cfg(feature = "practice")]
use practice_account::PracticeAccount;

/// The return page that was built in, if one was.
const RETURN_PAGE: Option<&str> = option_env!("KEAPSAKE_RETURN_PAGE");

/// Keap's own, the practice account, and in a test build another one.
pub(crate) struct KnownPlaces {
    #[cfg(feature = "practice")]
    practice: PracticeAccount,
}

impl KnownPlaces {
    /// The places of this build; the practice account keeps its data in `folder`.
    pub(crate) fn new(folder: &std::path::Path) -> Self {
        #[cfg(not(feature = "practice"))]
        let _ = folder;
        Self {
            #[cfg(feature = "practice")]
            practice: PracticeAccount::in_folder(folder),
        }
    }
}

fn return_page() -> Option<String> {
    RETURN_PAGE
        .filter(|page| !page.is_empty())
        .map(str::to_owned)
}

fn keap() -> Place {
    Place {
        id: "keap".into(),
        kind: ConnectionKind::Keap,
        endpoints: Endpoints::keap(),
        return_page: return_page(),
        local_return_page: false,
        filled_in: None,
        pages: None,
    }
}

#[async_trait]
impl Places for KnownPlaces {
    async fn open(&self, kind: ConnectionKind) -> Result<Place, PlaceError> {
        match kind {
            ConnectionKind::Keap => Ok(keap()),
            #[cfg(feature = "other-keap")]
            ConnectionKind::Other => other_keap::place(),
            #[cfg(not(feature = "other-keap"))]
            ConnectionKind::Other => Err(PlaceError),
            #[cfg(feature = "practice")]
            ConnectionKind::Practice => self.practice.place().await,
            #[cfg(not(feature = "practice"))]
            ConnectionKind::Practice => Err(PlaceError),
        }
    }

    async fn start_over(&self) -> Result<(), PlaceError> {
        #[cfg(feature = "practice")]
        return self.practice.start_over().await;
        #[cfg(not(feature = "practice"))]
        Err(PlaceError)
    }
}

/// Which connection the door "Connect to Keap" leads to.
pub(crate) fn front_door() -> ConnectionKind {
    #[cfg(feature = "other-keap")]
    if other_keap::address().is_some() {
        return ConnectionKind::Other;
    }
    ConnectionKind::Keap
}

#[cfg(feature = "other-keap")]
mod other_keap {
    //! Another Keap than Keap's own, for tests.

    use keap_client::Endpoints;
    use keapsake_core::connection::ConnectionKind;
    use keapsake_core::ports::{Place, PlaceError};
    use url::Url;

    pub(super) fn address() -> Option<String> {
        std::env::var("KEAPSAKE_KEAP_URL")
            .ok()
            .filter(|text| !text.is_empty())
    }

    pub(super) fn place() -> Result<Place, PlaceError> {
        let base = Url::parse(&address().ok_or(PlaceError)?).map_err(|_| PlaceError)?;
        let endpoints = Endpoints::under(&base).map_err(|_| PlaceError)?;
        let name: String = base
            .as_str()
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || ".:-".contains(*c))
            .collect();
        Ok(Place {
            id: format!("other-{name}"),
            kind: ConnectionKind::Other,
            endpoints,
            return_page: super::return_page(),
            local_return_page: true,
            filled_in: None,
            pages: Some(base),
        })
    }
}

#[cfg(feature = "practice")]
mod practice_account {
    //! The practice account: started on its first use, on an address made in this process.

    use std::path::{Path, PathBuf};

    use keap_client::{ClientId, ClientSecret, Endpoints, Keys};
    use keapsake_core::connection::ConnectionKind;
    use keapsake_core::ports::{Place, PlaceError};
    use practice_keap::{CLIENT_ID, CLIENT_SECRET, Options, PracticeKeap, serve};
    use tokio::sync::Mutex;

    pub(super) struct PracticeAccount {
        data: PathBuf,
        running: Mutex<Option<PracticeKeap>>,
    }

    impl PracticeAccount {
        pub(super) fn in_folder(folder: &Path) -> Self {
            Self {
                data: folder.join("practice-account.json"),
                running: Mutex::new(None),
            }
        }

        pub(super) async fn place(&self) -> Result<Place, PlaceError> {
            let mut running = self.running.lock().await;
            if running.is_none() {
                let options = Options {
                    data_file: Some(self.data.clone()),
                    keep_records: false,
                    ..Options::default()
                };
                let started = serve(options).await.map_err(|error| {
                    tracing::warn!(%error, "the practice account did not start");
                    PlaceError
                })?;
                *running = Some(started);
            }
            let keap = running.as_ref().ok_or(PlaceError)?;
            let base = keap.base_url();
            Ok(Place {
                id: "practice".into(),
                kind: ConnectionKind::Practice,
                endpoints: Endpoints::under(&base).map_err(|_| PlaceError)?,
                return_page: Some(keap.return_page_url().to_string()),
                local_return_page: true,
                filled_in: Some(Keys {
                    client_id: ClientId::new(CLIENT_ID),
                    client_secret: ClientSecret::new(CLIENT_SECRET),
                }),
                pages: Some(base),
            })
        }

        pub(super) async fn start_over(&self) -> Result<(), PlaceError> {
            self.running
                .lock()
                .await
                .as_ref()
                .ok_or(PlaceError)?
                .start_over()
                .await;
            Ok(())
        }
    }
}
