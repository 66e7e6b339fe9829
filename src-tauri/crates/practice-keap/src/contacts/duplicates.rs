//! `duplicate_option`: which contact a body is taken for. Which addresses Keap compares is not
//! published; here any of the body meets any of a contact, case aside.

use super::email;
use crate::api::problem::Problem;
use crate::api::rows::{at, text};
use crate::api::terms::same;
use crate::book::account::{Account, Record};

/// What makes two contacts the same.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Duplicates {
    Email,
    EmailAndName,
    EmailAndNameAndCompany,
}

impl Duplicates {
    pub(crate) fn parse(text: Option<&str>) -> Result<Option<Self>, Problem> {
        match text {
            None => Ok(None),
            Some("Email") => Ok(Some(Self::Email)),
            Some("EmailAndName") => Ok(Some(Self::EmailAndName)),
            Some("EmailAndNameAndCompany") => Ok(Some(Self::EmailAndNameAndCompany)),
            Some(_) => Err(Problem::invalid(
                "duplicate_option",
                "duplicate_option is invalid",
            )),
        }
    }

    /// The match with the lowest id.
    pub(crate) fn find(self, account: &Account, body: &Record) -> Option<u64> {
        let alike = |record: &Record, name: &str| same(text(record, name), text(body, name));
        let name = |record: &Record| alike(record, "given_name") && alike(record, "family_name");
        let company = |record: &Record| at(record, "company.id") == at(body, "company.id");
        let matches = |record: &Record| match self {
            Self::Email => true,
            Self::EmailAndName => name(record),
            Self::EmailAndNameAndCompany => name(record) && company(record),
        };
        let candidates = email::addresses(body).flat_map(|address| account.may_hold(address));
        candidates
            .filter(|(_, record)| share_address(record, body) && matches(record))
            .map(|(id, _)| *id)
            .min()
    }
}

fn share_address(record: &Record, body: &Record) -> bool {
    email::addresses(record).any(|held| email::addresses(body).any(|sent| same(held, sent)))
}
