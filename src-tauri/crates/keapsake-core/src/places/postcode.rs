//! Postal codes as they are written in their country: put in shape where it is plain what was
//! meant, and looked at with the country's pattern.
//!
//! Never refuses one: what does not fit stays as it was typed, and is only said not to fit.

use regex_lite::Regex;

use super::AddressFormat;

/// What a postal code looks like in one country.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) expression: &'static str,
    pub(super) example: &'static str,
    /// What people write before a code: the code that post puts there, and the country's own.
    prefixes: Vec<String>,
}

/// Whether a postal code looks like one of its country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// It does.
    Fits,
    /// It does not: worth a word, never a refusal.
    Odd,
    /// Nothing was typed, or nothing is known about the country's codes.
    CannotTell,
}

/// The postal code as it is written in the country: "k1a0b1" as "K1A 0B1" in Canada.
///
/// What does not fit the country's pattern comes back as it was typed, without outer spaces.
pub fn tidy(typed: &str, alpha2: Option<&str>) -> String {
    AddressFormat::of(alpha2)
        .pattern()
        .and_then(|pattern| pattern.written(typed))
        .unwrap_or_else(|| typed.trim().to_owned())
}

/// Whether the postal code looks like one of the country, however it is spaced.
pub fn fits(typed: &str, alpha2: Option<&str>) -> Fit {
    match AddressFormat::of(alpha2).pattern() {
        Some(pattern) if !typed.trim().is_empty() => match pattern.written(typed) {
            Some(_) => Fit::Fits,
            None => Fit::Odd,
        },
        _ => Fit::CannotTell,
    }
}

impl Pattern {
    /// `None` where the country has no pattern.
    pub(super) fn read(
        country: &str,
        expression: &'static str,
        example: &'static str,
        prefix: &str,
    ) -> Option<Self> {
        let post = prefix.trim_end_matches('-').trim();
        let mut prefixes = vec![country.to_owned()];
        if !post.is_empty() && post != country {
            prefixes.push(post.to_owned());
        }
        (!expression.is_empty()).then_some(Self {
            expression,
            example,
            prefixes,
        })
    }

    /// The code as the pattern has it; `None` where it does not fit however it is spaced.
    fn written(&self, typed: &str) -> Option<String> {
        let bare: String = typed.chars().filter_map(plain).collect();
        if bare.is_empty() || bare.len() > LONGEST {
            return None;
        }
        let whole = Regex::new(&format!("^(?:{})$", self.expression)).ok()?;
        spaced(&whole, &bare).or_else(|| {
            self.prefixes.iter().find_map(|prefix| {
                let rest = spaced(&whole, bare.strip_prefix(prefix.as_str())?)?;
                Some(format!("{prefix}-{rest}"))
            })
        })
    }
}

/// The longest known is of ten letters; what is longer is no code.
const LONGEST: usize = 16;

/// A letter or digit in upper case and ASCII; `None` for what only separates, or is put before
/// a code in Japan.
fn plain(letter: char) -> Option<char> {
    let letter = match letter {
        // Full width, as Japanese keyboards write it.
        '！'..='～' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        other => other,
    };
    match letter {
        '-' | '‐'..='―' | '−' | 'ー' | '.' | '〒' => None,
        letter if letter.is_whitespace() => None,
        letter => Some(letter.to_ascii_uppercase()),
    }
}

/// The code with at most one separator, wherever it has to be to fit.
fn spaced(whole: &Regex, bare: &str) -> Option<String> {
    if whole.is_match(bare) {
        return Some(bare.to_owned());
    }
    bare.char_indices().skip(1).find_map(|(at, _)| {
        let (front, back) = bare.split_at(at);
        [' ', '-']
            .into_iter()
            .map(|separator| format!("{front}{separator}{back}"))
            .find(|candidate| whole.is_match(candidate))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_put_in_the_shape_of_their_country() {
        let table = [
            ("k1a0b1", "CA", "K1A 0B1"),
            (" K1A-0B1 ", "CA", "K1A 0B1"),
            ("850011234", "US", "85001-1234"),
            ("85001 1234", "US", "85001-1234"),
            ("85001", "US", "85001"),
            ("850011234", "DE", "850011234"),
            ("sw1a1aa", "GB", "SW1A 1AA"),
            ("m25bq", "GB", "M2 5BQ"),
            ("bfpo61", "GB", "BFPO 61"),
            ("gir0aa", "GB", "GIR 0AA"),
            ("1000001", "JP", "100-0001"),
            ("〒１００−０００１", "JP", "100-0001"),
            ("1234ab", "NL", "1234 AB"),
            ("00950", "PL", "00-950"),
            ("01310100", "BR", "01310-100"),
            ("2725079", "PT", "2725-079"),
            ("10000", "CZ", "100 00"),
            ("11455", "SE", "114 55"),
            ("se-114 55", "SE", "SE-114 55"),
            ("75 008", "FR", "75008"),
            ("d02af30", "IE", "D02 AF30"),
            ("l-1234", "LU", "L-1234"),
            ("lu1234", "LU", "LU-1234"),
            ("lv1073", "LV", "LV-1073"),
            ("bt 2328", "BN", "BT2328"),
            ("110 034", "IN", "110034"),
            ("ky11100", "KY", "KY1-1100"),
            ("1193612345", "IR", "11936-12345"),
            ("k1a0b1", "ca", "K1A 0B1"),
        ];
        for (typed, country, expected) in table {
            assert_eq!(tidy(typed, Some(country)), expected, "{typed:?} {country}");
            let fit = fits(typed, Some(country));
            let odd = (typed, country) == ("850011234", "DE");
            assert_eq!(fit, if odd { Fit::Odd } else { Fit::Fits }, "{typed:?}");
        }
    }

    #[test]
    fn what_does_not_fit_stays_as_typed() {
        for (typed, country, expected) in [
            ("K1A OB1", Some("CA"), Fit::Odd),
            ("see note", Some("US"), Fit::Odd),
            ("8500", Some("US"), Fit::Odd),
            ("１２", Some("JP"), Fit::Odd),
            ("x".repeat(400).as_str(), Some("GB"), Fit::Odd),
            // The Emirates have none; and of no country nothing is known.
            ("12345", Some("AE"), Fit::CannotTell),
            ("k1a0b1", None, Fit::CannotTell),
            ("k1a0b1", Some("QQ"), Fit::CannotTell),
            ("", Some("US"), Fit::CannotTell),
            ("-", Some("US"), Fit::Odd),
        ] {
            assert_eq!(tidy(typed, country), typed);
            assert_eq!(fits(typed, country), expected, "{typed:?} {country:?}");
        }
        assert_eq!(tidy("  8500 ", Some("US")), "8500");
        assert_eq!(tidy("  ", Some("US")), "");
    }
}
