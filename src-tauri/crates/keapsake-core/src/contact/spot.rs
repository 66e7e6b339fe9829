//! A spot: one place in a contact that can be shown and changed, and the name it has in the page, in
//! a draft and in the history.
//!
//! Knows where a spot lies in Keap's schema, and nothing of what may stand there.

use std::fmt;

use keap_client::{ListField, TextField};

/// A place in a contact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spot {
    /// A field with one text.
    Text(TextField),
    /// The company, by its name.
    Company,
    /// An e-mail address.
    Email(EmailSlot),
    /// A part of a telephone number.
    Phone(PhoneSlot, PhonePart),
    /// A part of an address.
    Address(AddressSlot, AddressPart),
    /// An account with a social network.
    Social(Network),
    /// A custom field, by its id.
    Custom(String),
}

/// Declares an enum whose values have a name here and a name in Keap's lists.
macro_rules! slots {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $ours:literal, $keaps:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$value_doc])* $value,)+
        }

        impl $name {
            /// Every one, in Keap's order.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// The name in a spot.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$value => $ours,)+ }
            }

            /// The name in Keap's schema.
            pub const fn keaps(self) -> &'static str {
                match self { $(Self::$value => $keaps,)+ }
            }

            fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    };
}

slots! {
    /// Which of the three e-mail addresses.
    EmailSlot {
        /// The first.
        First = "1", "EMAIL1";
        /// The second.
        Second = "2", "EMAIL2";
        /// The third.
        Third = "3", "EMAIL3";
    }
}

slots! {
    /// Which of the five telephone numbers.
    PhoneSlot {
        /// The first.
        First = "1", "PHONE1";
        /// The second.
        Second = "2", "PHONE2";
        /// The third.
        Third = "3", "PHONE3";
        /// The fourth.
        Fourth = "4", "PHONE4";
        /// The fifth.
        Fifth = "5", "PHONE5";
    }
}

slots! {
    /// What belongs to a telephone number.
    PhonePart {
        /// The number itself, free text.
        Number = "number", "number";
        /// The extension.
        Extension = "extension", "extension";
        /// The type, one of the account's own words.
        Type = "type", "type";
    }
}

slots! {
    /// Which of the three addresses.
    AddressSlot {
        /// The billing address.
        Billing = "billing", "BILLING";
        /// The shipping address.
        Shipping = "shipping", "SHIPPING";
        /// The other address.
        Other = "other", "OTHER";
    }
}

slots! {
    /// What belongs to an address. Keap's name is the first of the members that hold it.
    AddressPart {
        /// The country, as ISO 3166-1 alpha-3.
        Country = "country", "country_code";
        /// The state, province or county, as ISO 3166-2.
        Region = "region", "region_code";
        /// The street, first line.
        Line1 = "line1", "line1";
        /// The street, second line.
        Line2 = "line2", "line2";
        /// The city.
        Locality = "locality", "locality";
        /// The postal code; for the United States the ZIP code.
        PostalCode = "postal_code", "postal_code";
    }
}

slots! {
    /// A social network that Keap knows.
    Network {
        /// Facebook.
        Facebook = "facebook", "FACEBOOK";
        /// `LinkedIn`.
        LinkedIn = "linked_in", "LINKED_IN";
        /// Twitter, now X.
        Twitter = "twitter", "TWITTER";
        /// Instagram.
        Instagram = "instagram", "INSTAGRAM";
        /// Snapchat.
        Snapchat = "snapchat", "SNAPCHAT";
        /// `YouTube`.
        Youtube = "youtube", "YOUTUBE";
        /// Pinterest.
        Pinterest = "pinterest", "PINTEREST";
    }
}

/// Keap's ids are far shorter.
const LONGEST_ID: usize = 64;

impl Spot {
    /// The spot of that name; `None` for a name that no contact has.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut parts = name.splitn(3, '.');
        let spot = match (parts.next()?, parts.next(), parts.next()) {
            ("company", None, _) => Self::Company,
            (text, None, _) => Self::Text(writable(text)?),
            ("email", Some(slot), None) => Self::Email(EmailSlot::named(slot)?),
            ("phone", Some(slot), Some(part)) => {
                Self::Phone(PhoneSlot::named(slot)?, PhonePart::named(part)?)
            }
            ("address", Some(slot), Some(part)) => {
                Self::Address(AddressSlot::named(slot)?, AddressPart::named(part)?)
            }
            ("social", Some(network), None) => Self::Social(Network::named(network)?),
            ("custom", Some(id), None) => Self::Custom(custom_id(id)?),
            _ => return None,
        };
        Some(spot)
    }

    /// The list the spot lies in, and the value of [`ListField::key`] that finds its item there;
    /// `None` for what lies in no list.
    pub fn item(&self) -> Option<(ListField, &str)> {
        match self {
            Self::Text(_) | Self::Company => None,
            Self::Email(slot) => Some((ListField::EmailAddresses, slot.keaps())),
            Self::Phone(slot, _) => Some((ListField::PhoneNumbers, slot.keaps())),
            Self::Address(slot, _) => Some((ListField::Addresses, slot.keaps())),
            Self::Social(network) => Some((ListField::SocialAccounts, network.keaps())),
            Self::Custom(id) => Some((ListField::CustomFields, id)),
        }
    }

    /// The members of its item that hold the spot.
    pub fn members(&self) -> &'static [&'static str] {
        match self {
            Self::Text(_) => &["text"],
            Self::Company => &["id", "company_name"],
            Self::Email(_) => &["email"],
            Self::Phone(_, PhonePart::Number) => &["number"],
            Self::Phone(_, PhonePart::Extension) => &["extension"],
            Self::Phone(_, PhonePart::Type) => &["type"],
            Self::Address(_, part) => match part {
                AddressPart::Country => &["country_code", "country"],
                AddressPart::Region => &["region_code", "region"],
                AddressPart::Line1 => &["line1"],
                AddressPart::Line2 => &["line2"],
                AddressPart::Locality => &["locality"],
                AddressPart::PostalCode => &["postal_code", "zip_code", "zip_four"],
            },
            Self::Social(_) => &["name"],
            Self::Custom(_) => &["content"],
        }
    }

    /// Every spot there is but the custom fields, which the account decides.
    pub fn fixed() -> Vec<Self> {
        let texts = TextField::ALL.into_iter().filter(|t| !t.is_read_only());
        let mut spots: Vec<Self> = texts.map(Self::Text).collect();
        spots.push(Self::Company);
        spots.extend(EmailSlot::ALL.iter().map(|slot| Self::Email(*slot)));
        for slot in PhoneSlot::ALL {
            spots.extend(PhonePart::ALL.iter().map(|part| Self::Phone(*slot, *part)));
        }
        for slot in AddressSlot::ALL {
            let parts = AddressPart::ALL.iter();
            spots.extend(parts.map(|part| Self::Address(*slot, *part)));
        }
        spots.extend(Network::ALL.iter().map(|network| Self::Social(*network)));
        spots
    }
}

fn writable(name: &str) -> Option<TextField> {
    let mut fields = TextField::ALL.into_iter();
    fields.find(|field| field.name() == name && !field.is_read_only())
}

fn custom_id(id: &str) -> Option<String> {
    let plain = !id.is_empty() && id.len() <= LONGEST_ID;
    (plain && id.bytes().all(|b| b.is_ascii_alphanumeric())).then(|| id.to_owned())
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(field) => f.write_str(field.name()),
            Self::Company => f.write_str("company"),
            Self::Email(slot) => write!(f, "email.{}", slot.name()),
            Self::Phone(slot, part) => write!(f, "phone.{}.{}", slot.name(), part.name()),
            Self::Address(slot, part) => write!(f, "address.{}.{}", slot.name(), part.name()),
            Self::Social(network) => write!(f, "social.{}", network.name()),
            Self::Custom(id) => write!(f, "custom.{id}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_and_spots_are_one_to_one() {
        let mut names = BTreeSet::new();
        let custom = Spot::Custom("21".into());
        for spot in Spot::fixed().into_iter().chain([custom]) {
            let name = spot.to_string();
            assert_eq!(Spot::from_name(&name), Some(spot), "{name}");
            assert!(names.insert(name.clone()), "{name} twice");
        }
        assert_eq!(names.len(), 16 + 1 + 3 + 15 + 18 + 7 + 1);
    }

    #[test]
    fn what_no_contact_has_is_no_spot() {
        for name in [
            "",
            "id",
            "create_time",
            "last_updated_by",
            "email",
            "email.4",
            "email.1.x",
            "phone.1",
            "phone.6.number",
            "address.billing",
            "address.home.line1",
            "custom.",
            "custom.1/2",
            "company.id",
            "given_name.x",
            "tags",
        ] {
            assert_eq!(Spot::from_name(name), None, "{name:?}");
        }
    }
}
