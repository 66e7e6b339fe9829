//! Reads what `reg query` prints. Does not know which keys there are.

/// The value with this name in the output of a query for it; the default value has the name
/// `(Default)`.
pub(crate) fn value(output: &str, name: &str) -> Option<String> {
    output.lines().find_map(|line| {
        let mut columns = line.strip_prefix("    ")?.splitn(3, "    ");
        if columns.next()? != name {
            return None;
        }
        columns.next().filter(|kind| kind.starts_with("REG_"))?;
        let value = columns.next().unwrap_or_default();
        Some(value.trim_end_matches(['\r', '\n']).to_owned())
    })
}

/// Whether a value is the expected one. `reg` prints letters beyond ASCII in the console's old
/// alphabet; which ones they were is not to be seen.
pub(crate) fn reads(said: &str, expected: &str) -> bool {
    said.chars().count() == expected.chars().count()
        && said.chars().zip(expected.chars()).all(|(said, expected)| {
            said == expected || (said == char::REPLACEMENT_CHARACTER && !expected.is_ascii())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINTED: &str = "\r\nHKEY_CURRENT_USER\\Software\\Classes\\app.keapsake\r\n    \
        (Default)    REG_SZ    URL:Keapsake\r\n    URL Protocol    REG_SZ    \r\n    \
        Size    REG_DWORD    0x1a6\r\n    Two    REG_SZ    a    b\r\n\r\n";

    #[test]
    fn values_are_found_by_their_names() {
        for (name, expected) in [
            ("(Default)", Some("URL:Keapsake")),
            ("URL Protocol", Some("")),
            ("Size", Some("0x1a6")),
            ("Two", Some("a    b")),
            ("URL", None),
            ("app.keapsake", None),
        ] {
            assert_eq!(value(PRINTED, name).as_deref(), expected, "{name}");
        }
        assert_eq!(value("", "(Default)"), None);
    }

    #[test]
    fn letters_that_the_console_cannot_show_stand_for_themselves_only() {
        assert!(reads("C:\\W\u{fffd}rme", "C:\\Wärme"));
        assert!(reads("C:\\Wärme", "C:\\Wärme"));
        assert!(!reads("C:\\W\u{fffd}rme", "C:\\Warme"));
        assert!(!reads("C:\\W\u{fffd}rme", "C:\\Wärmer"));
        assert!(!reads("", "C:"));
    }
}
