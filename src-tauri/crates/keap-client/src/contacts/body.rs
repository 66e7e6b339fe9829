//! What is sent of a contact; what is not in it is left out, because v2 keeps what is not mentioned.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::list_item::ListItem;
use super::names::{ListField, TextField};

/// The body of a create or an update.
///
/// A list that is sent replaces the one Keap has: an empty one removes everything in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ContactBody {
    /// Texts; `""` clears one.
    pub texts: BTreeMap<TextField, String>,
    /// Lists, each whole.
    pub lists: BTreeMap<ListField, Vec<ListItem>>,
    /// The company.
    pub company: Option<CompanyLink>,
}

/// Which company a contact is to belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CompanyLink {
    /// The company of this id; a name alone links nothing.
    To(String),
    /// To none. The body leaves it out: only the mask of an update names it.
    None,
}

impl ContactBody {
    /// The names of what it changes, sorted: the mask of an update.
    pub fn mask(&self) -> Vec<&'static str> {
        let mut names: Vec<_> = self.texts.keys().map(|field| field.name()).collect();
        names.extend(self.lists.keys().map(|list| list.name()));
        names.extend(self.company.as_ref().map(|_| "company"));
        names.sort_unstable();
        names
    }

    /// Whether nothing would be sent.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.lists.is_empty() && self.company.is_none()
    }

    /// The items of a list, where it is sent.
    pub fn items(&self, list: ListField) -> &[ListItem] {
        self.lists.get(&list).map_or(&[], Vec::as_slice)
    }
}

impl Serialize for ContactBody {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = Map::new();
        for (field, text) in &self.texts {
            object.insert(field.name().to_owned(), text.as_str().into());
        }
        for (list, items) in &self.lists {
            object.insert(list.name().to_owned(), json!(items));
        }
        if let Some(CompanyLink::To(id)) = &self.company {
            object.insert("company".to_owned(), json!({ "id": id }));
        }
        Value::Object(object).serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_there_is_written() {
        let sent = |body: &ContactBody| serde_json::to_value(body).unwrap();
        assert_eq!(sent(&ContactBody::default()), json!({}));
        let mut phone = ListItem::in_slot("PHONE1");
        phone.set("number", "555 0100");
        let body = ContactBody {
            texts: [(TextField::GivenName, String::new())].into(),
            lists: [
                (ListField::PhoneNumbers, vec![phone]),
                (ListField::Addresses, vec![]),
            ]
            .into(),
            company: Some(CompanyLink::To("7".into())),
        };
        assert_eq!(
            sent(&body),
            json!({"given_name": "", "addresses": [], "company": {"id": "7"},
                "phone_numbers": [{"field": "PHONE1", "number": "555 0100"}]})
        );
        assert_eq!(
            body.mask(),
            ["addresses", "company", "given_name", "phone_numbers"]
        );
    }

    #[test]
    fn a_company_that_goes_is_named_in_the_mask_alone() {
        let body = ContactBody {
            company: Some(CompanyLink::None),
            ..ContactBody::default()
        };
        assert_eq!(serde_json::to_value(&body).unwrap(), json!({}));
        assert_eq!(body.mask(), ["company"]);
        assert!(!body.is_empty());
    }
}
