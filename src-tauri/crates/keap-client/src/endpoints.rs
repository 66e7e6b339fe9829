//! Which Keap is talked to, as a value: where people sign in, where tokens are, where the API is.
//!
//! Does not know where the value comes from; a package only ever has [`Endpoints::keap`].

use url::{Host, Url};

/// Keap's three addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoints {
    /// Opened in the browser, with a query.
    pub authorize: Url,
    /// Takes the code and the refresh token.
    pub token: Url,
    /// The base that the paths of REST v2 stand under.
    pub api: Url,
}

/// Why an address cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// Neither https nor http to this computer itself.
    #[error("the address is neither https nor http on this computer")]
    NotSecure,
    /// It carries a user name, a password, a query or a fragment, or no host.
    #[error("the address is not a plain one")]
    NotPlain,
}

impl Endpoints {
    /// Keap's own addresses.
    #[expect(
        clippy::expect_used,
        clippy::missing_panics_doc,
        reason = "constants, which a test parses"
    )]
    pub fn keap() -> Self {
        let parse = |text| Url::parse(text).expect("a constant address");
        Self {
            authorize: parse("https://accounts.infusionsoft.com/app/oauth/authorize"),
            token: parse("https://api.infusionsoft.com/token"),
            api: parse("https://api.infusionsoft.com/crm/rest/v2"),
        }
    }

    /// Another Keap, with everything under one base address.
    ///
    /// # Errors
    /// [`EndpointError`] where the base is not plain https (or plain http on a loopback host).
    pub fn under(base: &Url) -> Result<Self, EndpointError> {
        check(base)?;
        let at = |path: &str| {
            let mut url = base.clone();
            url.set_path(&format!("{}{path}", base.path().trim_end_matches('/')));
            url
        };
        Ok(Self {
            authorize: at("/app/oauth/authorize"),
            token: at("/token"),
            api: at("/crm/rest/v2"),
        })
    }

    /// Checks all three: the fields are open, so a value may have been put together by hand.
    pub(crate) fn check(&self) -> Result<(), EndpointError> {
        [&self.authorize, &self.token, &self.api]
            .into_iter()
            .try_for_each(check)
    }
}

fn check(url: &Url) -> Result<(), EndpointError> {
    let bare = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    if !bare || url.host().is_none() {
        return Err(EndpointError::NotPlain);
    }
    match url.scheme() {
        "https" => Ok(()),
        "http" if is_loopback(url) => Ok(()),
        _ => Err(EndpointError::NotSecure),
    }
}

/// Whether the host can only be this computer.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn under(base: &str) -> Result<Endpoints, EndpointError> {
        Endpoints::under(&Url::parse(base).unwrap())
    }

    #[test]
    fn keaps_own_addresses_are_usable() {
        let keap = Endpoints::keap();
        assert_eq!(keap.check(), Ok(()));
        assert_eq!(
            keap.api.as_str(),
            "https://api.infusionsoft.com/crm/rest/v2"
        );
    }

    #[test]
    fn a_base_keeps_its_path_and_port() {
        let other = under("http://127.0.0.1:8080/keap/").unwrap();
        assert_eq!(
            other.authorize.as_str(),
            "http://127.0.0.1:8080/keap/app/oauth/authorize"
        );
        assert_eq!(other.token.as_str(), "http://127.0.0.1:8080/keap/token");
        assert_eq!(other.api.as_str(), "http://127.0.0.1:8080/keap/crm/rest/v2");
    }

    #[test]
    fn only_plain_secure_or_local_bases_pass() {
        use EndpointError::{NotPlain, NotSecure};
        for (base, expected) in [
            ("https://keap.example", Ok(())),
            ("http://localhost:1", Ok(())),
            ("http://[::1]:1", Ok(())),
            ("http://127.9.9.9", Ok(())),
            ("http://keap.example", Err(NotSecure)),
            ("http://localhost.example", Err(NotSecure)),
            ("http://0.0.0.0", Err(NotSecure)),
            ("ftp://localhost", Err(NotSecure)),
            ("https://a:b@keap.example", Err(NotPlain)),
            ("https://keap.example/?x", Err(NotPlain)),
            ("https://keap.example/#x", Err(NotPlain)),
            ("mailto:ann@example.com", Err(NotPlain)),
        ] {
            assert_eq!(under(base).map(|_| ()), expected, "{base}");
        }
    }
}
