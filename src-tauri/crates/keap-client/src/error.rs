//! What can come of a request that did not do what it was sent for.
//!
//! A plain value: it holds no body, no token and no address, so it can be shown, compared and
//! handed to everyone who waits for one answer. The cause's chain is logged where it arises.

use std::time::Duration;

/// Why a call to Keap failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Keap's host was not found or not reached; nothing was sent.
    #[error("Keap was not reached")]
    Offline,
    /// No answer within the limits; `sent` says whether Keap may have got the request.
    #[error("Keap did not answer in time")]
    TimedOut {
        /// `false`: the connection was never made.
        sent: bool,
    },
    /// The connection broke after the request went out; whether Keap acted is not known.
    #[error("the connection to Keap broke")]
    Interrupted,
    /// 401: the access token is not (or no longer) accepted.
    #[error("Keap did not accept the access token")]
    Unauthorized,
    /// 403: the user or the app may not do this.
    #[error("Keap does not allow this")]
    Forbidden,
    /// 404: there is no such thing.
    #[error("Keap has no such record")]
    NotFound,
    /// 429, or a gateway's word for it: too many requests.
    #[error("Keap asks to wait")]
    RateLimited {
        /// How long, where Keap says so; never more than five minutes.
        retry_after: Option<Duration>,
    },
    /// The calls of this Client ID for today are used up; nothing was sent, or Keap refused it.
    #[error("the day's calls are used up")]
    QuotaSpent {
        /// Until they are counted anew, at most a day.
        renewed_in: Duration,
    },
    /// Another 4xx: Keap read the request and refused it.
    #[error("Keap refused the request ({status})")]
    Rejected {
        /// The HTTP status.
        status: u16,
        /// What Keap says is wrong, at most ten.
        problems: Vec<Problem>,
    },
    /// 5xx, or a web page where data was due: Keap (or its gateway) is out of order.
    #[error("Keap is not available ({status})")]
    Unavailable {
        /// The HTTP status.
        status: u16,
    },
    /// An answer that is no answer: not JSON, too large, a redirect, or without what is needed.
    #[error("Keap's answer could not be read ({status})")]
    Unreadable {
        /// The HTTP status.
        status: u16,
    },
    /// No trusted secure connection: most often a certificate that this computer does not know.
    #[error("the secure connection to Keap is not trusted")]
    Untrusted,
    /// The network's proxy wants a name and password (407).
    #[error("the network's proxy asks for a sign-in")]
    Proxy,
    /// The client itself could not work: an unusable address, no randomness, no trust store.
    #[error("the connection to Keap could not be set up")]
    Setup,
}

impl Error {
    /// Whether Keap may have done what was asked, although nobody can say so.
    ///
    /// After such an error a write must not simply be sent again, and nobody may be told that
    /// nothing was changed.
    pub fn may_have_acted(&self) -> bool {
        match self {
            Self::TimedOut { sent } => *sent,
            Self::Interrupted => true,
            Self::Unavailable { status } => !matches!(status, 400..=499 | 501 | 503),
            Self::Unreadable { status } => (200..300).contains(status),
            Self::Offline
            | Self::Unauthorized
            | Self::Forbidden
            | Self::NotFound
            | Self::RateLimited { .. }
            | Self::QuotaSpent { .. }
            | Self::Rejected { .. }
            | Self::Untrusted
            | Self::Proxy
            | Self::Setup => false,
        }
    }
}

/// One thing that Keap says is wrong, in its own words made fit to show (at most 200 characters).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problem {
    /// What kind of thing is wrong, where Keap says so.
    pub domain: Option<String>,
    /// Which field or record, where Keap says so.
    pub resource: Option<String>,
    /// The sentence; may be empty.
    pub message: String,
}

#[cfg(test)]
mod tests {
    use super::Error;

    #[test]
    fn only_unanswered_or_unclear_requests_may_have_acted() {
        for (error, expected) in [
            (Error::TimedOut { sent: true }, true),
            (Error::TimedOut { sent: false }, false),
            (Error::Interrupted, true),
            (Error::Unavailable { status: 502 }, true),
            (Error::Unavailable { status: 500 }, true),
            (Error::Unavailable { status: 503 }, false),
            (Error::Unavailable { status: 200 }, true),
            (Error::Unavailable { status: 400 }, false),
            (Error::Unavailable { status: 404 }, false),
            (Error::Unavailable { status: 499 }, false),
            (Error::Unreadable { status: 201 }, true),
            (Error::Unreadable { status: 302 }, false),
            (Error::Offline, false),
            (Error::RateLimited { retry_after: None }, false),
        ] {
            assert_eq!(error.may_have_acted(), expected, "{error:?}");
        }
    }
}
