//! Percent-encoding for paths and queries, so that no value can change what is asked.
//!
//! Knows only RFC 3986's unreserved characters; everything else is encoded.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Encodes one value of a query or one segment of a path.
pub(crate) fn encode(value: &str) -> String {
    utf8_percent_encode(value, RESERVED).to_string()
}

/// Puts the values into the `{…}` segments of a template, in order.
///
/// `None` where a value cannot be a segment: the empty one and the dots, which no encoding keeps
/// from being read as "here" and "one up".
pub(crate) fn fill(template: &str, values: &[&str]) -> Option<String> {
    let mut values = values.iter();
    let mut path = String::new();
    for segment in template.split('/').skip(1) {
        path.push('/');
        if segment.starts_with('{') {
            match *values.next()? {
                "" | "." | ".." => return None,
                value => path.push_str(&encode(value)),
            }
        } else {
            path.push_str(segment);
        }
    }
    Some(path)
}

/// A path under a base address.
pub(crate) fn under(base: &Url, path: &str) -> Url {
    let mut url = base.clone();
    url.set_path(&format!("{}{path}", url.path().trim_end_matches('/')));
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stays_one_segment() {
        let contact = |id| fill("/contacts/{contact_id}", &[id]);
        assert_eq!(contact("12").as_deref(), Some("/contacts/12"));
        assert_eq!(
            contact("1/../2?x#y%2f").as_deref(),
            Some("/contacts/1%2F..%2F2%3Fx%23y%252f")
        );
        for id in ["", ".", ".."] {
            assert_eq!(contact(id), None, "{id:?}");
        }
        assert_eq!(fill("/contacts/{contact_id}", &[]), None, "no value at all");
    }

    #[test]
    fn values_land_in_their_places() {
        assert_eq!(
            fill("/locales/countries/{country_code}/provinces", &["USA"]).as_deref(),
            Some("/locales/countries/USA/provinces")
        );
    }

    #[test]
    fn everything_with_a_meaning_is_encoded() {
        assert_eq!(
            encode("email==a+b;c=*,d@x.org & é"),
            "email%3D%3Da%2Bb%3Bc%3D%2A%2Cd%40x.org%20%26%20%C3%A9"
        );
    }
}
