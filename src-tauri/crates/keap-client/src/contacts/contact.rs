//! A contact as v2 sends it, as far as Keapsake looks at it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::list_item::ListItem;
use super::names::{ListField, TextField};
use crate::lenient::{Object, as_object, as_text, objects, text};

/// A contact, as far as it was asked for. What is absent, `null` or empty in the answer is not in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Contact {
    /// Keap's id. v1 sends numbers, v2 strings.
    pub id: String,
    /// The fields with one text.
    pub texts: BTreeMap<TextField, String>,
    /// The lists, every item exactly as it was read.
    pub lists: BTreeMap<ListField, Vec<ListItem>>,
    /// The company it belongs to.
    pub company: Option<CompanyOfContact>,
    /// The ids of its tags.
    pub tag_ids: Vec<String>,
}

/// A company as a contact names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CompanyOfContact {
    /// Keap's id, where it says one.
    pub id: Option<String>,
    /// The company's name.
    pub name: Option<String>,
}

/// The fields that are asked for with every contact: all that can be shown or changed.
pub fn contact_fields() -> Vec<&'static str> {
    let mut names = vec!["id", "company", "tag_ids"];
    names.extend(TextField::ALL.map(TextField::name));
    names.extend(ListField::ALL.map(ListField::name));
    names
}

impl Contact {
    /// Reads a contact; `None` where it has no id, because nothing can be done with it then.
    pub(super) fn read(value: Value) -> Option<Self> {
        let object = as_object(value)?;
        let id = text(&object, "id").filter(|id| !id.trim().is_empty())?;
        Some(Self::of_page(id, object))
    }

    /// Reads a contact of a list.
    pub(super) fn of_page(id: String, mut object: Object) -> Self {
        let company = object.remove("company").and_then(as_object);
        let texts = TextField::ALL
            .into_iter()
            .filter_map(|field| Some((field, text(&object, field.name())?)));
        let texts = texts.collect();
        let lists = ListField::ALL
            .into_iter()
            .map(|list| (list, items(&mut object, list.name())))
            .filter(|(_, items)| !items.is_empty());
        let lists = lists.collect();
        Self {
            id,
            texts,
            lists,
            company: company.as_ref().and_then(company_of),
            tag_ids: ids(object.get("tag_ids")),
        }
    }

    /// The text of a field; empty where there is none.
    pub fn text(&self, field: TextField) -> &str {
        self.texts.get(&field).map_or("", String::as_str)
    }

    /// The items of a list; empty where there are none.
    pub fn items(&self, list: ListField) -> &[ListItem] {
        self.lists.get(&list).map_or(&[], Vec::as_slice)
    }
}

fn company_of(object: &Object) -> Option<CompanyOfContact> {
    let company = CompanyOfContact {
        id: text(object, "id"),
        name: text(object, "company_name"),
    };
    (company != CompanyOfContact::default()).then_some(company)
}

fn items(object: &mut Object, key: &str) -> Vec<ListItem> {
    objects(object, key)
        .into_iter()
        .map(ListItem::new)
        .collect()
}

fn ids(value: Option<&Value>) -> Vec<String> {
    let ids = value.and_then(Value::as_array).into_iter().flatten();
    ids.filter_map(as_text).collect()
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
            json!({"id": 1, "company": {}, "tag_ids": "91", "custom_fields": []}),
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
            {"id": 7, "company_name": "Practice Bakery"}, "tag_ids": [91, "92", null],
            "owner_id": 3}))
        .unwrap();
        let emails = read.items(ListField::EmailAddresses);
        assert_eq!(serde_json::to_value(emails).unwrap(), json!([item]));
        assert_eq!(emails[0].field(), Some("EMAIL1"));
        assert_eq!(emails[0].text("email").as_deref(), Some("ann@example.com"));
        let company = read.company.clone().unwrap();
        assert_eq!(company.id.as_deref(), Some("7"));
        assert_eq!(company.name.as_deref(), Some("Practice Bakery"));
        assert_eq!(read.tag_ids, ["91", "92"]);
        assert_eq!(read.text(TextField::Owner), "3");
        assert_eq!(read.text(TextField::GivenName), "");
    }
}
