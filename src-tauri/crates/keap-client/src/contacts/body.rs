//! What is sent of a contact; `None` is left out, because v2 keeps what is not mentioned.

use serde::Serialize;

use super::list_item::ListItem;

/// The body of a create or an update.
///
/// A list that is sent replaces the one Keap has: an empty one removes everything in it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ContactBody {
    /// First name; `""` clears it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    /// Last name; `""` clears it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family_name: Option<String>,
    /// `EMAIL1` to `EMAIL3`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_addresses: Option<Vec<ListItem>>,
    /// `PHONE1` to `PHONE5`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_numbers: Option<Vec<ListItem>>,
    /// `BILLING`, `SHIPPING` and `OTHER`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub addresses: Option<Vec<ListItem>>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_is_there_is_written() {
        let sent = |body: &ContactBody| serde_json::to_value(body).unwrap();
        assert_eq!(sent(&ContactBody::default()), json!({}));
        let mut phone = ListItem::in_slot("PHONE1");
        phone.set("number", "555 0100");
        let body = ContactBody {
            given_name: Some(String::new()),
            phone_numbers: Some(vec![phone]),
            addresses: Some(vec![]),
            ..ContactBody::default()
        };
        assert_eq!(
            sent(&body),
            json!({"given_name": "", "addresses": [],
                "phone_numbers": [{"field": "PHONE1", "number": "555 0100"}]})
        );
    }
}
