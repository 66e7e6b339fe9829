//! A province, state or county as Keap lists it.

use serde_json::Value;

use super::list;
use crate::lenient::{Object, as_object, as_text, text};

/// One subdivision of a country.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Province {
    /// Its code as listed: `US-AZ` or `AZ`, whichever Keap has.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The country it says it belongs to, as a code or a name.
    pub country: Option<String>,
}

/// Reads v2's list, or v1's map from code to name; what has no code or no name is left out.
pub(super) fn read(answer: Value) -> Vec<Province> {
    match list(answer, "provinces") {
        Some(Value::Array(items)) => items
            .into_iter()
            .filter_map(as_object)
            .filter_map(|item| of_item(&item))
            .collect(),
        Some(Value::Object(names)) => names
            .iter()
            .filter_map(|(code, name)| {
                Some(Province {
                    code: Some(code.clone()).filter(|code| !code.is_empty())?,
                    name: as_text(name).filter(|name| !name.trim().is_empty())?,
                    country: None,
                })
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn of_item(item: &Object) -> Option<Province> {
    Some(Province {
        code: text(item, "code").filter(|code| !code.trim().is_empty())?,
        name: text(item, "name").filter(|name| !name.trim().is_empty())?,
        country: text(item, "country"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn province(code: &str, name: &str, country: Option<&str>) -> Province {
        Province {
            code: code.into(),
            name: name.into(),
            country: country.map(Into::into),
        }
    }

    #[test]
    fn both_shapes_are_read_and_no_list_is_an_empty_one() {
        for (answer, expected) in [
            (
                json!({"provinces": [
                    {"code": "US-AZ", "name": "Arizona", "country": "USA"},
                    {"code": 13, "name": "Somewhere", "country": null},
                    {"code": "US-XX"},
                    {"name": "Nowhere"},
                ]}),
                vec![
                    province("US-AZ", "Arizona", Some("USA")),
                    province("13", "Somewhere", None),
                ],
            ),
            (
                json!({"provinces": {"US-AL": "Alabama", "": "Nowhere"}}),
                vec![province("US-AL", "Alabama", None)],
            ),
            (json!({"provinces": []}), vec![]),
            (json!({"provinces": null}), vec![]),
            (json!({}), vec![]),
            (json!(null), vec![]),
        ] {
            assert_eq!(read(answer.clone()), expected, "{answer}");
        }
    }
}
