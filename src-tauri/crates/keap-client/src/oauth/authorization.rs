//! The authorization request (RFC 6749 §4.1.1, RFC 7636): an address to open, and what must be
//! kept until its answer comes.
//!
//! Opens nothing. PKCE is sent although Keap does not document it, unless the caller leaves it out;
//! `state` is what protects, with it or without.

use std::borrow::Cow;
use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use oauth2::basic::BasicClient;
use oauth2::{AuthUrl, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope};
use url::Url;

use crate::{Client, ClientId, CodeVerifier, Error, RedirectUri, State};

/// One attempt to sign in.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthorizationRequest {
    /// To be opened in the browser; holds the state, so it is not for logs.
    pub url: Url,
    /// What the answer must bring back.
    pub state: State,
    /// What the exchange must prove; `None` where PKCE was left out.
    pub verifier: Option<CodeVerifier>,
    /// What the exchange must repeat.
    pub redirect_uri: RedirectUri,
    /// Whom the code will be for.
    pub client_id: ClientId,
}

/// Shows the address without its query.
impl fmt::Debug for AuthorizationRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationRequest")
            .field("host", &self.url.host_str())
            .field("redirect_uri", &self.redirect_uri)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// Makes a new attempt: a fresh state (43 characters base64url, then `state_suffix`) and a
    /// fresh verifier.
    ///
    /// # Errors
    /// [`Error::Setup`] where the redirect URI is none or the system gives no randomness.
    pub fn authorization_request(
        &self,
        client_id: &ClientId,
        redirect_uri: &RedirectUri,
        state_suffix: &str,
    ) -> Result<AuthorizationRequest, Error> {
        let verifier = CodeVerifier::new(random()?);
        self.ask_for_code(client_id, redirect_uri, state_suffix, Some(verifier))
    }

    /// The same without PKCE's two parameters, for a Keap that refuses them.
    ///
    /// # Errors
    /// As [`Client::authorization_request`].
    pub fn authorization_request_without_pkce(
        &self,
        client_id: &ClientId,
        redirect_uri: &RedirectUri,
        state_suffix: &str,
    ) -> Result<AuthorizationRequest, Error> {
        self.ask_for_code(client_id, redirect_uri, state_suffix, None)
    }

    fn ask_for_code(
        &self,
        client_id: &ClientId,
        redirect_uri: &RedirectUri,
        state_suffix: &str,
        verifier: Option<CodeVerifier>,
    ) -> Result<AuthorizationRequest, Error> {
        let state = State::new(random()? + state_suffix);
        let redirect =
            RedirectUrl::new(redirect_uri.as_str().to_owned()).map_err(|_| Error::Setup)?;
        let client = BasicClient::new(oauth2::ClientId::new(client_id.as_str().to_owned()))
            .set_auth_uri(AuthUrl::from_url(self.endpoints().authorize.clone()));
        // EXPOSE: sent in the address, as OAuth wants it
        let sent_state = CsrfToken::new(state.expose().to_owned());
        let mut asked = client
            .authorize_url(|| sent_state)
            .add_scope(Scope::new("full".to_owned()))
            .set_redirect_uri(Cow::Owned(redirect));
        if let Some(verifier) = &verifier {
            // EXPOSE: hashed into the challenge
            let pkce = PkceCodeVerifier::new(verifier.expose().to_owned());
            asked = asked.set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&pkce));
        }
        let (url, _) = asked.url();
        Ok(AuthorizationRequest {
            url,
            state,
            verifier,
            redirect_uri: redirect_uri.clone(),
            client_id: client_id.clone(),
        })
    }
}

/// 256 bits of the operating system's randomness, as 43 characters base64url.
fn random() -> Result<String, Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| Error::Setup)?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::*;
    use crate::Endpoints;

    const REDIRECT: &str = "https://return.example/%7Eann/a b?x=%2f";

    fn request(redirect: &str, suffix: &str) -> Result<AuthorizationRequest, Error> {
        Client::new(Endpoints::keap())
            .unwrap()
            .authorization_request(&ClientId::new("id"), &RedirectUri::new(redirect), suffix)
    }

    #[test]
    fn the_address_carries_what_keap_and_pkce_want_and_no_more() {
        let request = request(REDIRECT, ".dev").unwrap();
        let pairs: HashMap<_, _> = request.url.query_pairs().into_owned().collect();
        assert_eq!(
            pairs.len(),
            7,
            "no parameter beyond these: {:?}",
            pairs.keys()
        );
        assert_eq!(pairs["response_type"], "code");
        assert_eq!(pairs["client_id"], "id");
        assert_eq!(pairs["redirect_uri"], REDIRECT, "byte for byte");
        assert_eq!(pairs["scope"], "full");
        assert_eq!(pairs["state"], request.state.expose());
        assert_eq!(pairs["code_challenge_method"], "S256");
        let verifier = request.verifier.unwrap();
        let pkce = PkceCodeVerifier::new(verifier.expose().to_owned());
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&pkce);
        assert_eq!(pairs["code_challenge"], challenge.as_str());
        assert!(
            request
                .url
                .as_str()
                .starts_with("https://accounts.infusionsoft.com/app/oauth/authorize?")
        );
    }

    #[test]
    fn without_pkce_the_address_is_the_same_but_for_its_two_parameters() {
        let request = Client::new(Endpoints::keap())
            .unwrap()
            .authorization_request_without_pkce(
                &ClientId::new("id"),
                &RedirectUri::new(REDIRECT),
                ".dev",
            )
            .unwrap();
        assert_eq!(request.verifier, None);
        let pairs: HashMap<_, _> = request.url.query_pairs().into_owned().collect();
        let state = request.state.expose();
        let expected = [
            ("response_type", "code"),
            ("client_id", "id"),
            ("redirect_uri", REDIRECT),
            ("scope", "full"),
            ("state", state),
        ];
        assert_eq!(
            pairs,
            HashMap::from(expected.map(|(name, value)| (name.to_owned(), value.to_owned())))
        );
        assert_eq!(state.len(), 43 + 4, "`state` protects as before");
    }

    #[test]
    fn states_and_verifiers_are_long_and_never_repeat() {
        let client = Client::new(Endpoints::keap()).unwrap();
        let mut seen = HashSet::new();
        for _ in 0..1_000 {
            let request = client
                .authorization_request(&ClientId::new("id"), &RedirectUri::new(REDIRECT), ".dev")
                .unwrap();
            let (random, suffix) = request.state.expose().split_at(43);
            assert_eq!(suffix, ".dev");
            let verifier = request.verifier.unwrap();
            assert_eq!(verifier.expose().len(), 43);
            assert!(
                random
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
            );
            assert!(seen.insert(random.to_owned()));
            assert!(seen.insert(verifier.expose().to_owned()));
        }
    }

    #[test]
    fn debug_shows_neither_state_nor_verifier() {
        let request = request(REDIRECT, "").unwrap();
        let shown = format!("{request:?}");
        assert!(!shown.contains(request.state.expose()));
        assert!(!shown.contains(request.verifier.unwrap().expose()));
    }

    #[test]
    fn a_redirect_that_is_no_uri_is_refused() {
        assert_eq!(request("not a uri", "").unwrap_err(), Error::Setup);
    }
}
