//! An item of one of a contact's lists, exactly as it was read.
//!
//! v2's lists replace what is there, so an item nobody touched must go back with everything in
//! it, the parts that this crate has never heard of included.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::lenient::text;

/// An e-mail address, phone number or postal address with all its parts.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct ListItem(Map<String, Value>);

impl ListItem {
    /// Wraps an object as it is.
    pub fn new(parts: Map<String, Value>) -> Self {
        Self(parts)
    }

    /// An item of one slot, such as `EMAIL1`, `PHONE2` or `BILLING`, with nothing else in it.
    pub fn in_slot(field: &str) -> Self {
        let mut item = Self::default();
        item.set("field", field);
        item
    }

    /// The slot the item stands in.
    pub fn field(&self) -> Option<&str> {
        self.0.get("field")?.as_str()
    }

    /// A part that is a string or a number, as text; an empty one is none.
    pub fn text(&self, part: &str) -> Option<String> {
        text(&self.0, part)
    }

    /// A part as it is.
    pub fn get(&self, part: &str) -> Option<&Value> {
        self.0.get(part)
    }

    /// Sets a part.
    pub fn set(&mut self, part: &str, value: impl Into<Value>) {
        self.0.insert(part.to_owned(), value.into());
    }

    /// Drops a part, and returns it where there was one.
    pub fn remove(&mut self, part: &str) -> Option<Value> {
        self.0.remove(part)
    }

    /// All parts.
    pub fn parts(&self) -> &Map<String, Value> {
        &self.0
    }
}

impl From<Map<String, Value>> for ListItem {
    fn from(parts: Map<String, Value>) -> Self {
        Self(parts)
    }
}
