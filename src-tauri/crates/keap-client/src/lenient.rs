//! Reads values the way Keap is known to send them: numbers for strings, `null` for nothing.
//!
//! Does not know any schema; what is needed and what is optional is decided by the callers.

use serde_json::{Map, Value};

/// A JSON object as it is read.
pub(crate) type Object = Map<String, Value>;

/// A string or number as text; anything else, and a text without content, is nothing.
pub(crate) fn text(object: &Object, key: &str) -> Option<String> {
    as_text(object.get(key)?).filter(|text| !text.is_empty())
}

/// A string or number as text.
pub(crate) fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// `true`, `"true"` in any case and 1; everything else, and nothing, is `false`.
pub(crate) fn flag(object: &Object, key: &str) -> bool {
    match object.get(key) {
        Some(Value::Bool(flag)) => *flag,
        Some(Value::String(text)) => text.eq_ignore_ascii_case("true"),
        Some(Value::Number(number)) => number.as_u64() == Some(1),
        _ => false,
    }
}

/// The objects of a list; a list that is `null`, absent or no list is empty.
pub(crate) fn objects(object: &mut Object, key: &str) -> Vec<Object> {
    match object.remove(key) {
        Some(Value::Array(items)) => items.into_iter().filter_map(as_object).collect(),
        _ => Vec::new(),
    }
}

/// The object, where the value is one.
pub(crate) fn as_object(value: Value) -> Option<Object> {
    match value {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn object(value: Value) -> Object {
        as_object(value).unwrap()
    }

    #[test]
    fn text_takes_strings_and_numbers_only() {
        for (value, expected) in [
            (json!("30"), Some("30")),
            (json!(30), Some("30")),
            (
                json!(12_345_678_901_234_567_890_u64),
                Some("12345678901234567890"),
            ),
            (json!(""), None),
            (json!(null), None),
            (json!(true), None),
            (json!(["30"]), None),
        ] {
            let read = text(&object(json!({ "id": value })), "id");
            assert_eq!(read.as_deref(), expected, "{value}");
        }
        assert_eq!(text(&Object::new(), "id"), None);
    }

    #[test]
    fn flag_is_false_unless_clearly_true() {
        for (value, expected) in [
            (json!(true), true),
            (json!("TRUE"), true),
            (json!(1), true),
            (json!(0), false),
            (json!("yes"), false),
            (json!(null), false),
        ] {
            assert_eq!(
                flag(&object(json!({ "a": value })), "a"),
                expected,
                "{value}"
            );
        }
    }

    #[test]
    fn lists_that_are_none_are_empty() {
        for (value, expected) in [
            (json!([{}, null, 3, {}]), 2),
            (json!(null), 0),
            (json!({}), 0),
            (json!("x"), 0),
        ] {
            let mut object = object(json!({ "a": value }));
            assert_eq!(objects(&mut object, "a").len(), expected, "{object:?}");
        }
    }
}
