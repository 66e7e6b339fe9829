//! The filter of a list: `name==value`, several joined by `;`, for some names `<`, `>`, `<=`, `>=` as
//! well. Values cannot be escaped. A name the list does not have is refused; so is a filter that is
//! none. It does not know what is listed.

use jiff::Timestamp;
use serde_json::Value;

use super::problem::Problem;
use super::rows::{Row, at, text};

/// What a name of a filter looks at. A member is a path, `address.locality`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Looks {
    /// The whole text of a member, case aside.
    Equal(&'static str),
    /// The same, and `NONE` for a member without text.
    EqualOrNone(&'static str),
    /// The text of a member or, with a trailing `*`, how it begins.
    Begins(&'static str),
    /// The id, by any comparison.
    Id,
    /// One of several texts, joined by commas.
    OneOf(&'static str),
    /// `true` or `false`.
    Flag(&'static str),
    /// From this moment on.
    From(&'static str),
    /// Up to this moment.
    To(&'static str),
    /// Nothing by itself: the list asks for it with [`Terms::flag`].
    Aside,
}

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    Above,
    Below,
    AtLeast,
    AtMost,
}

/// Two-letter signs first, so that `>=` is not read as `>`.
const SIGNS: [(&str, Comparison); 5] = [
    ("==", Comparison::Equal),
    (">=", Comparison::AtLeast),
    ("<=", Comparison::AtMost),
    (">", Comparison::Above),
    ("<", Comparison::Below),
];

impl Comparison {
    pub(crate) fn holds<T: PartialOrd>(self, left: &T, right: &T) -> bool {
        match self {
            Self::Equal => left == right,
            Self::Above => left > right,
            Self::Below => left < right,
            Self::AtLeast => left >= right,
            Self::AtMost => left <= right,
        }
    }
}

/// A parsed filter: all of its terms must hold.
#[derive(Debug, Default)]
pub(crate) struct Terms<'a>(Vec<(&'a str, Looks, Comparison, &'a str)>);

pub(crate) fn invalid() -> Problem {
    Problem::invalid("filter", "Invalid filter")
}

/// The terms of a decoded `filter` parameter, in pieces.
pub(crate) fn split(
    filter: Option<&str>,
) -> impl Iterator<Item = Result<(&str, Comparison, &str), Problem>> {
    let terms = filter.unwrap_or_default().split(';');
    terms.filter(|term| !term.trim().is_empty()).map(|term| {
        SIGNS
            .iter()
            .find_map(|(sign, comparison)| {
                let (name, value) = term.split_once(sign)?;
                Some((name.trim(), *comparison, value))
            })
            .ok_or_else(invalid)
    })
}

/// A moment as filters have to write it: full ISO with milliseconds; a bare date is refused.
pub(crate) fn moment(value: &str) -> Result<Timestamp, Problem> {
    if !value.contains('.') {
        return Err(invalid());
    }
    value.parse().map_err(|_| invalid())
}

/// Equal or, with a trailing `*`, beginning alike; case aside. No text fits nothing.
pub(crate) fn fits(text: &str, value: &str) -> bool {
    if text.is_empty() {
        return false;
    }
    match value.strip_suffix('*') {
        Some(prefix) => begins(text, prefix),
        None => same(text, value),
    }
}

/// Equal, case aside.
pub(crate) fn same(text: &str, other: &str) -> bool {
    if text.is_ascii() && other.is_ascii() {
        text.eq_ignore_ascii_case(other)
    } else {
        text.to_lowercase() == other.to_lowercase()
    }
}

fn begins(text: &str, prefix: &str) -> bool {
    if text.is_ascii() && prefix.is_ascii() {
        text.get(..prefix.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(prefix))
    } else {
        text.to_lowercase().starts_with(&prefix.to_lowercase())
    }
}

impl<'a> Terms<'a> {
    /// Parses a decoded `filter` parameter by the names a list has.
    pub(crate) fn parse(filter: Option<&'a str>, known: &[(&str, Looks)]) -> Result<Self, Problem> {
        let mut terms = Vec::new();
        for term in split(filter) {
            let (name, comparison, value) = term?;
            let (_, looks) = known
                .iter()
                .find(|(known, _)| *known == name)
                .ok_or_else(invalid)?;
            if comparison != Comparison::Equal && *looks != Looks::Id {
                return Err(invalid());
            }
            match looks {
                Looks::Id if value.parse::<u64>().is_ok_and(|id| id > 0) => {}
                Looks::Flag(_) | Looks::Aside if ["true", "false"].contains(&value) => {}
                Looks::From(_) | Looks::To(_) => {
                    moment(value)?;
                }
                Looks::Id | Looks::Flag(_) | Looks::Aside => return Err(invalid()),
                _ => {}
            }
            terms.push((name, *looks, comparison, value));
        }
        Ok(Self(terms))
    }

    /// What a name that is looked at aside says.
    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        let term = self.0.iter().find(|(known, ..)| *known == name);
        term.map(|(_, _, _, value)| *value == "true")
    }

    /// Whether an item passes.
    pub(crate) fn let_through(&self, row: &Row) -> bool {
        self.0.iter().all(|(_, looks, comparison, value)| {
            let of = |path: &str| text(&row.record, path);
            match looks {
                Looks::EqualOrNone(path) if *value == "NONE" => of(path).is_empty(),
                Looks::Equal(path) | Looks::EqualOrNone(path) => same(of(path), value),
                Looks::Begins(path) => fits(of(path), value),
                Looks::Id => value
                    .parse::<u64>()
                    .is_ok_and(|value| comparison.holds(&row.id, &value)),
                Looks::OneOf(path) => value.split(',').any(|one| same(of(path), one.trim())),
                Looks::Flag(path) => {
                    at(&row.record, path).and_then(Value::as_bool) == Some(*value == "true")
                }
                Looks::From(path) => told(of(path), value).is_some_and(|(at, from)| at >= from),
                Looks::To(path) => told(of(path), value).is_some_and(|(at, to)| at <= to),
                Looks::Aside => true,
            }
        })
    }
}

fn told(text: &str, value: &str) -> Option<(Timestamp, Timestamp)> {
    Some((text.parse().ok()?, value.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Looks, Row, Terms};

    const KNOWN: [(&str, Looks); 7] = [
        ("name", Looks::Equal("name")),
        ("like", Looks::Begins("name")),
        ("place", Looks::EqualOrNone("address.locality")),
        ("id", Looks::Id),
        ("states", Looks::OneOf("state")),
        ("open", Looks::Flag("open")),
        ("since", Looks::From("at")),
    ];

    #[test]
    fn a_term_looks_at_its_member() {
        let record = json!({"name": "Élan Mill", "address": {"locality": ""}, "state": "NEW",
                            "open": true, "at": "2026-01-05T09:00:00.000Z"});
        let row = Row {
            id: 5,
            record: record.as_object().unwrap().clone(),
        };
        for (filter, holds) in [
            ("name==élan mill", true),
            ("name==élan*", false),
            ("like==ÉLAN*", true),
            ("like==Mill*", false),
            ("place==NONE", true),
            ("place==York", false),
            ("id>4;id<=5", true),
            ("id==4", false),
            ("states==old,new", true),
            ("open==false", false),
            ("since==2026-01-05T10:00:00.000+01:00", true),
            ("since==2026-01-05T09:00:00.001Z;", false),
            ("", true),
        ] {
            let terms = Terms::parse(Some(filter), &KNOWN).unwrap();
            assert_eq!(terms.let_through(&row), holds, "{filter}");
        }
    }

    #[test]
    fn what_is_no_term_of_the_list_is_refused() {
        for filter in [
            "name",
            "name=Mill",
            "colour==red",
            "name>Mill",
            "id==0",
            "id==five",
            "open==maybe",
            "since==2026-01-05",
        ] {
            assert!(Terms::parse(Some(filter), &KNOWN).is_err(), "{filter}");
        }
    }
}
