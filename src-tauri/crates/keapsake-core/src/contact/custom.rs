//! The content of a custom field: what may be typed for its kind, and the form in which Keap holds it.
//!
//! Keap documents no form for most kinds, so a form that is there already is kept.

use super::known::{CustomField, CustomKind};
use super::problem::ProblemKind;

/// The content to send for what was typed; `held` is what stands there now.
pub(super) fn content(
    field: Option<&CustomField>,
    typed: &str,
    held: &str,
) -> Result<String, ProblemKind> {
    let Some(field) = field else {
        return Err(ProblemKind::NoSuchField);
    };
    if typed.is_empty() {
        return Ok(String::new());
    }
    match field.kind {
        CustomKind::Date => day_like(typed, held),
        CustomKind::Whole | CustomKind::Year if !is_whole(typed) => Err(ProblemKind::NotANumber),
        CustomKind::Decimal | CustomKind::Money | CustomKind::Percent if !is_decimal(typed) => {
            Err(ProblemKind::NotANumber)
        }
        // A field whose options Keap does not name takes what is typed.
        CustomKind::Choice | CustomKind::Choices if field.options.is_empty() => {
            Ok(typed.to_owned())
        }
        CustomKind::Choice if !is_option(field, typed, &[held.trim()]) => {
            Err(ProblemKind::NotInList)
        }
        CustomKind::Choices if !are_options(field, typed, held) => Err(ProblemKind::NotInList),
        _ => Ok(typed.to_owned()),
    }
}

/// A day; where Keap holds the time beside it, the new day keeps the form.
fn day_like(typed: &str, held: &str) -> Result<String, ProblemKind> {
    let day = typed.get(..10).unwrap_or(typed);
    let rest = typed.get(10..).unwrap_or_default();
    if !is_day(day) || !(rest.is_empty() || rest.starts_with('T')) {
        return Err(ProblemKind::NotADate);
    }
    let time = held
        .get(10..)
        .filter(|time| time.starts_with('T') && rest.is_empty());
    Ok(match time {
        Some(time) => format!("{day}{time}"),
        None => typed.to_owned(),
    })
}

/// Whether the text is a day of the calendar, as `YYYY-MM-DD`.
pub(super) fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return false;
    };
    let number = |part: &str, length: usize| -> Option<u32> {
        let digits = part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| part.parse().ok()).flatten()
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2))
    else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

fn is_whole(typed: &str) -> bool {
    let digits = typed.strip_prefix('-').unwrap_or(typed);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

fn is_decimal(typed: &str) -> bool {
    match typed.split_once('.') {
        Some((whole, part)) => {
            is_whole(whole) && !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())
        }
        None => is_whole(typed),
    }
}

/// Keap's own options, and what is there already: an option may have been taken out of the list since.
fn is_option(field: &CustomField, typed: &str, held: &[&str]) -> bool {
    let typed = typed.trim();
    let mut known = field.options.iter().map(|option| option.trim());
    !typed.is_empty() && (known.any(|option| option == typed) || held.contains(&typed))
}

fn are_options(field: &CustomField, typed: &str, held: &str) -> bool {
    let held = apart(&field.options, held);
    let typed = apart(&field.options, typed);
    typed.iter().all(|one| is_option(field, one, &held))
}

/// The choices of a text that joins them with commas. An option may hold commas itself, so the longest
/// option that fits is one; what is no option goes to the next comma. The page takes them apart alike.
fn apart<'a>(options: &[String], text: &'a str) -> Vec<&'a str> {
    let mut choices = Vec::new();
    let mut rest = Some(text.trim());
    while let Some(text) = rest {
        let after = |option: &String| {
            let more = text.strip_prefix(option.trim())?.trim_start();
            let ends = more.is_empty() || more.starts_with(',');
            (ends && !option.trim().is_empty()).then_some(option.trim().len())
        };
        let to_comma = || text.find(',').unwrap_or(text.len());
        let length = options.iter().filter_map(after).max();
        let (one, more) = text.split_at(length.unwrap_or_else(to_comma));
        choices.push(one.trim());
        rest = more.trim_start().strip_prefix(',').map(str::trim_start);
    }
    choices
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(kind: CustomKind) -> CustomField {
        CustomField {
            id: "21".into(),
            label: "Bread".into(),
            kind,
            options: vec!["Rye".into(), "Wheat".into(), "Oat, rolled".into()],
            group: None,
        }
    }

    #[test]
    fn what_is_typed_fits_its_kind_and_keeps_the_form_that_is_there() {
        use CustomKind::{Choice, Choices, Date, Decimal, Text, Whole};
        let table = [
            (Text, "anything", "", Ok("anything")),
            (Date, "2026-02-28", "", Ok("2026-02-28")),
            (
                Date,
                "2026-02-28",
                "2025-01-01T00:00:00.000Z",
                Ok("2026-02-28T00:00:00.000Z"),
            ),
            (Date, "2026-02-30", "", Err(ProblemKind::NotADate)),
            (Date, "28.2.2026", "", Err(ProblemKind::NotADate)),
            (Date, "2026-02-28x", "", Err(ProblemKind::NotADate)),
            (Whole, "-12", "", Ok("-12")),
            (Whole, "1.5", "", Err(ProblemKind::NotANumber)),
            (Decimal, "1.5", "", Ok("1.5")),
            (Decimal, "1,5", "", Err(ProblemKind::NotANumber)),
            (Choice, "Rye", "", Ok("Rye")),
            (Choice, "Spelt", "", Err(ProblemKind::NotInList)),
            (Choice, "Spelt", "Spelt", Ok("Spelt")),
            (Choices, "Rye,Wheat", "", Ok("Rye,Wheat")),
            (Choices, "Rye,Spelt", "Spelt,Wheat", Ok("Rye,Spelt")),
            (
                Choices,
                "Rye,Oat",
                "Spelt,Wheat",
                Err(ProblemKind::NotInList),
            ),
            (Choice, "", "Rye", Ok("")),
            (Choices, "Oat, rolled", "", Ok("Oat, rolled")),
            (
                Choices,
                "Rye,Oat, rolled,Wheat",
                "",
                Ok("Rye,Oat, rolled,Wheat"),
            ),
            (Choices, "Rye,Oat", "", Err(ProblemKind::NotInList)),
            (Choices, "Rye,,Wheat", "", Err(ProblemKind::NotInList)),
            // What is left of an option is no choice, even beside the option.
            (
                Choices,
                "Rye,Oat",
                "Rye,Oat, rolled",
                Err(ProblemKind::NotInList),
            ),
        ];
        for (kind, typed, held, expected) in table {
            let sent = content(Some(&field(kind)), typed, held);
            assert_eq!(
                sent.as_deref().map_err(|kind| *kind),
                expected,
                "{kind:?} {typed:?}"
            );
        }
        let unnamed = CustomField {
            options: Vec::new(),
            ..field(Choices)
        };
        assert_eq!(content(Some(&unnamed), "Spelt", ""), Ok("Spelt".into()));
        assert_eq!(content(None, "x", ""), Err(ProblemKind::NoSuchField));
    }

    #[test]
    fn a_day_is_one_of_the_calendar() {
        for (text, is) in [
            ("2024-02-29", true),
            ("2100-02-29", false),
            ("2000-02-29", true),
            ("2026-13-01", false),
            ("2026-04-31", false),
            ("2026-4-01", false),
            ("", false),
        ] {
            assert_eq!(is_day(text), is, "{text}");
        }
    }
}
