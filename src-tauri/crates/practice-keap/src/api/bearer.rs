//! What stands before every API call: the load balancer that takes no GET with a body, the token, the
//! limits; and the headers Keap adds to each answer. Knows no route.

use std::sync::Arc;

use axum::body::HttpBody;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use super::limits::Verdict;
use super::problem;
use crate::pages;
use crate::practice::{Practice, locked};

/// The account that the caller's token is for.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub(crate) app: String,
}

/// Lets a call pass or answers it.
pub(crate) async fn require(
    State(practice): State<Arc<Practice>>,
    mut request: Request,
    next: Next,
) -> Response {
    if request.method() == Method::GET && request.body().size_hint().lower() > 0 {
        return pages::failure(StatusCode::BAD_REQUEST, "400 Bad Request");
    }
    let Some(token) = bearer(request.headers()) else {
        return problem::unauthorized("oauth.v2.InvalidAccessToken");
    };
    let now = practice.clock.now_ms();
    let app = practice
        .store
        .read(|book| book.grants.account_of(token, now).map(str::to_owned));
    let Some(app) = app else {
        return problem::unauthorized("keymanagement.service.invalid_access_token");
    };
    let options = &practice.options;
    let verdict = locked(&practice.limits).count(options.limits, options.strict_limits, now);
    let usage = match verdict {
        Verdict::Passed(usage) => usage,
        Verdict::Spike => return problem::spike(),
        Verdict::UsedUp(usage) => {
            let mut answer = problem::throttled();
            usage.write_headers(&app, answer.headers_mut());
            return answer;
        }
    };
    request.extensions_mut().insert(Caller { app: app.clone() });
    let mut answer = next.run(request).await;
    usage.write_headers(&app, answer.headers_mut());
    answer
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}
