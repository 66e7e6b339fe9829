//! The pages of a list: followed until there is nothing more, and never for ever.
//!
//! An item without an id is left out, one that comes twice is kept once. Does not know what is
//! listed, nor what a list that was cut off is good for.

use std::collections::HashSet;

use serde_json::Value;

use super::call::{Answered, Call};
use super::json::MOST;
use super::path::encode;
use crate::lenient::{Object, as_object, objects, text};
use crate::{Authorization, Client, Error, Listed};

/// Which list, and how much of it is read.
pub(crate) struct Listing {
    /// The path under the API's base.
    pub(crate) template: &'static str,
    /// The query, encoded, but for the token of a page.
    pub(crate) query: String,
    /// The query of every page but the first, where it is another one.
    pub(crate) rest: Option<String>,
    /// Where the items stand in an answer.
    pub(crate) member: &'static str,
    pub(crate) most_items: usize,
    pub(crate) most_pages: usize,
    /// What all answers may take in memory, in bytes.
    pub(crate) most_weight: usize,
}

impl Listing {
    /// A list of small things, `page_size` at a time, up to `most_items`.
    pub(crate) fn of_small(
        template: &'static str,
        member: &'static str,
        page_size: usize,
        most_items: usize,
    ) -> Self {
        let most_pages = most_items.div_ceil(page_size.max(1));
        Self {
            template,
            query: format!("page_size={page_size}"),
            rest: None,
            member,
            most_items,
            most_pages,
            // Little of an answer is kept.
            most_weight: most_pages * MOST,
        }
    }

    /// The same with a filter, already encoded.
    pub(crate) fn filtered(self, filter: &str) -> Self {
        Self {
            query: format!("{filter}&{}", self.query),
            ..self
        }
    }
}

/// What was read of a list.
pub(crate) struct Pages<T> {
    pub(crate) items: Vec<T>,
    /// Keap has, or may have, more than is read.
    pub(crate) cut_off: bool,
    /// What the answers took in memory, in bytes.
    pub(crate) weight: usize,
}

impl<T> From<Pages<T>> for Listed<T> {
    fn from(pages: Pages<T>) -> Self {
        Self {
            items: pages.items,
            more: pages.cut_off,
        }
    }
}

/// Makes an item of its id and its parts; `None` where it is of no use.
type Read<T> = fn(String, Object) -> Option<T>;

impl Client {
    /// Reads a list page by page. [`Error::Unreadable`] where an answer is no object or has
    /// something else in the list's place: that must not pass for an empty list.
    pub(crate) async fn pages<T>(
        &self,
        authorization: &Authorization,
        listing: &Listing,
        read: Read<T>,
    ) -> Result<Pages<T>, Error> {
        let mut items = Vec::new();
        let mut weight = 0;
        let mut ids = HashSet::new();
        let mut tokens: Vec<String> = Vec::new();
        let mut cut_off = true;
        for _ in 0..listing.most_pages {
            let query = match tokens.last() {
                None => listing.query.clone(),
                Some(token) => {
                    let query = listing.rest.as_ref().unwrap_or(&listing.query);
                    format!("{query}&page_token={}", encode(token))
                }
            };
            let call = Call {
                query,
                ..Call::get(listing.template)
            };
            let answered = self.call(authorization, &call).await?;
            weight += answered.weight;
            if weight > listing.most_weight {
                break;
            }
            let (page, next) = page(answered, listing.member)?;
            let is_last = page.is_empty();
            for item in page {
                let Some(id) = text(&item, "id").filter(|id| !id.trim().is_empty()) else {
                    continue;
                };
                if ids.insert(id.clone()) {
                    items.extend(read(id, item));
                }
            }
            if items.len() > listing.most_items {
                break;
            }
            match next {
                Some(next) if !is_last && !tokens.contains(&next) => tokens.push(next),
                _ => {
                    cut_off = false;
                    break;
                }
            }
        }
        if cut_off {
            items.truncate(listing.most_items);
            tracing::warn!(
                path = listing.template,
                weight,
                "a list is longer than is read"
            );
        }
        Ok(Pages {
            items,
            cut_off,
            weight,
        })
    }
}

fn page(answered: Answered, member: &str) -> Result<(Vec<Object>, Option<String>), Error> {
    let status = answered.status;
    let mut object = as_object(answered.value).ok_or(Error::Unreadable { status })?;
    if !matches!(
        object.get(member),
        None | Some(Value::Null | Value::Array(_))
    ) {
        return Err(Error::Unreadable { status });
    }
    let items = objects(&mut object, member);
    Ok((items, text(&object, "next_page_token")))
}
