//! The four shapes an error may have, and when each comes.

use practice_keap::{Options, serve};
use reqwest::Method;
use serde_json::json;

use crate::browser::http;
use crate::visitor::{Visitor, keap, parts};

#[tokio::test]
async fn without_a_good_token_the_gateway_answers() {
    let keap = keap().await;
    let fault = |code: &str| json!({"fault": {"faultstring": "Invalid Access Token", "detail": {"errorcode": code}}});
    let api = keap.base_url().join("crm/rest/v2/").unwrap();
    for path in ["contacts", "no/such/path"] {
        let none = http().get(api.join(path).unwrap()).send().await.unwrap();
        assert_eq!(
            parts(none).await,
            (401, fault("oauth.v2.InvalidAccessToken")),
            "{path}"
        );
    }
    let wrong = http()
        .get(api.join("contacts").unwrap())
        .bearer_auth("wrong")
        .send()
        .await
        .unwrap();
    assert_eq!(
        parts(wrong).await,
        (401, fault("keymanagement.service.invalid_access_token"))
    );
}

#[tokio::test]
async fn unknown_paths_are_html_and_unknown_methods_are_json() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let lost = visitor
        .call(Method::GET, "no/such/path")
        .send()
        .await
        .unwrap();
    assert_eq!(lost.status(), 404);
    assert!(
        lost.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/html")
    );
    assert!(lost.text().await.unwrap().contains("Page Not Found"));
    let (status, problem) =
        parts(visitor.call(Method::PUT, "contacts").send().await.unwrap()).await;
    assert_eq!((status, &problem["code"]), (405, &json!(405)));
}

#[tokio::test]
async fn a_get_with_a_body_does_not_pass_the_load_balancer() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let answer = visitor
        .call(Method::GET, "contacts")
        .body("{}")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 400);
    assert!(answer.text().await.unwrap().contains("400 Bad Request"));
}

#[tokio::test]
async fn json_that_is_none_is_refused_in_keaps_words() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let answer = visitor
        .call(Method::POST, "contacts")
        .body("{\"given_name\"")
        .send()
        .await
        .unwrap();
    let (status, problem) = parts(answer).await;
    assert_eq!(status, 400);
    assert_eq!(
        problem["message"],
        "Input could not be converted to a valid request"
    );
}

#[tokio::test]
async fn a_burst_is_throttled_where_limits_are_strict() {
    let keap = serve(Options {
        strict_limits: true,
        ..Options::default()
    })
    .await
    .unwrap();
    let visitor = Visitor::to(&keap, "pb101").await;
    let mut throttled = None;
    for _ in 0..200 {
        let (status, body) = visitor.get("businessProfile").await;
        if status == 429 {
            throttled = Some(body);
            break;
        }
    }
    let refusal = throttled.expect("200 calls take less than eight seconds");
    assert_eq!(
        refusal["fault"]["detail"]["errorcode"],
        "policies.ratelimit.SpikeArrestViolation"
    );
}

#[tokio::test]
async fn answers_tell_how_much_is_left_and_whose_account_it_is() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let answer = visitor.call(Method::GET, "contacts").send().await.unwrap();
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("x-keap-tenant-id"), "pb101.infusionsoft.com");
    assert_eq!(header("x-keap-product-quota-limit"), "150000");
    assert_eq!(header("x-keap-product-throttle-used"), "1");
    assert_eq!(header("x-keap-tenant-throttle-time-unit"), "minute|day");
    assert!(
        answer
            .headers()
            .get("access-control-allow-origin")
            .is_none(),
        "no page may read it"
    );
}
