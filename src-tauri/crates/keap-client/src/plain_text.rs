//! Text from a server, made fit to be shown: one short line without anything invisible.
//!
//! Does not know what the text means; it is still shown as text only, never as markup.

/// The most characters that are kept of one text.
const LONGEST: usize = 200;

/// Drops control, format and direction characters, joins blanks and cuts at 200 characters.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        let visible = word.chars().filter(|c| !is_invisible(*c));
        let mut visible = visible.peekable();
        if visible.peek().is_some() {
            if !plain.is_empty() {
                plain.push(' ');
            }
            plain.extend(visible);
        }
    }
    plain.chars().take(LONGEST).collect()
}

/// Zero-width, direction, annotation and tag characters (Unicode's Cf, as far as it can mislead).
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_cannot_be_seen_goes() {
        for (text, expected) in [
            (
                "  BILLING\r\n Region\tis invalid ",
                "BILLING Region is invalid",
            ),
            ("a\u{202e}b\u{200b}c\u{0}d", "abc d"),
            ("\u{200b} \u{feff}", ""),
            ("<b>Zoë</b>", "<b>Zoë</b>"),
        ] {
            assert_eq!(plain(text), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn always_one_short_line(text in any::<String>()) {
            let plain = plain(&text);
            prop_assert!(plain.chars().count() <= LONGEST);
            prop_assert!(!plain.chars().any(|c| c.is_control() || is_invisible(c)));
        }
    }
}
