//! A sheet as it is shown: what each spot holds, who changed the contact, what consent there is, and
//! which free text could be a code.
//!
//! For display only. Text from Keap is shown as it is; the page draws it as text and nothing else.

use std::collections::BTreeMap;

use keap_client::{Contact, ListField, TextField};

use super::Desk;
use super::sheets::{Sheet, SheetNumber};
use crate::contact::Card;
use crate::contact::cell::{Cell, filled};
use crate::contact::review::{is_free, said};
use crate::contact::spot::{AddressPart, AddressSlot, Spot};
use crate::contact::text;

/// What lies on the desk.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetView {
    /// Its number.
    pub number: SheetNumber,
    /// The contact it shows; `None` for one that Keap does not have.
    pub contact: Option<Facts>,
    /// What is filled in.
    pub held: BTreeMap<Spot, Held>,
    /// Consent, e-mail address by e-mail address.
    pub consent: Vec<Consent>,
    /// The ids of its tags.
    pub tags: Vec<String>,
    /// Free text that could be a code of Keap's list.
    pub repairs: Vec<Repair>,
    /// The address it was looked for by.
    pub email: Option<String>,
}

/// Who a contact is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Keap's id.
    pub id: String,
    /// Its name, or its address where it has none.
    pub name: String,
    /// The company's name.
    pub company: Option<String>,
    /// The owner's name, where the users are known.
    pub owner: Option<String>,
    /// When it was created (ISO 8601).
    pub created: Option<String>,
    /// When it was last changed (ISO 8601).
    pub updated: Option<String>,
    /// Who changed it last, where the users are known.
    pub updated_by: Option<String>,
}

/// What a spot holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The text or the code.
    pub text: String,
    /// Keap's name for it, where the text is a code or an id.
    pub shown: Option<String>,
    /// `false` for free text where Keap has a list.
    pub listed: bool,
}

/// The consent of one e-mail address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// The address.
    pub email: String,
    /// Keap's word for it, `UPPER_SNAKE`; empty where Keap says nothing.
    pub status: String,
    /// Whether it may be sent marketing.
    pub opted_in: Option<bool>,
}

/// A proposal for free text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// Where it stands.
    pub spot: Spot,
    /// What stands there.
    pub held: String,
    /// The code of Keap's list.
    pub code: String,
    /// Keap's name for it.
    pub name: String,
}

/// One of several matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchCard {
    /// A few lines that tell it from others.
    pub card: Card,
    /// The owner's name, where the users are known.
    pub owner: Option<String>,
    /// The names of its tags, as far as they are known.
    pub tags: Vec<String>,
}

impl Desk {
    pub(super) fn view(&self, number: SheetNumber, sheet: &Sheet) -> SheetView {
        let base = sheet.base.clone().unwrap_or_default();
        SheetView {
            number,
            contact: sheet.base.as_ref().map(|contact| self.facts(contact)),
            held: self.held(&base),
            consent: consent(&base),
            tags: base.tag_ids.clone(),
            repairs: self.repairs(&base),
            email: sheet.email.clone(),
        }
    }

    /// Who the contact is.
    pub(super) fn facts(&self, contact: &Contact) -> Facts {
        let text =
            |field: TextField| Some(contact.text(field).to_owned()).filter(|t| !t.is_empty());
        let user = |field| self.lists.person(&text(field)?);
        let card = Card::from(contact);
        Facts {
            id: card.id,
            name: card.name,
            company: card.company,
            owner: user(TextField::Owner),
            created: text(TextField::CreateTime),
            updated: text(TextField::UpdateTime),
            updated_by: user(TextField::LastUpdatedBy),
        }
    }

    pub(super) fn card(&self, contact: &Contact) -> MatchCard {
        MatchCard {
            card: Card::from(contact),
            owner: self.lists.person(contact.text(TextField::Owner)),
            tags: self.lists.tag_names(&contact.tag_ids),
        }
    }

    fn held(&self, base: &Contact) -> BTreeMap<Spot, Held> {
        let names = self.lists.names();
        let spots = filled(base).into_iter();
        let held = spots.map(|spot| {
            let cell = Cell::of(base, &spot);
            let text = cell.shown(&spot).trim().to_owned();
            let shown = Some(said(&cell, &spot, &names)).filter(|said| *said != text);
            let listed = !is_free(&cell, &spot);
            (
                spot,
                Held {
                    text,
                    shown,
                    listed,
                },
            )
        });
        held.collect()
    }

    fn repairs(&self, base: &Contact) -> Vec<Repair> {
        let mut repairs = Vec::new();
        for slot in AddressSlot::ALL {
            let country = Spot::Address(*slot, AddressPart::Country);
            let held = Cell::of(base, &country);
            let mut code = held.text("country_code").trim().to_owned();
            if is_free(&held, &country)
                && let Some(repair) = self.lists.country_for(&held.shown(&country))
            {
                code.clone_from(&repair.0);
                repairs.push(repair_of(country, &held, repair));
            }
            let region = Spot::Address(*slot, AddressPart::Region);
            let held = Cell::of(base, &region);
            if is_free(&held, &region)
                && let Some(repair) = self.lists.region_for(&code, &held.shown(&region))
            {
                repairs.push(repair_of(region, &held, repair));
            }
        }
        repairs
    }
}

fn repair_of(spot: Spot, held: &Cell, (code, name): (String, String)) -> Repair {
    Repair {
        held: held.shown(&spot),
        spot,
        code,
        name,
    }
}

fn consent(base: &Contact) -> Vec<Consent> {
    let items = base.items(ListField::EmailAddresses).iter();
    let of_item = |item: &keap_client::ListItem| {
        let email = item.text("email")?.trim().to_owned();
        let status = item.text("email_opt_status").unwrap_or_default();
        let said = item.get("is_opt_in").and_then(serde_json::Value::as_bool);
        (!email.is_empty()).then(|| Consent {
            email,
            opted_in: said.or_else(|| is_opted_in(&status)),
            status,
        })
    };
    let mut all: Vec<Consent> = Vec::new();
    for one in items.filter_map(of_item) {
        // An address that stands there twice has one consent.
        if all
            .iter()
            .all(|known| !text::same_but_for_case(&known.email, &one.email))
        {
            all.push(one);
        }
    }
    all
}

/// What a status says about consent; nothing where it is none of Keap's.
fn is_opted_in(status: &str) -> Option<bool> {
    match status {
        "SINGLE_OPT_IN" | "DOUBLE_OPT_IN" | "CONFIRMED" | "UNENGAGED_MARKETABLE" => Some(true),
        "NON_MARKETABLE"
        | "UNENGAGED_NON_MARKETABLE"
        | "LOCKDOWN"
        | "BOUNCE"
        | "HARD_BOUNCE"
        | "MANUAL"
        | "ADMIN"
        | "SYSTEM"
        | "LIST_UNSUBSCRIBE"
        | "FEEDBACK"
        | "SPAM"
        | "INVALID"
        | "DEACTIVATED" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::contact::samples::contact;

    #[test]
    fn consent_is_what_keap_says_and_else_what_the_status_means() {
        let table = [
            (json!(true), "SPAM", Some(true)),
            (json!(false), "CONFIRMED", Some(false)),
            (Value::Null, "DOUBLE_OPT_IN", Some(true)),
            (Value::Null, "LIST_UNSUBSCRIBE", Some(false)),
            (json!("true"), "UNENGAGED_NON_MARKETABLE", Some(false)),
            (Value::Null, "NEW_WORD", None),
            (Value::Null, "", None),
        ];
        for (said, status, expected) in table {
            let address = json!({"field": "EMAIL1", "email": "ann@example.com",
                "is_opt_in": said, "email_opt_status": status});
            let ann = contact("7", &json!({ "email_addresses": [address] }));
            let [consent] = consent(&ann).try_into().unwrap();
            assert_eq!(consent.opted_in, expected, "{said} {status}");
        }
    }
}
