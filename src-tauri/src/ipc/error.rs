//! The one shape in which a command says no.

use keapsake_core::failure::Failure;
use keapsake_core::notices::{FormField, consent_problems, details, field_problems, spot_problems};
use serde::Serialize;
use ts_rs::TS;

use super::view::Notice;

/// A sentence beside a field.
#[derive(Debug, Serialize, TS)]
pub(crate) struct FieldProblem {
    /// A field of the wizard, or a spot of a contact.
    field: String,
    message: String,
}

/// Why a command did not do what it was asked: only what the screen shows.
#[derive(Debug, Serialize, TS)]
pub(crate) struct CommandError {
    notice: Notice,
    fields: Vec<FieldProblem>,
    /// Keap's answer as it came, shown on request.
    #[ts(type = "string | null")]
    details: Option<Box<str>>,
}

impl CommandError {
    /// What the screen shows of a failure, in the words that were found for it.
    pub(crate) fn of(failure: &Failure, told: keapsake_core::notices::Notice) -> Self {
        tracing::info!(code = told.code, doing = ?failure.doing, "told");
        let wizards = field_problems(failure).into_iter();
        let wizards = wizards.map(|(field, message)| (name_of(field).to_owned(), message));
        let spots = spot_problems(failure).into_iter();
        let spots = spots.map(|(spot, message)| (spot.to_string(), message));
        let consent = consent_problems(failure).into_iter();
        let consent = consent.map(|(email, message)| (format!("consent.{email}"), message));
        let fields = wizards.chain(spots).chain(consent);
        let fields = fields
            .map(|(field, message)| FieldProblem { field, message })
            .collect();
        Self {
            notice: told.into(),
            fields,
            details: details(failure).map(String::into_boxed_str),
        }
    }
}

/// What the page calls a field: its name in the wizard, its spot in a contact.
fn name_of(field: FormField) -> &'static str {
    match field {
        FormField::ClientId => "client_id",
        FormField::ClientSecret => "client_secret",
        FormField::ReturnPage => "return_page",
        FormField::Proxy => "proxy",
        FormField::Address => "address",
    }
}
