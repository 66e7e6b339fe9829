//! Text as JSON writes it: the only thing of JSON that this program writes by itself.

use std::fmt::Write as _;

/// A string of JSON, with its quotes.
pub(crate) fn text(text: &str) -> String {
    let mut json = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            letter if letter.is_control() => {
                // Writing to a String does not fail.
                write!(json, "\\u{:04x}", u32::from(letter)).ok();
            }
            letter => json.push(letter),
        }
    }
    json.push('"');
    json
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn what_json_could_misread_is_escaped() {
        for (plain, json) in [
            ("a b", r#""a b""#),
            ("C:\\sign \"it\"", r#""C:\\sign \"it\"""#),
            ("a\nb", r#""a\u000ab""#),
            ("Ü", "\"Ü\""),
        ] {
            assert_eq!(text(plain), json);
        }
    }
}
