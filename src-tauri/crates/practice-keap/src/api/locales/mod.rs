//! Keap's lists of countries and provinces: ISO 3166 from a library, with some of Keap's own names.
//! Contacts are checked against these lists and no other.

pub(crate) mod handlers;

use std::sync::LazyLock;

use crate::options::ProvinceCodes;

/// What the build script wrote, read when somebody first asks.
static LISTED: LazyLock<Vec<Listed>> =
    LazyLock::new(|| read(include_str!(concat!(env!("OUT_DIR"), "/countries.tsv"))));

/// A country as ISO 3166 lists it.
#[derive(Debug)]
struct Listed {
    alpha2: &'static str,
    alpha3: &'static str,
    numeric: u16,
    name: &'static str,
    /// By name.
    provinces: Vec<Province>,
}

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
pub(crate) struct Country(&'static Listed);

/// A province of one country.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Province {
    /// ISO 3166-2, `US-AZ`.
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
}

/// All countries, by name.
pub(crate) fn countries() -> Vec<Country> {
    let mut all: Vec<Country> = LISTED.iter().map(Country).collect();
    all.sort_by_key(|country| country.name());
    all
}

/// The country of an alpha-3 code, upper case only: the one form a contact may be written with.
pub(crate) fn by_alpha3(code: &str) -> Option<Country> {
    LISTED
        .iter()
        .find(|listed| listed.alpha3 == code)
        .map(Country)
}

/// The country of an alpha-2 or alpha-3 code or a name: the forms a path may have.
pub(crate) fn by_any(text: &str) -> Option<Country> {
    let by_name = || {
        countries()
            .into_iter()
            .find(|country| country.name().eq_ignore_ascii_case(text))
    };
    let by_alpha2 = || LISTED.iter().find(|listed| listed.alpha2 == text);
    by_alpha3(text)
        .or_else(|| by_alpha2().map(Country))
        .or_else(by_name)
}

/// Reads the build script's lines; what is no such line is passed over, and a test would miss it.
fn read(text: &'static str) -> Vec<Listed> {
    let mut all: Vec<Listed> = Vec::new();
    for line in text.lines() {
        let fields: Vec<&'static str> = line.split('\t').collect();
        match (fields.as_slice(), all.last_mut()) {
            (&["", code, name], Some(country)) => country.provinces.push(Province { code, name }),
            (&[alpha2, alpha3, numeric, name], _) => all.push(Listed {
                alpha2,
                alpha3,
                numeric: numeric.parse().unwrap_or_default(),
                name,
                provinces: Vec::new(),
            }),
            _ => {}
        }
    }
    for country in &mut all {
        country.provinces.sort_by_key(|province| province.name);
    }
    all
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
    pub(crate) fn provinces(self) -> &'static [Province] {
        &self.0.provinces
    }

    /// The province that a contact's `region_code` names: the whole ISO 3166-2 code only.
    pub(crate) fn province_by_code(self, code: &str) -> Option<Province> {
        let mut all = self.provinces().iter().copied();
        all.find(|province| province.code == code)
    }

    /// The province that a contact's `region` names: the listed name or the whole code.
    pub(crate) fn province_by_name(self, name: &str) -> Option<Province> {
        let mut all = self.provinces().iter().copied();
        all.find(|province| province.name == name || province.code == name)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_the_librarys() {
        // ISO 3166-1 has 249 officially assigned codes, 3166-2 about five thousand subdivisions.
        assert!(LISTED.len() >= 249, "{}", LISTED.len());
        let provinces: usize = LISTED.iter().map(|listed| listed.provinces.len()).sum();
        assert!(provinces > 4_500, "{provinces}");
        for listed in LISTED.iter() {
            assert_eq!(
                (listed.alpha2.len(), listed.alpha3.len()),
                (2, 3),
                "{listed:?}"
            );
            assert!(listed.numeric > 0 || listed.alpha2 == "XK", "{listed:?}");
            let prefix = format!("{}-", listed.alpha2);
            let own = |province: &Province| province.code.starts_with(&prefix);
            assert!(listed.provinces.iter().all(own), "{listed:?}");
        }
        let arizona = by_alpha3("USA").and_then(|country| country.province_by_code("US-AZ"));
        assert_eq!(arizona.unwrap().name, "Arizona");
    }
}
