//! Keap's filters: `name==value`, several joined by `;`, `*` at the end for "begins with".
//!
//! No value can be escaped, so one that holds a sign of the filters is never sent whole: it would
//! ask for something else. What is sent of it is its beginning, as a prefix, which finds more than
//! was meant and never other things only. Does not know which names a list has.

use crate::http::path::encode;

/// The signs of the filters.
const SIGNS: [char; 6] = [';', ',', '*', '=', '<', '>'];

fn is_sign(letter: char) -> bool {
    SIGNS.contains(&letter) || letter.is_control()
}

/// The beginning of a value that can be sent, without blanks around it; `None` where nothing is left.
pub(crate) fn beginning(value: &str) -> Option<&str> {
    let value = value.trim();
    let cut = value.split(is_sign).next().unwrap_or_default().trim();
    Some(cut).filter(|cut| !cut.is_empty())
}

/// `name==value`, where the value can be sent whole.
pub(crate) fn equals(name: &str, value: &str) -> Option<String> {
    let value = value.trim();
    (beginning(value) == Some(value)).then(|| format!("{name}=={value}"))
}

/// `name==value*`, of as much of the value as can be sent.
pub(crate) fn begins(name: &str, value: &str) -> Option<String> {
    Some(format!("{name}=={}*", beginning(value)?))
}

/// The parameter of a query; all of the terms must hold.
pub(crate) fn parameter(terms: &[String]) -> String {
    format!("filter={}", encode(&terms.join(";")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_becomes_a_sign() {
        for (value, whole, prefix) in [
            ("Ann", Some("n==Ann"), Some("n==Ann*")),
            (" Mary Ann ", Some("n==Mary Ann"), Some("n==Mary Ann*")),
            ("O'Neil-Åse", Some("n==O'Neil-Åse"), Some("n==O'Neil-Åse*")),
            ("Ann*", None, Some("n==Ann*")),
            ("A*n", None, Some("n==A*")),
            ("Ann ;id==1", None, Some("n==Ann*")),
            ("Baker, Ltd", None, Some("n==Baker*")),
            ("a=b", None, Some("n==a*")),
            ("a>1", None, Some("n==a*")),
            ("a\nb", None, Some("n==a*")),
            (";Ann", None, None),
            ("*", None, None),
            (" ", None, None),
            ("", None, None),
        ] {
            assert_eq!(equals("n", value).as_deref(), whole, "{value:?}");
            assert_eq!(begins("n", value).as_deref(), prefix, "{value:?}");
        }
    }

    #[test]
    fn terms_are_one_encoded_parameter() {
        let terms = ["a==1*".to_owned(), "b==x&y".to_owned()];
        assert_eq!(parameter(&terms), "filter=a%3D%3D1%2A%3Bb%3D%3Dx%26y");
    }
}
