//! The people who work in the account: whose name stands for an owner's id.
//!
//! Does not decide who may own a contact.

use crate::filter::parameter;
use crate::http::pages::Listing;
use crate::lenient::{Object, objects, text};
use crate::{Authorization, Client, Error, Listed};

/// Keap gives no more on one page.
const PAGE_SIZE: usize = 100;
const MOST_USERS: usize = 2_000;

/// Somebody who works in the account, or has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct User {
    /// Keap's id.
    pub id: String,
    /// First name.
    pub given_name: Option<String>,
    /// Last name.
    pub family_name: Option<String>,
    /// Keap's word, such as `ACTIVE` or `INACTIVE`.
    pub status: Option<String>,
    /// The first e-mail address.
    pub email: Option<String>,
}

impl Client {
    /// Everybody who works in the account, and those who no longer do: their contacts may still have
    /// them as owners.
    ///
    /// # Errors
    /// [`Error`]; [`Error::Unreadable`] where the answer is no list.
    pub async fn users(&self, authorization: &Authorization) -> Result<Listed<User>, Error> {
        let everybody = parameter(&["include_inactive==true".to_owned()]);
        let listing =
            Listing::of_small("/users", "users", PAGE_SIZE, MOST_USERS).filtered(&everybody);
        let users = self.pages(authorization, &listing, |id, item| Some(read(id, item)));
        Ok(users.await?.into())
    }
}

fn read(id: String, mut user: Object) -> User {
    let addresses = objects(&mut user, "email_addresses");
    let listed = addresses.iter().find_map(|item| text(item, "email"));
    // The name somebody signs in with is most often an address.
    let named = || text(&user, "keap_id").filter(|name| name.contains('@'));
    User {
        id,
        email: listed.or_else(|| text(&user, "email")).or_else(named),
        given_name: text(&user, "given_name"),
        family_name: text(&user, "family_name"),
        status: text(&user, "status"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lenient::as_object;
    use serde_json::json;

    #[test]
    fn an_address_is_found_wherever_it_stands() {
        for (user, expected) in [
            (
                json!({"email_addresses": [{"email": null}, {"email": "a@example.com"}],
                    "keap_id": "b@example.com"}),
                Some("a@example.com"),
            ),
            (
                json!({"email_addresses": null, "email": "c@example.com", "keap_id": "x"}),
                Some("c@example.com"),
            ),
            (
                json!({"email_addresses": [], "keap_id": "b@example.com"}),
                Some("b@example.com"),
            ),
            (json!({"keap_id": 456}), None),
            (json!({}), None),
        ] {
            let read = read("1".into(), as_object(user.clone()).unwrap());
            assert_eq!(read.email.as_deref(), expected, "{user}");
        }
    }
}
