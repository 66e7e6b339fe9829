//! What the app knows of the account's own lists when an edit is checked: countries and their regions,
//! and custom fields with their options.
//!
//! Pure values. A list that could not be had is absent, and then nothing is chosen from it.

use std::collections::BTreeMap;

use keap_client::{Country, Province};
use serde::{Deserialize, Serialize};

use super::region::Lists;

/// Keap's lists, as far as they are there.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// All countries that Keap lists.
    pub countries: Vec<Country>,
    /// The regions of a country, by its alpha-3 code; a country without a list is not in it.
    pub provinces: BTreeMap<String, Vec<Province>>,
    /// The account's custom fields; `None` where the model could not be had.
    pub custom: Option<Vec<CustomField>>,
}

/// A custom field of the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomField {
    /// Keap's id.
    pub id: String,
    /// The account's own name for it.
    pub label: String,
    /// What it holds.
    pub kind: CustomKind,
    /// Keap's own options, by label; empty where the kind has none.
    pub options: Vec<String>,
    /// The group it stands in.
    pub group: Option<String>,
}

/// What a custom field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomKind {
    /// A line of text; any type that Keap may add later is one.
    Text,
    /// Several lines.
    Lines,
    /// A whole number.
    Whole,
    /// A number with decimals.
    Decimal,
    /// An amount of money.
    Money,
    /// A percentage.
    Percent,
    /// A day.
    Date,
    /// A day and a time.
    DateTime,
    /// One of the options.
    Choice,
    /// Any of the options, joined by commas.
    Choices,
    /// Yes or no.
    YesNo,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A website.
    Web,
    /// A user of the account, by id.
    User,
    /// Users of the account, by id, joined by commas.
    Users,
    /// A year.
    Year,
    /// A month.
    Month,
    /// A day of the week.
    Weekday,
    /// A state.
    State,
    /// A name.
    Name,
}

impl CustomKind {
    /// The kind that Keap's `field_type` names.
    pub fn of(field_type: &str) -> Self {
        match field_type.trim().to_ascii_uppercase().as_str() {
            "TEXT_AREA" => Self::Lines,
            "WHOLE_NUMBER" => Self::Whole,
            "DECIMAL_NUMBER" => Self::Decimal,
            "CURRENCY" => Self::Money,
            "PERCENT" => Self::Percent,
            "DATE" => Self::Date,
            "DATE_TIME" => Self::DateTime,
            "DROPDOWN" | "RADIO" => Self::Choice,
            "LIST_BOX" | "DRILLDOWN" => Self::Choices,
            "YES_NO" => Self::YesNo,
            "EMAIL" => Self::Email,
            "PHONE_NUMBER" => Self::Phone,
            "WEBSITE" => Self::Web,
            "USER" => Self::User,
            "USER_LIST_BOX" => Self::Users,
            "YEAR" => Self::Year,
            "MONTH" => Self::Month,
            "DAY_OF_WEEK" => Self::Weekday,
            "STATE" => Self::State,
            "NAME" => Self::Name,
            _ => Self::Text,
        }
    }

    /// Whether only what Keap's options say may be chosen.
    pub const fn is_from_options(self) -> bool {
        matches!(self, Self::Choice | Self::Choices)
    }

    /// Whether it takes several values.
    pub const fn is_several(self) -> bool {
        matches!(self, Self::Choices | Self::Users)
    }
}

impl Known {
    /// The lists as far as one address needs them.
    pub(super) fn lists(&self, country_code: &str) -> Lists {
        let lists = Lists {
            countries: self.countries.clone(),
            provinces: None,
        };
        let alpha3 = lists.country(country_code).map(|country| country.alpha3);
        let provinces = alpha3.and_then(|code| self.provinces.get(&code).cloned());
        Lists { provinces, ..lists }
    }

    /// The custom field of that id.
    pub fn custom_field(&self, id: &str) -> Option<&CustomField> {
        self.custom.iter().flatten().find(|field| field.id == id)
    }
}
