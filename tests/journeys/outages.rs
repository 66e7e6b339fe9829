//! Keap is down, slow, odd or busy, or there is no network: each has its own words, and only after a
//! write does anything say that Keap may have acted.

use std::time::Duration;

use keapsake_core::failure::{Doing, Failure};
use keapsake_core::notices::notice;
use practice_keap::{CallLimits, Options, ScriptedAnswer};

use crate::computer::{BAKERY, Computer, Form, draft, words};
use crate::form::save;

const UNSURE: &str = "may or may not have saved";
const SAFE: &str = "Nothing was saved, and what you typed is still here";

fn typed() -> Form {
    draft("helga@example.org").with("given_name", "Changed")
}

fn answer(method: &str, status: u16, content_type: &str, body: &str) -> ScriptedAnswer {
    ScriptedAnswer {
        path_prefix: "/crm/rest/v2/contacts".into(),
        method: method.into(),
        status,
        body: body.into(),
        content_type: content_type.into(),
        ..ScriptedAnswer::default()
    }
}

fn check(failure: &Failure, doing: Doing, code: &str, kept: &str) {
    let words = notice(failure);
    assert_eq!((failure.doing, words.code), (doing, code), "{failure:?}");
    assert!(words.body.contains(kept), "{code}: {}", words.body);
    let other = if kept == SAFE {
        UNSURE
    } else {
        "Nothing was saved"
    };
    assert!(!words.body.contains(other), "{code}: {}", words.body);
}

#[tokio::test]
async fn a_keap_that_is_down_is_told_and_everything_works_once_it_is_up() {
    let computer = Computer::new().await.at_desk().await;
    computer.keap.set_down(true);
    check(
        &computer.save(&typed()).await.unwrap_err(),
        Doing::LookingUp,
        "unavailable",
        SAFE,
    );
    let (code, body) = words(computer.countries().await);
    assert_eq!(code, "unavailable");
    assert!(body.contains("Nothing was changed"), "{body}");
    assert_eq!(computer.screen(), ("desk", None), "still connected");
    computer.keap.set_down(false);
    assert!(computer.save(&typed()).await.is_ok());
    assert!(
        !computer.countries().await.unwrap().is_empty(),
        "a failed list is asked for again"
    );
}

/// One case a line: the answer, put in the way of the look-up or of the write; how often, as the
/// client tries some of them again; and what is then said.
#[tokio::test]
async fn each_odd_answer_has_its_own_words() {
    const JSON: &str = "application/json";
    const HTML: &str = "text/html";
    const PAGE: &str = "<html><h1>Keap - Page Not Found</h1></html>";
    use Doing::{LookingUp, Writing};
    for (method, status, kind, body, times, code, kept) in [
        ("GET", 200, HTML, PAGE, 1, "unavailable", SAFE),
        ("GET", 500, HTML, PAGE, 1, "unavailable", SAFE),
        ("GET", 200, JSON, "{", 1, "unreadable", SAFE),
        ("GET", 302, HTML, "", 1, "unreadable", SAFE),
        ("GET", 403, JSON, "{}", 1, "forbidden", SAFE),
        (
            "GET",
            429,
            JSON,
            r#"{"code":"429","message":"Quota Exceeded"}"#,
            3,
            "rate_limited",
            SAFE,
        ),
        ("GET", 407, HTML, PAGE, 1, "proxy", SAFE),
        ("PATCH", 200, HTML, PAGE, 1, "unavailable", UNSURE),
        ("PATCH", 500, HTML, PAGE, 1, "unavailable", UNSURE),
        ("PATCH", 502, HTML, PAGE, 3, "unavailable", UNSURE),
        // These say that nothing was done.
        ("PATCH", 503, HTML, PAGE, 3, "unavailable", SAFE),
        ("PATCH", 429, JSON, "{}", 3, "rate_limited", SAFE),
        ("PATCH", 403, JSON, "{}", 1, "forbidden", SAFE),
        ("PATCH", 400, JSON, "{}", 1, "rejected", SAFE),
        ("PATCH", 302, HTML, "", 1, "unreadable", SAFE),
    ] {
        let computer = Computer::new().await.beyond_the_contract().at_desk().await;
        for _ in 0..times {
            computer.keap.script(answer(method, status, kind, body));
        }
        let doing = if method == "GET" { LookingUp } else { Writing };
        check(
            &computer.save(&typed()).await.unwrap_err(),
            doing,
            code,
            kept,
        );
        assert!(
            computer.save(&typed()).await.is_ok(),
            "{method} {status}: the form can be saved again"
        );
    }
}

#[tokio::test]
async fn without_a_network_it_says_so() {
    let computer = Computer::new().await.at_desk().await;
    computer.places.cut_off();
    let computer = computer.restarted().await;
    assert_eq!(computer.screen(), ("desk", None));
    check(
        &computer.save(&typed()).await.unwrap_err(),
        Doing::LookingUp,
        "offline",
        SAFE,
    );
}

/// Saves while Keap leaves a request of this method without an answer. Once the request is there,
/// time is stopped, so that the client's limit passes at once and not in real seconds.
async fn slow(method: &str) -> (Computer, Failure) {
    let computer = Computer::new().await.at_desk().await;
    let long = Duration::from_mins(30);
    computer.keap.script(ScriptedAnswer {
        delay: long,
        ..answer(method, 200, "application/json", "{}")
    });
    let call = {
        let wizard = computer.wizard.clone();
        tokio::spawn(async move { save(&wizard, &typed()).await })
    };
    while computer.requests(method).is_empty() {
        tokio::task::yield_now().await;
    }
    // From here on time is what the runtime makes it: the nearest timer is the client's limit.
    tokio::time::pause();
    let failure = call.await.unwrap().unwrap_err();
    tokio::time::resume();
    (computer, failure)
}

#[tokio::test]
async fn a_keap_that_does_not_answer_the_look_up_is_told() {
    let (computer, failure) = slow("GET").await;
    check(&failure, Doing::LookingUp, "timed_out", SAFE);
    assert_eq!(computer.contact("helga@example.org")["given_name"], "Helga");
}

#[tokio::test]
async fn a_keap_that_does_not_answer_the_write_may_have_saved() {
    let (_, failure) = slow("PATCH").await;
    check(&failure, Doing::Writing, "timed_out", UNSURE);
}

#[tokio::test]
async fn a_keap_that_is_merely_slow_is_waited_for() {
    let computer = Computer::new().await.at_desk().await;
    let found = serde_json::json!({ "contacts": computer.keap.contacts(BAKERY) }).to_string();
    let slow = ScriptedAnswer {
        delay: Duration::from_millis(300),
        ..answer("GET", 200, "application/json", &found)
    };
    computer.keap.script(slow);
    assert!(computer.save(&typed()).await.is_ok());
}

/// Busy for a moment: the client sits it out, and the person never hears of it.
#[tokio::test]
async fn one_busy_answer_is_sat_out() {
    for (method, status) in [("GET", 429), ("GET", 503), ("PATCH", 429), ("PATCH", 503)] {
        let computer = Computer::new().await.at_desk().await;
        computer
            .keap
            .script(answer(method, status, "text/html", "<html>busy</html>"));
        assert!(computer.save(&typed()).await.is_ok(), "{method} {status}");
        assert_eq!(
            computer.contact("helga@example.org")["given_name"],
            "Changed"
        );
    }
}

#[tokio::test]
async fn the_days_calls_run_out_with_a_word_before_and_words_after() {
    let options = Options {
        strict_limits: true,
        limits: CallLimits {
            per_day: 60,
            ..CallLimits::default()
        },
        ..Options::default()
    };
    let computer = Computer::with(options).await.at_desk().await;
    let failure = loop {
        let told = computer.screen();
        match computer.save(&draft("helga@example.org")).await {
            Ok(_) => assert_eq!(told.0, "desk"),
            Err(failure) => break failure,
        }
    };
    assert_eq!(computer.screen(), ("desk", Some("few_calls")));
    check(&failure, Doing::LookingUp, "quota_spent", SAFE);
    let asked = computer.keap.requests().len();
    assert!(computer.save(&typed()).await.is_err());
    assert_eq!(computer.keap.requests().len(), asked, "Keap is left alone");
    let answers = computer.keap.responses();
    assert!(
        answers.iter().all(|answer| answer.status != 429),
        "never refused"
    );
}
