//! Words that stand beside a field.

use keap_client::Error;

use crate::connection::ReturnPageProblem;
use crate::contact::{Field, Problem, ProblemKind};
use crate::failure::{Cause, Failure};
use crate::keys::{KeyField, KeyProblem, MAX_KEY};

/// A field of any form in the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormField {
    /// The Client ID.
    ClientId,
    /// The Client Secret.
    ClientSecret,
    /// The return page's address, under *Advanced*.
    ReturnPage,
    /// The pasted address.
    Address,
    /// A field of the contact form.
    Contact(Field),
}

/// The sentences that stand beside fields for this failure; empty where it belongs to no field.
pub fn field_problems(failure: &Failure) -> Vec<(FormField, String)> {
    match &failure.cause {
        Cause::Keys(problems) => problems
            .iter()
            .map(|(field, problem)| key(*field, *problem))
            .collect(),
        Cause::ReturnPage(problem) => vec![(FormField::ReturnPage, return_page(*problem).into())],
        Cause::Pasted(_) | Cause::NotThisSignIn(_) => {
            let told = super::notice(failure);
            vec![(FormField::Address, format!("{}. {}", told.title, told.body))]
        }
        Cause::Contact(problems) => problems
            .iter()
            .map(|problem| (FormField::Contact(problem.field), contact(*problem)))
            .collect(),
        Cause::Keap(Error::Rejected { problems, .. }) => problems
            .iter()
            .filter_map(|problem| {
                Some((
                    FormField::Contact(refused_field(problem)?),
                    refused(problem),
                ))
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn key(field: KeyField, problem: KeyProblem) -> (FormField, String) {
    let (place, name, portal) = match field {
        KeyField::ClientId => (FormField::ClientId, "Client ID", "Key"),
        KeyField::ClientSecret => (FormField::ClientSecret, "Client Secret", "Secret"),
    };
    let text = match problem {
        KeyProblem::Missing => format!("Enter the {name}. The developer portal calls it {portal}."),
        KeyProblem::TooLong => format!("The {name} must be {MAX_KEY} characters or fewer. Copy only the one line called {portal}."),
        KeyProblem::NotAKey => format!("A {name} has no blanks and only plain letters, digits and signs. Copy the line called {portal} again."),
        KeyProblem::Equal => "This is the same as the Client ID. Copy the line below it, called Secret.".into(),
        KeyProblem::Swapped => "The two look swapped: this one is longer than the secret. Put the line called Key here and the one called Secret below. If they are right as they are, save them once more.".into(),
        KeyProblem::AccessToken => format!("This is an access token made inside Keap (it begins with KeapAK-). Enter the {name} of an app from the developer portal."),
    };
    (place, text)
}

const fn return_page(problem: ReturnPageProblem) -> &'static str {
    match problem {
        ReturnPageProblem::Missing => "Enter the address of the return page.",
        ReturnPageProblem::NotHttps => "The address must begin with https://.",
        ReturnPageProblem::TooLong => {
            "The address is longer than 2,000 characters. Enter the one under which you serve the return page."
        }
        ReturnPageProblem::HasQuery => "Leave out everything from the ? or # on: Keap refuses it.",
    }
}

const fn called(field: Field) -> &'static str {
    match field {
        Field::Email => "E-mail address",
        Field::GivenName => "First name",
        Field::FamilyName => "Last name",
        Field::Phone => "Phone",
        Field::Line1 => "Street",
        Field::Line2 => "Second line",
        Field::Locality => "City",
        Field::PostalCode => "Postal code",
        Field::CountryCode => "Country",
        Field::RegionCode => "State",
    }
}

fn contact(problem: Problem) -> String {
    let name = called(problem.field);
    match (problem.kind, problem.field) {
        (ProblemKind::Missing, Field::Email) => {
            "Enter an e-mail address: Keapsake finds the contact by it.".into()
        }
        (ProblemKind::Missing, _) => format!("Enter the {}.", name.to_lowercase()),
        (ProblemKind::TooLong { limit }, _) => {
            format!("{name} must be {limit} characters or fewer.")
        }
        (ProblemKind::NotAnEmail, _) => "Enter an e-mail address like name@example.com.".into(),
        (ProblemKind::NotInList, Field::CountryCode) => "Choose a country from the list.".into(),
        (ProblemKind::NotInList, _) => format!("Choose the {} from the list.", name.to_lowercase()),
        (ProblemKind::RegionWithoutCountry, _) => {
            "Choose the country as well: Keap takes no state without it.".into()
        }
        (ProblemKind::RegionOfAnotherCountry, _) => {
            "This state belongs to another country. Choose one from the list.".into()
        }
        (ProblemKind::ControlCharacters, _) => {
            format!("{name} has a line end or a hidden sign in it. Type it again.")
        }
        (ProblemKind::CannotBeCleared, _) => format!("{name} cannot be emptied."),
        (ProblemKind::NotThisContact, _) => {
            "The contact has another e-mail address in Keap by now. Look at it in Keap first."
                .into()
        }
    }
}

/// The form's field that Keap's problem names: by the resource it gives, or by the one thing its
/// sentences are known to name ("BILLING Region is …").
fn refused_field(problem: &keap_client::Problem) -> Option<Field> {
    let resource = problem.resource.as_deref().unwrap_or_default();
    let last = resource.rsplit(['.', '/', '[']).next().unwrap_or_default();
    if let Some(field) = Field::from_name(last) {
        return Some(field);
    }
    let text = format!("{resource} {}", problem.message).to_lowercase();
    [
        ("region", Field::RegionCode),
        ("province", Field::RegionCode),
        ("country", Field::CountryCode),
        ("email", Field::Email),
        ("postal", Field::PostalCode),
        ("zip", Field::PostalCode),
        ("phone", Field::Phone),
    ]
    .into_iter()
    .find(|(word, _)| text.contains(word))
    .map(|(_, field)| field)
}

fn refused(problem: &keap_client::Problem) -> String {
    match refused_field(problem) {
        Some(Field::RegionCode) => {
            "Keap did not accept the state. Choose it from the list again.".into()
        }
        Some(Field::CountryCode) => {
            "Keap did not accept the country. Choose it from the list again.".into()
        }
        Some(Field::Email) => {
            "Keap did not accept this e-mail address. Check it letter by letter.".into()
        }
        Some(field) => format!(
            "Keap did not accept this. Check the {}.",
            called(field).to_lowercase()
        ),
        None => String::new(),
    }
}
