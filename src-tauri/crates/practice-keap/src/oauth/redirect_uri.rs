//! Which redirect URIs are taken. Keap documents "must be HTTPS", is reported to refuse one with a
//! query, and is reported to take `http://localhost`; nothing is registered beforehand.

use url::{Host, Url};

/// Whether a code may be sent to this address: `https`, or `http` with the host `localhost` on any
/// port; no query, no fragment, no user. Everything else is refused, `127.0.0.1` over http and an
/// app's own scheme included.
pub(crate) fn is_allowed(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else {
        return false;
    };
    let bare = url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    let scheme = match url.scheme() {
        "https" => url.host().is_some(),
        "http" => matches!(url.host(), Some(Host::Domain("localhost"))),
        _ => false,
    };
    bare && scheme
}

#[cfg(test)]
mod tests {
    use super::is_allowed;

    #[test]
    fn https_and_localhost_are_taken() {
        for uri in [
            "https://return.example.org/keap",
            "https://127.0.0.1/callback",
            "http://localhost/callback",
            "http://localhost:8765/callback",
        ] {
            assert!(is_allowed(uri), "{uri}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for uri in [
            "",
            "callback",
            "http://127.0.0.1:8765/callback",
            "http://[::1]/callback",
            "http://example.org/callback",
            "http://localhost.example.org/",
            "app.keapsake://oauth/callback",
            "https://example.org/callback?a=b",
            "https://example.org/callback?",
            "https://example.org/callback#part",
            "https://user@example.org/callback",
            "javascript:alert(1)",
        ] {
            assert!(!is_allowed(uri), "{uri}");
        }
    }
}
