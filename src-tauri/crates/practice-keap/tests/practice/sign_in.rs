//! The authorize pages: the way through, the ways out, and what is refused before the first page.

use practice_keap::{CLIENT_ID, DenialStyle, Options, serve};

use crate::browser::{Browser, parameter};
use crate::visitor::{REDIRECT, authorize_query, keap};

#[tokio::test]
async fn allowing_sends_back_a_code_the_account_and_the_state() {
    let keap = keap().await;
    let mut browser = Browser::new(&keap.base_url());
    assert_eq!(browser.open(&authorize_query("abc.dev")).await, 200);
    assert!(
        browser.page().contains("Practice Keap"),
        "never to be taken for the real one"
    );
    assert!(
        browser.page().contains("value=\"ann@practice.example\""),
        "the name is filled in"
    );
    browser.log_in("ann@practice.example").await;
    assert!(browser.page().contains("id=\"account-pg202\""));
    browser.press(&[("account", "pb101")]).await;
    assert!(
        browser.page().contains("Practice Bakery"),
        "says to what access is given"
    );
    let back = browser.decide("allow").await;
    assert!(
        back.as_str()
            .starts_with("http://localhost:8765/callback?code=")
    );
    assert_eq!(parameter(&back, "code").unwrap().len(), 8);
    assert_eq!(
        parameter(&back, "scope").unwrap(),
        "full|pb101.infusionsoft.com"
    );
    assert!(
        back.as_str().contains("scope=full%7Cpb101"),
        "the bar is percent-encoded"
    );
    assert_eq!(parameter(&back, "state").unwrap(), "abc.dev");
}

#[tokio::test]
async fn the_pages_are_used_up_by_the_decision() {
    let keap = keap().await;
    let mut browser = Browser::new(&keap.base_url());
    browser.open(&authorize_query("s")).await;
    browser.log_in("ann@practice.example").await;
    browser.press(&[("account", "pb101")]).await;
    browser.decide("allow").await;
    let again = browser.send(&[("decision", "allow")]).await;
    assert_eq!(
        again.status(),
        400,
        "pressing Back and Allow gives no second code"
    );
}

#[tokio::test]
async fn no_step_can_be_skipped() {
    let keap = keap().await;
    let mut browser = Browser::new(&keap.base_url());
    browser.open(&authorize_query("s")).await;
    let session = browser
        .page()
        .split("name=\"session\" value=\"")
        .nth(1)
        .unwrap()[..32]
        .to_owned();
    for (step, field, value) in [
        ("account", "account", "pb101"),
        ("consent", "decision", "allow"),
    ] {
        let url = keap
            .base_url()
            .join(&format!("app/oauth/authorize/{step}"))
            .unwrap();
        let form = [("session", session.as_str()), (field, value)];
        let answer = crate::browser::http()
            .post(url)
            .form(&form)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 400, "{step} before the log-in");
    }
}

#[tokio::test]
async fn denying_echoes_the_state_or_leaves_it_empty() {
    for (style, state) in [
        (DenialStyle::WithState, "xyz"),
        (DenialStyle::WithoutState, ""),
    ] {
        let keap = serve(Options {
            denial: style,
            ..Options::default()
        })
        .await
        .unwrap();
        let mut browser = Browser::new(&keap.base_url());
        browser.open(&authorize_query("xyz")).await;
        browser.log_in("ann@practice.example").await;
        browser.press(&[("account", "pb101")]).await;
        let back = browser.decide("deny").await;
        assert_eq!(
            back.query().unwrap(),
            format!(
                "error=access_denied&error_description=User+denied+access+to+resource&error_uri=&state={state}"
            )
        );
    }
}

#[tokio::test]
async fn somebody_without_an_account_is_denied_whatever_they_press() {
    let keap = keap().await;
    let mut browser = Browser::new(&keap.base_url());
    browser.open(&authorize_query("s")).await;
    browser.log_in("nobody@practice.example").await;
    let back = browser.decide("allow").await;
    assert_eq!(parameter(&back, "error").unwrap(), "access_denied");
    assert_eq!(parameter(&back, "code"), None);
}

#[tokio::test]
async fn a_wrong_log_in_stays_on_the_page() {
    let keap = keap().await;
    let mut browser = Browser::new(&keap.base_url());
    browser.open(&authorize_query("s")).await;
    browser
        .press(&[("username", "ann@practice.example"), ("password", "")])
        .await;
    assert!(browser.page().contains("id=\"problem\""));
    browser
        .press(&[("username", "<b>eve</b>"), ("password", "x")])
        .await;
    assert!(browser.page().contains("id=\"problem\""));
    assert!(
        !browser.page().contains("<b>eve"),
        "nothing typed comes back as HTML"
    );
}

/// An error page, and never a redirect: that is asserted by the browser.
#[tokio::test]
async fn wrong_requests_end_on_an_error_page() {
    let keap = keap().await;
    let with = |name: &'static str, value: &'static str| {
        let mut query = authorize_query("s");
        query.retain(|(key, _)| *key != name);
        query.push((name, value));
        query
    };
    let without = |name: &'static str| {
        let mut query = authorize_query("s");
        query.retain(|(key, _)| *key != name);
        query
    };
    let wrong = [
        with("client_id", "unknown"),
        without("client_id"),
        without("redirect_uri"),
        with("redirect_uri", "http://127.0.0.1:8765/callback"),
        with("redirect_uri", "app.keapsake.dev://oauth/callback"),
        with("redirect_uri", "http://localhost:8765/callback?a=b"),
        with("redirect_uri", "http://example.org/callback"),
        with("response_type", "token"),
        with("scope", "some"),
        with("code_challenge", "tooshort"),
        with("code_challenge_method", "S256"),
        [authorize_query("s"), vec![("state", "second")]].concat(),
    ];
    for query in wrong {
        let mut browser = Browser::new(&keap.base_url());
        assert_eq!(browser.open(&query).await, 400, "{query:?}");
        assert!(browser.page().contains("id=\"problem\""));
    }
}

#[tokio::test]
async fn the_return_page_is_served_and_taken_as_a_redirect_uri() {
    let keap = keap().await;
    let uri = keap.return_page_url().to_string();
    let mut browser = Browser::new(&keap.base_url());
    let query = [
        ("client_id", CLIENT_ID),
        ("redirect_uri", uri.as_str()),
        ("response_type", "code"),
    ];
    assert_eq!(browser.open(&query).await, 200);
    browser.log_in("ann@practice.example").await;
    browser.press(&[("account", "pg202")]).await;
    let back = browser.decide("allow").await;
    assert_eq!(parameter(&back, "state"), None, "no state was sent");
    let page = crate::browser::http().get(back).send().await.unwrap();
    assert_eq!(page.status(), 200);
    assert!(
        page.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/html")
    );
    assert_ne!(uri, REDIRECT);
}
