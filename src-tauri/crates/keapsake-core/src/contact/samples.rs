//! Contacts and lists for the tests of this room. Plainly fictional people only.

use keap_client::{Contact, Country, ListField, ListItem, Province, TextField};
use serde_json::Value;

use super::region::Lists;

/// A list item with these parts.
pub(crate) fn item(parts: &Value) -> ListItem {
    ListItem::new(parts.as_object().expect("an object").clone())
}

/// A contact with this id and these fields.
pub(crate) fn contact(id: &str, fields: &Value) -> Contact {
    let list = |key: &str| -> Vec<ListItem> {
        let items = fields.get(key).and_then(Value::as_array);
        let items = items.into_iter().flatten().cloned();
        items.map(|value| item(&value)).collect()
    };
    Contact {
        id: id.to_owned(),
        texts: TextField::ALL
            .into_iter()
            .filter_map(|field| Some((field, fields.get(field.name())?.as_str()?.to_owned())))
            .collect(),
        lists: ListField::ALL
            .map(|field| (field, list(field.name())))
            .into(),
        ..Contact::default()
    }
}

/// Keap's lists where this country is chosen. The codes come in both forms.
pub(crate) fn lists_of(country: &str) -> Lists {
    let listed = |name: &str, alpha2: Option<&str>, alpha3: Option<&str>| Country {
        name: name.into(),
        alpha2: alpha2.map(Into::into),
        alpha3: alpha3.map(Into::into),
    };
    let provinces = |listed: &[(&str, &str)]| -> Option<Vec<Province>> {
        let province = |(code, name): &(&str, &str)| Province {
            code: (*code).into(),
            name: (*name).into(),
            country: None,
        };
        Some(listed.iter().map(province).collect())
    };
    Lists {
        countries: vec![
            listed("United States", Some("US"), Some("USA")),
            listed("Canada", Some("CA"), Some("CAN")),
            listed("Monaco", Some("MC"), Some("MCO")),
            listed("Nowhere", Some("NW"), None),
        ],
        provinces: match country {
            "USA" => provinces(&[("US-AL", "Alabama"), ("AZ", "Arizona")]),
            "CAN" => provinces(&[("CA-ON", "Ontario"), ("QC", "Quebec")]),
            _ => None,
        },
    }
}
