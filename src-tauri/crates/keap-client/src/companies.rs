//! Companies: found by their whole name, and created.
//!
//! A contact belongs to a company by its id. Which one of several of the same name is meant is for
//! whoever asks to say.

use reqwest::Method;
use serde_json::json;

use crate::filter::{begins, equals, parameter};
use crate::http::call::Call;
use crate::http::pages::Listing;
use crate::http::retry::Repeat;
use crate::lenient::{Object, as_object, text};
use crate::{Authorization, Client, Error};

const COMPANIES: &str = "/companies";
const PAGE_SIZE: usize = 100;
const MOST_COMPANIES: usize = 1_000;

/// A company.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Company {
    /// Keap's id.
    pub id: String,
    /// Its name.
    pub name: String,
}

impl Client {
    /// The companies of this name; upper and lower case and blanks around it do not count.
    ///
    /// A name that holds a sign of Keap's filters cannot be asked for: those that begin as it does
    /// are read instead, and compared here, as everything is that Keap sends: with a filter that
    /// Keap ignores, any company would be the one.
    ///
    /// # Errors
    /// [`Error`]; [`Error::Unreadable`] where the answer is no list, or where Keap sends more than
    /// is read and none of it has the name: that must not pass for "there is none".
    pub async fn find_companies(
        &self,
        authorization: &Authorization,
        name: &str,
    ) -> Result<Vec<Company>, Error> {
        let plain = |name: &str| name.trim().to_lowercase();
        let wanted = plain(name);
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let all = Listing::of_small(COMPANIES, "companies", PAGE_SIZE, MOST_COMPANIES);
        let listing = match equals("company_name", name).or_else(|| begins("name", name)) {
            Some(term) => all.filtered(&parameter(&[term])),
            None => all,
        };
        let mut found = self
            .pages(authorization, &listing, |id, item| company(id, &item))
            .await?;
        found.items.retain(|company| plain(&company.name) == wanted);
        if found.cut_off && found.items.is_empty() {
            return Err(Error::Unreadable { status: 200 });
        }
        Ok(found.items)
    }

    /// Creates a company. Nothing keeps a second one of the same name from being made, so it is not
    /// sent again once it may have arrived.
    ///
    /// # Errors
    /// [`Error`]; after [`Error::may_have_acted`] the company may be there.
    pub async fn create_company(
        &self,
        authorization: &Authorization,
        name: &str,
    ) -> Result<Company, Error> {
        let call = Call {
            method: Method::POST,
            body: Some(json!({ "company_name": name }).to_string().into_bytes()),
            repeat: Repeat::OnlyUnsent,
            ..Call::get(COMPANIES)
        };
        let answered = self.call(authorization, &call).await?;
        let status = answered.status;
        let created = as_object(answered.value).ok_or(Error::Unreadable { status })?;
        let id = text(&created, "id").filter(|id| !id.trim().is_empty());
        Ok(Company {
            id: id.ok_or(Error::Unreadable { status })?,
            name: text(&created, "company_name").unwrap_or_else(|| name.to_owned()),
        })
    }
}

fn company(id: String, company: &Object) -> Option<Company> {
    Some(Company {
        id,
        name: text(company, "company_name").filter(|name| !name.trim().is_empty())?,
    })
}
