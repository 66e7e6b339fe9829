//! JSON into a value, unless the text is a trap: one that grows in memory, or says a thing twice.
//!
//! A list of a hundred thousand empty objects is less than a mebibyte on the wire and sixty in
//! memory, so what a text will weigh is reckoned before it is read. Of a member that stands twice
//! nobody can say which one counts (RFC 8259 §4). Knows no schema.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// The most that a value may weigh in memory, in bytes: some three hundred contacts.
pub(crate) const MOST: usize = 3 * 1024 * 1024;

/// Reads a text; `None` where it is no JSON, too deep, too heavy or ambiguous.
pub(crate) fn parse(text: &[u8]) -> Option<Value> {
    if weight(text) > MOST {
        return None;
    }
    serde_json::from_slice(text).ok().map(|Plain(value)| value)
}

/// About what the text's value takes in memory, in bytes: counted high, whatever the text is.
pub(crate) fn weight(text: &[u8]) -> usize {
    let (mut weight, mut in_text, mut escaped) = (text.len(), false, false);
    for byte in text {
        weight += match byte {
            _ if escaped => {
                escaped = false;
                0
            }
            b'\\' if in_text => {
                escaped = true;
                0
            }
            b'"' => {
                in_text = !in_text;
                // One of two, each text being an allocation.
                16
            }
            _ if in_text => 0,
            // An object's first node, a member's share of the next ones, a list's first places
            // and its further ones, which double.
            b'{' => 640,
            b':' => 96,
            b'[' => 128,
            b',' => 64,
            _ => 0,
        };
    }
    weight
}

/// A value in which no object has a member twice.
struct Plain(Value);

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Reader).map(Self)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(flag.into())
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Plain(value)) = list.next_element()? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some((name, Plain(value))) = object.next_entry::<String, Plain>()? {
            if members.insert(name, value).is_some() {
                return Err(A::Error::custom("a member stands twice"));
            }
        }
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_grows_in_memory_is_not_read() {
        const MEBIBYTE: usize = 1024 * 1024;
        for piece in ["{},", "[],", "0,", r#"{"":0},"#, r#""","#, "[[0]],"] {
            let many = piece.repeat(MEBIBYTE / piece.len());
            let list = format!("[{}]", many.trim_end_matches(','));
            assert!(serde_json::from_str::<Value>(&list).is_ok(), "{piece}");
            assert_eq!(parse(list.as_bytes()), None, "{piece}");
        }
        let members: Vec<_> = (0..90_000).map(|n| format!(r#""{n}":0"#)).collect();
        assert_eq!(parse(format!("{{{}}}", members.join(",")).as_bytes()), None);
    }

    #[test]
    fn a_member_that_stands_twice_says_nothing() {
        for (text, read) in [
            (r#"{"id":1,"id":1}"#, false),
            (r#"{"a":[{"b":{"id":1,"\u0069d":2}}]}"#, false),
            (r#"{"id":1,"ID":2,"a":{"id":3}}"#, true),
        ] {
            assert_eq!(parse(text.as_bytes()).is_some(), read, "{text}");
        }
    }

    #[test]
    fn everything_else_is_read_as_it_is() {
        let text = r#" {"a":[null,true,-1,18446744073709551615,1.5e3,"\u00e9\n",{}],"b":""} "#;
        assert_eq!(parse(text.as_bytes()), serde_json::from_str(text).ok());
        for text in [
            "",
            "NaN",
            "1e999",
            "{}{}",
            "[1,]",
            "\u{feff}{}",
            r#""\ud800""#,
        ] {
            assert_eq!(parse(text.as_bytes()), None, "{text:?}");
        }
        assert_eq!(parse(b"\"\xff\""), None, "not UTF-8");
        assert_eq!(parse("[".repeat(200).as_bytes()), None, "too deep");
    }

    #[test]
    fn long_texts_weigh_what_they_are() {
        let text = format!("\"{}\"", r#"{[:,\"{[:,\\"#.repeat(70_000));
        assert_eq!(weight(text.as_bytes()), text.len() + 32);
        assert!(parse(text.as_bytes()).is_some());
    }

    #[test]
    fn a_page_of_whole_contacts_is_read() {
        let item = |part: &str| {
            format!(r#"{{"field":"{part}1","{part}":"x","type":null,"extension":""}}"#)
        };
        let address = r#"{"field":"BILLING","line1":"1 Main St","line2":"","locality":"Tempe",
            "region":"Arizona","region_code":"US-AZ","country":"United States","country_code":"USA",
            "postal_code":"","zip_code":"85281","zip_four":""}"#;
        let contact = format!(
            r#"{{"id":"1","given_name":"Ann","family_name":"Baker","company":{{"id":"7","company_name":"B"}},
            "owner_id":"1","update_time":"2026-01-01","create_time":"2026-01-01",
            "email_addresses":[{email},{email}],"phone_numbers":[{phone},{phone}],
            "addresses":[{address},{address}]}}"#,
            email = item("email"),
            phone = item("number"),
        );
        let page = format!(r#"{{"contacts":[{}]}}"#, vec![contact; 100].join(","));
        assert!(
            parse(page.as_bytes()).is_some(),
            "{}",
            weight(page.as_bytes())
        );
    }
}
