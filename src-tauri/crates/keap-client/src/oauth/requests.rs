//! The two token requests: the code exchange with the keys in the body, the refresh with HTTP
//! Basic, as Keap documents them.
//!
//! The Basic header is made here and not by the `oauth2` crate: RFC 6749 §2.3.1 has the keys
//! form-encoded before base64, which that crate does, but Keap's own code sends them as they are.
//! A secret with `+`, `/`, `=`, `~` or `!` in it would be refused at the first refresh, an hour or
//! a day after everything seemed to work.
//!
//! Both grants are single-use, so a request that may have reached Keap is never sent again here.
//! The `oauth2` crate builds the requests; its errors hold whole bodies and are dropped at once.

use std::borrow::Cow;
use std::pin::Pin;
use std::time::Instant;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse,
};
use oauth2::http::header::AUTHORIZATION;
use oauth2::http::{HeaderValue, Response, StatusCode};
use oauth2::{
    AuthType, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, PkceCodeVerifier,
    RedirectUrl, RequestTokenError, StandardRevocableToken, TokenUrl,
};
use reqwest::Request;

use super::meaning::Grant;
use super::refusal::refusal;
use super::token::Token;
use crate::http::answer::Answer;
use crate::http::call::jitter;
use crate::http::retry::{Decision, Repeat, decide};
use crate::http::send::send;
use crate::{
    AuthorizationCode, Client, CodeVerifier, Error, Keys, OAuthError, RedirectUri, RefreshToken,
    TokenAnswer,
};

type TokenClient = oauth2::Client<
    BasicErrorResponse,
    Token,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

/// A token answer on its way.
type BoxedAnswer = Pin<Box<dyn Future<Output = Result<HttpResponse, OAuthError>> + Send>>;

impl Client {
    /// Exchanges a code for tokens (RFC 6749 §4.1.3); the redirect URI is the request's, and so is
    /// the verifier, which is there unless the request left PKCE out.
    ///
    /// # Errors
    /// [`OAuthError`]; after [`Error::may_have_acted`] the code is most likely spent.
    pub async fn exchange<'a>(
        &self,
        keys: &Keys,
        code: &AuthorizationCode,
        redirect_uri: &RedirectUri,
        verifier: impl Into<Option<&'a CodeVerifier>>,
    ) -> Result<TokenAnswer, OAuthError> {
        let client = self.token_client(keys, AuthType::RequestBody);
        let redirect =
            RedirectUrl::new(redirect_uri.as_str().to_owned()).map_err(|_| Error::Setup)?;
        // EXPOSE: sent in the body of this one request
        let code = oauth2::AuthorizationCode::new(code.expose().to_owned());
        let mut request = client
            .exchange_code(code)
            .set_redirect_uri(Cow::Owned(redirect));
        if let Some(verifier) = verifier.into() {
            // EXPOSE: sent in the body of this one request
            let verifier = PkceCodeVerifier::new(verifier.expose().to_owned());
            request = request.set_pkce_verifier(verifier);
        }
        request
            .request_async(&self.sender(Grant::Code, None))
            .await
            .map(TokenAnswer::from)
            .inspect(|_| self.pacer().start_anew())
            .map_err(without_body)
    }

    /// Buys the next pair of tokens (RFC 6749 §6); Keap takes each refresh token once.
    ///
    /// # Errors
    /// [`OAuthError`]; after [`Error::may_have_acted`] the refresh token is most likely spent.
    pub async fn refresh(
        &self,
        keys: &Keys,
        refresh_token: &RefreshToken,
    ) -> Result<TokenAnswer, OAuthError> {
        // The crate's own header is replaced by `basic`; that it makes one keeps the keys out of
        // the body.
        let client = self.token_client(keys, AuthType::BasicAuth);
        let basic = basic(keys)?;
        // EXPOSE: sent in the body of this one request
        let refresh_token = oauth2::RefreshToken::new(refresh_token.expose().to_owned());
        client
            .exchange_refresh_token(&refresh_token)
            .request_async(&self.sender(Grant::RefreshToken, Some(basic)))
            .await
            .map(TokenAnswer::from)
            .map_err(without_body)
    }

    fn token_client(&self, keys: &Keys, auth_type: AuthType) -> TokenClient {
        // EXPOSE: sent to the token address only, in the body or the Basic header
        let secret = oauth2::ClientSecret::new(keys.client_secret.expose().to_owned());
        oauth2::Client::new(oauth2::ClientId::new(keys.client_id.as_str().to_owned()))
            .set_client_secret(secret)
            .set_token_uri(TokenUrl::from_url(self.endpoints().token.clone()))
            .set_auth_type(auth_type)
    }

    /// How the `oauth2` crate sends: owned, so that the whole call can run on another task.
    ///
    /// `basic` stands in the place of whatever authorization the crate wrote.
    fn sender(
        &self,
        grant: Grant,
        basic: Option<HeaderValue>,
    ) -> impl Fn(HttpRequest) -> BoxedAnswer + Send + Sync + 'static {
        let client = self.clone();
        move |mut request| {
            if let Some(basic) = &basic {
                request.headers_mut().insert(AUTHORIZATION, basic.clone());
            }
            let client = client.clone();
            Box::pin(async move { client.token_call(grant, request).await })
        }
    }

    /// Sends a token request; what is no success ends here, before the `oauth2` crate reads it.
    async fn token_call(
        &self,
        grant: Grant,
        request: HttpRequest,
    ) -> Result<HttpResponse, OAuthError> {
        let mut tried = 0;
        let answer = loop {
            tried += 1;
            let error = match self.token_try(grant, request.clone()).await {
                Ok(answer) => break answer,
                Err(error) => error,
            };
            let pause = self.limits().backoff;
            match decide(tried, Repeat::OnlyUnsent, &error, None, pause, jitter()) {
                Decision::Stop => return Err(error.into()),
                Decision::After(pause) => tokio::time::sleep(pause).await,
            }
        };
        if !(200..300).contains(&answer.status) {
            return Err(refusal(grant, &answer));
        }
        // Page or empty: told apart here, because the `oauth2` crate would only say "other".
        let _ = answer.read("")?;
        // Any 2xx with a token is a success, whatever it calls its content.
        let mut response = Response::new(answer.body);
        *response.status_mut() = StatusCode::OK;
        Ok(response)
    }

    async fn token_try(&self, grant: Grant, request: HttpRequest) -> Result<Answer, Error> {
        let request = Request::try_from(request).map_err(|_| Error::Setup)?;
        let begun = Instant::now();
        let answer = send(&self.token(), request, self.limits().token_body).await;
        tracing::debug!(
            ?grant,
            status = answer.as_ref().ok().map(|answer| answer.status),
            ms = begun.elapsed().as_millis(),
            "token call"
        );
        if answer.is_ok() {
            kill_points::reached("answered");
        }
        answer
    }
}

/// The keys as HTTP Basic (RFC 7617), with nothing encoded before base64.
fn basic(keys: &Keys) -> Result<HeaderValue, Error> {
    // EXPOSE: sent as the Authorization header of this one request
    let secret = keys.client_secret.expose();
    let pair = BASE64_STANDARD.encode(format!("{}:{secret}", keys.client_id));
    let mut header = HeaderValue::try_from(format!("Basic {pair}")).map_err(|_| Error::Setup)?;
    header.set_sensitive(true);
    Ok(header)
}

/// The `oauth2` crate's error without the body it holds.
fn without_body(error: RequestTokenError<OAuthError, BasicErrorResponse>) -> OAuthError {
    match error {
        RequestTokenError::Request(error) => error,
        // Only a success gets as far as being parsed.
        RequestTokenError::ServerResponse(_)
        | RequestTokenError::Parse(..)
        | RequestTokenError::Other(_) => Error::Unreadable { status: 200 }.into(),
    }
}
