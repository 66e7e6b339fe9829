//! Figures: upserts whose answer was lost and which were sent again double no contact; and three
//! thousand upserts under Keap's limits meet no 429.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use keap_client::{Authorization, ContactBody, Limits, ListField, ListItem, TextField};
use practice_keap::{After, Delivery, Options, PracticeKeap, ScriptedAnswer, serve};
use tokio::task::JoinSet;

use crate::desk::{ACCOUNT, at_desk, client, save};
use crate::figure::report;

const CONTACTS: &str = "/crm/rest/v2/contacts";

/// How an answer is lost after Keap has acted.
const LOSSES: [(u16, Delivery); 7] = [
    (201, Delivery::Cut(After::Bytes(0))),
    (201, Delivery::Reset(After::Bytes(0))),
    (201, Delivery::Cut(After::Bytes(12))),
    (201, Delivery::Reset(After::Bytes(40))),
    (201, Delivery::Reset(After::BodyBytes(5))),
    (502, Delivery::Whole),
    (504, Delivery::Whole),
];

/// Loses the answer of the next create in this way.
fn lose(keap: &PracticeKeap, (status, delivery): (u16, Delivery)) {
    keap.script_after(ScriptedAnswer {
        path_prefix: CONTACTS.into(),
        method: "POST".into(),
        status,
        body: "{\"id\":\"1\",\"lost\":true}".into(),
        content_type: "application/json".into(),
        delivery,
        ..ScriptedAnswer::default()
    });
}

fn contact(email: &str) -> ContactBody {
    let mut item = ListItem::in_slot("EMAIL1");
    item.set("email", email);
    ContactBody {
        texts: [(TextField::GivenName, "Ann".into())].into(),
        lists: [(ListField::EmailAddresses, vec![item])].into(),
        ..ContactBody::default()
    }
}

/// How many contacts there are beyond one for each e-mail address, and how many addresses begin
/// like this.
fn doubled(keap: &PracticeKeap, prefix: &str) -> (usize, usize) {
    let mut by_address: HashMap<String, usize> = HashMap::new();
    for contact in keap.contacts(ACCOUNT) {
        let address = contact["email_addresses"][0]["email"].as_str();
        let ours = address.filter(|address| address.starts_with(prefix));
        *by_address
            .entry(ours.unwrap_or_default().into())
            .or_default() += 1;
    }
    by_address.remove("");
    let beyond = by_address.values().map(|count| count - 1).sum();
    (beyond, by_address.len())
}

fn creates(keap: &PracticeKeap) -> usize {
    let requests = keap.requests();
    let all = requests
        .iter()
        .filter(|it| it.method == "POST" && it.path == CONTACTS);
    all.count()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upsert_that_is_sent_again_doubles_nothing() {
    let keap = Arc::new(serve(Options::default()).await.unwrap());
    let (client, authorization) = client(&keap, Limits::default()).await;
    let wizard = at_desk(&keap).await;
    keap.clear_records();

    // Twelve addresses for each loss, every one asked for twice at once.
    let (mut lost, mut asked) = (0, 0);
    for (nth, loss) in LOSSES.into_iter().enumerate() {
        let mut upserts = JoinSet::new();
        for n in 0..24 {
            if n % 2 == 0 {
                lose(&keap, loss);
                lost += 1;
            }
            asked += 1;
            let (client, authorization) = (client.clone(), authorization.clone());
            let email = format!("again-{nth}-{}@example.org", n / 2);
            upserts.spawn(async move {
                let contact = contact(&email);
                let made = client.create_contact(&authorization, &contact).await;
                made.map(drop)
            });
        }
        for done in upserts.join_all().await {
            assert_eq!(done, Ok(()), "an answer came in the end");
        }
    }
    // The whole save: the look-up, the create, and what it makes of the answer. Once the next answer
    // comes; once none does, the person is told so and saves again.
    for (nth, loss) in LOSSES.into_iter().enumerate() {
        for times in [1, 3] {
            let email = format!("again-{nth}-{times}-saved@example.org");
            (0..times).for_each(|_| lose(&keap, loss));
            lost += times;
            asked += 1;
            if save(&wizard, &email).await.is_err() {
                asked += 1;
                save(&wizard, &email).await.unwrap();
            }
        }
    }
    let (beyond, addresses) = doubled(&keap, "again-");
    let sent = creates(&keap);
    report(
        "10-lost-answers",
        "upserts whose answer was lost and which were sent again: contacts doubled",
        "0",
        &format!(
            "{beyond} ({asked} upserts of {addresses} contacts, {lost} answers lost, {sent} sent)"
        ),
        beyond == 0 && addresses == 7 * (12 + 2) && sent > addresses + 7 * 12,
    );
}

/// The same check finds the doubles of a create that names no `duplicate_option`.
#[tokio::test]
async fn a_create_that_is_not_an_upsert_is_found_out() {
    let keap = serve(Options::default()).await.unwrap();
    let (_, Authorization::OAuth(access)) = client(&keap, Limits::default()).await;
    let http = support::plain_http().unwrap();
    for loss in LOSSES {
        lose(&keap, loss);
        for _ in 0..2 {
            let address = keap.base_url().join(&CONTACTS[1..]).unwrap();
            let request = http.post(address).json(&contact("again-0@example.org"));
            let request = request.bearer_auth(access.expose());
            // The first answer is lost.
            drop(request.send().await);
        }
    }
    assert_eq!(doubled(&keap, "again-"), (13, 1));
}

/// What came of many upserts at once.
struct Run {
    /// How many of the upserts came to a contact.
    answered: usize,
    /// How many answers said 429.
    refused: usize,
    /// How many contacts there are beyond one for each e-mail address, and how many addresses.
    contacts: (usize, usize),
    /// The most calls that Keap counted in any second, and in any minute.
    peaks: [usize; 2],
    took: Duration,
}

/// Makes so many upserts as fast as the limits of the client let it, eight at a time and more.
async fn run(count: usize, limits: Limits) -> Run {
    let options = Options {
        strict_limits: true,
        ..Options::default()
    };
    let keap = serve(options).await.unwrap();
    let (client, authorization) = client(&keap, limits).await;
    keap.clear_records();
    let begun = Instant::now();
    let mut upserts = JoinSet::new();
    let (next, answered) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    for _ in 0..32 {
        let (client, authorization) = (client.clone(), authorization.clone());
        let (next, answered) = (Arc::clone(&next), Arc::clone(&answered));
        upserts.spawn(async move {
            loop {
                let n = next.fetch_add(1, Ordering::SeqCst);
                if n >= count {
                    return;
                }
                // Half of them are made, half of them changed.
                let email = format!("many-{}@example.org", n % (count / 2));
                let contact = contact(&email);
                let made = client.create_contact(&authorization, &contact).await;
                answered.fetch_add(usize::from(made.is_ok()), Ordering::SeqCst);
            }
        });
    }
    upserts.join_all().await;
    let took = begun.elapsed();
    let mut arrived: Vec<i64> = keap.requests().iter().map(|it| it.at_ms).collect();
    arrived.sort_unstable();
    let answers = keap.responses();
    Run {
        answered: answered.load(Ordering::SeqCst),
        contacts: doubled(&keap, "many-"),
        refused: answers.iter().filter(|it| it.status == 429).count(),
        peaks: [1_000, 60_000].map(|window| peak(&arrived, window)),
        took,
    }
}

fn peak(arrived: &[i64], window: i64) -> usize {
    let mut from = 0;
    let within = arrived.iter().enumerate().map(|(n, at)| {
        while arrived[from] + window <= *at {
            from += 1;
        }
        n - from + 1
    });
    within.max().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn three_thousand_upserts_keep_keaps_limits() {
    const COUNT: usize = 3_000;
    let Run {
        answered,
        refused,
        contacts,
        peaks: [second, minute],
        took,
    } = run(COUNT, Limits::default()).await;
    let rate = f64::from(u32::try_from(answered).unwrap()) / took.as_secs_f64();
    report(
        "11-limits",
        "3,000 upserts under Keap's limits: answers 429",
        "0",
        &format!(
            "{refused} ({answered} upserts came to {} contacts, {rate:.1} a second; at most {second} \
             in any second, {minute} in any minute)",
            contacts.0 + contacts.1
        ),
        refused == 0
            && answered == COUNT
            && contacts == (0, COUNT / 2)
            && second <= 25
            && minute <= 1_500,
    );
}

/// The same run without the pace is refused.
#[tokio::test(flavor = "multi_thread")]
async fn upserts_without_a_pace_are_refused() {
    let unpaced = Limits {
        per_second: 100_000,
        per_minute: 1_000_000,
        ..Limits::default()
    };
    let run = run(200, unpaced).await;
    assert!(run.refused > 0, "{:?}", run.peaks);
    assert!(run.answered < 200, "and not all of them are made");
}
