//! A tag onto contacts, and off them.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::Method;
use serde_json::{Value, json};

use crate::http::call::{Call, done};
use crate::lenient::{as_object, text};
use crate::{Authorization, Client, Error};

/// What came of applying a tag to one contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagOutcome {
    /// It has the tag now.
    Applied,
    /// It had the tag before, or an unanswered try of this very call gave it.
    HadIt,
    /// Keap has no such contact.
    NoContact,
    /// Keap has no such tag.
    NoTag,
    /// The user or the app may not do this.
    NotAllowed,
    /// Keap says that it did not work.
    Failed,
    /// Keap says nothing of it, or nothing that is known.
    Unclear,
}

impl TagOutcome {
    fn of(word: &str) -> Self {
        match word.trim().to_ascii_uppercase().as_str() {
            "SUCCESS" => Self::Applied,
            "DUPLICATE" => Self::HadIt,
            "CONTACT_NOT_FOUND" => Self::NoContact,
            "TAG_ID_NOT_FOUND" | "TAG_NOT_FOUND" => Self::NoTag,
            "NO_PERMISSION" => Self::NotAllowed,
            "FAILURE" => Self::Failed,
            _ => Self::Unclear,
        }
    }
}

impl Client {
    /// Applies a tag to contacts, a hundred at most, and says of each what came of it.
    ///
    /// # Errors
    /// [`Error`]; after [`Error::may_have_acted`] some of them may have the tag.
    pub async fn apply_tag(
        &self,
        authorization: &Authorization,
        tag_id: &str,
        contact_ids: &[&str],
    ) -> Result<BTreeMap<String, TagOutcome>, Error> {
        if contact_ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let call = Call {
            method: Method::POST,
            values: &[tag_id],
            body: Some(body(contact_ids)),
            ..Call::get("/tags/{tag_id}/contacts:applyTags")
        };
        let answered = self.call(authorization, &call).await?;
        let status = answered.status;
        outcomes(answered.value, contact_ids).ok_or(Error::Unreadable { status })
    }

    /// Takes a tag off contacts, a hundred at most; one that does not have it is no failure.
    ///
    /// # Errors
    /// [`Error`]; after [`Error::may_have_acted`] some of them may have lost the tag.
    pub async fn remove_tag(
        &self,
        authorization: &Authorization,
        tag_id: &str,
        contact_ids: &[&str],
    ) -> Result<(), Error> {
        if contact_ids.is_empty() {
            return Ok(());
        }
        let call = Call {
            method: Method::POST,
            values: &[tag_id],
            body: Some(body(contact_ids)),
            ..Call::get("/tags/{tag_id}/contacts:removeTags")
        };
        done(self.call(authorization, &call).await)
    }
}

/// Keap refuses an id that stands twice.
fn body(contact_ids: &[&str]) -> Vec<u8> {
    let ids: BTreeSet<_> = contact_ids.iter().collect();
    json!({ "contact_ids": ids }).to_string().into_bytes()
}

/// What is said of every contact that was asked for; of no other.
fn outcomes(answer: Value, contact_ids: &[&str]) -> Option<BTreeMap<String, TagOutcome>> {
    let results = as_object(answer)?.remove("results").and_then(as_object);
    let results = results.unwrap_or_default();
    let of = |id: &&str| {
        let word = text(&results, id);
        ((*id).to_owned(), TagOutcome::of(&word.unwrap_or_default()))
    };
    Some(contact_ids.iter().map(of).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_contact_has_an_outcome() {
        use TagOutcome::{Applied, Failed, HadIt, NoContact, NoTag, NotAllowed, Unclear};
        for (answer, expected) in [
            (
                json!({"results": {"1": "SUCCESS", "2": "DUPLICATE", "9": "FAILURE"}}),
                Some([Applied, HadIt]),
            ),
            (
                json!({"results": {"1": "contact_not_found", "2": "TAG_ID_NOT_FOUND"}}),
                Some([NoContact, NoTag]),
            ),
            (
                json!({"results": {"1": "NO_PERMISSION", "2": "FAILURE"}}),
                Some([NotAllowed, Failed]),
            ),
            (
                json!({"results": {"1": "SOMETHING_NEW", "2": null}}),
                Some([Unclear, Unclear]),
            ),
            (json!({"results": ["1"]}), Some([Unclear, Unclear])),
            (json!({"results": null}), Some([Unclear, Unclear])),
            (json!({}), Some([Unclear, Unclear])),
            (json!([]), None),
            (json!(null), None),
        ] {
            let read = outcomes(answer.clone(), &["1", "2"]);
            let read = read.map(|read| read.into_values().collect::<Vec<_>>());
            assert_eq!(read, expected.map(|both| both.to_vec()), "{answer}");
        }
    }
}
