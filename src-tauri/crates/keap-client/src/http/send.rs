//! Sends one request once and reads its answer up to a cap.
//!
//! Does not know whether the answer is a good one, and never follows it anywhere.

use std::time::SystemTime;

use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, HeaderName, RETRY_AFTER};
use reqwest::{Request, Response};

use super::allowance::Allowance;
use super::answer::Answer;
use super::failure::{broken_answer, chain, no_answer};
use super::retry_after::retry_after;
use crate::Error;

/// Sends the request; the body of the answer is at most `cap` bytes.
///
/// Of a failure's body whatever came is enough: its status already tells what happened.
pub(crate) async fn send(
    client: &reqwest::Client,
    request: Request,
    cap: usize,
) -> Result<Answer, Error> {
    let response = client.execute(request).await.map_err(|error| {
        tracing::debug!(cause = %chain(&error), "no answer");
        no_answer(&error)
    })?;
    let status = response.status();
    let header = |name| header(response.headers(), name);
    let content_type = header(CONTENT_TYPE);
    let retry_after = header(RETRY_AFTER).and_then(|it| retry_after(&it, SystemTime::now()));
    let date = header(DATE).and_then(|it| httpdate::parse_http_date(&it).ok());
    let allowance = Allowance::read(response.headers(), date.unwrap_or_else(SystemTime::now));
    let mut body = Vec::new();
    match fill(response, &mut body, cap).await {
        Err(error) if status.is_success() => return Err(error),
        _ => {}
    }
    Ok(Answer {
        status: status.as_u16(),
        content_type,
        retry_after,
        date,
        allowance,
        body,
    })
}

async fn fill(mut response: Response, body: &mut Vec<u8>, cap: usize) -> Result<(), Error> {
    let too_large = Error::Unreadable {
        status: response.status().as_u16(),
    };
    let announced = response.content_length().unwrap_or_default();
    if usize::try_from(announced).map_or(true, |announced| announced > cap) {
        return Err(too_large);
    }
    loop {
        let piece = response.chunk().await.map_err(|error| {
            tracing::debug!(cause = %chain(&error), "the answer broke off");
            broken_answer(&error)
        })?;
        match piece {
            None => return Ok(()),
            Some(piece) if body.len() + piece.len() > cap => return Err(too_large),
            Some(piece) => {
                if body.capacity() - body.len() < piece.len() {
                    // Doubled, but never beyond the cap.
                    body.reserve_exact(piece.len().max(body.len()).min(cap - body.len()));
                }
                body.extend_from_slice(&piece);
            }
        }
    }
}

fn header(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}
