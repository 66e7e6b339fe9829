//! Which proxy stands between this computer and Keap, as the HTTP client sees it, and one that was
//! typed.
//!
//! Says who names it and where it is, never the name and password that an address may hold. Does
//! not know whether it works.

use std::fmt;
use std::str::FromStr;

use hyper_util::client::proxy::matcher::Matcher;
use oauth2::http::Uri;
use url::Url;

use crate::endpoints::is_loopback;
use crate::{Endpoints, Error};

/// No host has more letters (RFC 1035 §2.3.4); its port, a scheme and a slash come on top.
const LONGEST: usize = 253 + ":65535".len();

/// A proxy that somebody typed: a host and a port, reached by http, without name and password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProxyAddress(String);

/// Why what was typed cannot be a proxy. No variant carries it: it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProxyProblem {
    /// It holds a name or a password.
    #[error("the proxy's address has a name or a password in it")]
    Credentials,
    /// It is not reached by http, but by https or SOCKS.
    #[error("the proxy is of another kind")]
    AnotherKind,
    /// It does not say which port.
    #[error("the proxy's address has no port")]
    NoPort,
    /// It is neither `host:port` nor `http://host:port`.
    #[error("this is no address of a proxy")]
    NotAnAddress,
}

impl FromStr for ProxyAddress {
    type Err = ProxyProblem;

    fn from_str(typed: &str) -> Result<Self, ProxyProblem> {
        let typed = typed.trim();
        if typed.contains('@') {
            return Err(ProxyProblem::Credentials);
        }
        let address = match typed.split_once("://") {
            None => typed,
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => rest,
            Some(_) => return Err(ProxyProblem::AnotherKind),
        };
        let address = address.strip_suffix('/').unwrap_or(address);
        // A URL's parser passes over some of these.
        let odd = |c: char| c.is_whitespace() || c.is_control() || "/\\?#".contains(c);
        if address.len() > LONGEST || address.contains(odd) {
            return Err(ProxyProblem::NotAnAddress);
        }
        let url = Url::parse(&format!("http://{address}/"));
        let url = url.map_err(|_| ProxyProblem::NotAnAddress)?;
        let named = address.rsplit_once(':').map_or("", |(_, port)| port);
        if named.is_empty() || !named.chars().all(|c| c.is_ascii_digit()) {
            return Err(ProxyProblem::NoPort);
        }
        match (url.host_str(), url.port_or_known_default()) {
            (Some(host), Some(port @ 1..)) => Ok(Self(format!("{host}:{port}"))),
            _ => Err(ProxyProblem::NotAnAddress),
        }
    }
}

/// `host:port`.
impl fmt::Display for ProxyAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl ProxyAddress {
    /// For every address, exceptions of the system's (`NO_PROXY`) or not.
    pub(crate) fn for_everything(&self) -> Result<reqwest::Proxy, Error> {
        reqwest::Proxy::all(format!("http://{self}")).map_err(|_| Error::Setup)
    }
}

/// The settings that name a proxy for a secure address, in the order in which they count.
const VARIABLES: [[&str; 2]; 2] = [["HTTPS_PROXY", "https_proxy"], ["ALL_PROXY", "all_proxy"]];

/// A proxy that Keap is asked through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProxyInUse {
    /// Who names it.
    pub named_by: NamedBy,
    /// `host:port`, or the host alone where no port is set.
    pub address: String,
}

/// Who names a proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedBy {
    /// Somebody typed it.
    Hand,
    /// This variable of the environment.
    Variable(&'static str),
    /// The operating system's own setting.
    System,
}

/// The proxy that the API is asked through, if any, where `typed` was typed.
///
/// Reads the environment and the system's settings, as the HTTP client does when it is made.
pub fn proxy_for(endpoints: &Endpoints, typed: Option<&ProxyAddress>) -> Option<ProxyInUse> {
    if is_loopback(&endpoints.api) {
        return None;
    }
    if let Some(typed) = typed {
        return Some(ProxyInUse {
            named_by: NamedBy::Hand,
            address: typed.to_string(),
        });
    }
    let api: Uri = endpoints.api.as_str().parse().ok()?;
    let proxy = Matcher::from_system().intercept(&api)?;
    Some(ProxyInUse {
        named_by: variable(&api, &|name| std::env::var(name).ok())
            .map_or(NamedBy::System, NamedBy::Variable),
        address: address(proxy.uri())?,
    })
}

/// The variable that names a proxy for the address; exceptions (`NO_PROXY`) are not looked at.
fn variable(api: &Uri, read: &dyn Fn(&str) -> Option<String>) -> Option<&'static str> {
    VARIABLES.into_iter().find_map(|spellings| {
        // Of two spellings the first that is set counts, whatever it holds.
        let (name, value) = spellings
            .into_iter()
            .find_map(|name| Some((name, read(name)?)))?;
        let alone = Matcher::builder().https(value).build();
        alone.intercept(api).map(|_| name)
    })
}

fn address(proxy: &Uri) -> Option<String> {
    let host = proxy.host()?;
    Some(match proxy.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_that_counts_is_named() {
        let api: Uri = "https://keap.example/crm".parse().unwrap();
        for (set, expected) in [
            (&[][..], None),
            (&[("HTTPS_PROXY", "p:1")], Some("HTTPS_PROXY")),
            (&[("https_proxy", "http://p:1")], Some("https_proxy")),
            (
                &[("all_proxy", "p:1"), ("https_proxy", "p:2")],
                Some("https_proxy"),
            ),
            (
                &[("ALL_PROXY", "p:1"), ("HTTPS_PROXY", "")],
                Some("ALL_PROXY"),
            ),
            // Only for addresses that are not secure; Keap's are.
            (&[("HTTP_PROXY", "p:1")], None),
        ] {
            let read = |name: &str| {
                let found = set.iter().find(|(set, _)| *set == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(variable(&api, &read), expected, "{set:?}");
        }
    }

    #[test]
    fn an_address_has_no_name_and_no_password() {
        for (proxy, expected) in [
            ("http://ann:secret@proxy.example:3128", "proxy.example:3128"),
            ("http://proxy.example", "proxy.example"),
            ("socks5://ann@[::1]:1080", "[::1]:1080"),
        ] {
            assert_eq!(address(&proxy.parse().unwrap()).as_deref(), Some(expected));
        }
    }

    #[test]
    fn what_is_typed_is_a_host_and_a_port() {
        use ProxyProblem::{AnotherKind, Credentials, NoPort, NotAnAddress};
        let long = format!("{}.example:1", "x".repeat(300));
        for (typed, expected) in [
            ("proxy.example:3128", Ok("proxy.example:3128")),
            (" http://Proxy.Example:3128/ ", Ok("proxy.example:3128")),
            ("HTTP://10.0.0.1:80", Ok("10.0.0.1:80")),
            ("[::1]:8080", Ok("[::1]:8080")),
            ("localhost:3128", Ok("localhost:3128")),
            ("http://ann:secret@proxy.example:3128", Err(Credentials)),
            ("socks5://ann@proxy.example:1080", Err(Credentials)),
            ("@proxy.example:1", Err(Credentials)),
            ("https://proxy.example:3128", Err(AnotherKind)),
            ("socks5://proxy.example:1080", Err(AnotherKind)),
            ("proxy.example", Err(NoPort)),
            ("http://proxy.example:", Err(NoPort)),
            ("[::1]", Err(NoPort)),
            ("", Err(NotAnAddress)),
            ("http://", Err(NotAnAddress)),
            (":3128", Err(NotAnAddress)),
            ("proxy.example:0", Err(NotAnAddress)),
            ("proxy.example:65536", Err(NotAnAddress)),
            ("proxy.example:+80", Err(NotAnAddress)),
            ("ann:secret:3128", Err(NotAnAddress)),
            ("::1:3128", Err(NotAnAddress)),
            ("proxy .example:3128", Err(NotAnAddress)),
            ("proxy\n.example:3128", Err(NotAnAddress)),
            ("proxy.example:3128/proxy.pac", Err(NotAnAddress)),
            ("proxy.example:3128?x", Err(NotAnAddress)),
            ("proxy.example\\:3128", Err(NotAnAddress)),
            ("proxy%40.example:3128", Err(NotAnAddress)),
            (&long, Err(NotAnAddress)),
        ] {
            let read = typed.parse().map(|read: ProxyAddress| read.to_string());
            assert_eq!(read, expected.map(str::to_owned), "{typed}");
            if let Ok(kept) = read {
                let again: ProxyAddress = kept.parse().unwrap();
                assert_eq!(again.to_string(), kept, "as it is kept it is read");
                assert!(again.for_everything().is_ok(), "{kept}");
            }
        }
    }

    #[test]
    fn a_typed_one_counts_before_all_others_but_not_on_this_computer() {
        let typed: ProxyAddress = "proxy.example:3128".parse().unwrap();
        let base = |base: &str| Endpoints::under(&base.parse().unwrap()).unwrap();
        let by_hand = ProxyInUse {
            named_by: NamedBy::Hand,
            address: "proxy.example:3128".into(),
        };
        for (keap, expected) in [
            (Endpoints::keap(), Some(by_hand)),
            (base("http://127.0.0.1:8080"), None),
            (base("http://localhost:8080"), None),
        ] {
            assert_eq!(proxy_for(&keap, Some(&typed)), expected, "{keap:?}");
        }
    }
}
