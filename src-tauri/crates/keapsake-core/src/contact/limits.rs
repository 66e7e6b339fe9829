//! How long each field may be, from Keap's `OpenAPI` file for REST v2 of 2026-08-20: the schemas
//! `CreateUpdateContactRequest` (names), `EmailAddressRequest`, `PhoneNumber` and `Address`.
//!
//! Only the slots that the form fills: EMAIL1, PHONE1 and BILLING. Other slots have other limits,
//! and go back as they were read.

use super::field::Field;

/// First and last name.
pub const NAME: usize = 40;
/// EMAIL1; EMAIL2 and EMAIL3 take 100.
pub const EMAIL: usize = 75;
/// PHONE1 to PHONE3.
pub const PHONE: usize = 40;
/// Each street line of the BILLING address.
pub const LINE: usize = 75;
/// The city of the BILLING address.
pub const LOCALITY: usize = 50;
/// `postal_code` and `zip_code` of the BILLING address.
pub const POSTAL_CODE: usize = 15;

/// The most characters the field takes; `None` where a list decides instead.
pub const fn of(field: Field) -> Option<usize> {
    match field {
        Field::Email => Some(EMAIL),
        Field::GivenName | Field::FamilyName => Some(NAME),
        Field::Phone => Some(PHONE),
        Field::Line1 | Field::Line2 => Some(LINE),
        Field::Locality => Some(LOCALITY),
        Field::PostalCode => Some(POSTAL_CODE),
        Field::CountryCode | Field::RegionCode => None,
    }
}

/// The length that Keap's limits count: characters, that is Unicode code points.
///
/// JSON Schema's `maxLength`, which the file uses, counts them so; counting bytes would refuse
/// names in most scripts at half or a third of what Keap takes.
pub fn length(text: &str) -> usize {
    text.chars().count()
}
