//! What Keap says is left, and who is held back by it: the gate as the calls meet it.

use std::time::{Duration, Instant};

use keap_client::{Client, ContactBody, Error, Limits, Quota, TextField};

use crate::oauth::exchange_with;
use crate::server::{Reply, Server, answer, cut, json, silence};
use crate::{authorization, client, client_with, limits};

/// An answer with the day's calls in its headers, renewed five hours later by the server's clock.
fn spent(status: u16, left: u32) -> Reply {
    let headers = format!(
        "date: Sun, 06 Nov 1994 08:49:37 GMT\r\nx-keap-product-quota-limit: 150000\r\n\
         x-keap-product-quota-available: {left}\r\n\
         x-keap-product-quota-expiry-time: 784129777000\r\n"
    );
    answer(status, &headers, "{}")
}

async fn ask(client: &Client) -> Result<(), Error> {
    client.user_info(&authorization()).await.map(|_| ())
}

#[tokio::test]
async fn a_spent_day_is_told_by_its_first_refusal_and_nothing_more_is_sent() {
    let server = Server::start(vec![spent(429, 0), json(200, "{}")]).await;
    let client = client(&server);
    for _ in 0..3 {
        let Err(Error::QuotaSpent { renewed_in }) = ask(&client).await else {
            panic!("the day is spent")
        };
        let five = Duration::from_hours(5);
        assert!(
            renewed_in <= five && renewed_in > five / 2,
            "{renewed_in:?}"
        );
    }
    assert_eq!(server.seen().len(), 1, "neither tried again nor asked anew");
}

#[tokio::test]
async fn the_last_call_of_the_day_succeeds_and_a_sign_in_with_other_keys_starts_anew() {
    let token = json(200, r#"{"access_token":"a"}"#);
    let server = Server::start(vec![spent(200, 0), token, spent(200, 90)]).await;
    let client = client(&server);
    assert_eq!(client.quota(), None);
    assert_eq!(ask(&client).await, Ok(()));
    let clone = client.clone();
    assert!(matches!(ask(&clone).await, Err(Error::QuotaSpent { .. })));
    exchange_with(&client).await.unwrap();
    assert_eq!(ask(&client).await, Ok(()));
    let Some(quota @ Quota { left: 90, .. }) = client.quota() else {
        panic!("what Keap said is known")
    };
    assert!(quota.is_low());
}

#[tokio::test]
async fn a_wait_that_keap_asks_for_is_kept_by_every_clone() {
    let busy = answer(429, "retry-after: 200\r\n", "{}");
    let server = Server::start(vec![busy, json(200, "{}")]).await;
    let client = client(&server);
    assert!(ask(&client).await.is_err());
    let Err(Error::RateLimited {
        retry_after: Some(left),
    }) = ask(&client.clone()).await
    else {
        panic!("it is not over")
    };
    assert!(left <= Duration::from_secs(200) && left > Duration::from_secs(100));
    assert_eq!(server.seen().len(), 1, "Keap is left alone meanwhile");
}

#[tokio::test]
async fn a_call_alone_does_not_wait_and_many_keep_the_pace() {
    let server = Server::start(vec![json(200, "{}"); 60]).await;
    let client = client_with(
        server.base(),
        Limits {
            per_second: 100,
            ..limits()
        },
    );
    let begun = Instant::now();
    let asked: Vec<_> = (0..51)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { ask(&client).await })
        })
        .collect();
    for asked in asked {
        assert_eq!(asked.await.unwrap(), Ok(()));
    }
    let least = Duration::from_millis(505 - 10);
    assert!(begun.elapsed() >= least, "{:?}", begun.elapsed());
}

#[tokio::test]
async fn eight_are_under_way_and_who_gives_up_makes_room() {
    let server = Server::start(vec![silence(); 8]).await;
    let client = client(&server);
    let mut asked = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let client = client.clone();
        asked.spawn(async move { ask(&client).await });
    }
    while server.seen().len() < 8 {
        tokio::task::yield_now().await;
    }
    let ninth = tokio::time::timeout(Duration::from_millis(100), ask(&client)).await;
    assert!(ninth.is_err(), "it waits for a place");
    assert_eq!(server.seen().len(), 8, "no more than eight came");
    server.restart(vec![json(200, "{}")]);
    asked.shutdown().await;
    assert_eq!(ask(&client).await, Ok(()), "all places are free again");
    assert_eq!(server.seen().len(), 1, "and who gave up sent nothing later");
}

#[tokio::test]
async fn a_create_that_could_not_be_found_again_is_sent_once() {
    // Without an e-mail address Keap has nothing to tell the second from the first by.
    let body = ContactBody {
        texts: [(TextField::GivenName, "Ann".into())].into(),
        ..ContactBody::default()
    };
    for (reply, expected) in [
        (cut(), Error::Interrupted),
        (json(503, "{}"), Error::Unavailable { status: 503 }),
    ] {
        let server = Server::start(vec![reply; 3]).await;
        let (client, authorization) = (client(&server), authorization());
        let created = client.create_contact(&authorization, &body).await;
        assert_eq!(created.unwrap_err(), expected);
        assert_eq!(server.seen().len(), 1);
    }
}
