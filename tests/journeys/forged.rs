//! Answers that nobody asked for: forged, by the wrong road, a hundred times over, or garbage. None
//! of them may end the sign-in that runs, and the right one must still work afterwards.

use keapsake_core::connection::RouteKind;
use keapsake_core::sign_in::{Carrier, Delivery, Heard};
use support::{Answer, plain_http};
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::computer::{BAKERY, Computer, app_link, words};

#[tokio::test]
async fn without_the_right_state_nothing_happens() {
    let computer = Computer::new().await.waiting().await;
    let end = computer.walk(Answer::Allow(BAKERY)).await;
    let state = crate::computer::parameter(&end, "state").unwrap();
    let link = app_link(&end);
    for forged in [
        link.replace(&state, "x"),
        link.replace(&state, ""),
        link.replace(&state, state.trim_end_matches(".dev")),
        link.replace(&state, &state.to_uppercase()),
        link.replace(&format!("state={state}"), "other=1"),
        "app.keapsake.dev://oauth/callback?code=attacker".into(),
    ] {
        assert_eq!(
            computer.arrive(Carrier::AppLink, &forged).await,
            Heard::Ignored,
            "{forged}"
        );
        assert_eq!(
            words(computer.wizard.paste_address(&forged).await).0,
            "another_sign_in"
        );
        assert_eq!(computer.screen(), ("waiting", None));
    }
    assert_eq!(computer.keap.token_requests(), 0);
    assert_eq!(
        computer.arrive(Carrier::AppLink, &link).await,
        Heard::Accepted
    );
    computer.reach("account").await;
}

/// RFC 9700 §4.4: an answer that was asked for by one road does not count by another.
#[tokio::test]
async fn the_right_state_by_the_wrong_road_ends_nothing() {
    let computer = Computer::new().await.before_sign_in().await;
    computer
        .wizard
        .set_route(RouteKind::Loopback, None)
        .unwrap();
    computer.wizard.start_sign_in().await.unwrap();
    let end = computer.walk(Answer::Allow(BAKERY)).await;
    assert_eq!(
        computer.arrive(Carrier::AppLink, &app_link(&end)).await,
        Heard::Ignored
    );
    assert_eq!(computer.screen(), ("waiting", None));
    assert_eq!(computer.keap.token_requests(), 0);
    assert_eq!(
        plain_http()
            .unwrap()
            .get(end)
            .send()
            .await
            .unwrap()
            .status(),
        200
    );
    computer.reach("account").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_deliveries_of_one_answer_are_one_token_request() {
    let computer = Computer::new().await.waiting().await;
    let link = app_link(&computer.walk(Answer::Allow(BAKERY)).await);
    let mut senders = JoinSet::new();
    for _ in 0..100 {
        let (inbox, raw) = (computer.wizard.inbox(), link.clone());
        senders.spawn(async move {
            let (reply, heard) = oneshot::channel();
            inbox
                .send(Delivery {
                    carrier: Carrier::AppLink,
                    raw,
                    reply: Some(reply),
                })
                .await
                .unwrap();
            heard.await.unwrap()
        });
    }
    let heard = senders.join_all().await;
    assert_eq!(
        heard
            .iter()
            .filter(|heard| **heard == Heard::Accepted)
            .count(),
        1
    );
    assert_eq!(
        heard
            .iter()
            .filter(|heard| **heard == Heard::Ignored)
            .count(),
        99
    );
    computer.reach("account").await;
    assert_eq!(computer.keap.token_requests(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_requests_to_the_listener_are_one_token_request() {
    let computer = Computer::new().await.before_sign_in().await;
    computer
        .wizard
        .set_route(RouteKind::Loopback, None)
        .unwrap();
    computer.wizard.start_sign_in().await.unwrap();
    let end = computer.walk(Answer::Allow(BAKERY)).await;
    let http = plain_http().unwrap();
    let mut browsers = JoinSet::new();
    for _ in 0..100 {
        let request = http.get(end.clone());
        // Those that come after the listener has closed are not heard at all.
        browsers.spawn(async move {
            request
                .send()
                .await
                .map_or(0, |page| page.status().as_u16())
        });
    }
    let pages = browsers.join_all().await;
    assert_eq!(
        pages.iter().filter(|status| **status == 200).count(),
        1,
        "{pages:?}"
    );
    computer.reach("account").await;
    assert_eq!(computer.keap.token_requests(), 1);
}

#[tokio::test]
async fn garbage_changes_nothing() {
    let long = format!(
        "app.keapsake.dev://oauth/callback?code={}",
        "a".repeat(10_000)
    );
    let garbage = [
        "",
        " ",
        "app.keapsake.dev://",
        "app.keapsake.dev://oauth/callback",
        "app.keapsake.dev://oauth/callback?",
        "app.keapsake.dev://oauth/callback?code=a&code=b&state=s",
        "app.keapsake.dev://oauth/callback?code=a&error=access_denied",
        "app.keapsake.dev://oauth/callback?code=%00%ff&state=%f0%9f",
        "app.keapsake.dev://delete/everything",
        "app.keapsake://oauth/callback?code=a&state=s",
        "http://localhost:8765/callback?code=a&state=s",
        "--help",
        "file:///etc/passwd",
        "\u{202e}\u{0}\r\n",
        &long,
    ];
    let computer = Computer::new().await;
    for raw in garbage {
        computer.arrive(Carrier::AppLink, raw).await;
    }
    assert_eq!(
        computer.screen(),
        ("welcome", None),
        "before there is anything to end"
    );
    let computer = computer.waiting().await;
    let before = computer.wizard.snapshot();
    for raw in garbage {
        assert_eq!(
            computer.arrive(Carrier::AppLink, raw).await,
            Heard::Ignored,
            "{raw:.60}"
        );
        assert!(
            computer.wizard.paste_address(raw).await.is_err(),
            "{raw:.60}"
        );
    }
    assert_eq!(computer.wizard.snapshot(), before);
    computer.allow().await;
}

#[tokio::test]
async fn a_pasted_text_that_is_no_answer_is_told_in_its_own_words() {
    let computer = Computer::new().await.waiting().await;
    let end = computer.walk(Answer::Allow(BAKERY)).await;
    let code = crate::computer::parameter(&end, "code").unwrap();
    let page = computer.keap.return_page_url();
    for (pasted, told) in [
        (code.as_str(), "paste_bare_code"),
        ("", "paste_no_address"),
        ("I pressed Allow", "paste_no_address"),
        (
            "https://accounts.infusionsoft.com/app/oauth/authorize?state=x",
            "paste_another_address",
        ),
        (page.as_str(), "paste_no_answer"),
        (&format!("{page}?code=a&code=b"), "paste_contradicting"),
        (
            &format!("{page}?code=a&state=of-another"),
            "another_sign_in",
        ),
    ] {
        let failure = computer.wizard.paste_address(pasted).await.unwrap_err();
        let beside = keapsake_core::notices::field_problems(&failure);
        assert_eq!(beside.len(), 1, "it stands beside the field: {pasted}");
        let (code, body) = words::<()>(Err(failure));
        assert_eq!(code, told, "{pasted}");
        assert!(
            body.contains("Nothing was changed") && body.contains("still waits"),
            "{body}"
        );
        assert_eq!(computer.screen(), ("waiting", None));
    }
    assert_eq!(computer.keap.token_requests(), 0);
    computer.wizard.paste_address(end.as_str()).await.unwrap();
    computer.reach("account").await;
}

/// Once connected, no link may move the person away or say anything.
#[tokio::test]
async fn at_the_desk_a_link_only_raises_the_window() {
    let computer = Computer::new().await.waiting().await;
    let link = app_link(&computer.walk(Answer::Allow(BAKERY)).await);
    computer.arrive(Carrier::AppLink, &link).await;
    computer.reach("account").await;
    computer.wizard.confirm_account().unwrap();
    let before = computer.wizard.snapshot();
    for raw in [
        link.as_str(),
        "app.keapsake.dev://oauth/callback?error=access_denied",
        "app.keapsake.dev://return",
    ] {
        assert_eq!(computer.arrive(Carrier::AppLink, raw).await, Heard::Ignored);
    }
    assert_eq!(computer.wizard.snapshot(), before);
    assert_eq!(computer.keap.token_requests(), 1);
}
