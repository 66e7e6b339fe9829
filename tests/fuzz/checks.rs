//! What must hold of the parser of arrivals, whatever arrives: it never panics, takes each kind from
//! the carriers it may come by and from nowhere else, and reads what it accepts as it is written.
//!
//! The answers are read a second time here, in another way. It knows neither fuzzer nor test.

#![expect(
    clippy::panic,
    reason = "a check that does not hold ends the process: that is what the fuzzer looks for"
)]

use keapsake_core::product::Build;
use keapsake_core::sign_in::{
    Answer, Callback, Carrier, Expected, Incoming, MAX_BYTES, Nonce, parse, showable,
};
use url::Url;

const CARRIERS: [Carrier; 3] = [Carrier::AppLink, Carrier::Loopback, Carrier::Paste];
const BUILDS: [Build; 2] = [Build::Packaged, Build::Unpackaged];

/// Redirect URIs of an attempt that waits: none, the listener's, a page's.
pub const REDIRECT_URIS: [Option<&str>; 3] = [
    None,
    Some("http://localhost:8765/callback"),
    Some("https://return.example/keap/"),
];

/// The issuer that was asked.
pub const ISSUER: &str = "https://accounts.infusionsoft.com";

/// Parses `bytes` by every carrier, for every kind of attempt, and checks what comes of it.
///
/// # Panics
/// Where something that must hold does not.
pub fn callback(bytes: &[u8]) {
    // As the operating systems hand over arguments that are no text.
    let raw = String::from_utf8_lossy(bytes);
    for carrier in CARRIERS {
        for build in BUILDS {
            for redirect_uri in REDIRECT_URIS {
                let expected = Expected {
                    build,
                    redirect_uri,
                    issuer: Some(ISSUER),
                };
                let Ok(incoming) = parse(&raw, carrier, expected) else {
                    continue;
                };
                let accepted = Accepted {
                    raw: &raw,
                    carrier,
                    expected,
                };
                accepted.check(&incoming);
                let again = parse(&raw, carrier, expected);
                assert!(again.as_ref() == Ok(&incoming), "read twice, two answers");
            }
        }
    }
}

/// A fault to be found: an accepted error with a digit in it, which no kept input has.
///
/// # Panics
/// Where it is found.
pub fn planted_fault(bytes: &[u8]) {
    let raw = String::from_utf8_lossy(bytes);
    let expected = Expected {
        build: Build::Packaged,
        redirect_uri: None,
        issuer: Some(ISSUER),
    };
    if let Ok(Incoming::Callback(callback)) = parse(&raw, Carrier::AppLink, expected)
        && let Answer::Error { code } = callback.answer
    {
        let digit = code.contains(|c: char| c.is_ascii_digit());
        assert!(!digit, "the planted fault");
    }
}

struct Accepted<'a> {
    raw: &'a str,
    carrier: Carrier,
    expected: Expected<'a>,
}

impl Accepted<'_> {
    fn check(&self, incoming: &Incoming) {
        let text = self.tidied();
        assert!(!text.is_empty() && text.len() <= MAX_BYTES, "its length");
        assert!(
            !text.chars().any(|c| c.is_control() || c.is_whitespace()),
            "a control character or a blank"
        );
        let own = text
            .to_ascii_lowercase()
            .starts_with(&format!("{}:", self.expected.build.scheme()));
        match incoming {
            Incoming::Return => {
                assert!(own && self.carrier == Carrier::AppLink, "a return");
            }
            Incoming::SelfTest(nonce) => {
                assert!(own && self.carrier == Carrier::AppLink, "a self-test");
                let written = text.split_once("?nonce=").map(|(_, nonce)| nonce);
                let written = written.map(|text| text.trim_end_matches('#'));
                assert!(written.map(str::len) == Some(43), "256 bits");
                assert!(written.and_then(Nonce::read) == Some(*nonce), "its nonce");
            }
            Incoming::Callback(callback) => {
                assert!(!own || self.carrier != Carrier::Loopback, "a link there");
                assert!(own || self.carrier != Carrier::AppLink, "no link of ours");
                if !own {
                    assert!(self.expected.redirect_uri.is_some(), "nobody waits there");
                }
                self.check_callback(callback, text);
            }
        }
    }

    /// Reads the parameters once more and compares.
    fn check_callback(&self, callback: &Callback, text: &str) {
        let completed = match self.carrier {
            Carrier::Paste if text.starts_with("localhost:") => format!("http://{text}"),
            _ => text.to_owned(),
        };
        let Ok(url) = Url::parse(&completed) else {
            panic!("accepted, and no address")
        };
        assert!(url.username().is_empty() && url.password().is_none());
        assert!(url.fragment().unwrap_or_default().is_empty(), "a fragment");
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        assert!(pairs.len() <= 16, "too many parameters");
        let value = |name: &str| {
            let mut all = pairs.iter().filter(|(key, _)| key == name);
            let first = all.next().map(|(_, value)| value.as_str());
            assert!(all.next().is_none(), "{name} stands there twice");
            first
        };
        for (name, _) in &pairs {
            value(name);
        }
        let state = value("state").filter(|state| !state.is_empty());
        assert!(callback.state.as_deref() == state, "its state");
        if let Some(issuer) = value("iss") {
            let issuer = Url::parse(issuer).map(|issuer| issuer.origin().ascii_serialization());
            assert!(issuer.as_deref() == Ok(ISSUER), "another issuer");
        }
        match &callback.answer {
            Answer::Code { scope, .. } => {
                assert!(value("error").is_none(), "a code and an error");
                assert!(value("code").is_some_and(|code| !code.is_empty()));
                assert!(scope.as_deref() == value("scope"), "its scope");
            }
            Answer::Denied => {
                assert!(value("code").is_none(), "a code and an error");
                assert!(value("error") == Some("access_denied"));
            }
            Answer::Error { code } => {
                assert!(value("code").is_none(), "a code and an error");
                assert!(code.chars().count() <= 200, "an endless error");
                assert!(*code == showable(code), "fit to be shown");
            }
        }
    }

    /// What is left of a pasted text once the wrapping is off; a link is taken as it is.
    fn tidied(&self) -> &str {
        match self.carrier {
            Carrier::Paste => self.raw.trim_matches(|c: char| {
                c.is_whitespace() || c.is_control() || "\"'<>`\u{feff}\u{200b}".contains(c)
            }),
            Carrier::AppLink | Carrier::Loopback => self.raw,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    /// The kept corpus passes, and is worth keeping: each kind of arrival is in it.
    #[test]
    fn the_corpus_holds_every_kind_and_breaks_nothing() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/callback");
        let mut kinds = [0; 6];
        for entry in fs::read_dir(folder).unwrap() {
            let bytes = fs::read(entry.unwrap().path()).unwrap();
            callback(&bytes);
            // Or finding it would prove nothing.
            planted_fault(&bytes);
            let raw = String::from_utf8_lossy(&bytes);
            for carrier in CARRIERS {
                for redirect_uri in REDIRECT_URIS {
                    let expected = Expected {
                        build: Build::Packaged,
                        redirect_uri,
                        issuer: Some(ISSUER),
                    };
                    let kind = match parse(&raw, carrier, expected) {
                        Err(_) => 0,
                        Ok(Incoming::Return) => 1,
                        Ok(Incoming::SelfTest(_)) => 2,
                        Ok(Incoming::Callback(callback)) => match callback.answer {
                            Answer::Code { .. } => 3,
                            Answer::Denied => 4,
                            Answer::Error { .. } => 5,
                        },
                    };
                    if let Some(count) = kinds.get_mut(kind) {
                        *count += 1;
                    }
                }
            }
        }
        assert!(kinds.iter().all(|count| *count > 0), "{kinds:?}");
    }

    /// The check can fail: it is made for another reading of the same input.
    #[test]
    #[should_panic(expected = "its state")]
    fn a_reading_that_is_not_what_stands_there_is_noticed() {
        let raw = "app.keapsake://oauth/callback?error=access_denied&state=a";
        let expected = Expected {
            build: Build::Packaged,
            redirect_uri: None,
            issuer: Some(ISSUER),
        };
        let accepted = Accepted {
            raw,
            carrier: Carrier::AppLink,
            expected,
        };
        accepted.check(&Incoming::Callback(Callback {
            state: Some("b".into()),
            answer: Answer::Denied,
        }));
    }
}
