//! How long each field may be, from Keap's `OpenAPI` file for REST v2 of 2026-08-20: the schemas
//! `CreateUpdateContactRequest` (names), `EmailAddressRequest`, `PhoneNumber` and `Address`.
//!
//! Only the slots that the form fills: EMAIL1, PHONE1 and BILLING. Other slots have other limits,
//! and go back as they were read.

use keap_client::TextField;

use super::spot::{AddressPart, AddressSlot, EmailSlot, PhonePart, PhoneSlot, Spot};

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

/// The most characters the spot takes; `None` where a list decides instead.
pub fn of_spot(spot: &Spot) -> Option<usize> {
    let billing = |slot: AddressSlot| slot == AddressSlot::Billing;
    Some(match spot {
        Spot::Text(field) => match field {
            TextField::GivenName | TextField::FamilyName => NAME,
            TextField::MiddleName
            | TextField::PreferredName
            | TextField::SpouseName
            | TextField::Website => 100,
            _ => 255,
        },
        Spot::Email(EmailSlot::First) => EMAIL,
        Spot::Email(_) => 100,
        Spot::Phone(PhoneSlot::Fourth | PhoneSlot::Fifth, PhonePart::Number) => 20,
        Spot::Phone(_, PhonePart::Number) => PHONE,
        Spot::Company | Spot::Social(_) | Spot::Phone(..) => 255,
        Spot::Address(slot, part) => match part {
            AddressPart::Country | AddressPart::Region => return None,
            AddressPart::Line1 | AddressPart::Line2 if billing(*slot) => LINE,
            AddressPart::Locality if billing(*slot) => LOCALITY,
            AddressPart::PostalCode if *slot == AddressSlot::Shipping => 20,
            AddressPart::PostalCode => POSTAL_CODE,
            AddressPart::Line1 | AddressPart::Line2 | AddressPart::Locality => 100,
        },
        Spot::Custom(_) => 65_535,
    })
}

/// The length that Keap's limits count: characters, that is Unicode code points.
///
/// JSON Schema's `maxLength`, which the file uses, counts them so; counting bytes would refuse
/// names in most scripts at half or a third of what Keap takes.
pub fn length(text: &str) -> usize {
    text.chars().count()
}
