//! Which Keap the app is connected to, and by which road Keap's answer comes back.
//!
//! Everything kept is filed under a connection's id and the Keap account it came from. One
//! connection is shown at a time; several may be kept.

use keap_client::RedirectUri;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::product::{Build, LOOPBACK_PATH};
use crate::sign_in::Carrier;

/// What kind of Keap stands behind a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionKind {
    /// Keap's own.
    Keap,
    /// The practice account inside the app.
    Practice,
    /// Another one, named from outside; only in builds that allow it.
    Other,
}

/// By which road Keap's answer comes back to the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RouteKind {
    /// An HTTPS page that hands the answer to the app's own link.
    ReturnPage,
    /// A listener on this computer, open only while a sign-in waits.
    Loopback,
    /// The app's own link, straight from Keap.
    AppLink,
}

impl RouteKind {
    /// Whether an answer by `carrier` may end a sign-in that was begun for this route: one begun
    /// for the listener is not completed by a link, nor the other way round (RFC 9700 §4.4).
    pub fn accepts(self, carrier: Carrier) -> bool {
        match carrier {
            Carrier::Paste => true,
            Carrier::AppLink => matches!(self, Self::ReturnPage | Self::AppLink),
            Carrier::Loopback => self == Self::Loopback,
        }
    }
}

/// The chosen route of a connection: the setting that *Advanced* shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// Which road.
    pub kind: RouteKind,
    /// The return page's address; kept also while another road is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_page: Option<String>,
}

impl Route {
    /// The route a connection starts with: the return page where there is one, else loopback.
    pub fn first_choice(return_page: Option<&str>) -> Self {
        Self {
            kind: if return_page.is_some() {
                RouteKind::ReturnPage
            } else {
                RouteKind::Loopback
            },
            return_page: return_page.map(str::to_owned),
        }
    }

    /// The redirect URI that Keap is told, for a listener on `port`. A return page that is chosen
    /// but not named falls back to loopback.
    pub fn redirect_uri(&self, build: Build, port: u16) -> RedirectUri {
        RedirectUri::new(match (self.kind, &self.return_page) {
            (RouteKind::ReturnPage, Some(page)) => page.clone(),
            (RouteKind::AppLink, _) => build.app_link(),
            _ => format!("http://localhost:{port}{LOOPBACK_PATH}"),
        })
    }
}

/// Whether PKCE (RFC 7636) goes with a connection's sign-ins. Keap does not document it, and a server
/// may refuse what it does not know; `state` is sent and checked either way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pkce {
    /// Sent with every sign-in.
    #[default]
    Sent,
    /// Left out, because this Keap refuses it.
    LeftOut,
}

/// Why an address cannot be a return page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReturnPageProblem {
    /// Nothing typed.
    Missing,
    /// Not an https address (or http on this computer, where that is allowed).
    NotHttps,
    /// It has a query or a fragment, which Keap refuses.
    HasQuery,
    /// It is longer than any address of a page.
    TooLong,
}

/// No return page has an address of more bytes; browsers and servers take about as much.
const LONGEST_ADDRESS: usize = 2_000;

/// Checks the address of a return page: https, no query, no fragment. `http://localhost` counts as
/// https only where `local_allowed`, as it does for the practice account.
///
/// # Errors
/// The first [`ReturnPageProblem`] found.
pub fn check_return_page(text: &str, local_allowed: bool) -> Result<String, ReturnPageProblem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ReturnPageProblem::Missing);
    }
    if text.len() > LONGEST_ADDRESS {
        return Err(ReturnPageProblem::TooLong);
    }
    let url = Url::parse(text).map_err(|_| ReturnPageProblem::NotHttps)?;
    let local = url.scheme() == "http"
        && matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    if url.scheme() != "https" && !(local && local_allowed) {
        return Err(ReturnPageProblem::NotHttps);
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(ReturnPageProblem::HasQuery);
    }
    Ok(text.to_owned())
}

/// The Keap account a session belongs to, and who signed in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Keap's short name of the account ("abc123"); empty where Keap did not say.
    pub app: String,
    /// The business's name, from its profile.
    #[serde(default)]
    pub business: Option<String>,
    /// The person's name.
    #[serde(default)]
    pub person: Option<String>,
    /// The person's e-mail address.
    #[serde(default)]
    pub email: Option<String>,
    /// Whether the person administers the account.
    #[serde(default)]
    pub administrator: bool,
}

/// The account's short name from `full|abc123.infusionsoft.com`, `abc123.infusionsoft.com` or
/// `abc123`; `None` for anything that could not be a host's first label.
pub fn app_of(scope: &str) -> Option<String> {
    let host = scope.rsplit('|').next().unwrap_or_default();
    if !scope.contains('|') && !host.contains('.') && host == "full" {
        return None;
    }
    let app = host.split('.').next().unwrap_or_default();
    let fits = !app.is_empty()
        && app.len() <= 63
        && app.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    fits.then(|| app.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_is_the_first_label_after_the_bar() {
        for (scope, app) in [
            ("full|hl214.infusionsoft.com", Some("hl214")),
            ("full|HL214.infusionsoft.com", Some("hl214")),
            ("hl214.infusionsoft.com", Some("hl214")),
            ("hl214", Some("hl214")),
            ("full", None),
            ("full|", None),
            ("", None),
            ("full|../evil", None),
            ("full|a b.example", None),
        ] {
            assert_eq!(app_of(scope).as_deref(), app, "{scope}");
        }
    }

    #[test]
    fn a_return_page_is_https_without_a_query() {
        use ReturnPageProblem::{HasQuery, Missing, NotHttps, TooLong};
        let long = format!("https://example.com/{}", "x".repeat(2_000));
        for (text, local, answer) in [
            ("https://example.com/return", false, Ok(())),
            (" https://example.com/return ", false, Ok(())),
            ("", false, Err(Missing)),
            ("http://example.com/", true, Err(NotHttps)),
            ("http://localhost:1/return", false, Err(NotHttps)),
            ("http://localhost:1/return", true, Ok(())),
            ("https://example.com/?a=b", false, Err(HasQuery)),
            ("https://example.com/#a", false, Err(HasQuery)),
            (&long, false, Err(TooLong)),
            ("app.keapsake://oauth/callback", true, Err(NotHttps)),
        ] {
            assert_eq!(check_return_page(text, local).map(|_| ()), answer, "{text}");
        }
    }

    #[test]
    fn the_redirect_uri_follows_the_route() {
        let page = Route::first_choice(Some("https://example.com/r"));
        assert_eq!(
            page.redirect_uri(Build::Packaged, 1).as_str(),
            "https://example.com/r"
        );
        let loopback = Route::first_choice(None);
        assert_eq!(
            loopback.redirect_uri(Build::Packaged, 8765).as_str(),
            "http://localhost:8765/callback"
        );
        let link = Route {
            kind: RouteKind::AppLink,
            return_page: None,
        };
        assert_eq!(
            link.redirect_uri(Build::Unpackaged, 1).as_str(),
            "app.keapsake.dev://oauth/callback"
        );
    }
}
