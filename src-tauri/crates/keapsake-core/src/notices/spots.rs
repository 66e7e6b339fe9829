//! Sentences beside the spots of a contact: what the app finds wrong there, and what Keap refused.

use keap_client::{ListField, TextField};

use crate::contact::problem::{ProblemKind, SpotProblem};
use crate::contact::spot::{AddressPart, PhonePart, Spot};

/// The sentence beside the spot.
pub fn spot_problem(problem: &SpotProblem) -> String {
    let name = called(&problem.spot);
    let small = name.to_lowercase();
    match problem.kind {
        ProblemKind::Missing => format!("Enter the {small}."),
        ProblemKind::TooLong { limit } => format!("{name} must be {limit} characters or fewer."),
        ProblemKind::NotAnEmail => "Enter an e-mail address like name@example.com.".into(),
        ProblemKind::NotInList => format!("Choose the {small} from the list."),
        ProblemKind::RegionWithoutCountry => {
            "Choose the country as well: Keap takes no state without it.".into()
        }
        ProblemKind::RegionOfAnotherCountry => {
            "This state belongs to another country. Choose one from the list.".into()
        }
        ProblemKind::ControlCharacters => {
            format!("{name} has a line end or a hidden sign in it. Type it again.")
        }
        ProblemKind::NotADate => "Enter a day as year-month-day, like 2026-03-31.".into(),
        ProblemKind::NotANumber => "Enter a number, with a point before decimals.".into(),
        ProblemKind::SeveralOfThisName => format!(
            "Keap has more than one {small} of this name. Choose the right one in Keap’s own page, or leave this as it was."
        ),
        ProblemKind::NoSuchField => {
            "This account has no such field any more. Look the contact up again.".into()
        }
    }
}

/// What a spot is called in a sentence.
pub const fn called(spot: &Spot) -> &'static str {
    match spot {
        Spot::Text(field) => match field {
            TextField::Prefix => "Title",
            TextField::GivenName => "First name",
            TextField::MiddleName => "Middle name",
            TextField::FamilyName => "Last name",
            TextField::Suffix => "Suffix",
            TextField::PreferredName => "Preferred name",
            TextField::JobTitle => "Job title",
            TextField::Website => "Website",
            TextField::BirthDate => "Birthday",
            TextField::AnniversaryDate => "Anniversary",
            TextField::SpouseName => "Spouse",
            TextField::TimeZone => "Time zone",
            TextField::PreferredLocale => "Language",
            TextField::ContactType => "Contact type",
            TextField::LeadSource => "Lead source",
            TextField::Owner => "Owner",
            TextField::CreateTime
            | TextField::UpdateTime
            | TextField::CreatedBy
            | TextField::LastUpdatedBy => "Field",
        },
        Spot::Company => "Company",
        Spot::Email(_) => "E-mail address",
        Spot::Phone(_, PhonePart::Number) => "Phone",
        Spot::Phone(_, PhonePart::Extension) => "Extension",
        Spot::Phone(_, PhonePart::Type) => "Phone type",
        Spot::Address(_, part) => match part {
            AddressPart::Country => "Country",
            AddressPart::Region => "State",
            AddressPart::Line1 => "Street",
            AddressPart::Line2 => "Second line",
            AddressPart::Locality => "City",
            AddressPart::PostalCode => "Postal code",
        },
        Spot::Social(_) => "Social account",
        Spot::Custom(_) => "Custom field",
    }
}

/// The spots that Keap's refusal names, among those that were sent, each with its sentence. Empty where
/// Keap named nothing that was sent.
pub fn refused(problems: &[keap_client::Problem], sent: &[Spot]) -> Vec<(Spot, String)> {
    let mut told: Vec<(Spot, String)> = Vec::new();
    for problem in problems {
        let Some(spot) = refused_spot(problem, sent) else {
            continue;
        };
        if told.iter().all(|(known, _)| *known != spot) {
            let text = sentence(&spot);
            told.push((spot, text));
        }
    }
    told
}

fn sentence(spot: &Spot) -> String {
    let name = called(spot).to_lowercase();
    match spot {
        Spot::Address(_, AddressPart::Country | AddressPart::Region)
        | Spot::Text(TextField::Owner | TextField::LeadSource | TextField::TimeZone) => {
            format!("Keap did not accept the {name}. Choose it from the list again.")
        }
        Spot::Email(_) => {
            "Keap did not accept this e-mail address. Check it letter by letter.".into()
        }
        _ => format!("Keap did not accept the {name}. Check it."),
    }
}

/// The spot that a problem is about: by the resource it names, by the slot and the thing its sentence
/// names ("BILLING Region is …"), and only among what was sent.
fn refused_spot(problem: &keap_client::Problem, sent: &[Spot]) -> Option<Spot> {
    let resource = problem.resource.as_deref().unwrap_or_default();
    let text = format!("{resource} {}", problem.message).to_lowercase();
    let score = |spot: &Spot| -> usize {
        let mut score = 0;
        if words(spot).iter().any(|word| text.contains(word)) {
            score += 2;
        }
        if let Some((list, slot)) = spot.item() {
            let said = if list == ListField::CustomFields {
                2 * usize::from(has_word(&text, slot))
            } else {
                usize::from(text.contains(&slot.to_lowercase()))
            };
            // The list alone names a spot only where no other one of it was sent.
            let list_said = has_word(&text, list.name());
            let all = sent.iter().filter_map(Spot::item);
            let alone = all.filter(|(other, _)| *other == list).count() == 1;
            score += said + usize::from(list_said && (alone || said + score > 0));
        }
        score
    };
    let best = sent.iter().map(|spot| (score(spot), spot));
    // Among equals the first one stands.
    let best = best.filter(|(score, _)| *score > 0);
    best.rev()
        .max_by_key(|(score, _)| *score)
        .map(|(_, spot)| spot.clone())
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .any(|one| one == word)
}

/// The words, in small letters, by which Keap's sentences are known to name it.
fn words(spot: &Spot) -> Vec<&'static str> {
    match spot {
        Spot::Text(field) => {
            let mut words = vec![field.name()];
            match field {
                TextField::Owner => words.push("owner"),
                TextField::LeadSource => words.push("lead source"),
                TextField::BirthDate => words.push("birthday"),
                TextField::PreferredLocale => words.push("locale"),
                _ => {}
            }
            words
        }
        Spot::Company => vec!["company"],
        Spot::Email(_) => vec!["email"],
        Spot::Phone(_, PhonePart::Number) => vec!["phone", "number"],
        Spot::Phone(_, PhonePart::Extension) => vec!["extension"],
        Spot::Phone(_, PhonePart::Type) => vec!["type"],
        Spot::Address(_, part) => match part {
            AddressPart::Country => vec!["country"],
            AddressPart::Region => vec!["region", "province"],
            AddressPart::Line1 => vec!["line1"],
            AddressPart::Line2 => vec!["line2"],
            AddressPart::Locality => vec!["locality"],
            AddressPart::PostalCode => vec!["postal", "zip"],
        },
        Spot::Social(_) => vec!["social"],
        Spot::Custom(_) => vec!["custom"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::spot::{AddressSlot, EmailSlot, PhoneSlot};

    #[test]
    fn a_refusal_lands_on_the_spot_it_names() {
        let region = |slot| Spot::Address(slot, AddressPart::Region);
        let sent = [
            Spot::Text(TextField::Owner),
            Spot::Email(EmailSlot::First),
            Spot::Phone(PhoneSlot::Second, PhonePart::Number),
            region(AddressSlot::Billing),
            region(AddressSlot::Shipping),
            Spot::Custom("21".into()),
            Spot::Custom("23".into()),
        ];
        let table = [
            (
                "BILLING Region is invalid",
                "",
                Some(region(AddressSlot::Billing)),
            ),
            (
                "SHIPPING Region is invalid",
                "",
                Some(region(AddressSlot::Shipping)),
            ),
            (
                "is invalid",
                "addresses.region",
                Some(region(AddressSlot::Billing)),
            ),
            (
                "EMAIL1 is not a valid email address",
                "email_addresses",
                Some(Spot::Email(EmailSlot::First)),
            ),
            (
                "PHONE2 has no number",
                "phone_numbers",
                Some(Spot::Phone(PhoneSlot::Second, PhonePart::Number)),
            ),
            (
                "bad content",
                "custom_fields.23",
                Some(Spot::Custom("23".into())),
            ),
            (
                "Owner does not exist",
                "owner_id",
                Some(Spot::Text(TextField::Owner)),
            ),
            // A list of which two spots were sent names neither.
            ("is refused", "addresses", None),
            ("something else", "", None),
        ];
        for (message, resource, spot) in table {
            let problem = keap_client::Problem {
                message: message.into(),
                domain: None,
                resource: Some(resource.to_owned()).filter(|resource| !resource.is_empty()),
            };
            let told = refused(&[problem], &sent);
            assert_eq!(
                told.first().map(|(spot, _)| spot.clone()),
                spot,
                "{message}"
            );
        }
    }
}
