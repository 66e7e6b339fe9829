//! A contact as v2 sends it, as far as Keapsake looks at it.

use serde_json::Value;

use super::list_item::ListItem;
use crate::lenient::{Object, as_object, objects, text};

/// What is asked of every contact: v2's default answer leaves most of it out.
pub const CONTACT_FIELDS: &[&str] = &[
    "id",
    "given_name",
    "family_name",
    "email_addresses",
    "phone_numbers",
    "addresses",
    "company",
    "owner_id",
    "update_time",
    "create_time",
];

/// One contact; an empty text is read as none.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Contact {
    /// Keap's number, as text.
    pub id: String,
    /// First name.
    pub given_name: Option<String>,
    /// Last name.
    pub family_name: Option<String>,
    /// The company record's number.
    pub company_id: Option<String>,
    /// The company record's name.
    pub company_name: Option<String>,
    /// The user who owns the contact.
    pub owner_id: Option<String>,
    /// When it was last changed, as sent.
    pub update_time: Option<String>,
    /// When it was made, as sent.
    pub create_time: Option<String>,
    /// `EMAIL1` to `EMAIL3`.
    pub email_addresses: Vec<ListItem>,
    /// `PHONE1` to `PHONE5`.
    pub phone_numbers: Vec<ListItem>,
    /// `BILLING`, `SHIPPING` and `OTHER`.
    pub addresses: Vec<ListItem>,
}

impl Contact {
    /// Reads a contact; `None` where the value is none or has no id.
    pub(super) fn read(value: Value) -> Option<Self> {
        let mut object = as_object(value)?;
        let company = object.remove("company").and_then(as_object);
        let company = company.unwrap_or_default();
        Some(Self {
            id: text(&object, "id").filter(|id| !id.trim().is_empty())?,
            given_name: text(&object, "given_name"),
            family_name: text(&object, "family_name"),
            company_id: text(&company, "id"),
            company_name: text(&company, "company_name"),
            owner_id: text(&object, "owner_id"),
            update_time: text(&object, "update_time"),
            create_time: text(&object, "create_time"),
            email_addresses: items(&mut object, "email_addresses"),
            phone_numbers: items(&mut object, "phone_numbers"),
            addresses: items(&mut object, "addresses"),
        })
    }
}

fn items(object: &mut Object, key: &str) -> Vec<ListItem> {
    objects(object, key)
        .into_iter()
        .map(ListItem::new)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn ids_are_read_as_strings_and_numbers_and_are_needed() {
        for (id, expected) in [
            (json!("30"), Some("30")),
            (json!(30), Some("30")),
            (json!(" "), None),
            (json!(""), None),
            (json!(null), None),
            (json!({}), None),
        ] {
            let read = Contact::read(json!({ "id": id }));
            assert_eq!(read.map(|contact| contact.id).as_deref(), expected, "{id}");
        }
        assert_eq!(Contact::read(json!([])), None);
    }

    #[test]
    fn nothing_but_the_id_is_needed() {
        let bare = Contact {
            id: "1".into(),
            ..Contact::default()
        };
        for answer in [
            json!({"id": 1}),
            json!({"id": 1, "email_addresses": null, "phone_numbers": "x", "addresses": [null]}),
            json!({"id": 1, "company": null, "owner_id": null, "given_name": "", "new": [{}]}),
        ] {
            assert_eq!(
                Contact::read(answer.clone()),
                Some(bare.clone()),
                "{answer}"
            );
        }
    }

    #[test]
    fn items_keep_every_part() {
        let item = json!({"field": "EMAIL1", "email": "ann@example.com", "email_opt_status":
            "SOMETHING_NEW", "is_opt_in": null, "unheard_of": {"a": [1]}});
        let read = Contact::read(json!({"id": 1, "email_addresses": [item], "company":
            {"id": 7, "company_name": "Practice Bakery"}}))
        .unwrap();
        assert_eq!(
            serde_json::to_value(&read.email_addresses).unwrap(),
            json!([item])
        );
        assert_eq!(read.email_addresses[0].field(), Some("EMAIL1"));
        assert_eq!(
            read.email_addresses[0].text("email").as_deref(),
            Some("ann@example.com")
        );
        assert_eq!(read.company_id.as_deref(), Some("7"));
        assert_eq!(read.company_name.as_deref(), Some("Practice Bakery"));
    }
}
