//! From what the core says of the desk to what the page gets.

use std::time::UNIX_EPOCH;

use keapsake_core::contact::known::{CustomField as KnownField, CustomKind as KnownKind};
use keapsake_core::contact::meanwhile::Clash as KnownClash;
use keapsake_core::contact::review::Kind;
use keapsake_core::desk::{self, CompanyStep, Facts, MatchCard as Card, Reviewed, SheetView};
use keapsake_core::notices;
use keapsake_core::places::{self, Part};

use super::choices::{
    AddressFormat, AddressLabels, AddressPart, Choice, Choices, CustomField, CustomKind,
};
use super::find::{Consent, ContactFacts, Found, Held, MatchCard, Repair, Sheet};
use super::save::{Clash, CompanyPlan, Remark, Review, Row, RowKind};

impl From<desk::Found> for Found {
    fn from(found: desk::Found) -> Self {
        match found {
            desk::Found::Incomplete => Self::Incomplete,
            desk::Found::Nobody(sheet) => Self::Nobody {
                sheet: sheet.map(|sheet| (*sheet).into()),
            },
            desk::Found::One(sheet) => Self::One {
                sheet: (*sheet).into(),
            },
            desk::Found::Several { cards, more } => Self::Several {
                cards: cards.into_iter().map(MatchCard::from).collect(),
                more,
            },
        }
    }
}

impl From<Card> for MatchCard {
    fn from(match_card: Card) -> Self {
        let Card { card, owner, tags } = match_card;
        Self {
            id: card.id,
            name: card.name,
            emails: card.emails,
            phones: card.phones,
            company: card.company,
            address: card.address,
            updated: card.updated,
            owner,
            tags,
        }
    }
}

impl From<SheetView> for Sheet {
    fn from(view: SheetView) -> Self {
        let held = view.held.into_iter().map(|(spot, held)| {
            let held = Held {
                text: held.text,
                shown: held.shown,
                listed: held.listed,
            };
            (spot.to_string(), held)
        });
        let consent = view.consent.into_iter().map(|consent| Consent {
            words: notices::labels::consent(&consent.status, consent.opted_in),
            may_change: notices::labels::consent_may_change(&consent.status),
            email: consent.email,
            status: consent.status,
            opted_in: consent.opted_in,
        });
        let repairs = view.repairs.into_iter().map(|repair| Repair {
            spot: repair.spot.to_string(),
            held: repair.held,
            code: repair.code,
            name: repair.name,
        });
        Self {
            number: view.number,
            contact: view.contact.map(ContactFacts::from),
            held: held.collect(),
            consent: consent.collect(),
            tags: view.tags,
            repairs: repairs.collect(),
            email: view.email,
        }
    }
}

impl From<Facts> for ContactFacts {
    fn from(facts: Facts) -> Self {
        Self {
            id: facts.id,
            name: facts.name,
            company: facts.company,
            owner: facts.owner,
            created: facts.created,
            updated: facts.updated,
            updated_by: facts.updated_by,
        }
    }
}

impl From<desk::Choices> for Choices {
    fn from(choices: desk::Choices) -> Self {
        let list = choices.list.into_iter().map(|choice| Choice {
            value: choice.value,
            label: choice.label,
            group: choice.group,
        });
        let since = choices
            .as_of
            .and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        Self {
            list: list.collect(),
            as_of_ms: since.and_then(|since| u64::try_from(since.as_millis()).ok()),
            free: choices.free,
        }
    }
}

impl From<KnownField> for CustomField {
    fn from(field: KnownField) -> Self {
        let options = field.options.into_iter().map(|option| Choice {
            value: option.clone(),
            label: option,
            group: None,
        });
        Self {
            id: field.id,
            label: field.label,
            kind: field.kind.into(),
            options: options.collect(),
            group: field.group,
        }
    }
}

impl From<KnownKind> for CustomKind {
    fn from(kind: KnownKind) -> Self {
        match kind {
            KnownKind::Text => Self::Text,
            KnownKind::Lines => Self::Lines,
            KnownKind::Whole | KnownKind::Decimal => Self::Number,
            KnownKind::Money => Self::Money,
            KnownKind::Percent => Self::Percent,
            KnownKind::Date => Self::Date,
            KnownKind::DateTime => Self::DateTime,
            KnownKind::Choice => Self::Choice,
            KnownKind::Choices => Self::Choices,
            KnownKind::YesNo => Self::YesNo,
            KnownKind::Email => Self::Email,
            KnownKind::Phone => Self::Phone,
            KnownKind::Web => Self::Web,
            KnownKind::User => Self::User,
            KnownKind::Users => Self::Users,
            KnownKind::Year => Self::Year,
            KnownKind::Month => Self::Month,
            KnownKind::Weekday => Self::Weekday,
            KnownKind::State => Self::State,
            KnownKind::Name => Self::Name,
        }
    }
}

impl From<&places::AddressFormat> for AddressFormat {
    fn from(format: &places::AddressFormat) -> Self {
        let parts = |parts: &[Part]| parts.iter().filter_map(|part| shown(*part)).collect();
        let mut rows: Vec<Vec<AddressPart>> = format.rows().iter().map(|row| parts(row)).collect();
        // A part that the country has no use for is shown last: the contact may hold something there.
        rows.push(parts(&format.unused()));
        rows.retain(|row| !row.is_empty());
        let required = Part::ALL.into_iter().filter(|part| format.requires(*part));
        Self {
            rows,
            labels: AddressLabels {
                region: notices::labels::region(format.region()).to_owned(),
                postal_code: notices::labels::postal(format.postal()).to_owned(),
                locality: notices::labels::locality(format.locality()).to_owned(),
            },
            required: required.filter_map(shown).collect(),
            postal_example: format.postcode_example().map(str::to_owned),
        }
    }
}

/// The country stands above the address and is no part of its order.
const fn shown(part: Part) -> Option<AddressPart> {
    match part {
        Part::Country => None,
        Part::Line1 => Some(AddressPart::Line1),
        Part::Line2 => Some(AddressPart::Line2),
        Part::Locality => Some(AddressPart::Locality),
        Part::Region => Some(AddressPart::Region),
        Part::PostalCode => Some(AddressPart::PostalCode),
    }
}

impl From<Reviewed> for Review {
    fn from(reviewed: Reviewed) -> Self {
        let removed = reviewed.rows.iter().filter(|row| row.kind == Kind::Removes);
        let remarks = reviewed.remarks.iter().map(|remark| Remark {
            spot: remark.spot().to_string(),
            text: notices::desk::remark(remark),
        });
        Self {
            removed: removed.map(|row| row.spot.to_string()).collect(),
            remarks: remarks.collect(),
            rows: reviewed.rows.iter().map(Row::from).collect(),
            company: match reviewed.company {
                CompanyStep::None => CompanyPlan::None,
                CompanyStep::Links => CompanyPlan::Links,
            },
        }
    }
}

impl From<&keapsake_core::contact::review::Row> for Row {
    fn from(row: &keapsake_core::contact::review::Row) -> Self {
        Self {
            spot: row.spot.to_string(),
            before: row.before.clone(),
            after: row.after.clone(),
            kind: match row.kind {
                Kind::Sets => RowKind::Sets,
                Kind::Changes => RowKind::Changes,
                Kind::Removes => RowKind::Removes,
                Kind::Repairs => RowKind::Repairs,
            },
            free: row.free,
            with: row.with.iter().map(ToString::to_string).collect(),
            fixed: row.fixed,
        }
    }
}

impl From<KnownClash> for Clash {
    fn from(clash: KnownClash) -> Self {
        Self {
            spot: clash.spot.to_string(),
            was: clash.was,
            theirs: clash.theirs,
            mine: clash.mine,
        }
    }
}
