//! What a draft's check takes and refuses, field by field.

use super::checked::{Change, Place};
use super::draft::*;
use super::field::Field;
use super::problem::ProblemKind;
use super::region::Lists;
use super::samples::{ann, lists_of};

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
