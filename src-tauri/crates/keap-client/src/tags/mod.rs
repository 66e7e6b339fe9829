//! Tags and their categories, and putting a tag on contacts.
//!
//! Applying one can start automations in Keap; when that may be done is the core's rule.

mod apply;

pub use apply::TagOutcome;

use crate::http::pages::Listing;
use crate::lenient::{Object, as_object, as_text, text};
use crate::{Authorization, Client, Error, Listed};

/// Of the thousand that Keap would give on one page, the descriptions alone may be too much.
const PAGE_SIZE: usize = 500;
const MOST_TAGS: usize = 10_000;
const MOST_CATEGORIES: usize = 2_000;

/// A tag.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tag {
    /// Keap's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The id of its category.
    pub category: Option<String>,
}

/// A category of tags.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TagCategory {
    /// Keap's id.
    pub id: String,
    /// Its name.
    pub name: String,
}

impl Client {
    /// The tags of the account, up to ten thousand.
    ///
    /// # Errors
    /// [`Error`]; [`Error::Unreadable`] where the answer is no list.
    pub async fn tags(&self, authorization: &Authorization) -> Result<Listed<Tag>, Error> {
        let listing = Listing::of_small("/tags", "tags", PAGE_SIZE, MOST_TAGS);
        Ok(self.pages(authorization, &listing, tag).await?.into())
    }

    /// The categories of the tags.
    ///
    /// # Errors
    /// As [`Client::tags`].
    pub async fn tag_categories(
        &self,
        authorization: &Authorization,
    ) -> Result<Listed<TagCategory>, Error> {
        let listing = Listing::of_small(
            "/tags/categories",
            "tag_categories",
            PAGE_SIZE,
            MOST_CATEGORIES,
        );
        Ok(self
            .pages(authorization, &listing, |id, item| category(id, &item))
            .await?
            .into())
    }
}

fn tag(id: String, mut tag: Object) -> Option<Tag> {
    let category = tag.remove("category").and_then(|category| {
        let id = as_text(&category);
        id.or_else(|| text(&as_object(category)?, "id"))
    });
    Some(Tag {
        id,
        name: name(&tag)?,
        category: category.filter(|id| !id.trim().is_empty()),
    })
}

fn category(id: String, category: &Object) -> Option<TagCategory> {
    Some(TagCategory {
        id,
        name: name(category)?,
    })
}

fn name(of: &Object) -> Option<String> {
    text(of, "name").filter(|name| !name.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_category_is_named_in_more_than_one_way() {
        for (category, expected) in [
            (json!({"id": "5"}), Some("5")),
            (json!({"id": 5, "name": "Customers"}), Some("5")),
            (json!(5), Some("5")),
            (json!(""), None),
            (json!({"id": null}), None),
            (json!(null), None),
        ] {
            let object = json!({"name": "VIP", "category": category});
            let read = tag("1".into(), as_object(object).unwrap()).unwrap();
            assert_eq!(read.category.as_deref(), expected, "{category}");
        }
    }
}
