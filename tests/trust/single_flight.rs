//! However many need a new token at once, in one process or in several, one is asked for.

use std::time::Duration;

use practice_keap::When;

use crate::figure::report;
use crate::renewing::{Renewing, in_time, said};

/// How many processes are started at once.
const PROCESSES: usize = 4;

/// How many tasks in one process.
const TASKS: usize = 1_000;

/// How long a second request is waited for that is not to come.
const UNWANTED: Duration = Duration::from_secs(2);

/// How long for one that has to.
const WANTED: Duration = Duration::from_secs(30);

/// What several processes cost that meet an expired token at the same time.
#[derive(Debug, PartialEq, Eq)]
struct Cost {
    requests: usize,
    reuses: usize,
}

/// Runs one process with many tasks. No token is given before each of them has met the expired one.
async fn tasks(place: &Renewing) -> usize {
    const ALL: &str = "all_have_asked";
    let before = place.keap.token_requests();
    let held = place.keap.hold("/token", When::BeforeActing);
    let mut process = place.start(&TASKS.to_string(), Some(&format!("{ALL}+")));
    place.reached(&mut process, ALL).await;
    in_time("a token request", held.arrived()).await;
    held.release();
    assert_eq!(said(process).await, "signed in");
    place.keap.token_requests() - before
}

/// Runs the processes, each at `what`, so that all of them need a new token before the first has one;
/// it gets one after the `second` request, or that long.
async fn processes(place: &Renewing, what: &str, second: Duration) -> (Cost, Vec<String>) {
    place.keap.expire_access_tokens();
    place.keap.clear_records();
    let (requests, reuses) = (place.keap.token_requests(), place.keap.refresh_reuses());
    let held = place.keap.hold("/token", When::BeforeActing);
    let running: Vec<_> = (0..PROCESSES).map(|_| place.start(what, None)).collect();
    // Each has been refused once, the first has asked for a token, and nobody has got one.
    in_time("calls", place.keap.requested("/crm", PROCESSES)).await;
    in_time("a token request", held.arrived()).await;
    let comes = place.keap.requested("/token", 2);
    drop(tokio::time::timeout(second, comes).await);
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

    let tasks = tasks(&place).await;
    let (cost, all) = processes(&place, "call", UNWANTED).await;
    assert!(all.iter().all(|said| said == "signed in"), "{all:?}");

    // The other way round: without the lock between processes the same check sees more than one.
    let (unlocked, all) = processes(&place, "call-unlocked", WANTED).await;
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
