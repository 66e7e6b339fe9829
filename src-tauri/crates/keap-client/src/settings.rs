//! The words that an account offers for a contact: titles, suffixes, kinds of contacts and phones.
//!
//! They are what people chose in the account's settings; a contact may hold others.

use serde_json::Value;

use crate::http::call::Call;
use crate::lenient::{Object, as_object, as_text};
use crate::{Authorization, Client, Error};

/// The lists, in Keap's order; one that the account does not have is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ContactSettings {
    /// What may stand before a name.
    pub title_types: Vec<String>,
    /// What may stand behind a name.
    pub suffix_types: Vec<String>,
    /// The kinds of contacts.
    pub contact_types: Vec<String>,
    /// The kinds of phone numbers.
    pub phone_types: Vec<String>,
}

impl Client {
    /// What the account's settings offer for contacts.
    ///
    /// # Errors
    /// [`Error`]; [`Error::Unreadable`] where the answer is no object.
    pub async fn settings(&self, authorization: &Authorization) -> Result<ContactSettings, Error> {
        let call = Call {
            query: "fields=CONTACT".to_owned(),
            ..Call::get("/settings/applications:getConfiguration")
        };
        let answered = self.call(authorization, &call).await?;
        let status = answered.status;
        let mut answer = as_object(answered.value).ok_or(Error::Unreadable { status })?;
        let contact = answer.remove("contact").and_then(as_object);
        Ok(read(&contact.unwrap_or_default()))
    }
}

fn read(contact: &Object) -> ContactSettings {
    let words = |key| contact.get(key).map(words).unwrap_or_default();
    ContactSettings {
        title_types: words("title_types"),
        suffix_types: words("suffix_types"),
        contact_types: words("contact_types"),
        phone_types: words("phone_types"),
    }
}

/// Keap has each list as one text, parted by commas.
fn words(list: &Value) -> Vec<String> {
    let texts: Vec<String> = match list {
        Value::Array(items) => items.iter().filter_map(as_text).collect(),
        list => as_text(list)
            .map(|text| text.split([',', '\n']).map(str::to_owned).collect())
            .unwrap_or_default(),
    };
    let mut words: Vec<String> = Vec::new();
    for word in texts.iter().map(|word| word.trim()) {
        if !word.is_empty() && !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_list_is_read_as_text_and_as_list() {
        for (list, expected) in [
            (json!("Mr.,Ms."), &["Mr.", "Ms."][..]),
            (json!(" Mr. , ,Ms.\r\nMr.,"), &["Mr.", "Ms."]),
            (
                json!(["Mr., Mrs.", " ", null, "Ms."]),
                &["Mr., Mrs.", "Ms."],
            ),
            (json!(7), &["7"]),
            (json!(""), &[]),
            (json!(null), &[]),
            (json!({"a": "b"}), &[]),
        ] {
            assert_eq!(words(&list), expected, "{list}");
        }
    }
}
