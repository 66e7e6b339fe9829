//! What the page asks for, and the answers that are not a view.

use keapsake_core::desk::{ListedCountry, ListedProvince};
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

/// Asks which region of a country a text means; the answer names one, or none.
#[derive(Deserialize, TS)]
pub(crate) struct ProposeRegion {
    pub(crate) country_code: String,
    pub(crate) text: String,
}

/// Opens a contact in Keap's own page.
#[derive(Deserialize, TS)]
pub(crate) struct OpenContact {
    pub(crate) contact_id: String,
}

/// A page of Keap's developer portal, or a file that came with the app.
#[derive(Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Page {
    PortalLogin,
    PortalCreate,
    ThirdPartyNotices,
}

/// Opens a page outside the app.
#[derive(Deserialize, TS)]
pub(crate) struct OpenPage {
    pub(crate) page: Page,
}

/// A text that travels inside the program; a page of the guide is named like its file.
#[derive(Clone, Copy, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ShippedText {
    Guide,
    Connect,
    FixAContact,
    Trouble,
    WhereThingsAre,
    Uninstall,
    ForIt,
}

/// Reads such a text.
#[derive(Clone, Copy, Deserialize, TS)]
pub(crate) struct ReadShipped {
    pub(crate) text: ShippedText,
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
