//! Keap's own lists of countries and of their provinces.
//!
//! The lists are taken as they are: order, spelling and form of the codes are Keap's. What a code
//! is turned into for a contact is the core's rule.

mod country;
mod province;

use serde_json::Value;

pub use country::Country;
pub use province::Province;

use crate::http::call::Call;
use crate::{Authorization, Client, Error};

impl Client {
    /// Every country a contact's address can have.
    ///
    /// # Errors
    /// [`Error`]; [`Error::Unreadable`] where there is no list in the answer.
    pub async fn countries(&self, authorization: &Authorization) -> Result<Vec<Country>, Error> {
        let call = Call::get("/locales/countries");
        let answered = self.call(authorization, &call).await?;
        country::read(answered.value).ok_or(Error::Unreadable {
            status: answered.status,
        })
    }

    /// The provinces of a country, by its alpha-2 or alpha-3 code; empty where Keap has no list.
    ///
    /// # Errors
    /// [`Error`], but for a 404 of any content: how Keap says that there is no list is not
    /// documented, and 404 is one of the ways.
    pub async fn provinces(
        &self,
        authorization: &Authorization,
        country_code: &str,
    ) -> Result<Vec<Province>, Error> {
        let call = Call {
            values: &[country_code],
            ..Call::get("/locales/countries/{country_code}/provinces")
        };
        match self.call(authorization, &call).await {
            Ok(answered) => Ok(province::read(answered.value)),
            Err(Error::NotFound | Error::Unavailable { status: 404 }) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }
}

/// The list under a key of the answer; `None` where there is none.
fn list(mut answer: Value, key: &str) -> Option<Value> {
    answer
        .get_mut(key)
        .map(Value::take)
        .filter(|list| !list.is_null())
}
