//! Phone numbers as they are written in their country, and whether they look like one at all.
//!
//! Refuses nothing: what is more than a number with an extension stays as it was typed, and so
//! does what only looks odd. The numbering plans are the library's.

use std::sync::LazyLock;

use regex_lite::Regex;
use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat, Region};

/// What was typed, put in shape as far as it is plain what was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    /// The number as the country writes it, or with its country's code if it was typed so; as
    /// typed, extension included, unless the verdict is [`Verdict::Fits`].
    pub number: String,
    /// The same number for calls from abroad, where it fits.
    pub international: Option<String>,
    /// The extension that stood behind the number, where it fits.
    pub extension: Option<String>,
    /// Whether it looks like a phone number of the country.
    pub verdict: Verdict,
}

/// Whether something looks like a phone number of its country: of the one whose code it begins
/// with, otherwise of the one asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It does.
    Fits,
    /// It does not: worth a word, never a refusal.
    Odd,
    /// Nothing or no mere number was typed, or no country is known.
    CannotTell,
}

impl Phone {
    /// Number and extension in one text.
    pub fn text(&self) -> String {
        match &self.extension {
            Some(extension) => format!("{} ext. {extension}", self.number),
            None => self.number.clone(),
        }
    }

    fn untouched(typed: &str, verdict: Verdict) -> Self {
        Self {
            number: typed.trim().to_owned(),
            international: None,
            extension: None,
            verdict,
        }
    }
}

/// Looks at what was typed as a phone number of the country with that alpha-2 code.
pub fn tidy(typed: &str, alpha2: Option<&str>) -> Phone {
    let Some((digits, extension)) = parts(typed) else {
        return Phone::untouched(typed, Verdict::CannotTell);
    };
    let abroad = digits.starts_with('+');
    let region = alpha2.and_then(region);
    if region.is_none() && !abroad {
        return Phone::untouched(typed, Verdict::CannotTell);
    }
    let Some(number) = valid(&digits, region) else {
        return Phone::untouched(typed, Verdict::Odd);
    };
    let home = region.and_then(|region| PHONE_NUMBER_UTIL.get_country_code_for_region(region));
    let international = number.format_as(PhoneNumberFormat::International);
    let proposal = if abroad || home != Some(number.country_code) {
        international.clone()
    } else {
        number.format_as(PhoneNumberFormat::National)
    };
    // A proposal that would be another number is none.
    if valid(&proposal, region).as_ref() != Some(&number) {
        return Phone {
            international: Some(international.into_owned()),
            ..Phone::untouched(typed, Verdict::Fits)
        };
    }
    Phone {
        number: proposal.into_owned(),
        international: Some(international.into_owned()),
        extension,
        verdict: Verdict::Fits,
    }
}

/// The longest number has 15 digits, and three more may stand before it.
const MOST_DIGITS: usize = 18;

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let number = r"(\+?[0-9() ./-]+)";
    let extension = r"(?:(?:ext(?:n|ension)?\.?|x\.?|#|;ext=)[ :]*([0-9]{1,10}))?";
    Regex::new(&format!("(?i)^{number}{extension}$")).ok()
});

/// Number and extension; `None` where there is anything else, such as a word.
fn parts(typed: &str) -> Option<(String, Option<String>)> {
    let typed: String = typed
        .trim()
        .chars()
        .map(|letter| match letter {
            '\u{a0}' | '\u{202f}' | '\u{2009}' | '\t' => ' ',
            '‐'..='―' | '−' => '-',
            other => other,
        })
        .collect();
    let found = NUMBER.as_ref()?.captures(&typed)?;
    let number = found.get(1)?.as_str().trim();
    let digits = number.chars().filter(char::is_ascii_digit).count();
    // Two numbers in one field are not one long number.
    (1..=MOST_DIGITS).contains(&digits).then(|| {
        let extension = found.get(2).map(|it| it.as_str().to_owned());
        (number.to_owned(), extension)
    })
}

fn region(alpha2: &str) -> Option<Region> {
    let alpha2 = alpha2.trim().to_ascii_uppercase();
    let region: Region = alpha2.parse().ok()?;
    // Not every code that can be written has numbers.
    PHONE_NUMBER_UTIL.get_country_code_for_region(region)?;
    Some(region)
}

fn valid(number: &str, region: Option<Region>) -> Option<PhoneNumber> {
    PHONE_NUMBER_UTIL
        .parse(number, region)
        .ok()
        .filter(PhoneNumber::is_valid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_in_their_country() {
        let table = [
            (
                "6025550100",
                Some("US"),
                "(602) 555-0100",
                "+1 602-555-0100",
            ),
            (
                "602.555.0100",
                Some("us"),
                "(602) 555-0100",
                "+1 602-555-0100",
            ),
            (
                "1 602 555 0100",
                Some("US"),
                "(602) 555-0100",
                "+1 602-555-0100",
            ),
            (
                "+16025550100",
                Some("US"),
                "+1 602-555-0100",
                "+1 602-555-0100",
            ),
            ("+16025550100", None, "+1 602-555-0100", "+1 602-555-0100"),
            (
                "+16025550100",
                Some("FR"),
                "+1 602-555-0100",
                "+1 602-555-0100",
            ),
            (
                "02079460958",
                Some("GB"),
                "020 7946 0958",
                "+44 20 7946 0958",
            ),
            (
                "+44 (0)20 7946 0958",
                Some("GB"),
                "+44 20 7946 0958",
                "+44 20 7946 0958",
            ),
            // As dialled from Germany; the number is British.
            (
                "0044 2079460958",
                Some("DE"),
                "+44 20 7946 0958",
                "+44 20 7946 0958",
            ),
            (
                "0612345678",
                Some("FR"),
                "06 12 34 56 78",
                "+33 6 12 34 56 78",
            ),
            ("030/123456", Some("DE"), "030 123456", "+49 30 123456"),
            ("0312345678", Some("JP"), "03-1234-5678", "+81 3-1234-5678"),
            ("0236618300", Some("IT"), "02 3661 8300", "+39 02 3661 8300"),
            (
                "4165550100",
                Some("CA"),
                "(416) 555-0100",
                "+1 416-555-0100",
            ),
            // A Canadian number is dialled in the same way in the United States.
            (
                "4165550100",
                Some("US"),
                "(416) 555-0100",
                "+1 416-555-0100",
            ),
        ];
        for (typed, country, number, international) in table {
            let phone = tidy(typed, country);
            assert_eq!(phone.number, number, "{typed:?} {country:?}");
            assert_eq!(
                phone.international.as_deref(),
                Some(international),
                "{typed:?}"
            );
            assert_eq!(
                (phone.verdict, phone.extension),
                (Verdict::Fits, None),
                "{typed:?}"
            );
        }
    }

    #[test]
    fn an_extension_is_never_lost() {
        for typed in [
            "602-555-0100 ext. 12",
            "602-555-0100 x12",
            "6025550100x12",
            "602 555 0100 Extension: 12",
            "602 555 0100 EXTN 12",
            "602 555 0100 #12",
            "602 555 0100;ext=12",
        ] {
            let phone = tidy(typed, Some("US"));
            assert_eq!(phone.number, "(602) 555-0100", "{typed}");
            assert_eq!(phone.extension.as_deref(), Some("12"), "{typed}");
            assert_eq!(phone.text(), "(602) 555-0100 ext. 12", "{typed}");
        }
        // Odd or of no known country, it stays where it was typed.
        assert_eq!(tidy("555 x12", Some("US")).text(), "555 x12");
        assert_eq!(tidy("602 555 0100 x12", None).text(), "602 555 0100 x12");
    }

    #[test]
    fn everything_else_stays_as_typed() {
        for (typed, country, verdict) in [
            ("ask for Clara", Some("US"), Verdict::CannotTell),
            (
                "602 555 0100 (ask for Clara)",
                Some("US"),
                Verdict::CannotTell,
            ),
            ("602 555 0100 mobile", Some("US"), Verdict::CannotTell),
            ("1-800-FLOWERS", Some("US"), Verdict::CannotTell),
            (
                "602 555 0100, 602 555 0101",
                Some("US"),
                Verdict::CannotTell,
            ),
            (
                "602 555 0100 / 602 555 0101",
                Some("US"),
                Verdict::CannotTell,
            ),
            ("6025550100", None, Verdict::CannotTell),
            ("6025550100", Some("QQ"), Verdict::CannotTell),
            ("6025550100", Some("United States"), Verdict::CannotTell),
            ("", Some("US"), Verdict::CannotTell),
            ("-", Some("US"), Verdict::CannotTell),
            ("555 0100", Some("US"), Verdict::Odd),
            ("602 555 01000", Some("US"), Verdict::Odd),
            ("12", Some("US"), Verdict::Odd),
            ("+999 1234567", None, Verdict::Odd),
            ("6025550100", Some("FR"), Verdict::Odd),
        ] {
            let phone = tidy(typed, country);
            assert_eq!(phone.verdict, verdict, "{typed:?} {country:?}");
            assert_eq!(phone.text(), typed, "{country:?}");
            assert_eq!(phone.international, None);
        }
    }
}
