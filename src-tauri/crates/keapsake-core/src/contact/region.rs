//! Countries and regions: only what Keap lists can be chosen, and a region always carries its
//! country.
//!
//! Never matches by a country's or region's name; names differ from list to list, codes do not.

use keap_client::{Country, Province};

use super::problem::ProblemKind;

/// Keap's own lists, as far as a draft needs them.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    /// All countries that Keap lists.
    pub countries: Vec<Country>,
    /// The provinces of the country that the draft chooses; `None` where Keap has no list.
    pub provinces: Option<Vec<Province>>,
}

/// A country from Keap's list that can be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ListedCountry {
    /// ISO 3166-1 alpha-3, upper case: what `country_code` takes.
    pub(super) alpha3: String,
    /// ISO 3166-1 alpha-2, upper case: what a region code begins with.
    pub(super) alpha2: Option<String>,
}

impl Lists {
    /// The listed country of that alpha-3 or alpha-2 code, case aside.
    ///
    /// A listed country without an alpha-3 code cannot be sent and counts as not listed.
    pub(super) fn country(&self, code: &str) -> Option<ListedCountry> {
        let is = |listed: Option<&String>| {
            listed.is_some_and(|listed| listed.trim().eq_ignore_ascii_case(code.trim()))
        };
        if code.trim().is_empty() {
            return None;
        }
        let found = self
            .countries
            .iter()
            .find(|country| is(country.alpha3.as_ref()))
            .or_else(|| {
                self.countries
                    .iter()
                    .find(|country| is(country.alpha2.as_ref()))
            })?;
        Some(ListedCountry {
            alpha3: upper(found.alpha3.as_ref())?,
            alpha2: upper(found.alpha2.as_ref()),
        })
    }

    /// The sendable code of a region, given as Keap lists it or already sendable, case aside.
    ///
    /// # Errors
    /// [`ProblemKind::RegionOfAnotherCountry`] where the code names another listed country,
    /// otherwise [`ProblemKind::NotInList`].
    pub(super) fn region(
        &self,
        country: &ListedCountry,
        code: &str,
    ) -> Result<String, ProblemKind> {
        let alpha2 = country.alpha2.as_deref();
        let listed = self.provinces.iter().flatten().find_map(|province| {
            let sendable = sendable(&province.code, alpha2)?;
            let is = |listed: &str| listed.trim().eq_ignore_ascii_case(code.trim());
            (is(&province.code) || is(&sendable)).then_some(sendable)
        });
        listed.ok_or_else(|| {
            let other = code
                .split_once('-')
                .and_then(|(prefix, _)| self.country(prefix));
            if other.is_some_and(|other| other.alpha3 != country.alpha3) {
                ProblemKind::RegionOfAnotherCountry
            } else {
                ProblemKind::NotInList
            }
        })
    }
}

/// A listed region code as ISO 3166-2: "AZ" of "US" becomes "US-AZ", "US-AZ" stays as listed.
///
/// `None` where the code is blank, or bare and the country has no alpha-2 code to put before it.
pub fn sendable(listed: &str, alpha2: Option<&str>) -> Option<String> {
    let listed = listed.trim();
    if listed.is_empty() {
        return None;
    }
    let prefix = listed
        .split_once('-')
        .and_then(|(prefix, rest)| (!rest.is_empty()).then_some(prefix));
    match (alpha2, prefix) {
        (Some(alpha2), Some(prefix)) if prefix.eq_ignore_ascii_case(alpha2) => {
            Some(listed.to_owned())
        }
        (Some(alpha2), _) => Some(format!("{alpha2}-{listed}")),
        // Nothing to compare with: two letters before a dash are the only sign of a whole code.
        (None, Some(prefix)) => is_alpha2(prefix).then(|| listed.to_owned()),
        (None, None) => None,
    }
}

fn is_alpha2(prefix: &str) -> bool {
    prefix.len() == 2 && prefix.bytes().all(|b| b.is_ascii_alphabetic())
}

fn upper(code: Option<&String>) -> Option<String> {
    let code = code?.trim().to_ascii_uppercase();
    (!code.is_empty()).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn a_region_code_is_sent_with_its_country() {
        // (as Keap lists it, alpha-2, as it is sent)
        let table = [
            ("US-AZ", Some("US"), Some("US-AZ")),
            ("us-az", Some("US"), Some("us-az")),
            ("AZ", Some("US"), Some("US-AZ")),
            (" AZ ", Some("US"), Some("US-AZ")),
            // A dash that does not follow the country belongs to the region's own code.
            ("NE-1", Some("CH"), Some("CH-NE-1")),
            ("CH-NE-1", Some("CH"), Some("CH-NE-1")),
            // A region whose own code is the country's: still bare.
            ("MC", Some("MC"), Some("MC-MC")),
            ("MC-", Some("MC"), Some("MC-MC-")),
            ("13", Some("JP"), Some("JP-13")),
            ("US-AZ", None, Some("US-AZ")),
            ("AZ", None, None),
            ("13-1", None, None),
            ("", Some("US"), None),
        ];
        for (listed, alpha2, sent) in table {
            assert_eq!(
                sendable(listed, alpha2).as_deref(),
                sent,
                "{listed:?} of {alpha2:?}"
            );
        }
    }

    #[test]
    fn countries_are_found_by_either_code_and_sent_as_alpha3() {
        let lists = samples::lists_of("USA");
        for code in ["USA", "usa", " us ", "US"] {
            let found = lists.country(code).expect(code);
            assert_eq!(found.alpha3, "USA");
        }
        // By name never; and Nowhere is listed, but has no alpha-3 to send.
        for code in ["", "United States", "XXX", "NW"] {
            assert_eq!(lists.country(code), None, "{code:?}");
        }
    }

    #[test]
    fn only_listed_regions_of_the_country_pass() {
        let lists = samples::lists_of("USA");
        let usa = lists.country("USA").unwrap();
        for code in ["AZ", "az", "US-AZ", "us-az"] {
            assert_eq!(lists.region(&usa, code), Ok("US-AZ".to_owned()), "{code}");
        }
        assert_eq!(
            lists.region(&usa, "CA-ON"),
            Err(ProblemKind::RegionOfAnotherCountry)
        );
        assert_eq!(lists.region(&usa, "US-ZZ"), Err(ProblemKind::NotInList));
        assert_eq!(
            lists.region(&usa, "Arizona"),
            Err(ProblemKind::NotInList),
            "a name is no code"
        );
        let none = Lists {
            provinces: None,
            ..lists
        };
        assert_eq!(none.region(&usa, "US-AZ"), Err(ProblemKind::NotInList));
    }
}
