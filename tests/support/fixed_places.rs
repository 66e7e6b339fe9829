//! The Keaps of a test: the same practice Keap behind both doors, once as a Keap whose keys are
//! typed and once as the practice account.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use keap_client::{ClientId, ClientSecret, Endpoints, Keys};
use keapsake_core::connection::ConnectionKind;
use keapsake_core::ports::{Place, PlaceError, Places};
use practice_keap::{CLIENT_ID, CLIENT_SECRET, PracticeKeap};
use url::Url;

/// The [`Places`] of the journeys.
pub struct FixedPlaces {
    keap: Arc<PracticeKeap>,
    /// Where Keap is reached instead of directly.
    detour: Mutex<Option<Url>>,
}

impl FixedPlaces {
    /// Both doors lead to `keap`; a build's third one stays shut.
    pub fn of(keap: Arc<PracticeKeap>) -> Self {
        Self {
            keap,
            detour: Mutex::default(),
        }
    }

    /// Whoever opens a door from now on gets addresses that nobody answers at: no network.
    pub fn cut_off(&self) {
        // Nobody but root may listen there, and nobody does.
        if let Ok(nobody) = Url::parse("http://127.0.0.1:1/") {
            self.lead_by(nobody);
        }
    }

    /// Whoever opens a door from now on reaches Keap by this address.
    pub fn lead_by(&self, address: Url) {
        *self.detour.lock().unwrap_or_else(PoisonError::into_inner) = Some(address);
    }

    fn place(&self, id: &str, kind: ConnectionKind) -> Result<Place, PlaceError> {
        let detour = self.detour.lock().unwrap_or_else(PoisonError::into_inner);
        let base = detour.clone().unwrap_or_else(|| self.keap.base_url());
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
