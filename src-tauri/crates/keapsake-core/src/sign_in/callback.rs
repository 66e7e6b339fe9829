//! The one parser for everything that arrives from outside the app.
//!
//! A link from the operating system, a request to the loopback listener and a pasted address all
//! come through here and can only become one of the kinds in [`Incoming`]. It knows no attempt:
//! whether a `state` is the right one is the machine's question.

use std::collections::HashSet;

use keap_client::AuthorizationCode;
use url::Url;

use super::nonce::Nonce;
use crate::product::Build;

/// The longest input looked at, in bytes.
pub const MAX_BYTES: usize = 4_096;
const MAX_PARAMETERS: usize = 16;
const MAX_DESCRIPTION: usize = 200;

/// How something arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// The app's own link, handed over by the operating system.
    AppLink,
    /// A request to the loopback listener.
    Loopback,
    /// Pasted by the person.
    Paste,
}

/// All that may come from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incoming {
    /// Keap's answer to an authorization request.
    Callback(Callback),
    /// `SCHEME://return`: raises the window and nothing more.
    Return,
    /// `SCHEME://self-test?nonce=`: a link that the app may have sent to itself.
    SelfTest(Nonce),
}

/// Keap's answer to an authorization request, not yet trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callback {
    /// The `state` it carries, if any. Untrusted until compared.
    pub state: Option<String>,
    /// What it says.
    pub answer: Answer,
}

/// What a callback says (RFC 6749 §4.1.2 and §4.1.2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// A code, and the account host from `scope=full|HOST`.
    Code {
        /// The single-use authorization code.
        code: AuthorizationCode,
        /// `abc123.infusionsoft.com`, where Keap named it.
        scope: Option<String>,
    },
    /// `error=access_denied`.
    Denied,
    /// Any other `error`.
    Error {
        /// The error code, cut and cleaned for showing.
        code: String,
    },
}

/// Why an input is none of the known kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Reject {
    /// Longer than [`MAX_BYTES`].
    #[error("longer than {MAX_BYTES} bytes")]
    TooLong,
    /// Not an address at all, or with control characters in it.
    #[error("not an address")]
    NotAnAddress,
    /// A bare code: it carries no `state` and so cannot be told from a forged one.
    #[error("a code without its address")]
    BareCode,
    /// An address, but not one that a sign-in ends on.
    #[error("another address")]
    AnotherAddress,
    /// The right address with too many, doubled or contradicting parameters.
    #[error("contradicting parameters")]
    Contradicting,
    /// The right address, but without an answer in it.
    #[error("no answer in the address")]
    NoAnswer,
    /// It names another issuer than the one that was asked (RFC 9207 §2.4).
    #[error("another issuer")]
    AnotherIssuer,
}

/// What an input is compared with: this build's scheme, the running attempt's redirect URI (for a
/// pasted address or the loopback listener) and the issuer that was asked.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// This build.
    pub build: Build,
    /// The redirect URI of the attempt that waits, if one does.
    pub redirect_uri: Option<&'a str>,
    /// The origin of the authorization endpoint, for `iss`.
    pub issuer: Option<&'a str>,
}

/// Parses what arrived over `carrier`.
///
/// # Errors
/// A [`Reject`] that says which rule the input breaks; it holds none of the input.
pub fn parse(raw: &str, carrier: Carrier, expected: Expected<'_>) -> Result<Incoming, Reject> {
    let text = match carrier {
        Carrier::Paste => tidy(raw),
        Carrier::AppLink | Carrier::Loopback => raw,
    };
    if text.len() > MAX_BYTES {
        return Err(Reject::TooLong);
    }
    if text.is_empty() || text.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(Reject::NotAnAddress);
    }
    let url = address(text, carrier)?;
    if url.username() != ""
        || url.password().is_some()
        || url.fragment().is_some_and(|f| !f.is_empty())
    {
        return Err(Reject::AnotherAddress);
    }
    match place(&url, expected.build) {
        Place::Callback if carrier != Carrier::Loopback => {}
        Place::Return if carrier == Carrier::AppLink => return Ok(Incoming::Return),
        Place::SelfTest if carrier == Carrier::AppLink => return self_test(&url),
        _ if carrier != Carrier::AppLink && same_place(&url, expected.redirect_uri) => {}
        _ => return Err(Reject::AnotherAddress),
    }
    callback(&url, expected.issuer).map(Incoming::Callback)
}

/// Takes off what copying from a browser or a message adds around an address.
fn tidy(raw: &str) -> &str {
    raw.trim_matches(|c: char| {
        c.is_whitespace() || c.is_control() || "\"'<>`\u{feff}\u{200b}".contains(c)
    })
}

fn address(text: &str, carrier: Carrier) -> Result<Url, Reject> {
    // Some browsers leave the scheme out of a copied http address.
    let completed = match carrier {
        Carrier::Paste if text.starts_with("localhost:") => format!("http://{text}"),
        _ => text.to_owned(),
    };
    Url::parse(&completed).map_err(|_| {
        if text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_.~".contains(c))
        {
            Reject::BareCode
        } else {
            Reject::NotAnAddress
        }
    })
}

enum Place {
    Callback,
    Return,
    SelfTest,
    Elsewhere,
}

/// Where one of the app's own links leads. `SCHEME:/oauth/callback` and `SCHEME://oauth/callback`
/// are the same place: operating systems are not agreed on the slashes (RFC 8252 §7.1).
fn place(url: &Url, build: Build) -> Place {
    if url.scheme() != build.scheme() || url.port().is_some() {
        return Place::Elsewhere;
    }
    let path = format!("{}{}", url.host_str().unwrap_or_default(), url.path());
    match path.trim_start_matches('/') {
        "oauth/callback" => Place::Callback,
        "return" | "return/" => Place::Return,
        "self-test" | "self-test/" => Place::SelfTest,
        _ => Place::Elsewhere,
    }
}

fn same_place(url: &Url, redirect_uri: Option<&str>) -> bool {
    redirect_uri
        .and_then(|uri| Url::parse(uri).ok())
        .is_some_and(|uri| {
            uri.scheme() == url.scheme()
                && uri.host_str() == url.host_str()
                && uri.port_or_known_default() == url.port_or_known_default()
                && uri.path() == url.path()
        })
}

/// An issuer may have a path (RFC 8414 §2); it is the origin that must be the one that was asked.
fn same_origin(issuer: &str, named: &str) -> bool {
    Url::parse(named).is_ok_and(|named| named.origin().ascii_serialization() == issuer)
}

fn self_test(url: &Url) -> Result<Incoming, Reject> {
    let nonce = url.query().and_then(|query| query.strip_prefix("nonce="));
    let nonce = nonce.and_then(Nonce::read).ok_or(Reject::NoAnswer)?;
    Ok(Incoming::SelfTest(nonce))
}

fn callback(url: &Url, issuer: Option<&str>) -> Result<Callback, Reject> {
    let mut seen = HashSet::new();
    let (mut code, mut state, mut error, mut scope) = (None, None, None, None);
    for (index, (name, value)) in url.query_pairs().enumerate() {
        if index >= MAX_PARAMETERS {
            return Err(Reject::Contradicting);
        }
        if !seen.insert(name.to_string()) {
            return Err(Reject::Contradicting);
        }
        let value = value.into_owned();
        match name.as_ref() {
            "code" => code = Some(value),
            "state" => state = Some(value).filter(|s| !s.is_empty()),
            "error" => error = Some(value),
            "scope" => scope = Some(value),
            "iss" if issuer.is_some_and(|issuer| !same_origin(issuer, &value)) => {
                return Err(Reject::AnotherIssuer);
            }
            _ => {}
        }
    }
    let answer = match (code, error) {
        (Some(_), Some(_)) => return Err(Reject::Contradicting),
        (Some(code), None) if !code.is_empty() => Answer::Code {
            code: AuthorizationCode::new(code),
            scope,
        },
        (None, Some(error)) if error == "access_denied" => Answer::Denied,
        (None, Some(error)) if !error.is_empty() => Answer::Error {
            code: showable(&error),
        },
        _ => return Err(Reject::NoAnswer),
    };
    Ok(Callback { state, answer })
}

/// Text from outside, made fit to be shown: no control or direction-changing characters, cut.
pub fn showable(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() && !is_invisible(*c))
        .take(MAX_DESCRIPTION)
        .collect()
}

/// Zero-width and bidirectional formatting characters (Unicode UAX #9 §2 and general category Cf).
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{061c}')
}
