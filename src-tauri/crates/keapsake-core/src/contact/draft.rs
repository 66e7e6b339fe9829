//! The form as typed, and what a check makes of it: for each field, leave it, set it or clear it.
//!
//! Knows Keap's lists and lengths, but not the contact that will be written.

use std::collections::BTreeSet;

use email_address::{EmailAddress, Options};

use super::checked::{AddressChanges, Change, Checked, Place};
use super::field::Field;
use super::problem::{Problem, ProblemKind};
use super::region::Lists;
use super::{limits, text};

/// The contact form as typed. A field left empty is left alone, unless it is in `clear`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The e-mail address; the one field that must be filled in.
    pub email: String,
    /// First name.
    pub given_name: String,
    /// Last name.
    pub family_name: String,
    /// Telephone number, free text.
    pub phone: String,
    /// Street.
    pub line1: String,
    /// Second line of the street.
    pub line2: String,
    /// City.
    pub locality: String,
    /// Postal or ZIP code; "85001-1234" is a ZIP code with its four-digit extension.
    pub postal_code: String,
    /// Country, as a code of Keap's list.
    pub country_code: String,
    /// State or province, as Keap's list of the country has it.
    pub region_code: String,
    /// The fields that were deliberately cleared. A field that is also filled in is set instead:
    /// what was typed is never thrown away for a mark.
    pub clear: BTreeSet<Field>,
}

impl Draft {
    /// Checks every field.
    ///
    /// # Errors
    /// The problems, in the form's order, at most one a field; nothing may be written then.
    pub fn check(&self, lists: &Lists) -> Result<Checked, Vec<Problem>> {
        let mut problems = Vec::new();
        let checked = Checked {
            email: self.email(&mut problems),
            given_name: self.text(Field::GivenName, &mut problems),
            family_name: self.text(Field::FamilyName, &mut problems),
            phone: self.text(Field::Phone, &mut problems),
            billing: AddressChanges {
                line1: self.text(Field::Line1, &mut problems),
                line2: self.text(Field::Line2, &mut problems),
                locality: self.text(Field::Locality, &mut problems),
                postal_code: self.text(Field::PostalCode, &mut problems),
                place: self.place(lists, &mut problems),
            },
        };
        if problems.is_empty() {
            Ok(checked)
        } else {
            Err(problems)
        }
    }

    /// Whether a part of the address is filled in or cleared, so that Keap's lists are needed.
    pub fn touches_the_address(&self) -> bool {
        use Field::{CountryCode, Line1, Line2, Locality, PostalCode, RegionCode};
        [Line1, Line2, Locality, PostalCode, CountryCode, RegionCode]
            .into_iter()
            .any(|field| self.change(field) != Change::Keep)
    }

    /// What was typed into a field, without blanks around it and without invisible characters.
    fn typed(&self, field: Field) -> String {
        match field {
            Field::Email => text::token(&self.email),
            Field::GivenName => text::free(&self.given_name),
            Field::FamilyName => text::free(&self.family_name),
            Field::Phone => text::token(&self.phone),
            Field::Line1 => text::free(&self.line1),
            Field::Line2 => text::free(&self.line2),
            Field::Locality => text::free(&self.locality),
            Field::PostalCode => text::token(&self.postal_code),
            Field::CountryCode => text::token(&self.country_code),
            Field::RegionCode => text::token(&self.region_code),
        }
    }

    fn change(&self, field: Field) -> Change {
        let typed = self.typed(field);
        if !typed.is_empty() {
            Change::Set(typed)
        } else if self.clear.contains(&field) {
            Change::Clear
        } else {
            Change::Keep
        }
    }

    fn text(&self, field: Field, problems: &mut Vec<Problem>) -> Change {
        let change = self.change(field);
        if let Change::Set(typed) = &change
            && let Err(kind) = fits(field, typed)
        {
            problems.push(Problem::new(field, kind));
        }
        change
    }

    fn email(&self, problems: &mut Vec<Problem>) -> String {
        let typed = self.typed(Field::Email);
        let verdict = if self.clear.contains(&Field::Email) {
            Err(ProblemKind::CannotBeCleared)
        } else if typed.is_empty() {
            Err(ProblemKind::Missing)
        } else {
            fits(Field::Email, &typed).and_then(|()| deliverable(&typed))
        };
        if let Err(kind) = verdict {
            problems.push(Problem::new(Field::Email, kind));
        }
        typed
    }

    fn place(&self, lists: &Lists, problems: &mut Vec<Problem>) -> Place {
        let region = self.change(Field::RegionCode);
        let code = match self.change(Field::CountryCode) {
            Change::Set(code) => code,
            _ if matches!(region, Change::Set(_)) => {
                problems.push(Problem::new(
                    Field::CountryCode,
                    ProblemKind::RegionWithoutCountry,
                ));
                return Place::Keep;
            }
            Change::Clear => return Place::NoCountry,
            Change::Keep if region == Change::Clear => return Place::NoRegion,
            Change::Keep => return Place::Keep,
        };
        let Some(country) = lists.country(&code) else {
            problems.push(Problem::new(Field::CountryCode, ProblemKind::NotInList));
            return Place::Keep;
        };
        let region = match region {
            Change::Set(code) => match lists.region(&country, &code) {
                Ok(code) => Change::Set(code),
                Err(kind) => {
                    problems.push(Problem::new(Field::RegionCode, kind));
                    Change::Keep
                }
            },
            other => other,
        };
        Place::Chosen { country, region }
    }
}

fn fits(field: Field, typed: &str) -> Result<(), ProblemKind> {
    if text::has_control(typed) {
        return Err(ProblemKind::ControlCharacters);
    }
    match limits::of(field) {
        Some(limit) if limits::length(typed) > limit => Err(ProblemKind::TooLong { limit }),
        _ => Ok(()),
    }
}

/// An address with a dot in its domain, no display name and no blank.
///
/// Quoted local parts are refused too: nobody has one, and they alone may hold the `;` and `,`
/// that Keap's filter has no escape for.
fn deliverable(typed: &str) -> Result<(), ProblemKind> {
    let options = Options::default()
        .with_required_tld()
        .without_domain_literal()
        .without_display_text();
    let plain = !typed.contains(|c: char| c.is_whitespace() || c == '"');
    if plain && EmailAddress::parse_with_options(typed, options).is_ok() {
        Ok(())
    } else {
        Err(ProblemKind::NotAnEmail)
    }
}
