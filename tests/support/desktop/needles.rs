//! Secrets, and the ways in which each may be written; looks for all of them in one pass over what it
//! is given. Knows no place where they could be.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// How many bytes of a form are looked up before the rest of it is compared.
const HEAD: usize = 2;

/// A secret that was found: which one, and how it was written.
pub(super) type Found<'a> = (&'a str, &'static str);

/// What is looked for.
pub(super) struct Needles<'a> {
    forms: Vec<(&'a str, &'static str, Vec<u8>)>,
    /// Whether any form begins with these two bytes: nearly every place in a text is left behind here.
    begins: Vec<bool>,
    by_head: HashMap<[u8; HEAD], Vec<usize>>,
}

impl<'a> Needles<'a> {
    pub(super) fn of(secrets: &[&'a str]) -> Self {
        let mut needles = Self {
            forms: Vec::new(),
            begins: vec![false; usize::from(u16::MAX) + 1],
            by_head: HashMap::new(),
        };
        for &secret in secrets {
            for (form, bytes) in forms(secret) {
                if let Some(&head) = bytes.first_chunk() {
                    if let Some(begins) = needles.begins.get_mut(place(head)) {
                        *begins = true;
                    }
                    let same = needles.by_head.entry(head).or_default();
                    same.push(needles.forms.len());
                    needles.forms.push((secret, form, bytes));
                }
            }
        }
        needles
    }

    /// Each secret that stands in these bytes, in the form that was met first.
    pub(super) fn found_in(&self, bytes: &[u8]) -> Vec<Found<'a>> {
        let mut found: Vec<Found<'a>> = Vec::new();
        for (at, &head) in bytes.array_windows::<HEAD>().enumerate() {
            if self.begins.get(place(head)) != Some(&true) {
                continue;
            }
            for index in self.by_head.get(&head).into_iter().flatten() {
                if let Some((secret, form, form_bytes)) = self.forms.get(*index)
                    && !found.iter().any(|(known, _)| known == secret)
                    && bytes
                        .get(at..)
                        .is_some_and(|rest| rest.starts_with(form_bytes))
                {
                    found.push((secret, form));
                }
            }
        }
        found
    }
}

/// The secrets that stand in a text, each with the form in which it was met first.
pub fn written_in(text: &str, secrets: &[&str]) -> Vec<(String, &'static str)> {
    let found = Needles::of(secrets).found_in(text.as_bytes()).into_iter();
    found
        .map(|(secret, form)| (secret.to_owned(), form))
        .collect()
}

fn place(head: [u8; HEAD]) -> usize {
    usize::from(u16::from_le_bytes(head))
}

/// The ways in which a secret may be written, each with its bytes.
fn forms(secret: &str) -> Vec<(&'static str, Vec<u8>)> {
    let wide = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let percent = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    let mut forms = vec![
        ("plain", secret.as_bytes().to_vec()),
        ("UTF-16", wide),
        ("percent", percent.into_bytes()),
    ];
    for before in [&b""[..], b"\0", b"\0\0"] {
        // Within a longer text a secret starts at any of three places of a group of four
        // characters; the characters at its ends are shared with its neighbours.
        let bytes = [before, secret.as_bytes()].concat();
        let skip = if before.is_empty() {
            0
        } else {
            before.len() + 1
        };
        let whole = bytes.len() / 3 * 4;
        for engine in [STANDARD, URL_SAFE] {
            let text = engine.encode(&bytes);
            if let Some(inner) = text.get(skip..whole).filter(|inner| !inner.is_empty()) {
                forms.push(("base64", inner.as_bytes().to_vec()));
            }
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "canary/8Jq+secret~0123";

    #[test]
    fn every_form_of_a_secret_is_found_wherever_it_stands() {
        let within = |before: &str| STANDARD.encode(format!("{before}{SECRET} and more"));
        let wide: Vec<u8> = SECRET.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let needles = Needles::of(&[SECRET, "absent"]);
        for (form, bytes) in [
            ("plain", format!("x{SECRET}y").into_bytes()),
            ("plain", SECRET.as_bytes().to_vec()),
            ("UTF-16", [b"c", &wide[..], b"c"].concat()),
            (
                "percent",
                utf8_percent_encode(SECRET, NON_ALPHANUMERIC)
                    .to_string()
                    .into_bytes(),
            ),
            ("base64", within("").into_bytes()),
            ("base64", within("a").into_bytes()),
            ("base64", within("ab").into_bytes()),
            (
                "base64",
                URL_SAFE.encode(format!("abcd{SECRET}")).into_bytes(),
            ),
        ] {
            assert_eq!(needles.found_in(&bytes), [(SECRET, form)]);
        }
        for innocent in ["", "c", "a canary/8Jq, but not that one", &SECRET[1..]] {
            assert_eq!(needles.found_in(innocent.as_bytes()), []);
        }
    }

    #[test]
    fn several_secrets_are_found_in_one_pass() {
        let needles = Needles::of(&["first-secret", "fi-second", "first-other"]);
        let found = needles.found_in(b"..fi-second..first-secret..fi-second");
        assert_eq!(found, [("fi-second", "plain"), ("first-secret", "plain")]);
    }
}
