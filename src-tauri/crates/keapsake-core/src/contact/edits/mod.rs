//! What a person typed, spot by spot, laid over a contact. What nobody touched is not looked at.
//!
//! Asks Keap nothing: what it needs of Keap's lists is handed in.

mod addresses;

use std::collections::BTreeMap;

use email_address::{EmailAddress, Options};
use keap_client::{CompanyOfContact, Contact, ListField, ListItem, TextField};

use super::cell::{Cell, is_bare, stands_in};
use super::known::Known;
use super::problem::{ProblemKind, SpotProblem};
use super::spot::{AddressPart, AddressSlot, PhonePart, PhoneSlot, Spot};
use super::{custom, limits, text};

use addresses::{country_of, is_filled};

/// The wanted text of each spot that was touched; `""` empties one.
pub type Edits = BTreeMap<Spot, String>;

/// The contact with the edits laid over it. A spot whose edit is what it holds stays as it was read.
///
/// # Errors
/// Every edit that cannot be sent, in the spots' order; nothing may be written then.
pub fn apply(base: &Contact, edits: &Edits, known: &Known) -> Result<Contact, Vec<SpotProblem>> {
    let mut apply = Apply {
        after: base.clone(),
        known,
        problems: Vec::new(),
    };
    for (spot, typed) in edits {
        apply.spot(spot, typed);
    }
    for slot in AddressSlot::ALL {
        apply.address(*slot, edits);
    }
    for slot in PhoneSlot::ALL {
        apply.settle_phone(base, *slot, edits);
    }
    if apply.problems.is_empty() {
        Ok(apply.after)
    } else {
        apply
            .problems
            .sort_by(|one, other| one.spot.cmp(&other.spot));
        Err(apply.problems)
    }
}

/// The countries whose regions have to be known for the edits to be checked, as the codes they have in
/// the edits or in the contact.
pub fn countries_needed(base: &Contact, edits: &Edits) -> Vec<String> {
    let mut codes: Vec<String> = AddressSlot::ALL
        .iter()
        .filter(|slot| is_filled(edits, **slot, AddressPart::Region))
        .map(|slot| country_of(base, edits, *slot))
        .filter(|code| !code.is_empty())
        .collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Whether any edit concerns an address, so that Keap's countries are needed.
pub fn touches_an_address(edits: &Edits) -> bool {
    edits.keys().any(|spot| matches!(spot, Spot::Address(..)))
}

/// Whether any edit concerns a telephone number, which is written as its country writes it.
pub fn touches_a_number(edits: &Edits) -> bool {
    let mut spots = edits.keys();
    spots.any(|spot| matches!(spot, Spot::Phone(_, PhonePart::Number)))
}

/// Whether any edit concerns a custom field, so that the account's model is needed.
pub fn touches_a_custom_field(edits: &Edits) -> bool {
    edits.keys().any(|spot| matches!(spot, Spot::Custom(_)))
}

struct Apply<'a> {
    after: Contact,
    known: &'a Known,
    problems: Vec<SpotProblem>,
}

impl Apply<'_> {
    fn problem(&mut self, spot: &Spot, kind: ProblemKind) {
        let spot = spot.clone();
        self.problems.push(SpotProblem { spot, kind });
    }

    fn spot(&mut self, spot: &Spot, typed: &str) {
        let wanted = match spot {
            Spot::Address(..) => return,
            Spot::Email(_) | Spot::Phone(_, PhonePart::Number) => text::token(typed),
            _ => text::free(typed),
        };
        let held = Cell::of(&self.after, spot).shown(spot);
        if wanted == held.trim() {
            return;
        }
        if let Err(kind) = fits(spot, &wanted) {
            return self.problem(spot, kind);
        }
        match spot {
            Spot::Text(field) => self.text(spot, *field, wanted),
            Spot::Company if text::same_but_for_case(&held, &wanted) => {}
            Spot::Company => {
                let name = Some(wanted).filter(|name| !name.is_empty());
                self.after.company = name.map(|name| CompanyOfContact {
                    id: None,
                    name: Some(name),
                });
            }
            Spot::Email(_) if !wanted.is_empty() && !is_address(&wanted) => {
                self.problem(spot, ProblemKind::NotAnEmail);
            }
            Spot::Custom(id) => {
                match custom::content(self.known.custom_field(id), &wanted, &held) {
                    Ok(content) => self.member(spot, "content", content),
                    Err(kind) => self.problem(spot, kind),
                }
            }
            Spot::Email(_) => self.member(spot, "email", wanted),
            Spot::Phone(_, part) => self.member(spot, part.keaps(), wanted),
            Spot::Social(_) => self.member(spot, "name", wanted),
            Spot::Address(..) => {}
        }
    }

    fn text(&mut self, spot: &Spot, field: TextField, wanted: String) {
        let is_day = matches!(field, TextField::BirthDate | TextField::AnniversaryDate);
        if wanted.is_empty() {
            self.after.texts.remove(&field);
        } else if is_day && !custom::is_day(&wanted) {
            self.problem(spot, ProblemKind::NotADate);
        } else {
            self.after.texts.insert(field, wanted);
        }
    }

    /// Sets one member of the spot's item; an item that says nothing any more goes. Without its
    /// address or its name an item is nothing, whatever Keap computed beside it.
    fn member(&mut self, spot: &Spot, member: &str, wanted: String) {
        let Some((list, slot)) = spot.item() else {
            return;
        };
        let items = self.after.lists.entry(list).or_default();
        let at = items.iter().position(|item| stands_in(item, list, slot));
        if wanted.is_empty() {
            let whole = matches!(spot, Spot::Email(_) | Spot::Social(_) | Spot::Custom(_));
            match at {
                // Where Keap has a second one in the same slot, that one stays.
                Some(at) if whole => drop(items.remove(at)),
                Some(at) => drop(items.get_mut(at).map(|item| item.remove(member))),
                None => {}
            }
        } else if let Some(item) = at.and_then(|at| items.get_mut(at)) {
            item.set(member, wanted);
        } else {
            let mut item = ListItem::default();
            item.set(list.key(), slot);
            item.set(member, wanted);
            items.push(item);
        }
    }

    /// A number that was emptied takes its extension and its type along; an extension or a type alone
    /// is refused.
    fn settle_phone(&mut self, base: &Contact, slot: PhoneSlot, edits: &Edits) {
        let number = Spot::Phone(slot, PhonePart::Number);
        let touched = |part: &PhonePart| {
            let spot = Spot::Phone(slot, *part);
            let changed = !Cell::of(base, &spot).means(&Cell::of(&self.after, &spot), &spot);
            changed && edits.contains_key(&spot)
        };
        let touched: Vec<PhonePart> = PhonePart::ALL.iter().copied().filter(touched).collect();
        if touched.is_empty() || !Cell::of(&self.after, &number).is_empty() {
            return;
        }
        let emptied = touched.contains(&PhonePart::Number);
        let filled =
            |part: &PhonePart| !Cell::of(&self.after, &Spot::Phone(slot, *part)).is_empty();
        if !emptied && touched.iter().any(filled) {
            return self.problem(&number, ProblemKind::Missing);
        }
        let list = ListField::PhoneNumbers;
        if let Some(items) = self.after.lists.get_mut(&list) {
            items.retain(|item| {
                let here = stands_in(item, list, slot.keaps());
                !(here && (emptied || is_bare(item, list)))
            });
        }
    }
}

fn fits(spot: &Spot, wanted: &str) -> Result<(), ProblemKind> {
    let lines = matches!(spot, Spot::Custom(_));
    let controls = |c: char| c.is_control() && !(lines && matches!(c, '\n' | '\r' | '\t'));
    if wanted.chars().any(controls) || (!lines && text::has_control(wanted)) {
        return Err(ProblemKind::ControlCharacters);
    }
    match limits::of_spot(spot) {
        Some(limit) if limits::length(wanted) > limit => Err(ProblemKind::TooLong { limit }),
        _ => Ok(()),
    }
}

/// An address with a dot in its domain, no display name and no blank. A quoted local part is refused
/// too: nobody has one, and it alone may hold the `;` and `,` that Keap's filter has no escape for.
pub fn is_address(typed: &str) -> bool {
    let options = Options::default()
        .with_required_tld()
        .without_domain_literal()
        .without_display_text();
    let plain = !typed.contains(|c: char| c.is_whitespace() || c == '"');
    plain && EmailAddress::parse_with_options(typed, options).is_ok()
}
