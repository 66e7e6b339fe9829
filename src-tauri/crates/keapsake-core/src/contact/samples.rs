//! Contacts, drafts and lists for the tests of this room. Plainly fictional people only.

use keap_client::{Contact, Country, ListItem, Province};
use serde_json::Value;

use super::draft::Draft;
use super::region::Lists;

/// A draft with nothing but its e-mail address.
pub(super) fn ann() -> Draft {
    Draft {
        email: "ann@example.com".into(),
        ..Draft::default()
    }
}

/// A list item with these parts.
pub(super) fn item(parts: &Value) -> ListItem {
    ListItem::new(parts.as_object().expect("an object").clone())
}

/// A contact with this id and these fields.
pub(super) fn contact(id: &str, fields: &Value) -> Contact {
    let text = |key: &str| Some(fields.get(key)?.as_str()?.to_owned());
    let list = |key: &str| -> Vec<ListItem> {
        let items = fields.get(key).and_then(Value::as_array);
        let items = items.into_iter().flatten().cloned();
        items.map(|value| item(&value)).collect()
    };
    Contact {
        id: id.to_owned(),
        given_name: text("given_name"),
        family_name: text("family_name"),
        email_addresses: list("email_addresses"),
        phone_numbers: list("phone_numbers"),
        addresses: list("addresses"),
        ..Contact::default()
    }
}

/// Keap's lists for a draft that chooses this country. The codes come in both forms.
pub(super) fn lists_of(country: &str) -> Lists {
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

/// Keap's lists as they are loaded for the draft.
pub(super) fn lists_for(draft: &Draft) -> Lists {
    let chosen = lists_of("").country(&draft.country_code);
    lists_of(&chosen.map_or_else(String::new, |country| country.alpha3))
}
