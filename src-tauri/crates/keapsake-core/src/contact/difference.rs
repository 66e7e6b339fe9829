//! What has to be sent so that one contact becomes another: what differs, and nothing else.

use keap_client::{CompanyOfContact, Contact, ContactBody, ListField, TextField};

use super::writable::writable;

/// The changed fields of a contact. The company stands apart, because Keap links it by an id that a
/// name may have yet to be given.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Difference {
    /// Texts and lists; a list is whole.
    pub body: ContactBody,
    /// The company that it is to belong to; `Some(None)` takes it out of the one it belongs to.
    pub company: Option<Option<CompanyOfContact>>,
}

impl Difference {
    /// What `after` needs from `before`. Only what can be written is compared.
    pub fn between(before: &Contact, after: &Contact) -> Self {
        let texts = TextField::ALL
            .into_iter()
            .filter(|field| !field.is_read_only())
            .filter(|field| before.text(*field) != after.text(*field))
            .map(|field| (field, after.text(field).to_owned()));
        let lists = ListField::ALL.into_iter().filter_map(|list| {
            let wanted = writable(list, after.items(list));
            (writable(list, before.items(list)) != wanted).then_some((list, wanted))
        });
        Self {
            body: ContactBody {
                texts: texts.collect(),
                lists: lists.collect(),
                company: None,
            },
            company: (before.company != after.company).then(|| after.company.clone()),
        }
    }

    /// Whether there is nothing to send.
    pub fn is_empty(&self) -> bool {
        self.body.is_empty() && self.company.is_none()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::samples::contact;
    use super::*;

    #[test]
    fn only_what_differs_is_sent_and_a_list_whole() {
        let before = contact(
            "7",
            &json!({
                "given_name": "Ann", "family_name": "Lopez", "update_time": "2026-01-01",
                "phone_numbers": [{"field": "PHONE1", "number": "1", "number_e164": "+1"},
                    {"field": "PHONE2", "number": "2"}],
                "email_addresses": [{"field": "EMAIL1", "email": "ann@example.com"}],
            }),
        );
        assert!(Difference::between(&before, &before).is_empty());
        let after = contact(
            "7",
            &json!({
                "given_name": "Ann", "update_time": "2026-02-02",
                "phone_numbers": [{"field": "PHONE1", "number": "1"},
                    {"field": "PHONE2", "number": "3"}],
                "email_addresses": [{"field": "EMAIL1", "email": "ann@example.com"}],
            }),
        );
        let sent = Difference::between(&before, &after);
        assert_eq!(
            json!(sent.body),
            json!({"family_name": "", "phone_numbers": [{"field": "PHONE1", "number": "1"},
                {"field": "PHONE2", "number": "3"}]})
        );
        assert_eq!(sent.company, None);
    }
}
