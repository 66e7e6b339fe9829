//! However many need a new token at once, in one process or in several, one is asked for.

use std::time::Duration;

use practice_keap::When;

use crate::figure::report;
use crate::renewing::{Renewing, said};

/// How many processes are started at once.
const PROCESSES: usize = 4;

/// How long a second request is waited for that is not to come.
const UNWANTED: Duration = Duration::from_secs(2);

/// What several processes cost that meet an expired token at the same time.
#[derive(Debug, PartialEq, Eq)]
struct Cost {
    requests: usize,
    reuses: usize,
}

/// Runs the processes, each at `what`, so that all of them need a new token before the first has one.
async fn processes(place: &Renewing, what: &str) -> (Cost, Vec<String>) {
    place.keap.expire_access_tokens();
    place.keap.clear_records();
    let (requests, reuses) = (place.keap.token_requests(), place.keap.refresh_reuses());
    let held = place.keap.hold("/token", When::BeforeActing);
    let running: Vec<_> = (0..PROCESSES).map(|_| place.start(what, None)).collect();
    // Each has been refused once, the first has asked for a token, and nobody has got one.
    place.keap.requested("/crm", PROCESSES).await;
    held.arrived().await;
    let second = place.keap.requested("/token", 2);
    drop(tokio::time::timeout(UNWANTED, second).await);
    held.release();
    let mut all = Vec::new();
    for process in running {
        all.push(said(process).await);
    }
    let cost = Cost {
        requests: place.keap.token_requests() - requests,
        reuses: place.keap.refresh_reuses() - reuses,
    };
    (cost, all)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_token_request_for_all() {
    let place = Renewing::new().await;

    let before = place.keap.token_requests();
    assert_eq!(place.says("1000").await, "signed in");
    let tasks = place.keap.token_requests() - before;

    let (cost, all) = processes(&place, "call").await;
    assert!(all.iter().all(|said| said == "signed in"), "{all:?}");

    // The other way round: without the lock between processes the same check sees more than one.
    let (unlocked, all) = processes(&place, "call-unlocked").await;
    assert!(
        unlocked.requests > 1 && unlocked.reuses > 0,
        "{unlocked:?} {all:?}"
    );

    let value = format!("{tasks}; {}", cost.requests);
    let holds = tasks == 1
        && cost
            == Cost {
                requests: 1,
                reuses: 0,
            };
    report(
        "04-single-flight",
        "token requests when 1,000 tasks meet an expired token; when 4 processes do",
        "1; 1",
        &value,
        holds,
    );
}
