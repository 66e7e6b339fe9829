//! The filter of a list: `field==value`, several joined by `;`, a trailing `*` for a prefix. Values
//! cannot be escaped. An unknown field is refused; so is a filter that is none.

use serde_json::Value;

use crate::api::problem::Problem;
use crate::book::account::{Record, custom_fields};

/// A parsed filter: all of its terms must hold.
#[derive(Debug, Default)]
pub(crate) struct Filter(Vec<Term>);

#[derive(Debug)]
struct Term {
    what: What,
    comparison: Comparison,
    value: String,
}

#[derive(Debug, PartialEq, Eq)]
enum What {
    Email,
    /// A text member of the contact.
    Text(&'static str),
    Ids,
    ContactId,
    CompanyId,
    /// From this moment, or up to it.
    UpdatedFrom,
    UpdatedTo,
    /// A slot and a member of an address.
    Address(&'static str, &'static str),
    /// The id of a custom field.
    Custom(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
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

impl Filter {
    /// Parses a decoded `filter` parameter.
    pub(crate) fn parse(text: Option<&str>) -> Result<Self, Problem> {
        let terms = text
            .unwrap_or_default()
            .split(';')
            .filter(|term| !term.is_empty());
        terms.map(Term::parse).collect::<Result<_, _>>().map(Self)
    }

    /// Whether a contact, as a read shows it, passes.
    pub(crate) fn lets(&self, contact: &Record) -> bool {
        self.0.iter().all(|term| term.holds(contact))
    }
}

fn invalid() -> Problem {
    Problem::invalid("filter", "Invalid filter")
}

impl Term {
    fn parse(text: &str) -> Result<Self, Problem> {
        let (name, comparison, value) = SIGNS
            .iter()
            .find_map(|(sign, comparison)| {
                text.split_once(sign)
                    .map(|(name, value)| (name, *comparison, value))
            })
            .ok_or_else(invalid)?;
        let what = What::named(name.trim()).ok_or_else(invalid)?;
        if comparison != Comparison::Equal && what != What::ContactId {
            return Err(invalid());
        }
        let dated = matches!(what, What::UpdatedFrom | What::UpdatedTo);
        // Full ISO with milliseconds; a bare date is refused.
        if dated && (value.parse::<jiff::Timestamp>().is_err() || !value.contains('.')) {
            return Err(invalid());
        }
        Ok(Self {
            what,
            comparison,
            value: value.to_owned(),
        })
    }

    fn holds(&self, contact: &Record) -> bool {
        let text = |name: &str| {
            contact
                .get(name)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        match &self.what {
            What::Email => {
                list(contact, "email_addresses").any(|item| self.fits(member(item, "email")))
            }
            What::Text(name) => self.fits(text(name)),
            What::Ids => self.value.split(',').any(|id| id.trim() == text("id")),
            What::ContactId => match (text("id").parse::<u64>(), self.value.parse::<u64>()) {
                (Ok(id), Ok(value)) => self.comparison.holds(id, value),
                _ => false,
            },
            What::CompanyId => contact
                .get("company")
                .is_some_and(|company| member(company, "id") == self.value),
            What::UpdatedFrom => text("update_time") >= self.value.as_str(),
            What::UpdatedTo => text("update_time") <= self.value.as_str(),
            What::Address(slot, part) => list(contact, "addresses").any(|item| {
                let zip = *part == "postal_code" && self.fits(member(item, "zip_code"));
                member(item, "field") == *slot && (zip || self.fits(member(item, part)))
            }),
            What::Custom(id) => list(contact, "custom_fields")
                .any(|item| member(item, "id") == id && self.fits(member(item, "content"))),
        }
    }

    /// Equal or, with a trailing `*`, beginning alike; case aside.
    fn fits(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        let value = self.value.to_lowercase();
        match value.strip_suffix('*') {
            Some(prefix) => !text.is_empty() && text.starts_with(prefix),
            None => text == value && !text.is_empty(),
        }
    }
}

impl Comparison {
    fn holds(self, left: u64, right: u64) -> bool {
        match self {
            Self::Equal => left == right,
            Self::Above => left > right,
            Self::Below => left < right,
            Self::AtLeast => left >= right,
            Self::AtMost => left <= right,
        }
    }
}

impl What {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "email" => Self::Email,
            "given_name" => Self::Text("given_name"),
            "family_name" => Self::Text("family_name"),
            "middle_name" => Self::Text("middle_name"),
            "website" => Self::Text("website"),
            "ids" | "contact_ids" => Self::Ids,
            "contact_id" => Self::ContactId,
            "company_id" => Self::CompanyId,
            "start_update_time" => Self::UpdatedFrom,
            "end_update_time" => Self::UpdatedTo,
            "city" => Self::Address("BILLING", "locality"),
            "state" => Self::Address("BILLING", "region"),
            _ => return address_part(name).or_else(|| custom_field(name)),
        })
    }
}

fn address_part(name: &str) -> Option<What> {
    let (slot, part) = name.split_once("_address_")?;
    let slot = match slot {
        "billing" => "BILLING",
        "shipping" => "SHIPPING",
        "other" => "OTHER",
        _ => return None,
    };
    ["line1", "locality", "region", "postal_code", "country_code"]
        .into_iter()
        .find(|known| *known == part)
        .map(|part| What::Address(slot, part))
}

fn custom_field(name: &str) -> Option<What> {
    custom_fields().iter().find_map(|field| {
        let same = member(field, "field_name").eq_ignore_ascii_case(name);
        same.then(|| What::Custom(member(field, "id").to_owned()))
    })
}

fn list<'a>(contact: &'a Record, name: &str) -> impl Iterator<Item = &'a Value> {
    contact
        .get(name)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn member<'a>(item: &'a Value, name: &str) -> &'a str {
    item.get(name).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Filter;

    #[test]
    fn what_is_no_filter_is_refused() {
        for text in [
            "email",
            "email=a@example.com",
            "colour==red",
            "given_name>A",
            "start_update_time==2026-01-01",
        ] {
            assert!(Filter::parse(Some(text)).is_err(), "{text}");
        }
    }

    #[test]
    fn comparisons_are_for_ids() {
        let contact = serde_json::json!({"id": "5"});
        let contact = contact.as_object().unwrap();
        for (text, holds) in [
            ("contact_id>4", true),
            ("contact_id>=5", true),
            ("contact_id<5", false),
            ("ids==1,5", true),
        ] {
            assert_eq!(
                Filter::parse(Some(text)).unwrap().lets(contact),
                holds,
                "{text}"
            );
        }
    }
}
