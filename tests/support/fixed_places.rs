//! The Keaps of a test: the same practice Keap behind both doors, once as a Keap whose keys are
//! typed and once as the practice account.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use keap_client::{ClientId, ClientSecret, Endpoints, Keys};
use keapsake_core::connection::ConnectionKind;
use keapsake_core::ports::{Place, PlaceError, Places};
use practice_keap::{CLIENT_ID, CLIENT_SECRET, PracticeKeap};
use url::Url;

/// The [`Places`] of the journeys.
pub struct FixedPlaces {
    keap: Arc<PracticeKeap>,
    cut_off: AtomicBool,
}

impl FixedPlaces {
    /// Both doors lead to `keap`; a build's third one stays shut.
    pub fn of(keap: Arc<PracticeKeap>) -> Self {
        Self {
            keap,
            cut_off: AtomicBool::new(false),
        }
    }

    /// Whoever opens a door from now on gets addresses that nobody answers at: no network.
    pub fn cut_off(&self) {
        self.cut_off.store(true, Ordering::SeqCst);
    }

    fn place(&self, id: &str, kind: ConnectionKind) -> Result<Place, PlaceError> {
        let mut base = self.keap.base_url();
        if self.cut_off.load(Ordering::SeqCst) {
            // Nobody but root may listen there, and nobody does.
            base = Url::parse("http://127.0.0.1:1/").map_err(|_| PlaceError)?;
        }
        Ok(Place {
            id: id.to_owned(),
            kind,
            endpoints: Endpoints::under(&base).map_err(|_| PlaceError)?,
            return_page: Some(self.keap.return_page_url().to_string()),
            local_return_page: true,
            filled_in: None,
            pages: Some(base),
        })
    }
}

#[async_trait]
impl Places for FixedPlaces {
    async fn open(&self, kind: ConnectionKind) -> Result<Place, PlaceError> {
        match kind {
            ConnectionKind::Keap => self.place("keap", kind),
            ConnectionKind::Practice => {
                let filled_in = Keys {
                    client_id: ClientId::new(CLIENT_ID),
                    client_secret: ClientSecret::new(CLIENT_SECRET),
                };
                Ok(Place {
                    filled_in: Some(filled_in),
                    ..self.place("practice", kind)?
                })
            }
            ConnectionKind::Other => Err(PlaceError),
        }
    }

    async fn start_over(&self) -> Result<(), PlaceError> {
        self.keap.start_over().await;
        Ok(())
    }
}
