//! Many saves, one after the other and eight at a time: our client beside the bare one, at Keap's pace, and
//! beside a client that awaits each answer before it asks again.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use keap_client::{Authorization, Client};
use tokio::task::JoinSet;

use super::Measured;
use crate::contestants::Contestants;
use crate::failure::Failure;
use crate::keap::{Bare, Keap, Strictness, contact, options};
use crate::report::{Aim, Row};
use crate::statistics::{Estimate, as_f64, median, ratio};

/// As many as the client has under way at once.
const AT_ONCE: usize = 8;

/// Keap's own limit of calls a second.
const ALLOWED: f64 = 25.0;

/// A Keap far away.
const FAR: Duration = Duration::from_millis(200);

/// Who saves.
#[derive(Clone)]
enum Saver {
    Ours(Client, Authorization),
    Bare(Bare),
}

impl Saver {
    async fn save(&self, of: &str, number: usize) -> Result<(), Failure> {
        let body = contact(of, number);
        match self {
            Self::Ours(client, authorization) => {
                client.create_contact(authorization, &body).await?;
                Ok(())
            }
            Self::Bare(bare) => bare.create(&body).await,
        }
    }
}

/// Measures all four.
///
/// # Errors
/// [`Failure`].
pub(crate) async fn measure(of: &Contestants) -> Result<Measured, Failure> {
    let mut measured = Measured::default();
    let rows = 1_000;
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    // The first of each warms the machine and is not counted; in turns, the other one first each time,
    // and each on a Keap that holds nothing of the other's.
    for run in 0..=of.runs(3, 1) {
        for turn in 0..2 {
            let keap = Keap::start(options(Duration::ZERO, Strictness::Nothing)).await?;
            let (saver, rates) = if (run + turn) % 2 == 0 {
                (Saver::Bare(keap.bare()?), &mut bare)
            } else {
                let client = keap.client(Strictness::Nothing)?;
                (Saver::Ours(client, keap.authorization.clone()), &mut ours)
            };
            let rate = rate(&saver, &format!("row{run}."), rows, AT_ONCE).await?;
            if run > 0 {
                rates.push(rate);
            }
        }
    }
    measured.rows.push(Row::of(
        "1,000 saves, 8 at once, no pacing: rows a second against B",
        Aim::AtLeast(0.90),
        ratio(&ours, &bare, median),
    ));
    measured.notes.push(format!(
        "Saves without pacing: Keapsake {:.0} rows a second, B {:.0}.",
        median(&ours),
        median(&bare)
    ));

    let (mut paced, mut refused) = (Vec::new(), 0);
    for run in 0..of.runs(3, 1) {
        let keap = Keap::start(options(Duration::ZERO, Strictness::AsKeap)).await?;
        let saver = Saver::Ours(keap.client(Strictness::AsKeap)?, keap.authorization.clone());
        paced.push(rate(&saver, &format!("paced{run}."), rows, AT_ONCE).await? / ALLOWED);
        let answers = keap.server.responses();
        refused += answers.iter().filter(|answer| answer.status == 429).count();
    }
    measured.rows.push(Row::of(
        "1,000 saves through the pacer, part of the allowed rate",
        Aim::AtLeast(0.97),
        ratio(&paced, &vec![1.0; paced.len()], median),
    ));
    measured.rows.push(Row::of(
        "1,000 saves through the pacer, answers with 429",
        Aim::Exactly(0.0),
        Estimate::exact(as_f64(refused)),
    ));

    let (mut fast, mut sequential) = (Vec::new(), Vec::new());
    for run in 0..of.runs(3, 1) {
        let keap = Keap::start(options(FAR, Strictness::AsKeap)).await?;
        let saver = Saver::Bare(keap.bare()?);
        let awaited = of.runs(200, 100);
        sequential.push(rate(&saver, &format!("awaited{run}."), awaited, 1).await?);
        let keap = Keap::start(options(FAR, Strictness::AsKeap)).await?;
        let saver = Saver::Ours(keap.client(Strictness::AsKeap)?, keap.authorization.clone());
        fast.push(rate(&saver, &format!("fast{run}."), rows, AT_ONCE).await?);
    }
    measured.rows.push(Row::of(
        "1,000 saves at 200 ms, rows a second against S",
        Aim::AtLeast(4.5),
        ratio(&fast, &sequential, median),
    ));
    Ok(measured)
}

/// Rows a second, once a first one has opened the connection.
async fn rate(saver: &Saver, of: &str, rows: usize, at_once: usize) -> Result<f64, Failure> {
    saver.save(of, 0).await?;
    let next = Arc::new(AtomicUsize::new(1));
    let of: Arc<str> = of.into();
    let started = Instant::now();
    let mut savers = JoinSet::new();
    for _ in 0..at_once {
        let (saver, next, of) = (saver.clone(), Arc::clone(&next), Arc::clone(&of));
        savers.spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number > rows {
                    return Ok(());
                }
                saver.save(&of, number).await?;
            }
        });
    }
    while let Some(ended) = savers.join_next().await {
        let ended: Result<(), Failure> = ended.map_err(|error| Failure::Call(error.to_string()))?;
        ended?;
    }
    Ok(as_f64(rows) / started.elapsed().as_secs_f64())
}
