//! How long and how much: the bounds of every exchange, as one value.
//!
//! Only tests have other values than the default ones.

use std::time::Duration;

/// Time limits, size limits, Keap's pace and the pause between tries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Until the connection stands (name, TCP, TLS).
    pub connect: Duration,
    /// Until the answer begins, and between two pieces of it.
    pub read: Duration,
    /// For one API request with its whole answer.
    pub total: Duration,
    /// For one token request with its whole answer.
    pub token_total: Duration,
    /// Bytes of an API answer.
    pub api_body: usize,
    /// Bytes of a token answer.
    pub token_body: usize,
    /// API requests within any second.
    pub per_second: usize,
    /// API requests within any minute.
    pub per_minute: usize,
    /// API requests under way at once.
    pub in_flight: usize,
    /// The first pause before a repeated request; it doubles.
    pub backoff: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            read: Duration::from_secs(20),
            total: Duration::from_mins(1),
            token_total: Duration::from_secs(30),
            api_body: 1024 * 1024,
            token_body: 64 * 1024,
            per_second: 25,
            per_minute: 1_500,
            in_flight: 8,
            backoff: Duration::from_millis(500),
        }
    }
}
