//! Keap's countries and regions as far as they can be sent, in the order in which they are shown.

use keap_client::Country;

use super::alpha3_of;
use crate::contact::region::sendable;
use crate::desk::Desk;
use crate::failure::Failure;

/// A country of Keap's list that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedCountry {
    /// ISO 3166-1 alpha-3: what is sent.
    pub code: String,
    /// ISO 3166-1 alpha-2, where Keap lists it.
    pub alpha2: Option<String>,
    /// Keap's own name for it.
    pub name: String,
}

/// A state, province or county of Keap's list that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedProvince {
    /// ISO 3166-2: what is sent.
    pub code: String,
    /// Keap's own name for it.
    pub name: String,
}

impl Desk {
    /// Keap's list of countries, as far as they can be sent, by name.
    ///
    /// # Errors
    /// Keap's, or the session's.
    pub async fn listed_countries(&self) -> Result<Vec<ListedCountry>, Failure> {
        let countries = self.lists.countries().await?.into_iter();
        let mut listed: Vec<_> = countries
            .filter_map(|country| {
                Some(ListedCountry {
                    code: country.alpha3?,
                    alpha2: country.alpha2,
                    name: country.name,
                })
            })
            .collect();
        listed.sort_by_key(|country| country.name.to_lowercase());
        Ok(listed)
    }

    /// Keap's list of the country's regions; empty where Keap has none.
    ///
    /// # Errors
    /// Keap's, or the session's.
    pub async fn listed_provinces(&self, code: &str) -> Result<Vec<ListedProvince>, Failure> {
        let countries = self.lists.countries().await?;
        let Some(alpha3) = alpha3_of(&countries, code) else {
            return Ok(Vec::new());
        };
        let alpha2 = alpha2_of(&countries, &alpha3);
        let provinces = self.lists.provinces(&alpha3).await?.into_iter();
        let listed = provinces.filter_map(|province| {
            Some(ListedProvince {
                code: sendable(&province.code, alpha2.as_deref())?,
                name: province.name,
            })
        });
        Ok(listed.collect())
    }

    /// The region of a country that free text means, where Keap lists one.
    ///
    /// # Errors
    /// Keap's, or the session's.
    pub async fn region_meant(
        &self,
        code: &str,
        text: &str,
    ) -> Result<Option<ListedProvince>, Failure> {
        let countries = self.lists.countries().await?;
        let Some(alpha3) = alpha3_of(&countries, code) else {
            return Ok(None);
        };
        self.lists.provinces(&alpha3).await?;
        let meant = self.lists.region_for(&alpha3, text);
        Ok(meant.map(|(code, name)| ListedProvince { code, name }))
    }

    /// The alpha-2 code of a listed country.
    ///
    /// # Errors
    /// Keap's, or the session's.
    pub async fn alpha2_of(&self, code: &str) -> Result<Option<String>, Failure> {
        let countries = self.lists.countries().await?;
        let alpha3 = alpha3_of(&countries, code);
        Ok(alpha3.and_then(|alpha3| alpha2_of(&countries, &alpha3)))
    }

    /// The name of a tag; its id where the tags are not known.
    pub fn tag_name(&self, id: &str) -> String {
        let name = self.lists.tag_names(&[id.to_owned()]).pop();
        name.unwrap_or_else(|| id.to_owned())
    }
}

fn alpha2_of(countries: &[Country], alpha3: &str) -> Option<String> {
    let mut countries = countries.iter();
    let country = countries.find(|country| country.alpha3.as_deref() == Some(alpha3))?;
    country.alpha2.clone()
}
