//! The items of a list on their way into an answer: filtered, sorted, cut into a page. It does not
//! know what is listed.

use serde_json::{Value, json};

use super::paging::{Page, Place};
use super::problem::Problem;
use super::query::Query;
use super::terms::{Looks, Terms};
use crate::book::account::Record;

/// One item and the id by which items of equal rank are told apart.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) id: u64,
    pub(crate) record: Record,
}

/// What a list lets be asked for.
pub(crate) struct Rules {
    /// The member of the answer that holds the items.
    pub(crate) member: &'static str,
    /// The largest page.
    pub(crate) largest: usize,
    /// The names a filter may have.
    pub(crate) filters: &'static [(&'static str, Looks)],
    /// The names `order_by` may have, and the members they stand for; the first is the usual one.
    pub(crate) orders: &'static [(&'static str, &'static str)],
}

impl Rules {
    /// The terms of a query's filter.
    pub(crate) fn terms<'q>(&self, query: &'q Query) -> Result<Terms<'q>, Problem> {
        Terms::parse(query.get("filter"), self.filters)
    }

    /// The whole answer: the page of `rows` that the query asks for, each as `show` shows it.
    pub(crate) fn answer(
        &self,
        query: &Query,
        rows: impl Iterator<Item = Row>,
        show: impl Fn(Row) -> Value,
    ) -> Result<Value, Problem> {
        let terms = self.terms(query)?;
        let order = Order::parse(query.get("order_by"), self.orders)?;
        let page = Page::of(query, self.largest)?;
        let mut rows: Vec<Row> = rows.filter(|row| terms.let_through(row)).collect();
        order.sort(&mut rows, |row| (row.id, &row.record));
        let (part, next) = page.cut(rows, order.descending, |row| {
            order.place(row.id, &row.record)
        });
        let shown: Vec<Value> = part.into_iter().map(show).collect();
        Ok(json!({self.member: shown, "next_page_token": next}))
    }
}

/// The order of a list: `order_by=NAME` or `NAME asc|desc`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order {
    member: &'static str,
    pub(crate) descending: bool,
}

impl Order {
    /// Parses the parameter by the names a list has.
    pub(crate) fn parse(
        text: Option<&str>,
        known: &'static [(&'static str, &'static str)],
    ) -> Result<Self, Problem> {
        let invalid = || Problem::invalid("order_by", "order_by is invalid");
        let mut words = text.unwrap_or_default().split_whitespace();
        let found = match words.next() {
            None => known.first(),
            Some(word) => known.iter().find(|(name, _)| *name == word),
        };
        let (_, member) = found.ok_or_else(invalid)?;
        let descending = match words.next() {
            None | Some("asc") => false,
            Some("desc") => true,
            Some(_) => return Err(invalid()),
        };
        match words.next() {
            Some(_) => Err(invalid()),
            None => Ok(Self { member, descending }),
        }
    }

    /// Sorts items that come by id.
    pub(crate) fn sort<T>(self, items: &mut [T], look: impl Fn(&T) -> (u64, &Record)) {
        if self.member != "id" {
            items.sort_by_cached_key(|item| {
                let (id, record) = look(item);
                self.place(id, record)
            });
        }
        if self.descending {
            items.reverse();
        }
    }

    /// Where an item stands in this order.
    pub(crate) fn place(self, id: u64, record: &Record) -> Place {
        let key = if self.member == "id" {
            String::new()
        } else {
            text(record, self.member).to_lowercase()
        };
        Place { key, id }
    }
}

/// What is at a path, `address.locality` or `email_addresses.0.email`.
pub(crate) fn at<'a>(record: &'a Record, path: &str) -> Option<&'a Value> {
    let mut steps = path.split('.');
    let first = record.get(steps.next()?)?;
    steps.try_fold(first, |value, step| match step.parse::<usize>() {
        Ok(index) => value.get(index),
        Err(_) => value.get(step),
    })
}

/// The text at a path; none is empty.
pub(crate) fn text<'a>(record: &'a Record, path: &str) -> &'a str {
    at(record, path).and_then(Value::as_str).unwrap_or_default()
}
