//! Which proxy stands between this computer and Keap, as the HTTP client sees it.
//!
//! Says which setting names it and where it is, never the name and password that an address may
//! hold. Does not know whether it works.

use hyper_util::client::proxy::matcher::Matcher;
use oauth2::http::Uri;

use crate::Endpoints;
use crate::endpoints::is_loopback;

/// The settings that name a proxy for a secure address, in the order in which they count.
const VARIABLES: [[&str; 2]; 2] = [["HTTPS_PROXY", "https_proxy"], ["ALL_PROXY", "all_proxy"]];

/// A proxy that Keap is asked through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProxyInUse {
    /// The name of the environment's variable; `None`: the operating system's own setting.
    pub variable: Option<&'static str>,
    /// `host:port`, or the host alone where no port is set.
    pub address: String,
}

/// The proxy that the API is asked through, if any.
///
/// Reads the environment and the system's settings, as the HTTP client does when it is made.
pub fn proxy_for(endpoints: &Endpoints) -> Option<ProxyInUse> {
    if is_loopback(&endpoints.api) {
        return None;
    }
    let api: Uri = endpoints.api.as_str().parse().ok()?;
    let proxy = Matcher::from_system().intercept(&api)?;
    Some(ProxyInUse {
        variable: variable(&api, &|name| std::env::var(name).ok()),
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
}
