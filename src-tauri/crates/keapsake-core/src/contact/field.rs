//! The fields of the contact form, under the names the contract and the page share.
//!
//! Knows nothing of labels, hints or where a field stands on the screen.

/// A field of the contact form, in the order the form shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The e-mail address, Keap's slot EMAIL1.
    Email,
    /// The first name.
    GivenName,
    /// The last name.
    FamilyName,
    /// The telephone number, Keap's slot PHONE1.
    Phone,
    /// The street, first line.
    Line1,
    /// The street, second line.
    Line2,
    /// The city.
    Locality,
    /// The postal code; for the United States the ZIP code.
    PostalCode,
    /// The country, as ISO 3166-1 alpha-3.
    CountryCode,
    /// The state, province or county, as ISO 3166-2.
    RegionCode,
}

impl Field {
    /// Every field, in the form's order.
    pub const ALL: [Self; 10] = [
        Self::Email,
        Self::GivenName,
        Self::FamilyName,
        Self::Phone,
        Self::Line1,
        Self::Line2,
        Self::Locality,
        Self::PostalCode,
        Self::CountryCode,
        Self::RegionCode,
    ];

    /// The field's name in the contract and in the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::GivenName => "given_name",
            Self::FamilyName => "family_name",
            Self::Phone => "phone",
            Self::Line1 => "line1",
            Self::Line2 => "line2",
            Self::Locality => "locality",
            Self::PostalCode => "postal_code",
            Self::CountryCode => "country_code",
            Self::RegionCode => "region_code",
        }
    }

    /// The field of that name; `None` for a name the contact form does not have.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_fields_are_one_to_one() {
        // Goes red when two fields share a name or one is missing from ALL.
        for (place, field) in Field::ALL.into_iter().enumerate() {
            assert_eq!(Field::from_name(field.name()), Some(field));
            assert_eq!(field as usize, place, "ALL follows the form's order");
        }
        assert_eq!(Field::from_name("client_id"), None);
    }
}
