//! The names a contact's fields have in v2, as far as Keapsake reads or writes them.
//!
//! Knows which are texts and which are lists of items, and nothing of their rules.

/// A field of a contact that holds one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextField {
    /// Title before the name.
    Prefix,
    /// First name.
    GivenName,
    /// Middle name.
    MiddleName,
    /// Last name.
    FamilyName,
    /// What stands behind the name.
    Suffix,
    /// Preferred name or nickname.
    PreferredName,
    /// Job title.
    JobTitle,
    /// Website.
    Website,
    /// Birthday, `YYYY-MM-DD`.
    BirthDate,
    /// Anniversary, `YYYY-MM-DD`.
    AnniversaryDate,
    /// The spouse's name.
    SpouseName,
    /// Time zone, one of the IANA names that Keap takes.
    TimeZone,
    /// Language, in the form `en_US`.
    PreferredLocale,
    /// The account's own word for what kind of contact this is.
    ContactType,
    /// The lead source, by its id.
    LeadSource,
    /// The owner, by the user's id.
    Owner,
    /// When the contact was created (ISO 8601); Keap's own.
    CreateTime,
    /// When the contact was last changed (ISO 8601); Keap's own.
    UpdateTime,
    /// The user who created the contact, by id; Keap's own.
    CreatedBy,
    /// The user who changed the contact last, by id; Keap's own.
    LastUpdatedBy,
}

impl TextField {
    /// Every one of them.
    pub const ALL: [Self; 20] = [
        Self::Prefix,
        Self::GivenName,
        Self::MiddleName,
        Self::FamilyName,
        Self::Suffix,
        Self::PreferredName,
        Self::JobTitle,
        Self::Website,
        Self::BirthDate,
        Self::AnniversaryDate,
        Self::SpouseName,
        Self::TimeZone,
        Self::PreferredLocale,
        Self::ContactType,
        Self::LeadSource,
        Self::Owner,
        Self::CreateTime,
        Self::UpdateTime,
        Self::CreatedBy,
        Self::LastUpdatedBy,
    ];

    /// The name in v2.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Prefix => "prefix",
            Self::GivenName => "given_name",
            Self::MiddleName => "middle_name",
            Self::FamilyName => "family_name",
            Self::Suffix => "suffix",
            Self::PreferredName => "preferred_name",
            Self::JobTitle => "job_title",
            Self::Website => "website",
            Self::BirthDate => "birth_date",
            Self::AnniversaryDate => "anniversary_date",
            Self::SpouseName => "spouse_name",
            Self::TimeZone => "time_zone",
            Self::PreferredLocale => "preferred_locale",
            Self::ContactType => "contact_type",
            Self::LeadSource => "leadsource_id",
            Self::Owner => "owner_id",
            Self::CreateTime => "create_time",
            Self::UpdateTime => "update_time",
            Self::CreatedBy => "created_by",
            Self::LastUpdatedBy => "last_updated_by",
        }
    }

    /// Whether Keap keeps it itself and a body must not name it.
    pub const fn is_read_only(self) -> bool {
        matches!(
            self,
            Self::CreateTime | Self::UpdateTime | Self::CreatedBy | Self::LastUpdatedBy
        )
    }
}

/// A field of a contact that holds a list of items. A list that is written replaces the whole one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListField {
    /// `BILLING`, `SHIPPING` and `OTHER`.
    Addresses,
    /// By the custom field's id.
    CustomFields,
    /// `EMAIL1` to `EMAIL3`.
    EmailAddresses,
    /// `FAX1` and `FAX2`.
    FaxNumbers,
    /// `PHONE1` to `PHONE5`.
    PhoneNumbers,
    /// By the network's name.
    SocialAccounts,
}

impl ListField {
    /// Every one of them.
    pub const ALL: [Self; 6] = [
        Self::Addresses,
        Self::CustomFields,
        Self::EmailAddresses,
        Self::FaxNumbers,
        Self::PhoneNumbers,
        Self::SocialAccounts,
    ];

    /// The name in v2.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Addresses => "addresses",
            Self::CustomFields => "custom_fields",
            Self::EmailAddresses => "email_addresses",
            Self::FaxNumbers => "fax_numbers",
            Self::PhoneNumbers => "phone_numbers",
            Self::SocialAccounts => "social_accounts",
        }
    }

    /// The part of an item that says which one of the list it is.
    pub const fn key(self) -> &'static str {
        match self {
            Self::CustomFields => "id",
            Self::SocialAccounts => "type",
            Self::Addresses | Self::EmailAddresses | Self::FaxNumbers | Self::PhoneNumbers => {
                "field"
            }
        }
    }
}
