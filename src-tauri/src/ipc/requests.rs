//! What the page asks for, and the answers that are not a view.

use keapsake_core::contact::{self, Card, Draft};
use keapsake_core::wizard::{ListedCountry, ListedProvince, Saved};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::view::RouteKind;

/// A request without anything in it.
#[derive(Deserialize, TS)]
#[ts(type = "Record<string, never>")]
pub(crate) struct Nothing {}

/// Which door.
#[derive(Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Door {
    Keap,
    Practice,
}

/// Goes through a door.
#[derive(Deserialize, TS)]
pub(crate) struct ChooseDoor {
    pub(crate) door: Door,
}

/// Typed keys. The secret travels this way once and never back.
#[derive(Deserialize, TS)]
pub(crate) struct SaveKeys {
    pub(crate) client_id: String,
    #[ts(type = "string")]
    pub(crate) client_secret: SecretString,
}

/// Chooses the road back.
#[derive(Deserialize, TS)]
pub(crate) struct SetRoute {
    pub(crate) kind: RouteKind,
    pub(crate) return_page: Option<String>,
}

/// Chooses whether PKCE goes with the sign-ins.
#[derive(Deserialize, TS)]
pub(crate) struct SetPkce {
    pub(crate) sent: bool,
}

/// A pasted address; it holds a code, so it is handled as a secret.
#[derive(Deserialize, TS)]
pub(crate) struct PasteAddress {
    #[ts(type = "string")]
    pub(crate) address: SecretString,
}

/// What can be copied.
#[derive(Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CopyWhat {
    SignInLink,
    RedirectUri,
}

/// Copies something to the clipboard.
#[derive(Deserialize, TS)]
pub(crate) struct Copy {
    pub(crate) what: CopyWhat,
}

/// Asks for the states of a country.
#[derive(Deserialize, TS)]
pub(crate) struct Provinces {
    pub(crate) country_code: String,
}

/// Opens a contact in Keap's own page.
#[derive(Deserialize, TS)]
pub(crate) struct OpenContact {
    pub(crate) contact_id: String,
}

/// A page of Keap's developer portal.
#[derive(Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Page {
    PortalLogin,
    PortalCreate,
}

/// Opens a page outside the app.
#[derive(Deserialize, TS)]
pub(crate) struct OpenPage {
    pub(crate) page: Page,
}

/// Signs out.
#[derive(Deserialize, TS)]
pub(crate) struct SignOut {
    pub(crate) forget_keys: bool,
}

/// A step of the zoom.
#[derive(Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ZoomStep {
    In,
    Out,
    Reset,
}

/// Zooms the page.
#[derive(Deserialize, TS)]
pub(crate) struct SetZoom {
    pub(crate) step: ZoomStep,
}

/// A field of any form.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Field {
    ClientId,
    ClientSecret,
    ReturnPage,
    Address,
    Email,
    GivenName,
    FamilyName,
    Phone,
    Line1,
    Line2,
    Locality,
    PostalCode,
    CountryCode,
    RegionCode,
}

/// The contact form as typed.
#[derive(Deserialize, TS)]
pub(crate) struct ContactDraft {
    email: String,
    given_name: String,
    family_name: String,
    phone: String,
    line1: String,
    line2: String,
    locality: String,
    postal_code: String,
    country_code: String,
    region_code: String,
    clear: Vec<Field>,
}

impl From<ContactDraft> for Draft {
    fn from(draft: ContactDraft) -> Self {
        Self {
            email: draft.email,
            given_name: draft.given_name,
            family_name: draft.family_name,
            phone: draft.phone,
            line1: draft.line1,
            line2: draft.line2,
            locality: draft.locality,
            postal_code: draft.postal_code,
            country_code: draft.country_code,
            region_code: draft.region_code,
            clear: draft
                .clear
                .into_iter()
                .filter_map(Field::of_the_contact)
                .collect(),
        }
    }
}

impl Field {
    fn of_the_contact(self) -> Option<contact::Field> {
        contact::Field::ALL.into_iter().find(|field| {
            std::mem::discriminant(&Self::from(*field)) == std::mem::discriminant(&self)
        })
    }
}

/// Saves a contact; `contact_id` names the one that was picked among several.
#[derive(Deserialize, TS)]
pub(crate) struct SaveContact {
    pub(crate) draft: ContactDraft,
    pub(crate) contact_id: Option<String>,
}

/// A contact, as far as it is shown.
#[derive(Debug, Serialize, TS)]
pub(crate) struct ContactCard {
    id: String,
    name: String,
    emails: Vec<String>,
    phones: Vec<String>,
    company: Option<String>,
    address: Option<String>,
    updated: Option<String>,
}

impl From<Card> for ContactCard {
    fn from(card: Card) -> Self {
        let Card {
            id,
            name,
            emails,
            phones,
            company,
            address,
            updated,
        } = card;
        Self {
            id,
            name,
            emails,
            phones,
            company,
            address,
            updated,
        }
    }
}

/// What a save came to.
#[derive(Debug, Serialize, TS)]
#[serde(tag = "result", rename_all = "snake_case")]
pub(crate) enum SaveAnswer {
    Created {
        contact: ContactCard,
    },
    Updated {
        contact: ContactCard,
        changed: Vec<Field>,
    },
    Unchanged {
        contact: ContactCard,
    },
    Appeared {
        contact: ContactCard,
    },
    Several {
        contacts: Vec<ContactCard>,
    },
}

impl From<Saved> for SaveAnswer {
    fn from(saved: Saved) -> Self {
        match saved {
            Saved::Created(card) => Self::Created {
                contact: card.into(),
            },
            Saved::Updated(card, changed) => Self::Updated {
                contact: card.into(),
                changed: changed.into_iter().map(Field::from).collect(),
            },
            Saved::Unchanged(card) => Self::Unchanged {
                contact: card.into(),
            },
            Saved::Appeared(card) => Self::Appeared {
                contact: card.into(),
            },
            Saved::Several(cards) => Self::Several {
                contacts: cards.into_iter().map(ContactCard::from).collect(),
            },
        }
    }
}

/// A country of Keap's list.
#[derive(Debug, Serialize, TS)]
pub(crate) struct Country {
    code: String,
    alpha2: Option<String>,
    name: String,
}

impl From<ListedCountry> for Country {
    fn from(country: ListedCountry) -> Self {
        Self {
            code: country.code,
            alpha2: country.alpha2,
            name: country.name,
        }
    }
}

/// A state of Keap's list.
#[derive(Debug, Serialize, TS)]
pub(crate) struct Province {
    code: String,
    name: String,
}

impl From<ListedProvince> for Province {
    fn from(province: ListedProvince) -> Self {
        Self {
            code: province.code,
            name: province.name,
        }
    }
}

/// What *About* says.
#[derive(Debug, Serialize, TS)]
pub(crate) struct About {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    pub(crate) build: &'static str,
    pub(crate) licence: &'static str,
    pub(crate) identifier: &'static str,
    pub(crate) logs: String,
}
