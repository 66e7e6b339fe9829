//! Keap's lists behind the form: choices, custom fields, and how a country writes an address.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which list.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ChoicesOf {
    Prefixes,
    Suffixes,
    ContactTypes,
    PhoneTypes,
    Owners,
    LeadSources,
    Tags,
    TimeZones,
    Languages,
}

/// Asks for a list.
#[derive(Deserialize, TS)]
pub(crate) struct AskChoices {
    pub(crate) of: ChoicesOf,
}

/// A list of Keap's.
#[derive(Debug, Serialize, TS)]
pub(crate) struct Choices {
    pub(crate) list: Vec<Choice>,
    /// When Keap was asked for it.
    #[ts(type = "number | null")]
    pub(crate) as_of_ms: Option<u64>,
    /// Keap gives no list for this account: any text goes.
    pub(crate) free: bool,
}

/// One entry of a list.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) group: Option<String>,
}

/// A custom field of the account.
#[derive(Debug, Serialize, TS)]
pub(crate) struct CustomField {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) kind: CustomKind,
    pub(crate) options: Vec<Choice>,
    pub(crate) group: Option<String>,
}

/// What a custom field holds.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CustomKind {
    Text,
    Lines,
    Number,
    Money,
    Percent,
    Date,
    DateTime,
    Choice,
    Choices,
    YesNo,
    Email,
    Phone,
    Web,
    User,
    Users,
    Year,
    Month,
    Weekday,
    State,
    Name,
}

/// Asks how addresses of a country are written.
#[derive(Deserialize, TS)]
pub(crate) struct AskAddressFormat {
    pub(crate) country_code: Option<String>,
}

/// A part of an address that a country orders and names its own way.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AddressPart {
    Line1,
    Line2,
    Locality,
    Region,
    PostalCode,
}

/// How addresses of a country are written.
#[derive(Debug, Serialize, TS)]
pub(crate) struct AddressFormat {
    pub(crate) rows: Vec<Vec<AddressPart>>,
    pub(crate) labels: AddressLabels,
    pub(crate) required: Vec<AddressPart>,
    pub(crate) postal_example: Option<String>,
}

/// What a country calls the parts of its addresses.
#[derive(Debug, Serialize, TS)]
pub(crate) struct AddressLabels {
    pub(crate) region: String,
    pub(crate) postal_code: String,
    pub(crate) locality: String,
}
