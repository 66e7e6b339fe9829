//! Who signed in, and to which business: userinfo and the business profile.
//!
//! Does not decide whether that is the right account.

use serde_json::Value;

use crate::http::call::Call;
use crate::lenient::{Object, as_object, flag, text};
use crate::{Authorization, Client, Error};

/// The person whose sign-in authorizes the calls; everything may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserInfo {
    /// The user's number in this account.
    pub id: Option<String>,
    /// The Keap ID, usually an e-mail address.
    pub keap_id: Option<String>,
    /// The `sub` claim: who the user is to the sign-in.
    pub sub: Option<String>,
    /// The user's e-mail address.
    pub email: Option<String>,
    /// First name.
    pub given_name: Option<String>,
    /// Second name.
    pub middle_name: Option<String>,
    /// Last name.
    pub family_name: Option<String>,
    /// How the user likes to be called.
    pub preferred_name: Option<String>,
    /// Whether the user administers the account; `false` where Keap does not say.
    pub is_admin: bool,
    /// The account's own name.
    pub tenant_id: Option<String>,
}

/// The business behind the account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BusinessProfile {
    /// Its name; many accounts have none.
    pub name: Option<String>,
}

impl Client {
    /// Who is signed in: the cheapest check of an authorization.
    ///
    /// # Errors
    /// [`Error`]; [`Error::Unreadable`] where the answer is no object.
    pub async fn user_info(&self, authorization: &Authorization) -> Result<UserInfo, Error> {
        let call = Call::get("/oauth/connect/userinfo");
        let answered = self.call(authorization, &call).await?;
        let read = object(answered.value, answered.status)?;
        Ok(UserInfo {
            id: text(&read, "id"),
            keap_id: text(&read, "keap_id"),
            sub: text(&read, "sub"),
            email: text(&read, "email"),
            given_name: text(&read, "given_name"),
            middle_name: text(&read, "middle_name"),
            family_name: text(&read, "family_name"),
            preferred_name: text(&read, "preferred_name"),
            is_admin: flag(&read, "is_admin"),
            tenant_id: text(&read, "tenant_id"),
        })
    }

    /// The name of the business.
    ///
    /// # Errors
    /// As [`Client::user_info`].
    pub async fn business_profile(
        &self,
        authorization: &Authorization,
    ) -> Result<BusinessProfile, Error> {
        let call = Call::get("/businessProfile");
        let answered = self.call(authorization, &call).await?;
        let read = object(answered.value, answered.status)?;
        let name = text(&read, "name").map(|name| name.trim().to_owned());
        Ok(BusinessProfile {
            name: name.filter(|name| !name.is_empty()),
        })
    }
}

fn object(value: Value, status: u16) -> Result<Object, Error> {
    as_object(value).ok_or(Error::Unreadable { status })
}
