//! A list that a practice account keeps beside its contacts: rows under numbers that are never given
//! twice. It does not know what a row means.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::account::Record;
use crate::api::rows::Row;
use crate::api::terms::same;

/// The rows of one list.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Shelf {
    next_id: u64,
    rows: BTreeMap<u64, Record>,
}

impl Shelf {
    /// A list with its first rows; what comes later is numbered from `next_id`.
    pub(crate) fn of(next_id: u64, rows: impl IntoIterator<Item = (u64, Value)>) -> Self {
        let rows = rows.into_iter().filter_map(|(id, row)| match row {
            Value::Object(row) => Some((id, row)),
            _ => None,
        });
        Self {
            next_id,
            rows: rows.collect(),
        }
    }

    /// Files a row under the next number.
    pub(crate) fn add(&mut self, row: Record) -> u64 {
        let id = self.next_id;
        self.next_id = id.saturating_add(1);
        self.rows.insert(id, row);
        id
    }

    /// The row that an id of the API names.
    pub(crate) fn get(&self, id: &str) -> Option<Row> {
        let id = id.parse().ok()?;
        let record = self.rows.get(&id)?.clone();
        Some(Row { id, record })
    }

    /// Whether there is such a row.
    pub(crate) fn has(&self, id: &str) -> bool {
        id.parse().is_ok_and(|id: u64| self.rows.contains_key(&id))
    }

    /// All rows by number.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Row> {
        self.rows.iter().map(|(id, record)| Row {
            id: *id,
            record: record.clone(),
        })
    }

    /// Whether a row's member already has this text, case and outer blanks aside.
    pub(crate) fn is_taken(&self, member: &str, text: &str) -> bool {
        self.rows.values().any(|row| {
            row.get(member)
                .and_then(Value::as_str)
                .is_some_and(|held| same(held.trim(), text.trim()))
        })
    }
}
