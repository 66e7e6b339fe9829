//! One call of the API: its address, its tries, its line in the log.
//!
//! The log names the method, the path's template, the status and the time; never an id, a query,
//! a body or a token. What the answer means is the caller's business.

use std::time::Instant;

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Body, Method, Request};
use serde_json::Value;

use super::answer::Answer;
use super::path::fill;
use super::retry::{Decision, Repeat, decide};
use super::send::send;
use crate::{Authorization, Client, Error};

/// What is asked.
pub(crate) struct Call<'a> {
    pub(crate) method: Method,
    /// The path under the API's base, with `{…}` for each value.
    pub(crate) template: &'static str,
    pub(crate) values: &'a [&'a str],
    /// The query, encoded; empty for none.
    pub(crate) query: String,
    /// JSON; never with GET, which Keap's load balancer refuses.
    pub(crate) body: Option<Vec<u8>>,
}

impl Call<'_> {
    /// A GET without a query.
    pub(crate) fn get(template: &'static str) -> Self {
        Call {
            method: Method::GET,
            template,
            values: &[],
            query: String::new(),
            body: None,
        }
    }
}

/// What was answered.
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) value: Value,
    /// An earlier try may have been carried out although its answer never came.
    pub(crate) after_unanswered: bool,
}

impl Client {
    /// Makes a call that may be repeated without harm; every call of this crate is of that kind.
    pub(crate) async fn call(
        &self,
        authorization: &Authorization,
        call: &Call<'_>,
    ) -> Result<Answered, Error> {
        let mut unanswered = None;
        let mut tried = 0;
        loop {
            tried += 1;
            let error = match self.once(authorization, call).await {
                Ok((status, value)) => {
                    return Ok(Answered {
                        status,
                        value,
                        after_unanswered: unanswered.is_some(),
                    });
                }
                Err(error) => error,
            };
            let pause = self.limits().backoff;
            match decide(tried, Repeat::Harmless, &error, pause, jitter()) {
                Decision::Stop => return Err(verdict(error, unanswered)),
                Decision::After(pause) => tokio::time::sleep(pause).await,
            }
            if error.may_have_acted() {
                unanswered = Some(error);
            }
        }
    }

    async fn once(
        &self,
        authorization: &Authorization,
        call: &Call<'_>,
    ) -> Result<(u16, Value), Error> {
        let request = self.request(authorization, call)?;
        let begun = Instant::now();
        let answer = send(self.api(), request, self.limits().api_body).await;
        tracing::debug!(
            method = %call.method,
            path = call.template,
            status = answer.as_ref().ok().map(|answer| answer.status),
            ms = begun.elapsed().as_millis(),
            "api call"
        );
        let answer: Answer = answer?;
        // EXPOSE: compared with the answer's sentences, so that an echo of it is dropped
        let secret = authorization.token().expose();
        Ok((answer.status, answer.read(secret)?))
    }

    fn request(&self, authorization: &Authorization, call: &Call<'_>) -> Result<Request, Error> {
        let mut url = self.endpoints().api.clone();
        // A value that cannot stand in a path names no record.
        let path = fill(call.template, call.values).ok_or(Error::NotFound)?;
        url.set_path(&format!("{}{path}", url.path().trim_end_matches('/')));
        url.set_query(Some(call.query.as_str()).filter(|query| !query.is_empty()));
        let mut request = Request::new(call.method.clone(), url);
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(AUTHORIZATION, bearer(authorization)?);
        if let Some(body) = &call.body {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            *request.body_mut() = Some(Body::from(body.clone()));
        }
        Ok(request)
    }
}

fn bearer(authorization: &Authorization) -> Result<HeaderValue, Error> {
    // EXPOSE: sent as the Authorization header of this call
    let token = authorization.token().expose();
    // A token that no header can carry is one that Keap never gave.
    let mut header =
        HeaderValue::from_str(&format!("Bearer {token}")).map_err(|_| Error::Unauthorized)?;
    header.set_sensitive(true);
    Ok(header)
}

/// The error to tell: a last try that learned nothing does not hide that an earlier one may have
/// been carried out.
fn verdict(last: Error, unanswered: Option<Error>) -> Error {
    match last {
        Error::Offline
        | Error::TimedOut { .. }
        | Error::RateLimited { .. }
        | Error::Unavailable { .. }
        | Error::Untrusted
        | Error::Proxy => unanswered.unwrap_or(last),
        _ => last,
    }
}

/// Anything from 0 to 1.
pub(crate) fn jitter() -> f64 {
    // Without randomness the pause is merely the same for everyone.
    getrandom::u32().map_or(0.5, |number| f64::from(number) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unanswered_try_is_not_forgotten() {
        let broke = || Some(Error::Interrupted);
        for (last, unanswered, expected) in [
            (Error::Offline, broke(), Error::Interrupted),
            (
                Error::Unavailable { status: 503 },
                broke(),
                Error::Interrupted,
            ),
            (Error::Offline, None, Error::Offline),
            // Keap's word on the very same request settles it.
            (Error::Forbidden, broke(), Error::Forbidden),
            (Error::Unauthorized, broke(), Error::Unauthorized),
        ] {
            assert_eq!(verdict(last, unanswered), expected);
        }
    }
}
