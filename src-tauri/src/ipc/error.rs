//! The one shape in which a command says no.

use keapsake_core::contact;
use keapsake_core::failure::Failure;
use keapsake_core::notices::{FormField, field_problems};
use serde::Serialize;
use ts_rs::TS;

use super::requests::Field;
use super::view::Notice;

/// A sentence beside a field.
#[derive(Debug, Serialize, TS)]
pub(crate) struct FieldProblem {
    field: Field,
    message: String,
}

/// Why a command did not do what it was asked: only what the screen shows.
#[derive(Debug, Serialize, TS)]
pub(crate) struct CommandError {
    notice: Notice,
    fields: Vec<FieldProblem>,
}

impl CommandError {
    /// What the screen shows of a failure, in the words that were found for it.
    pub(crate) fn of(failure: &Failure, told: keapsake_core::notices::Notice) -> Self {
        tracing::info!(code = told.code, doing = ?failure.doing, "told");
        let fields = field_problems(failure)
            .into_iter()
            .map(|(field, message)| FieldProblem {
                field: field.into(),
                message,
            })
            .collect();
        Self {
            notice: told.into(),
            fields,
        }
    }
}

impl From<FormField> for Field {
    fn from(field: FormField) -> Self {
        match field {
            FormField::ClientId => Self::ClientId,
            FormField::ClientSecret => Self::ClientSecret,
            FormField::ReturnPage => Self::ReturnPage,
            FormField::Address => Self::Address,
            FormField::Contact(field) => field.into(),
        }
    }
}

impl From<contact::Field> for Field {
    fn from(field: contact::Field) -> Self {
        match field {
            contact::Field::Email => Self::Email,
            contact::Field::GivenName => Self::GivenName,
            contact::Field::FamilyName => Self::FamilyName,
            contact::Field::Phone => Self::Phone,
            contact::Field::Line1 => Self::Line1,
            contact::Field::Line2 => Self::Line2,
            contact::Field::Locality => Self::Locality,
            contact::Field::PostalCode => Self::PostalCode,
            contact::Field::CountryCode => Self::CountryCode,
            contact::Field::RegionCode => Self::RegionCode,
        }
    }
}
