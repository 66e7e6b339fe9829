//! The clock that a test sets forward: what grows old with it, and the limits that turn with it.

use std::time::Duration;

use practice_keap::{CallLimits, Options, PracticeKeap, TimeSource, serve};
use reqwest::Method;
use serde_json::{Value, json};

use crate::visitor::{Visitor, code, exchange_form, keap, parts, refresh, token};

const NEW_YEAR_MS: i64 = 1_767_225_600_000;

const DAY: Duration = Duration::from_hours(24);

async fn limited(limits: CallLimits) -> PracticeKeap {
    let options = Options {
        clock: TimeSource::Stopped { at_ms: NEW_YEAR_MS },
        strict_limits: true,
        limits,
        ..Options::default()
    };
    serve(options).await.unwrap()
}

#[tokio::test]
async fn tokens_and_codes_grow_old() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    keap.advance(Duration::from_hours(23));
    assert_eq!(visitor.get("businessProfile").await.0, 200);
    keap.advance(Duration::from_hours(1));
    assert_eq!(visitor.get("businessProfile").await.0, 401);

    keap.advance(DAY * 43);
    let (status, pair) = refresh(&keap, &visitor.refresh).await;
    assert_eq!(status, 200, "a refresh token lives 45 days");
    keap.advance(DAY * 45);
    let second = pair["refresh_token"].as_str().unwrap();
    assert_eq!(refresh(&keap, second).await.0, 400);
    assert_eq!(keap.refresh_reuses(), 0, "too old is not used twice");

    for (minutes, expected) in [(9, 200), (10, 400)] {
        let code = code(&keap, "pb101", &[]).await;
        keap.advance(Duration::from_mins(minutes));
        assert_eq!(token(&keap, &exchange_form(&code)).await.0, expected);
    }
}

#[tokio::test]
async fn answers_and_contacts_are_dated_by_it() {
    let keap = limited(CallLimits::default()).await;
    let visitor = Visitor::to(&keap, "pb101").await;
    keap.advance(Duration::from_hours(23));
    let answer = visitor.call(Method::GET, "contacts").send().await.unwrap();
    assert_eq!(answer.headers()["date"], "Thu, 01 Jan 2026 23:00:00 GMT");
    let id = visitor
        .create(&json!({"phone_numbers": [{"field": "PHONE1", "number": "1"}]}))
        .await;
    assert_eq!(
        visitor.contact(&id).await["update_time"],
        "2026-01-01T23:00:00.000Z"
    );
    assert_eq!(keap.requests().last().unwrap().at_ms, keap.now_ms());
}

/// The body and one header of a call that is refused.
async fn refused(visitor: &Visitor, header: &str) -> (Value, Option<String>) {
    let answer = visitor.call(Method::GET, "contacts").send().await.unwrap();
    let header = answer.headers().get(header);
    let header = header.map(|value| value.to_str().unwrap().to_owned());
    let (status, body) = parts(answer).await;
    assert_eq!(status, 429);
    (body, header)
}

#[tokio::test]
async fn the_spike_arrest_slides_and_tells_no_counts() {
    let keap = limited(CallLimits::default()).await;
    let visitor = Visitor::to(&keap, "pb101").await;
    for _ in 0..25 {
        assert_eq!(visitor.get("contacts").await.0, 200);
    }
    keap.advance(Duration::from_millis(999));
    let (body, left) = refused(&visitor, "x-keap-product-throttle-available").await;
    assert_eq!(
        body["fault"]["detail"]["errorcode"],
        "policies.ratelimit.SpikeArrestViolation"
    );
    assert_eq!(left, None);
    keap.advance(Duration::from_millis(1));
    assert_eq!(visitor.get("contacts").await.0, 200);
}

#[tokio::test]
async fn a_minute_and_a_day_are_used_up_and_come_again() {
    let few = CallLimits {
        per_second: CallLimits::NONE,
        per_minute: 3,
        per_day: 4,
    };
    let keap = limited(few).await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let spent = json!({"code": "429", "message": "Quota Exceeded", "status": "Request Throttled", "details": null});
    for left in ["2", "1", "0"] {
        let answer = visitor.call(Method::GET, "contacts").send().await.unwrap();
        assert_eq!(answer.headers()["x-keap-product-throttle-available"], left);
        assert_eq!(answer.headers()["x-keap-product-throttle-limit"], "3");
    }
    let (body, left) = refused(&visitor, "x-keap-product-throttle-available").await;
    assert_eq!((body, left.as_deref()), (spent.clone(), Some("0")));

    keap.advance(Duration::from_mins(1));
    assert_eq!(visitor.get("contacts").await.0, 200);
    let (body, until) = refused(&visitor, "x-keap-product-quota-expiry-time").await;
    assert_eq!(body, spent);
    assert_eq!(until, Some((NEW_YEAR_MS + 86_400_000).to_string()));

    keap.advance(Duration::from_mins(24 * 60 - 1));
    assert_eq!(visitor.get("businessProfile").await.0, 401, "a day passed");
    let (_, pair) = refresh(&keap, &visitor.refresh).await;
    let fresh = visitor.with(&pair);
    assert_eq!(fresh.get("contacts").await.0, 200);
}
