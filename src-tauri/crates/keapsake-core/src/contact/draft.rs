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

#[cfg(test)]
mod tests {
    use super::super::samples::{ann, lists_of};
    use super::*;

    fn problems(draft: &Draft) -> Vec<(Field, ProblemKind)> {
        let found = draft.check(&lists_of("USA")).expect_err("a problem");
        found.iter().map(|p| (p.field, p.kind)).collect()
    }

    fn of(email: &str) -> Draft {
        Draft {
            email: email.into(),
            ..Draft::default()
        }
    }

    #[test]
    fn e_mail_addresses() {
        for good in [
            "ann@example.com",
            " Ann.O'Neil+shop@mail.example.com\r\n",
            "\u{FEFF}ann\u{200B}@example.com",
            "a=b@example.com",
            "m\u{FC}ller@example.org",
        ] {
            assert!(of(good).check(&Lists::default()).is_ok(), "{good:?}");
        }
        for bad in [
            "ann",
            "xx",
            "ann@example",
            "@example.com",
            "ann@@example.com",
            "Ann <ann@example.com>",
            "Ann<ann@example.com>",
            "ann o@example.com",
            "ann@exam ple.com",
            "\"ann;x\"@example.com",
            "ann@[127.0.0.1]",
            "ann@example..com",
            "ann@example.com;bob@example.com",
            "ann@example.com, bob@example.com",
        ] {
            assert_eq!(
                problems(&of(bad)),
                [(Field::Email, ProblemKind::NotAnEmail)],
                "{bad:?}"
            );
        }
        assert_eq!(
            problems(&Draft::default()),
            [(Field::Email, ProblemKind::Missing)]
        );
    }

    #[test]
    fn lengths_count_characters() {
        type Fill = fn(&mut Draft, String);
        let set: [(Field, Fill, usize); 7] = [
            (Field::GivenName, |d, v| d.given_name = v, 40),
            (Field::FamilyName, |d, v| d.family_name = v, 40),
            (Field::Phone, |d, v| d.phone = v, 40),
            (Field::Line1, |d, v| d.line1 = v, 75),
            (Field::Line2, |d, v| d.line2 = v, 75),
            (Field::Locality, |d, v| d.locality = v, 50),
            (Field::PostalCode, |d, v| d.postal_code = v, 15),
        ];
        for (field, fill, limit) in set {
            let mut draft = ann();
            // Two bytes a character, and blanks around it: goes red when bytes are counted, or
            // the length is taken before trimming.
            fill(&mut draft, format!(" {} ", "\u{E9}".repeat(limit)));
            assert!(
                draft.check(&lists_of("USA")).is_ok(),
                "{field:?} of {limit}"
            );
            fill(&mut draft, "\u{E9}".repeat(limit + 1));
            assert_eq!(problems(&draft), [(field, ProblemKind::TooLong { limit })]);
        }
        let long = |n| of(&format!("{}@example.com", "a".repeat(n)));
        assert!(long(63).check(&Lists::default()).is_ok(), "75 characters");
        assert_eq!(
            problems(&long(64)),
            [(Field::Email, ProblemKind::TooLong { limit: 75 })]
        );
    }

    #[test]
    fn an_empty_field_is_kept_unless_it_is_marked_and_typed_text_wins_over_the_mark() {
        let draft = Draft {
            given_name: " \u{200B}".into(),
            family_name: "\t".into(),
            phone: "555".into(),
            clear: [Field::FamilyName, Field::Phone].into(),
            ..ann()
        };
        let checked = draft.check(&Lists::default()).unwrap();
        assert_eq!(checked.given_name, Change::Keep);
        assert_eq!(checked.family_name, Change::Clear);
        assert_eq!(checked.phone, Change::Set("555".into()));
        let draft = Draft {
            clear: [Field::Email].into(),
            ..ann()
        };
        assert_eq!(
            problems(&draft),
            [(Field::Email, ProblemKind::CannotBeCleared)]
        );
    }

    #[test]
    fn country_and_region_come_from_the_lists_and_together() {
        let with = |country: &str, region: &str| Draft {
            country_code: country.into(),
            region_code: region.into(),
            ..ann()
        };
        let checked = with("usa", "AZ").check(&lists_of("USA")).unwrap();
        let Place::Chosen { country, region } = checked.billing.place else {
            panic!("a country was chosen");
        };
        assert_eq!(
            (country.alpha3.as_str(), region),
            ("USA", Change::Set("US-AZ".into()))
        );

        let country = |kind| vec![(Field::CountryCode, kind)];
        assert_eq!(
            problems(&with("ZZZ", "AZ")),
            country(ProblemKind::NotInList)
        );
        assert_eq!(
            problems(&with("", "AZ")),
            country(ProblemKind::RegionWithoutCountry)
        );
        let mut cleared = with("", "AZ");
        cleared.clear.insert(Field::CountryCode);
        assert_eq!(
            problems(&cleared),
            country(ProblemKind::RegionWithoutCountry)
        );
        let other = ProblemKind::RegionOfAnotherCountry;
        assert_eq!(
            problems(&with("USA", "CA-ON")),
            [(Field::RegionCode, other)]
        );
    }

    #[test]
    fn all_problems_are_told_at_once_in_the_forms_order() {
        let draft = Draft {
            line1: "1 Main St\nSuite 4".into(),
            given_name: "x".repeat(41),
            region_code: "AZ".into(),
            ..Draft::default()
        };
        let fields: Vec<_> = problems(&draft).iter().map(|(field, _)| *field).collect();
        assert_eq!(
            fields,
            [
                Field::Email,
                Field::GivenName,
                Field::Line1,
                Field::CountryCode
            ]
        );
    }
}
