//! The filter of the contacts' list: by e-mail, name, phone, address, company, times and custom
//! fields. It looks at contacts as they are stored; nothing it asks for is computed.

use jiff::Timestamp;
use serde_json::Value;

use super::model::{self, Class};
use crate::api::problem::Problem;
use crate::api::rows::text;
use crate::api::terms::{Comparison, fits, invalid, moment, same, split};
use crate::book::account::{Account, Record};

const PHONES: [&str; 5] = ["PHONE1", "PHONE2", "PHONE3", "PHONE4", "PHONE5"];

/// A parsed filter: all of its terms must hold.
#[derive(Debug, Default)]
pub(crate) struct Filter(Vec<Term>);

#[derive(Debug)]
struct Term {
    what: What,
    comparison: Comparison,
    value: String,
}

#[derive(Debug, PartialEq)]
enum What {
    Email,
    /// A text member of the contact.
    Text(&'static str),
    Ids(Vec<u64>),
    ContactId(u64),
    CompanyId,
    LeadSourceName,
    /// From this moment, or up to it.
    UpdatedFrom(Timestamp),
    UpdatedTo(Timestamp),
    /// In these slots.
    Phone(Vec<&'static str>),
    /// A slot and a member of an address.
    Address(&'static str, &'static str),
    /// The id of a custom field.
    Custom(&'static str, Class),
}

impl Filter {
    /// Parses a decoded `filter` parameter.
    pub(crate) fn parse(filter: Option<&str>) -> Result<Self, Problem> {
        let mut terms = Vec::new();
        let mut phone_fields = None;
        for term in split(filter) {
            match term? {
                ("phone_fields", Comparison::Equal, slots) => {
                    phone_fields = Some(phone_slots(slots)?);
                }
                (name, comparison, value) => terms.push(Term::parse(name, comparison, value)?),
            }
        }
        for term in &mut terms {
            if let What::Phone(slots) = &mut term.what {
                *slots = phone_fields.take().ok_or_else(invalid)?;
            }
        }
        // Slots without a number to look for.
        if phone_fields.is_some() {
            return Err(invalid());
        }
        Ok(Self(terms))
    }

    /// The whole address that everybody who passes has to hold, if there is one.
    pub(crate) fn address(&self) -> Option<&str> {
        let mut terms = self.0.iter();
        let whole = |term: &&Term| term.what == What::Email && !term.value.ends_with('*');
        terms.find(whole).map(|term| term.value.as_str())
    }

    /// Whether a stored contact passes.
    pub(crate) fn lets(&self, account: &Account, id: u64, contact: &Record) -> bool {
        self.0.iter().all(|term| term.holds(account, id, contact))
    }
}

fn phone_slots(text: &str) -> Result<Vec<&'static str>, Problem> {
    let slots = text.split(',').map(str::trim);
    slots
        .map(|slot| {
            let known = PHONES.iter().find(|known| **known == slot);
            known.copied().ok_or_else(invalid)
        })
        .collect()
}

impl Term {
    fn parse(name: &str, comparison: Comparison, value: &str) -> Result<Self, Problem> {
        let what = What::named(name, value)?;
        let compared = match &what {
            What::ContactId(_) => true,
            What::Custom(_, class) => [Class::Number, Class::Date].contains(class),
            _ => false,
        };
        if comparison != Comparison::Equal && !compared {
            return Err(invalid());
        }
        match &what {
            What::Custom(_, Class::Number) => {
                value.parse::<f64>().map_err(|_| invalid())?;
            }
            What::Custom(_, Class::Date) => {
                moment(value)?;
            }
            What::Phone(_) if digits(value).is_empty() => return Err(invalid()),
            _ => {}
        }
        Ok(Self {
            what,
            comparison,
            value: value.to_owned(),
        })
    }

    fn holds(&self, account: &Account, id: u64, contact: &Record) -> bool {
        let value = self.value.as_str();
        match &self.what {
            What::Email => {
                list(contact, "email_addresses").any(|item| fits(member(item, "email"), value))
            }
            What::Text(name) => fits(text(contact, name), value),
            What::Ids(ids) => ids.contains(&id),
            What::ContactId(other) => self.comparison.holds(&id, other),
            What::CompanyId => text(contact, "company.id") == value,
            What::LeadSourceName => {
                let source = account.lead_sources.get(text(contact, "leadsource_id"));
                source.is_some_and(|source| fits(text(&source.record, "name"), value))
            }
            What::UpdatedFrom(from) => updated(contact).is_some_and(|at| at >= *from),
            What::UpdatedTo(to) => updated(contact).is_some_and(|at| at <= *to),
            What::Phone(slots) => list(contact, "phone_numbers").any(|item| {
                slots.contains(&member(item, "field")) && called(member(item, "number"), value)
            }),
            What::Address(slot, part) => list(contact, "addresses").any(|item| {
                let zip = *part == "postal_code" && fits(member(item, "zip_code"), value);
                member(item, "field") == *slot && (zip || fits(member(item, part), value))
            }),
            What::Custom(id, class) => list(contact, "custom_fields").any(|item| {
                member(item, "id") == *id && self.custom(*class, member(item, "content"))
            }),
        }
    }

    fn custom(&self, class: Class, content: &str) -> bool {
        let value = self.value.as_str();
        match class {
            Class::Text => fits(content, value),
            Class::Plain => same(content, value),
            Class::Several => content.split(',').any(|one| same(one.trim(), value)),
            Class::Number => match (content.parse::<f64>(), value.parse::<f64>()) {
                (Ok(content), Ok(value)) => self.comparison.holds(&content, &value),
                _ => false,
            },
            Class::Date => match (content.parse::<Timestamp>(), value.parse::<Timestamp>()) {
                (Ok(content), Ok(value)) => self.comparison.holds(&content, &value),
                _ => false,
            },
        }
    }
}

fn updated(contact: &Record) -> Option<Timestamp> {
    text(contact, "update_time").parse().ok()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn called(number: &str, value: &str) -> bool {
    let (number, wanted) = (digits(number), digits(value));
    if value.ends_with('*') {
        number.starts_with(&wanted)
    } else {
        number == wanted
    }
}

impl What {
    fn named(name: &str, value: &str) -> Result<Self, Problem> {
        Ok(match name {
            "email" => Self::Email,
            "given_name" => Self::Text("given_name"),
            "family_name" => Self::Text("family_name"),
            "middle_name" => Self::Text("middle_name"),
            "website" => Self::Text("website"),
            "ids" | "contact_ids" => {
                let ids = value.split(',').map(|id| id.trim().parse());
                Self::Ids(ids.collect::<Result<_, _>>().map_err(|_| invalid())?)
            }
            "contact_id" => Self::ContactId(value.parse().map_err(|_| invalid())?),
            "company_id" => Self::CompanyId,
            "lead_source_name" => Self::LeadSourceName,
            "start_update_time" => Self::UpdatedFrom(moment(value)?),
            "end_update_time" => Self::UpdatedTo(moment(value)?),
            "phone_number" => Self::Phone(Vec::new()),
            "city" => Self::Address("BILLING", "locality"),
            "state" => Self::Address("BILLING", "region"),
            _ => address_part(name)
                .or_else(|| model::named(name).map(|(id, class)| Self::Custom(id, class)))
                .ok_or_else(invalid)?,
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
    use serde_json::json;

    use super::Filter;
    use crate::book::account::Account;
    use crate::book::first_lists;

    #[test]
    fn what_is_no_filter_is_refused() {
        for text in [
            "email",
            "email=a@example.com",
            "colour==red",
            "given_name>A",
            "start_update_time==2026-01-01",
            "ids==1,two",
            "contact_id==two",
            "phone_number==5550100",
            "phone_fields==PHONE1",
            "phone_number==5550100;phone_fields==PHONE9",
            "phone_number==call;phone_fields==PHONE1",
            "FavouriteBread>Rye",
            "LoyaltyPoints==many",
            "FirstVisit==2026-01-01",
        ] {
            assert!(Filter::parse(Some(text)).is_err(), "{text}");
        }
    }

    #[test]
    fn a_term_looks_at_the_contact_as_it_is_stored() {
        let contact = json!({
            "leadsource_id": "11", "update_time": "2026-03-12T09:12:00.102Z",
            "phone_numbers": [{"field": "PHONE2", "number": "+1 (602) 555-0100"}],
            "custom_fields": [{"id": "25", "content": "120"}, {"id": "38", "content": "Nuts,Milk"},
                              {"id": "32", "content": "2026-01-05T00:00:00.000Z"},
                              {"id": "36", "content": "Rye"}],
        });
        let contact = contact.as_object().unwrap();
        let account = Account::empty("A", 1, first_lists::tags());
        for (text, holds) in [
            ("contact_id>4", true),
            ("contact_id>=5", true),
            ("contact_id<5", false),
            ("ids==1,5", true),
            (
                "phone_number==16025550100;phone_fields==PHONE1,PHONE2",
                true,
            ),
            ("phone_number==1602*;phone_fields==PHONE2", true),
            ("phone_number==16025550100;phone_fields==PHONE1", false),
            ("phone_number==6025550100;phone_fields==PHONE2", false),
            ("lead_source_name==walk*", true),
            ("loyaltypoints>100", true),
            ("loyaltypoints<100", false),
            ("allergies==milk", true),
            ("allergies==Nuts,Milk", false),
            ("flour0==Ry*", false),
            ("firstvisit<=2026-01-05T00:00:00.000Z", true),
            ("start_update_time==2026-03-12T09:12:00.103Z", false),
            ("end_update_time==2026-03-12T09:12:00.102Z", true),
        ] {
            let filter = Filter::parse(Some(text)).unwrap();
            assert_eq!(filter.lets(&account, 5, contact), holds, "{text}");
        }
    }
}
