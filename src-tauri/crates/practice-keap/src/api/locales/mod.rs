//! Keap's lists of countries and provinces: ISO 3166 from a library, with some of Keap's own names.
//! Contacts are checked against these lists and no other.

pub(crate) mod handlers;

use rust_iso3166::iso3166_2::Subdivision;
use rust_iso3166::{ALL, CountryCode};

use crate::options::ProvinceCodes;

/// Where Keap's name of a country is known to differ from ISO's; by alpha-3.
const OWN_NAMES: [(&str, &str); 7] = [
    ("CPV", "Cape Verde"),
    ("GBR", "United Kingdom"),
    ("MKD", "Republic of Macedonia"),
    ("SWZ", "Swaziland"),
    ("USA", "United States"),
    ("VCT", "St. Vincent And The Grenedines"),
    ("VNM", "Viet Nam"),
];

/// The countries whose provinces are listed without the country under [`ProvinceCodes::Mixed`].
const SHORT_WHEN_MIXED: [&str; 4] = ["AUS", "CAN", "DEU", "MEX"];

/// A country of the list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Country(CountryCode);

/// A province of one country.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Province {
    /// ISO 3166-2, `US-AZ`.
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
}

/// All countries, by name.
pub(crate) fn countries() -> Vec<Country> {
    let mut all: Vec<Country> = ALL.iter().copied().map(Country).collect();
    all.sort_by_key(|country| country.name());
    all
}

/// The country of an alpha-3 code, upper case only: the one form a contact may be written with.
pub(crate) fn by_alpha3(code: &str) -> Option<Country> {
    rust_iso3166::from_alpha3(code).map(Country)
}

/// The country of an alpha-2 or alpha-3 code or a name: the forms a path may have.
pub(crate) fn by_any(text: &str) -> Option<Country> {
    let by_name = || {
        countries()
            .into_iter()
            .find(|country| country.name().eq_ignore_ascii_case(text))
    };
    by_alpha3(text)
        .or_else(|| rust_iso3166::from_alpha2(text).map(Country))
        .or_else(by_name)
}

impl Country {
    pub(crate) fn name(self) -> &'static str {
        OWN_NAMES
            .iter()
            .find(|(code, _)| *code == self.0.alpha3)
            .map_or(self.0.name, |(_, name)| name)
    }

    pub(crate) fn alpha2(self) -> &'static str {
        self.0.alpha2
    }

    pub(crate) fn alpha3(self) -> &'static str {
        self.0.alpha3
    }

    /// By name; empty for a country without any.
    pub(crate) fn provinces(self) -> Vec<Province> {
        let listed: &[Subdivision] = self.0.subdivisions().unwrap_or_default();
        let mut all: Vec<Province> = listed
            .iter()
            .map(|one| Province {
                code: one.code,
                name: one.name,
            })
            .collect();
        all.sort_by_key(|province| province.name);
        all
    }

    /// The province that a contact's `region_code` names: the whole ISO 3166-2 code only.
    pub(crate) fn province_by_code(self, code: &str) -> Option<Province> {
        self.provinces()
            .into_iter()
            .find(|province| province.code == code)
    }

    /// The province that a contact's `region` names: the listed name or the whole code.
    pub(crate) fn province_by_name(self, name: &str) -> Option<Province> {
        self.provinces()
            .into_iter()
            .find(|province| province.name == name || province.code == name)
    }

    /// Without provinces Keap may answer 404 or an empty list. Here both happen, and always the same
    /// for the same country.
    pub(crate) fn lacks_provinces_by_404(self) -> bool {
        self.0.numeric.is_multiple_of(2)
    }

    /// A listed code in the form that the lists are to have.
    pub(crate) fn listed_code(self, code: &'static str, style: ProvinceCodes) -> &'static str {
        let short = match style {
            ProvinceCodes::Full => false,
            ProvinceCodes::Short => true,
            ProvinceCodes::Mixed => SHORT_WHEN_MIXED.contains(&self.0.alpha3),
        };
        match code.split_once('-') {
            Some((_, rest)) if short => rest,
            _ => code,
        }
    }
}
