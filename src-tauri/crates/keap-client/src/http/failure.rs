//! Why no answer came: what the HTTP client's error says about the connection.
//!
//! Decides by the types in the error's chain, and gives the chain as text for the log, without
//! the address (which holds what was looked for).

use std::error::Error as StdError;
use std::fmt::Write as _;
use std::io;

use crate::Error;

/// How far the request got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// It was never put together (an https-only client was given http, for one).
    Unbuilt,
    /// The connection was never made.
    Connecting,
    /// It may have gone out.
    Sent,
}

/// What stopped it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cause {
    ProxySignIn,
    Timeout,
    Tls,
    Other,
}

/// The error of a request that got no answer.
pub(crate) fn no_answer(error: &reqwest::Error) -> Error {
    let stage = if error.is_builder() {
        Stage::Unbuilt
    } else if error.is_connect() {
        Stage::Connecting
    } else {
        Stage::Sent
    };
    let cause = if links(error).any(asks_for_proxy_sign_in) {
        Cause::ProxySignIn
    } else if error.is_timeout() {
        Cause::Timeout
    } else if links(error).any(<dyn StdError>::is::<rustls::Error>) {
        Cause::Tls
    } else {
        Cause::Other
    };
    told(stage, cause)
}

fn told(stage: Stage, cause: Cause) -> Error {
    match (stage, cause) {
        (Stage::Unbuilt, _) => Error::Setup,
        (_, Cause::ProxySignIn) => Error::Proxy,
        (Stage::Connecting, Cause::Timeout) => Error::TimedOut { sent: false },
        (Stage::Connecting, Cause::Tls) => Error::Untrusted,
        (Stage::Connecting, Cause::Other) => Error::Offline,
        (Stage::Sent, Cause::Timeout) => Error::TimedOut { sent: true },
        // An alert in the middle of an exchange comes when the request is out.
        (Stage::Sent, Cause::Tls | Cause::Other) => Error::Interrupted,
    }
}

/// The error of an answer that broke off.
pub(crate) fn broken_answer(error: &reqwest::Error) -> Error {
    if error.is_timeout() {
        Error::TimedOut { sent: true }
    } else {
        Error::Interrupted
    }
}

/// The chain as one line for the log; no link of it names the address.
pub(crate) fn chain(error: &reqwest::Error) -> String {
    let kind = if error.is_connect() {
        "connect"
    } else if error.is_timeout() {
        "timeout"
    } else {
        "transfer"
    };
    let mut line = kind.to_owned();
    // The first link is the client's own error, which shows the whole URL.
    for link in links(error).skip(1) {
        let _ = write!(line, ": {link}");
    }
    line
}

/// The tunnel's error type is not exported; the name of its case is the only mark it has.
fn asks_for_proxy_sign_in(link: &(dyn StdError + 'static)) -> bool {
    format!("{link:?}") == "ProxyAuthRequired"
}

/// The links of the chain, those inside an [`io::Error`] included: it skips itself as a source.
fn links<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&link| {
        match link
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
        {
            Some(inner) => Some(inner as &(dyn StdError + 'static)),
            None => link.source(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stage_and_cause_decide_what_is_told() {
        use Cause::{Other, ProxySignIn, Timeout, Tls};
        use Stage::{Connecting, Sent, Unbuilt};
        for (stage, cause, expected) in [
            (Connecting, Other, Error::Offline),
            (Connecting, Timeout, Error::TimedOut { sent: false }),
            (Connecting, Tls, Error::Untrusted),
            (Connecting, ProxySignIn, Error::Proxy),
            (Sent, Timeout, Error::TimedOut { sent: true }),
            (Sent, Tls, Error::Interrupted),
            (Sent, Other, Error::Interrupted),
            (Unbuilt, Other, Error::Setup),
        ] {
            assert_eq!(told(stage, cause), expected, "{stage:?} {cause:?}");
        }
    }

    #[test]
    fn a_tls_error_is_found_inside_an_io_error() {
        let tls = rustls::Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer);
        let wrapped = io::Error::other(io::Error::new(io::ErrorKind::InvalidData, tls));
        assert!(links(&wrapped).any(<dyn StdError>::is::<rustls::Error>));
    }
}
