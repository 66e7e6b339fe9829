//! Where contacts come from, by name: what stands for a lead source's id.

use crate::http::pages::Listing;
use crate::lenient::{Object, text};
use crate::{Authorization, Client, Error, Listed};

const PAGE_SIZE: usize = 200;
const MOST_SOURCES: usize = 2_000;

/// A lead source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeadSource {
    /// Keap's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Keap's word, such as `ACTIVE` or `INACTIVE`.
    pub status: Option<String>,
}

impl Client {
    /// The lead sources of the account, the inactive ones included.
    ///
    /// # Errors
    /// [`Error`]; [`Error::Unreadable`] where the answer is no list.
    pub async fn lead_sources(
        &self,
        authorization: &Authorization,
    ) -> Result<Listed<LeadSource>, Error> {
        let listing = Listing::of_small("/leadSources", "lead_sources", PAGE_SIZE, MOST_SOURCES);
        Ok(self
            .pages(authorization, &listing, |id, item| read(id, &item))
            .await?
            .into())
    }
}

fn read(id: String, source: &Object) -> Option<LeadSource> {
    Some(LeadSource {
        id,
        name: text(source, "name").filter(|name| !name.trim().is_empty())?,
        status: text(source, "status"),
    })
}
