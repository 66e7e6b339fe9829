//! The account's own fields of a contact: their names, kinds and options, as Keap has them.
//!
//! Does not know what the kinds mean, nor how a value of one is written.

use serde_json::Value;

use crate::http::call::Call;
use crate::lenient::{Object, as_object, objects, text};
use crate::{Authorization, Client, Error};

/// A custom field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CustomFieldModel {
    /// Keap's id, by which a contact holds a value of it.
    pub id: String,
    /// What people call it; the id where Keap does not say.
    pub label: String,
    /// Its kind, in Keap's word, such as `LIST_BOX`; empty where Keap does not say.
    pub field_type: String,
    /// What can be chosen.
    pub options: Vec<CustomFieldOption>,
    /// The group it stands in.
    pub group_id: Option<String>,
    /// The group's name.
    pub group_name: Option<String>,
    /// What it has in a new contact of Keap's own page.
    pub default_value: Option<String>,
}

/// One thing that can be chosen in a custom field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CustomFieldOption {
    /// Keap's id, where it says one.
    pub id: Option<String>,
    /// What people see.
    pub label: String,
}

impl Client {
    /// The custom fields of contacts, in Keap's order.
    ///
    /// # Errors
    /// [`Error`]; [`Error::Unreadable`] where the answer is no object, or has something else in the
    /// list's place.
    pub async fn custom_fields(
        &self,
        authorization: &Authorization,
    ) -> Result<Vec<CustomFieldModel>, Error> {
        let call = Call::get("/contacts/model");
        let answered = self.call(authorization, &call).await?;
        read(answered.value).ok_or(Error::Unreadable {
            status: answered.status,
        })
    }
}

fn read(answer: Value) -> Option<Vec<CustomFieldModel>> {
    let mut answer = as_object(answer)?;
    if !matches!(
        answer.get("custom_fields"),
        None | Some(Value::Null | Value::Array(_))
    ) {
        return None;
    }
    let fields = objects(&mut answer, "custom_fields").into_iter();
    Some(fields.filter(is_of_contacts).filter_map(field).collect())
}

/// Keap does not always say it, and the list is that of contacts.
fn is_of_contacts(field: &Object) -> bool {
    text(field, "record_type").is_none_or(|of| of.eq_ignore_ascii_case("contact"))
}

fn field(mut field: Object) -> Option<CustomFieldModel> {
    let id = said(&field, "id")?;
    let options = objects(&mut field, "options").into_iter();
    let options = options.filter_map(|option| {
        Some(CustomFieldOption {
            id: said(&option, "id"),
            label: said(&option, "label")?,
        })
    });
    Some(CustomFieldModel {
        label: said(&field, "label").unwrap_or_else(|| id.clone()),
        id,
        field_type: said(&field, "field_type").unwrap_or_default(),
        options: options.collect(),
        group_id: said(&field, "group_id"),
        group_name: said(&field, "group_name"),
        default_value: text(&field, "default_value"),
    })
}

/// A text with something in it.
fn said(object: &Object, key: &str) -> Option<String> {
    text(object, key).filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn nothing_but_the_id_is_needed() {
        let bare = |id: &str| CustomFieldModel {
            id: id.into(),
            label: id.into(),
            ..CustomFieldModel::default()
        };
        for (field, expected) in [
            (json!({"id": 7}), Some(bare("7"))),
            (
                json!({"id": "7", "label": " ", "options": null, "group_id": null,
                    "record_type": null, "field_name": "x", "new": []}),
                Some(bare("7")),
            ),
            (
                json!({"id": "7", "options": "x", "record_type": "Contact"}),
                Some(bare("7")),
            ),
            (json!({"id": "7", "record_type": "COMPANY"}), None),
            (json!({"id": " ", "label": "Shoe size"}), None),
            (json!(null), None),
        ] {
            let read = read(json!({"custom_fields": [field]})).unwrap();
            assert_eq!(read, Vec::from_iter(expected), "{field}");
        }
    }

    #[test]
    fn what_keap_says_is_kept_as_it_is() {
        let field = json!({"id": "7", "label": "Shoe size", "field_type": "DROPDOWN",
            "record_type": "CONTACT", "group_id": 3, "group_name": "Feet", "default_value": " 39",
            "options": [{"id": 1, "label": "39"}, {"label": 40}, {"id": "3", "label": " "}, null]});
        let option = |id: Option<&str>, label: &str| CustomFieldOption {
            id: id.map(Into::into),
            label: label.into(),
        };
        assert_eq!(
            read(json!({"custom_fields": [field]})).unwrap(),
            [CustomFieldModel {
                id: "7".into(),
                label: "Shoe size".into(),
                field_type: "DROPDOWN".into(),
                options: vec![option(Some("1"), "39"), option(None, "40")],
                group_id: Some("3".into()),
                group_name: Some("Feet".into()),
                default_value: Some(" 39".into()),
            }]
        );
    }

    #[test]
    fn what_is_no_list_is_not_an_empty_one() {
        for (answer, expected) in [
            (json!({}), Some(vec![])),
            (json!({"custom_fields": null}), Some(vec![])),
            (json!({"custom_fields": {}}), None),
            (json!({"custom_fields": "x"}), None),
            (json!([]), None),
            (json!(null), None),
        ] {
            assert_eq!(read(answer.clone()), expected, "{answer}");
        }
    }
}
