//! A country as Keap lists it.

use serde_json::Value;

use super::list;
use crate::lenient::{Object, as_object, as_text, text};

/// One country.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Country {
    /// Keap's name for it, which is not always the one ISO has.
    pub name: String,
    /// ISO 3166-1 alpha-2, such as `US`.
    pub alpha2: Option<String>,
    /// ISO 3166-1 alpha-3, such as `USA`: what a contact's `country_code` takes.
    pub alpha3: Option<String>,
}

/// Reads v2's list, or v1's map from code to name; a country without a name is left out.
pub(super) fn read(answer: Value) -> Option<Vec<Country>> {
    match list(answer, "countries")? {
        Value::Array(items) => Some(
            items
                .into_iter()
                .filter_map(as_object)
                .filter_map(|item| of_item(&item))
                .collect(),
        ),
        Value::Object(names) => Some(
            names
                .iter()
                .filter_map(|(code, name)| {
                    let of_length = |length| Some(code.clone()).filter(|it| it.len() == length);
                    Some(Country {
                        name: as_text(name).filter(|name| !name.trim().is_empty())?,
                        alpha2: of_length(2),
                        alpha3: of_length(3),
                    })
                })
                .collect(),
        ),
        _ => None,
    }
}

fn of_item(item: &Object) -> Option<Country> {
    let codes = item.get("codes").and_then(Value::as_object);
    // v2 nests the codes; some lists of the same kind have them beside the name.
    let code = |key| {
        codes
            .and_then(|codes| text(codes, key))
            .or_else(|| text(item, key))
    };
    Some(Country {
        name: text(item, "name").filter(|name| !name.trim().is_empty())?,
        alpha2: code("alpha2"),
        alpha3: code("alpha3"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn country(name: &str, alpha2: Option<&str>, alpha3: Option<&str>) -> Country {
        Country {
            name: name.into(),
            alpha2: alpha2.map(Into::into),
            alpha3: alpha3.map(Into::into),
        }
    }

    #[test]
    fn both_shapes_are_read_and_the_useless_left_out() {
        for (answer, expected) in [
            (
                json!({"countries": [
                    {"name": "Viet Nam", "codes": {"alpha2": "VN", "alpha3": "VNM"}, "new": 1},
                    {"name": "Nowhere", "codes": null},
                    {"name": "Chad", "alpha2": "TD", "alpha3": "TCD"},
                    {"name": "Peru", "codes": {"alpha2": "PE", "alpha3": ""}, "alpha3": "PER"},
                    {"name": " ", "codes": {"alpha3": "XXX"}},
                    {"codes": {"alpha3": "YYY"}},
                    null,
                ], "next_page_token": ""}),
                Some(vec![
                    country("Viet Nam", Some("VN"), Some("VNM")),
                    country("Nowhere", None, None),
                    country("Chad", Some("TD"), Some("TCD")),
                    country("Peru", Some("PE"), Some("PER")),
                ]),
            ),
            (
                json!({"countries": {"USA": "United States", "VN": "Viet Nam", "XXX": null}}),
                Some(vec![
                    country("United States", None, Some("USA")),
                    country("Viet Nam", Some("VN"), None),
                ]),
            ),
            (json!({"countries": []}), Some(vec![])),
            (json!({"countries": null}), None),
            (json!({}), None),
            (json!([]), None),
            (json!(null), None),
        ] {
            assert_eq!(read(answer.clone()), expected, "{answer}");
        }
    }
}
