//! Cleaning of typed and pasted text: blanks around it, and characters nobody can see in it.
//!
//! Does not judge the text; a control character inside it stays, so that a check can refuse it.

use keap_client::ListItem;

/// Text for people: names, streets, cities.
///
/// Joiners stay inside the text, since Persian and the Indic scripts spell words with them.
pub(crate) fn free(raw: &str) -> String {
    let seen: String = raw.chars().filter(|c| !is_invisible(*c)).collect();
    seen.trim_matches(|c: char| c.is_whitespace() || is_joiner(c))
        .to_owned()
}

/// Text for machines: addresses, numbers, codes. No invisible character belongs into it.
pub(crate) fn token(raw: &str) -> String {
    let seen: String = raw
        .chars()
        .filter(|c| !is_invisible(*c) && !is_joiner(*c))
        .collect();
    seen.trim().to_owned()
}

/// Whether the text holds a line end, a tab or another character that a one-line field cannot.
pub(super) fn has_control(text: &str) -> bool {
    text.chars()
        .any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
}

/// A part of an item as trimmed text; empty where it is missing, null or neither text nor a number.
pub(super) fn of(item: &ListItem, key: &str) -> String {
    item.text(key).unwrap_or_default().trim().to_owned()
}

/// Equal but for case, in any script; blanks around either side do not count.
pub(crate) fn same_but_for_case(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// Zero-width spaces, byte order marks, soft hyphens and the marks that turn text around.
const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}'
            | '\u{061C}'
            | '\u{180E}'
            | '\u{200B}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{206F}'
            | '\u{FEFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_invisible_characters_go() {
        // Each line goes red when its character is no longer dropped.
        for raw in [
            " Ann ",
            "Ann\r\n",
            "\tAnn",
            "\u{FEFF}Ann",
            "An\u{200B}n",
            "\u{202E}Ann\u{202C}",
            "Ann\u{200D}",
            "\u{00A0}Ann\u{2066} ",
        ] {
            assert_eq!(free(raw), "Ann", "{raw:?}");
            assert_eq!(token(raw), "Ann", "{raw:?}");
        }
    }

    #[test]
    fn joiners_stay_inside_text_for_people_only() {
        let word = "\u{645}\u{6CC}\u{200C}\u{62E}";
        assert_eq!(free(word), word);
        assert_eq!(token("a\u{200C}b"), "ab");
    }

    #[test]
    fn inner_line_ends_are_seen_as_control_characters() {
        assert!(has_control(&free("a\nb")));
        assert!(has_control(&free("a\u{2028}b")));
        assert!(!has_control(&free("a b\n")), "a line end behind is trimmed");
    }
}
