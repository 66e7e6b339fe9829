//! The layout of an address in each country: which parts, in which rows, under which names,
//! which of them are expected.
//!
//! Knows the kinds of names, not the words: those are the page's. Made from address metadata
//! (`data/README.md`); "required" means that post needs it, not that Keap does.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::letters;
use super::postcode::Pattern;

/// A part of an address, as the form asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The country, which decides about all others and stands first.
    Country,
    /// Street and number.
    Line1,
    /// What does not fit into the first line.
    Line2,
    /// City, suburb or the like.
    Locality,
    /// State, province or the like.
    Region,
    /// The postal code.
    PostalCode,
}

impl Part {
    /// Every part there is.
    pub const ALL: [Self; 6] = [
        Self::Country,
        Self::Line1,
        Self::Line2,
        Self::Locality,
        Self::Region,
        Self::PostalCode,
    ];
}

/// What the country calls its regions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegionLabel {
    /// No country chosen, or none that is known: state, province or region.
    Any,
    /// Province: also where nothing more special is known.
    Province,
    /// State.
    State,
    /// County.
    County,
    /// Prefecture.
    Prefecture,
    /// Emirate.
    Emirate,
    /// Island.
    Island,
    /// Department.
    Department,
    /// District.
    District,
    /// Parish.
    Parish,
    /// Area.
    Area,
    /// Oblast.
    Oblast,
    /// Korea's do and si: province or city.
    DoSi,
}

/// What the country calls its localities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LocalityLabel {
    /// City.
    City,
    /// Suburb.
    Suburb,
    /// District.
    District,
    /// Post town.
    PostTown,
}

/// What the country calls its postal codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostalLabel {
    /// Postal code.
    PostalCode,
    /// ZIP code.
    ZipCode,
    /// PIN code.
    PinCode,
    /// Eircode.
    Eircode,
}

/// The layout of an address in one country.
#[derive(Debug)]
pub struct AddressFormat {
    rows: Vec<Vec<Part>>,
    required: Vec<Part>,
    region: RegionLabel,
    locality: LocalityLabel,
    postal: PostalLabel,
    pattern: Option<Pattern>,
    name: &'static str,
}

impl AddressFormat {
    /// The layout of the country with that alpha-2 code, case aside; a general one where there
    /// is no country or none that is known.
    pub fn of(alpha2: Option<&str>) -> &'static Self {
        alpha2
            .and_then(|code| TABLE.get(code.trim().to_ascii_uppercase().as_str()))
            .unwrap_or(&GENERAL)
    }

    /// The parts that the country's addresses have, row by row in the country's order, the
    /// country itself before them.
    pub fn rows(&self) -> &[Vec<Part>] {
        &self.rows
    }

    /// The parts that are not in [`rows`](Self::rows): to be asked for only where the contact
    /// holds something there, or Keap lists values.
    pub fn unused(&self) -> Vec<Part> {
        let used = |part: &Part| self.rows.iter().flatten().any(|it| it == part);
        Part::ALL.into_iter().filter(|part| !used(part)).collect()
    }

    /// Whether post to that country needs the part, once there is an address at all.
    pub fn requires(&self, part: Part) -> bool {
        self.required.contains(&part)
    }

    /// What the region is called.
    pub const fn region(&self) -> RegionLabel {
        self.region
    }

    /// What the locality is called.
    pub const fn locality(&self) -> LocalityLabel {
        self.locality
    }

    /// What the postal code is called.
    pub const fn postal(&self) -> PostalLabel {
        self.postal
    }

    /// The pattern of the country's postal codes as a regular expression without anchors, as
    /// they are written after [`tidy`](super::postcode::tidy); `None` where there is none.
    pub fn postcode_pattern(&self) -> Option<&'static str> {
        self.pattern.as_ref().map(|it| it.expression)
    }

    /// A postal code of the country; `None` where it has none, or none is known.
    pub fn postcode_example(&self) -> Option<&'static str> {
        self.pattern.as_ref().map(|it| it.example)
    }

    pub(super) const fn pattern(&self) -> Option<&Pattern> {
        self.pattern.as_ref()
    }
}

/// The alpha-2 code of the country whose English name folds into that key.
pub(super) fn named(key: &str) -> Option<&'static str> {
    TABLE
        .iter()
        .find(|(_, it)| !it.name.is_empty() && letters::key(it.name) == key)
        .map(|(alpha2, _)| *alpha2)
}

static GENERAL: LazyLock<AddressFormat> = LazyLock::new(|| AddressFormat {
    rows: rows("A/C/SZ"),
    required: Vec::new(),
    region: RegionLabel::Any,
    locality: LocalityLabel::City,
    postal: PostalLabel::PostalCode,
    pattern: None,
    name: "",
});

static TABLE: LazyLock<BTreeMap<&'static str, AddressFormat>> = LazyLock::new(|| {
    include_str!("../../data/addresses.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(read)
        .collect()
});

fn read(line: &'static str) -> Option<(&'static str, AddressFormat)> {
    let mut fields = line.split('\t');
    let country = fields.next()?;
    let order = fields.next()?;
    // Empty fields at a line's end are not written.
    let mut next = || fields.next().unwrap_or_default();
    let required = next().chars().flat_map(parts).copied();
    let format = AddressFormat {
        rows: rows(order),
        // Nobody's second line is required.
        required: required.filter(|part| *part != Part::Line2).collect(),
        region: region(next()),
        locality: locality(next()),
        postal: postal(next()),
        pattern: Pattern::read(country, next(), next(), next()),
        name: next(),
    };
    Some((country, format))
}

fn rows(order: &str) -> Vec<Vec<Part>> {
    let lines = order.split('/').flat_map(|row| {
        if row == "A" {
            vec![vec![Part::Line1], vec![Part::Line2]]
        } else {
            vec![row.chars().flat_map(parts).copied().collect()]
        }
    });
    std::iter::once(vec![Part::Country]).chain(lines).collect()
}

fn parts(letter: char) -> &'static [Part] {
    match letter {
        'A' => &[Part::Line1, Part::Line2],
        'C' => &[Part::Locality],
        'S' => &[Part::Region],
        'Z' => &[Part::PostalCode],
        _ => &[],
    }
}

fn region(kind: &str) -> RegionLabel {
    match kind {
        "state" => RegionLabel::State,
        "county" => RegionLabel::County,
        "prefecture" => RegionLabel::Prefecture,
        "emirate" => RegionLabel::Emirate,
        "island" => RegionLabel::Island,
        "department" => RegionLabel::Department,
        "district" => RegionLabel::District,
        "parish" => RegionLabel::Parish,
        "area" => RegionLabel::Area,
        "oblast" => RegionLabel::Oblast,
        "do_si" => RegionLabel::DoSi,
        _ => RegionLabel::Province,
    }
}

fn locality(kind: &str) -> LocalityLabel {
    match kind {
        "suburb" => LocalityLabel::Suburb,
        "district" => LocalityLabel::District,
        "post_town" => LocalityLabel::PostTown,
        _ => LocalityLabel::City,
    }
}

fn postal(kind: &str) -> PostalLabel {
    match kind {
        "zip" => PostalLabel::ZipCode,
        "pin" => PostalLabel::PinCode,
        "eircode" => PostalLabel::Eircode,
        _ => PostalLabel::PostalCode,
    }
}

/// The data as it lies in the file, for tests that compare.
#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = (&'static str, &'static AddressFormat)> {
    TABLE.iter().map(|(alpha2, format)| (*alpha2, format))
}
