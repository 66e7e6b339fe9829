//! Old free text as a code of Keap's own list: "Calif." as California, "Kanada" as Canada.
//!
//! Proposes only what is in the list it is given, and nothing where several would do. Whether
//! the proposal is taken is a person's decision.

use keap_client::{Country, Province};

use super::{letters, names};

/// The region that the text most likely means, among those that Keap lists for a country.
///
/// `alpha2` is that country, if known.
pub fn region<'a>(
    typed: &str,
    alpha2: Option<&str>,
    listed: &'a [Province],
) -> Option<&'a Province> {
    let key = letters::key(typed);
    if key.is_empty() {
        return None;
    }
    let alpha2 = alpha2.map(|it| it.trim().to_ascii_uppercase());
    let alpha2 = alpha2.as_deref();
    // A whole code whose country is another one: nothing in this list is meant.
    if let (Some(alpha2), Some((country, _))) = (alpha2, whole_code(typed))
        && !country.eq_ignore_ascii_case(alpha2)
        && !listed
            .iter()
            .any(|it| it.code.eq_ignore_ascii_case(typed.trim()))
    {
        return None;
    }
    let core = letters::key_without(typed, &KINDS);
    let by_code = |it: &Province| {
        let bare = letters::key(bare(&it.code, alpha2));
        key == bare
            || key == letters::key(&it.code)
            || alpha2.is_some_and(|country| {
                key.strip_prefix(country.to_ascii_lowercase().as_str()) == Some(bare.as_str())
                    && whole_code(typed).is_some()
            })
    };
    let mut found = only(listed, by_code).or(|| only(listed, |it| letters::key(&it.name) == key));
    if let Some(alpha2) = alpha2 {
        found = found.or(|| called(alpha2, &key, listed));
    }
    found = found.or(|| only(listed, |it| letters::key_without(&it.name, &KINDS) == core));
    if let Some(alpha2) = alpha2.filter(|_| core != key) {
        found = found.or(|| called(alpha2, &core, listed));
    }
    if is_a_beginning(typed, 3) {
        found = found.or(|| only(listed, |it| letters::key(&it.name).starts_with(&key)));
    }
    found.one()
}

/// The country that the text most likely means, among those that Keap lists and takes.
pub fn country<'a>(typed: &str, listed: &'a [Country]) -> Option<&'a Country> {
    let key = letters::key(typed);
    if key.is_empty() {
        return None;
    }
    let is = |code: Option<&String>, wanted: &str| {
        code.is_some_and(|code| code.trim().eq_ignore_ascii_case(wanted))
    };
    let by_code = |it: &Country| is(it.alpha3.as_ref(), &key) || is(it.alpha2.as_ref(), &key);
    let core = letters::key_without(typed, &FORMS);
    let mut found = only(listed, by_code).or(|| only(listed, |it| letters::key(&it.name) == key));
    // A country that is known by that name is meant, listed or not.
    let known = [key.as_str(), &letters::key_without(typed, &["the"]), &core]
        .into_iter()
        .find_map(names::country);
    if let Some(alpha2) = known {
        found = found
            .or(|| only(listed, |it| is(it.alpha2.as_ref(), alpha2)))
            .or(|| {
                only(listed, |it| {
                    names::country(&letters::key(&it.name)) == Some(alpha2)
                })
            })
            .or(|| Found::Unclear);
    }
    found = found.or(|| only(listed, |it| letters::key_without(&it.name, &FORMS) == core));
    if is_a_beginning(typed, 4) {
        found = found.or(|| only(listed, |it| letters::key(&it.name).starts_with(&key)));
    }
    found.one().filter(|it| {
        it.alpha3
            .as_ref()
            .is_some_and(|code| !code.trim().is_empty())
    })
}

/// Words that say what a region is, and may be left out.
const KINDS: [&str; 17] = [
    "county",
    "co",
    "province",
    "provincia",
    "prov",
    "state",
    "estado",
    "prefecture",
    "emirate",
    "oblast",
    "governorate",
    "region",
    "territory",
    "the",
    "of",
    "de",
    "du",
];

/// Words that say what a country is, and may be left out.
const FORMS: [&str; 3] = ["the", "republic", "of"];

/// Words with which many names begin, so that alone they mean none of them.
const BEGINNINGS: [&str; 24] = [
    "north", "northern", "south", "southern", "east", "eastern", "west", "western", "central",
    "new", "saint", "san", "santa", "santo", "united", "upper", "lower", "great", "republic",
    "the", "district", "state", "county", "los",
];

/// What one rule found: the next one is asked only where it found nothing.
enum Found<'a, T> {
    Nothing,
    One(&'a T),
    /// Several, or one that is known and not in the list.
    Unclear,
}

impl<'a, T> Found<'a, T> {
    fn or(self, next: impl FnOnce() -> Self) -> Self {
        match self {
            Self::Nothing => next(),
            found => found,
        }
    }

    fn one(self) -> Option<&'a T> {
        match self {
            Self::One(it) => Some(it),
            Self::Nothing | Self::Unclear => None,
        }
    }
}

fn only<T>(listed: &[T], matches: impl Fn(&T) -> bool) -> Found<'_, T> {
    let mut hits = listed.iter().filter(|it| matches(it));
    match (hits.next(), hits.next()) {
        (None, _) => Found::Nothing,
        (Some(it), None) => Found::One(it),
        (Some(_), Some(_)) => Found::Unclear,
    }
}

/// The listed region that is called so elsewhere: by its code, or by another of its names.
fn called<'a>(alpha2: &str, key: &str, listed: &'a [Province]) -> Found<'a, Province> {
    let codes = names::regions(alpha2, key);
    let [code] = codes.as_slice() else {
        return if codes.is_empty() {
            Found::Nothing
        } else {
            Found::Unclear
        };
    };
    only(listed, |it| {
        bare(&it.code, Some(alpha2)).eq_ignore_ascii_case(code)
    })
    .or(|| {
        let also = names::of_region(alpha2, code);
        only(listed, |it| also.contains(&letters::key(&it.name)))
    })
    // Known, and not in Keap's list: nothing else is meant.
    .or(|| Found::Unclear)
}

/// "US-CA" as "US" and "CA".
fn whole_code(text: &str) -> Option<(&str, &str)> {
    let (country, rest) = text.trim().split_once('-')?;
    let fits = country.len() == 2
        && country.bytes().all(|it| it.is_ascii_alphabetic())
        && (1..=3).contains(&rest.len())
        && rest.bytes().all(|it| it.is_ascii_alphanumeric());
    fits.then_some((country, rest))
}

/// A listed code without its country.
fn bare<'a>(code: &'a str, alpha2: Option<&str>) -> &'a str {
    let code = code.trim();
    match (code.split_once('-'), alpha2) {
        (Some((country, rest)), Some(alpha2)) if country.eq_ignore_ascii_case(alpha2) => rest,
        (Some((country, rest)), None) if country.len() == 2 => rest,
        _ => code,
    }
}

/// Whether a text says enough to stand for a name that begins with it.
fn is_a_beginning(typed: &str, least: usize) -> bool {
    let words = letters::words(typed);
    let says = words
        .iter()
        .any(|word| !BEGINNINGS.contains(&word.as_str()));
    says && words.concat().chars().count() >= least
}
