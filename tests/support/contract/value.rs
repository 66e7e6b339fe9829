//! Holds one JSON value against a schema.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::lengths;
use super::model::{Description, Kind, Schema};
use super::violation::{Mismatch, Violation};

/// Who wrote the value, and so how strict to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// We did: nothing is tolerated.
    Request,
    /// Keap did.
    Answer,
}

/// One value's check, and what it found.
pub(crate) struct Check<'a> {
    description: &'a Description,
    side: Side,
    found: Vec<Violation>,
}

impl<'a> Check<'a> {
    /// Everything that is wrong with a body.
    pub(crate) fn body(
        description: &'a Description,
        side: Side,
        schema: &'a Schema,
        value: &Value,
    ) -> Vec<Violation> {
        let mut check = Self {
            description,
            side,
            found: Vec::new(),
        };
        check.value("", schema, value);
        check.found
    }

    fn note(&mut self, at: &str, mismatch: Mismatch) {
        self.found.push(Violation::Body {
            at: at.to_owned(),
            mismatch,
        });
    }

    fn value(&mut self, at: &str, schema: &'a Schema, value: &Value) {
        let name = schema.reference.as_deref().unwrap_or_default();
        let schema = self.description.resolve(schema);
        if value.is_null() {
            if self.side == Side::Request {
                self.note(at, Mismatch::Null);
            }
            return;
        }
        if let Some(kind) = schema.kind
            && !kind.is_of(value)
        {
            self.note(at, Mismatch::Kind(kind));
            return;
        }
        if let Some(mismatch) = plain(schema, self.side, value) {
            self.note(at, mismatch);
        }
        match value {
            Value::Array(items) => self.list(at, schema, items),
            Value::Object(members) => {
                self.object(at, schema, members);
                self.item_rules(at, name, members);
            }
            _ => {}
        }
    }

    fn list(&mut self, at: &str, schema: &'a Schema, items: &[Value]) {
        let twice =
            |(index, item): (usize, &Value)| items.iter().skip(index + 1).any(|i| i == item);
        if schema.unique_items && items.iter().enumerate().any(twice) {
            self.note(at, Mismatch::Twice);
        }
        if let Some(of) = schema.items.as_deref() {
            for (index, item) in items.iter().enumerate() {
                self.value(&format!("{at}/{index}"), of, item);
            }
        }
    }

    fn object(&mut self, at: &str, schema: &'a Schema, members: &Map<String, Value>) {
        for name in &schema.required {
            // An answer's null is as good as absent, and so not good enough here.
            if members.get(name).is_none_or(Value::is_null) {
                self.note(&below(at, name), Mismatch::MissingMember);
            }
        }
        let known: &BTreeMap<String, Schema> = &schema.properties;
        for (name, value) in members {
            match known.get(name).or(schema.additional_properties.as_deref()) {
                Some(of) => self.value(&below(at, name), of, value),
                None if self.side == Side::Request => {
                    self.note(&below(at, name), Mismatch::UnknownMember);
                }
                None => {}
            }
        }
    }

    /// What the description says in words about the items of a contact's lists.
    fn item_rules(&mut self, at: &str, schema: &str, members: &Map<String, Value>) {
        let text = |name: &str| members.get(name).and_then(Value::as_str);
        let slot = text("field").unwrap_or_default();
        for (name, value) in members {
            if let (Some(limit), Some(value)) = (lengths::limit(schema, slot, name), value.as_str())
            {
                let length = value.chars().count();
                if length > limit {
                    self.note(&below(at, name), Mismatch::TooLong { length, limit });
                }
            }
        }
        if schema != "Address" || self.side == Side::Answer {
            return;
        }
        let has = |name: &str| text(name).is_some_and(|value| !value.is_empty());
        if has("zip_code") && has("postal_code") {
            let postal_code = Mismatch::Excludes("postal_code");
            self.note(&below(at, "zip_code"), postal_code);
        }
        for region in ["region_code", "region"] {
            if has(region) && !has("country_code") {
                self.note(&below(at, region), Mismatch::Needs("country_code"));
            }
        }
    }
}

/// What is wrong with a text or a number.
pub(crate) fn plain(schema: &Schema, side: Side, value: &Value) -> Option<Mismatch> {
    if let Some(only) = &schema.only {
        if !only.contains(value) {
            return Some(Mismatch::NotListed(value.to_string()));
        }
        if side == Side::Request && value.as_str().is_some_and(|v| v.ends_with("_UNSPECIFIED")) {
            return Some(Mismatch::Placeholder);
        }
    }
    if let (Some(limit), Some(text)) = (schema.max_length, value.as_str()) {
        let length = text.chars().count();
        if length > limit {
            return Some(Mismatch::TooLong { length, limit });
        }
    }
    if let Some(number) = value.as_f64()
        && (schema.minimum.is_some_and(|least| number < least)
            || schema.maximum.is_some_and(|most| number > most))
    {
        return Some(Mismatch::OutOfRange);
    }
    let format = schema.format.as_deref()?;
    (!is_in_format(format, value)).then(|| Mismatch::Format(format.to_owned()))
}

fn is_in_format(format: &str, value: &Value) -> bool {
    match format {
        "int32" => value.as_i64().is_some_and(|n| i32::try_from(n).is_ok()),
        "int64" => value.is_i64(),
        "date-time" => value.as_str().is_some_and(is_date_time),
        // A format that nobody has taught us is a gap in these checks, and must be seen.
        _ => false,
    }
}

/// `2026-01-31T08:00:00Z`, with or without fractions, or with an offset (RFC 3339 §5.6).
fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else {
        return false;
    };
    let digits = |part: &str, lengths: &[usize]| {
        let parts: Vec<&str> = part.split(['-', ':']).collect();
        parts.len() == lengths.len()
            && parts
                .iter()
                .zip(lengths)
                .all(|(p, &length)| p.len() == length && p.bytes().all(|b| b.is_ascii_digit()))
    };
    let (clock, offset) = match time.find(['Z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => return false,
    };
    let (seconds, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    digits(date, &[4, 2, 2])
        && digits(seconds, &[2, 2, 2])
        && !fraction.is_empty()
        && fraction.bytes().all(|b| b.is_ascii_digit())
        && (offset == "Z" || digits(offset.get(1..).unwrap_or_default(), &[2, 2]))
}

fn below(at: &str, name: &str) -> String {
    // RFC 6901 §3
    format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// The kind that a parameter's text would be of, read as that kind.
pub(crate) fn of_text(schema: &Schema, text: &str) -> Result<Value, Mismatch> {
    let kind = schema.kind.unwrap_or(Kind::String);
    let value = match kind {
        Kind::String => Some(Value::String(text.to_owned())),
        Kind::Integer => text.parse::<i64>().ok().map(Value::from),
        Kind::Number => text.parse::<f64>().ok().map(Value::from),
        Kind::Boolean => text.parse::<bool>().ok().map(Value::from),
        Kind::Array | Kind::Object => None,
    };
    value.ok_or(Mismatch::Kind(kind))
}

#[cfg(test)]
mod tests {
    use super::is_date_time;

    #[test]
    fn dates_are_read_as_the_rfc_writes_them() {
        for good in [
            "2026-01-31T08:00:00Z",
            "2026-01-31T08:00:00.123Z",
            "2026-01-31T08:00:00+01:00",
        ] {
            assert!(is_date_time(good), "{good}");
        }
        for bad in [
            "2026-01-31",
            "2026-01-31T08:00:00",
            "2026-01-31T08:00:00.000+0000",
            "31.01.2026T08:00:00Z",
            "2026-01-31T08:00:00.Z",
        ] {
            assert!(!is_date_time(bad), "{bad}");
        }
    }
}
