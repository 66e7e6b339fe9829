//! Wires that break in the middle: what was never sent may be sent again, what was sent and not
//! answered is unknown, and nothing that is known to be harmless is left to the person.

use std::time::Duration;

use keap_client::{Client, Endpoints, Error, Keys, Limits, OAuthError, RefreshToken};
use keap_client::{ClientId, ClientSecret, TokenAnswer};
use keapsake_core::desk::Written;
use keapsake_core::failure::Doing;
use keapsake_core::notices::notice;
use practice_keap::{CLIENT_ID, CLIENT_SECRET};
use support::{Ending, Fault, FaultProxy, Part};

use crate::computer::{BAKERY, Computer, draft};
use crate::form::saved;

/// A wire to the computer's Keap, and a client at its near end that does not wait long.
async fn wire(computer: &Computer) -> (FaultProxy, Client) {
    let proxy = FaultProxy::to(computer.keap.address()).await.unwrap();
    let limits = Limits {
        read: Duration::from_millis(400),
        backoff: Duration::from_millis(200),
        ..Limits::default()
    };
    let endpoints = Endpoints::under(&proxy.base_url()).unwrap();
    let client = Client::with_limits(endpoints, limits).unwrap();
    (proxy, client)
}

async fn refresh(computer: &Computer, client: &Client) -> Result<TokenAnswer, OAuthError> {
    let keys = Keys {
        client_id: ClientId::new(CLIENT_ID),
        client_secret: ClientSecret::new(CLIENT_SECRET),
    };
    let kept = RefreshToken::new(computer.session()["refresh"].as_str().unwrap());
    client.refresh(&keys, &kept).await
}

#[tokio::test]
async fn a_refresh_that_is_sent_and_not_answered_is_unknown_and_not_repeated() {
    let interrupted = Error::Interrupted;
    let silent = Error::TimedOut { sent: true };
    for (fault, expected, acted) in [
        // The client cannot know that none of it arrived.
        (Fault::Silence, &silent, false),
        (Fault::ResetInRequest(0), &interrupted, false),
        (Fault::ResetInRequest(40), &interrupted, false),
        (Fault::ResetInRequest(usize::MAX), &interrupted, false),
        (
            Fault::InAnswer(Part::Nothing, Ending::Reset),
            &interrupted,
            true,
        ),
        (
            Fault::InAnswer(Part::Nothing, Ending::Close),
            &interrupted,
            true,
        ),
        (
            Fault::InAnswer(Part::Nothing, Ending::Silence),
            &silent,
            true,
        ),
        (
            Fault::InAnswer(Part::StatusLine, Ending::Reset),
            &interrupted,
            true,
        ),
        (
            Fault::InAnswer(Part::StatusLine, Ending::Close),
            &interrupted,
            true,
        ),
        (
            Fault::InAnswer(Part::HalfBody, Ending::Reset),
            &interrupted,
            true,
        ),
        (
            Fault::InAnswer(Part::HalfBody, Ending::Close),
            &interrupted,
            true,
        ),
        (
            Fault::InAnswer(Part::HalfBody, Ending::Silence),
            &silent,
            true,
        ),
    ] {
        let computer = Computer::new().await.at_desk().await;
        let (proxy, client) = wire(&computer).await;
        let before = computer.keap.token_requests();
        proxy.next(&[fault]);
        let failed = refresh(&computer, &client).await.unwrap_err();
        assert_eq!(failed, OAuthError::Http(expected.clone()), "{fault:?}");
        assert!(
            expected.may_have_acted(),
            "{fault:?}: nobody is told otherwise"
        );
        let sent = computer.keap.token_requests() - before;
        assert_eq!(sent, usize::from(acted), "{fault:?}");
        // The wire is whole again. What was said of the token is true.
        let again = refresh(&computer, &client).await;
        if acted {
            assert_eq!(
                again,
                Err(OAuthError::GrantRefused),
                "{fault:?}: it is spent"
            );
        } else {
            assert!(again.is_ok(), "{fault:?}: {again:?}");
        }
    }
}

#[tokio::test]
async fn a_refresh_that_never_left_is_sent_again_by_itself() {
    let computer = Computer::new().await.at_desk().await;
    let (proxy, client) = wire(&computer).await;
    let before = computer.keap.token_requests();
    proxy.refuse().await;
    let begun = tokio::time::Instant::now();
    // The first try meets a closed door in its first moment; then somebody opens it.
    let (answer, listens) = tokio::join!(biased; refresh(&computer, &client), proxy.listen());
    listens.unwrap();
    assert!(answer.unwrap().refresh.is_some());
    assert!(
        begun.elapsed() >= Duration::from_millis(100),
        "there was a first try"
    );
    assert_eq!(computer.keap.token_requests() - before, 1);
}

#[tokio::test]
async fn a_refresh_that_cannot_leave_costs_nothing() {
    let computer = Computer::new().await.at_desk().await;
    let (proxy, client) = wire(&computer).await;
    proxy.refuse().await;
    let failed = refresh(&computer, &client).await.unwrap_err();
    assert_eq!(failed, OAuthError::Http(Error::Offline));
    assert!(!Error::Offline.may_have_acted());
    proxy.listen().await.unwrap();
    assert!(refresh(&computer, &client).await.is_ok(), "not spent");
}

#[tokio::test]
async fn a_slow_answer_is_an_answer() {
    let computer = Computer::new().await.at_desk().await;
    let (proxy, client) = wire(&computer).await;
    proxy.next(&[Fault::Slow(2_000)]);
    assert!(refresh(&computer, &client).await.is_ok());
    assert!(proxy.is_whole());
}

/// At the desk, with everything that is sent passing the wire: a connection for each request.
async fn at_a_desk_behind_a_wire() -> (Computer, FaultProxy) {
    let computer = Computer::new().await.at_desk().await;
    let proxy = FaultProxy::to(computer.keap.address()).await.unwrap();
    computer.places.lead_by(proxy.base_url());
    let computer = computer.restarted().await;
    assert_eq!(computer.screen(), ("desk", None));
    (computer, proxy)
}

fn with_address(computer: &Computer, email: &str) -> usize {
    let all = computer.keap.contacts(BAKERY);
    let has = |contact: &&serde_json::Value| contact["email_addresses"][0]["email"] == email;
    all.iter().filter(has).count()
}

#[tokio::test]
async fn a_save_goes_through_a_wire_that_breaks_once_and_makes_one_contact() {
    for fault in [
        Fault::ResetInRequest(0),
        Fault::ResetInRequest(200),
        Fault::InAnswer(Part::Nothing, Ending::Reset),
        Fault::InAnswer(Part::StatusLine, Ending::Close),
        Fault::InAnswer(Part::HalfBody, Ending::Reset),
    ] {
        let (computer, proxy) = at_a_desk_behind_a_wire().await;
        let email = "new@example.org";
        // The look-up, then the write.
        proxy.next(&[fault, Fault::None, fault]);
        let outcome = computer.save(&draft(email)).await;
        // Only where the first one had arrived can the second find what it made.
        let expected = match fault {
            Fault::InAnswer(..) => Written::SentAgain,
            _ => Written::Created,
        };
        let told = saved(outcome);
        assert_eq!(told.what, expected, "{fault:?}: {told:?}");
        assert!(proxy.is_whole(), "{fault:?}: both broke");
        assert_eq!(with_address(&computer, email), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn a_write_that_is_never_answered_is_told_as_unknown_and_saving_again_makes_one_contact() {
    let (computer, proxy) = at_a_desk_behind_a_wire().await;
    let email = "new@example.org";
    let lost = Fault::InAnswer(Part::HalfBody, Ending::Reset);
    proxy.next(&[Fault::None, lost, lost, lost]);
    let failure = computer.save(&draft(email)).await.unwrap_err();
    assert_eq!(failure.doing, Doing::Writing);
    let body = notice(&failure).body;
    assert!(body.contains("may or may not have saved"), "{body}");
    assert_eq!(with_address(&computer, email), 1, "it was, and once");
    assert!(computer.save(&draft(email)).await.is_ok());
    assert_eq!(with_address(&computer, email), 1);
}
