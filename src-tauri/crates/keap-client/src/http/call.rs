//! One call of the API: its address, its tries, its line in the log.
//!
//! The log names the method, the path's template, the status and the time; never an id, a query,
//! a body or a token. What the answer means is the caller's business.

use std::time::{Duration, Instant};

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Body, Method, Request};
use serde_json::Value;

use super::answer::Answer;
use super::json::weight;
use super::path::{fill, under};
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
    /// What sending it twice would do.
    pub(crate) repeat: Repeat,
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
            repeat: Repeat::Harmless,
        }
    }
}

/// What was answered.
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) value: Value,
    /// What the value takes in memory, in bytes.
    pub(crate) weight: usize,
    /// An earlier try may have been carried out although its answer never came.
    pub(crate) after_unanswered: bool,
}

/// What the status alone says: a success without a word that can be read is one.
pub(crate) fn done(answered: Result<Answered, Error>) -> Result<(), Error> {
    match answered {
        Ok(_) => Ok(()),
        Err(Error::Unreadable { status }) if (200..300).contains(&status) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Why a try was none, and how long its answer asks everybody to wait.
struct Refused {
    error: Error,
    asked: Option<Duration>,
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        // The gate names the wait that it keeps.
        let asked = match error {
            Error::RateLimited { retry_after } => retry_after,
            _ => None,
        };
        Self { error, asked }
    }
}

/// Whether a wait that stands in the answer is meant for everybody (RFC 9110 §10.2.3).
fn is_busy(error: &Error) -> bool {
    matches!(
        error,
        Error::RateLimited { .. } | Error::Unavailable { status: 503 }
    )
}

impl Client {
    /// Makes a call, and repeats it where that does no harm.
    pub(crate) async fn call(
        &self,
        authorization: &Authorization,
        call: &Call<'_>,
    ) -> Result<Answered, Error> {
        let mut unanswered = None;
        let mut tried = 0;
        loop {
            tried += 1;
            let Refused { error, asked } = match self.once(authorization, call).await {
                Ok(answered) => {
                    return Ok(Answered {
                        after_unanswered: unanswered.is_some(),
                        ..answered
                    });
                }
                Err(refused) => refused,
            };
            if let Some(time) = asked {
                self.pacer().hold(time);
            }
            let pause = self.limits().backoff;
            match decide(tried, call.repeat, &error, asked, pause, jitter()) {
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
    ) -> Result<Answered, Refused> {
        let request = self.request(authorization, call)?;
        let place = self.pacer().enter().await?;
        let begun = Instant::now();
        let answer = send(&self.api(), request, self.limits().api_body).await;
        tracing::debug!(
            method = %call.method,
            path = call.template,
            status = answer.as_ref().ok().map(|answer| answer.status),
            ms = begun.elapsed().as_millis(),
            "api call"
        );
        let answer: Answer = answer?;
        place.answered(&answer.allowance);
        // EXPOSE: compared with the answer's sentences, so that an echo of it is dropped
        let secret = authorization.token().expose();
        match answer.read(secret) {
            Ok(value) => Ok(Answered {
                status: answer.status,
                value,
                weight: weight(&answer.body),
                after_unanswered: false,
            }),
            Err(error) => Err(Refused {
                asked: answer.retry_after.filter(|_| is_busy(&error)),
                error,
            }),
        }
    }

    fn request(&self, authorization: &Authorization, call: &Call<'_>) -> Result<Request, Error> {
        // A value that cannot stand in a path names no record.
        let path = fill(call.template, call.values).ok_or(Error::NotFound)?;
        let mut url = under(&self.endpoints().api, &path);
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
        | Error::QuotaSpent { .. }
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
