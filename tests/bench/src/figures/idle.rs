//! What a window costs that nobody uses: memory and time on the processors, all three contestants read
//! over the same span.

use std::time::Duration;

use support::desktop::Session;

use super::Measured;
use super::desktop::{self, Contestant};
use crate::chromium::Chromium;
use crate::contestants::Contestants;
use crate::failure::Failure;
use crate::keap::{Strictness, options};
use crate::processes::{memory, ran, run_times, tree};
use crate::report::{Aim, Row};
use crate::statistics::{median, ratio};

/// After a start, before it counts as idle.
const CALM: Duration = Duration::from_secs(5);

/// Starts all three, each on a screen of its own, lets them be, and reads them.
///
/// # Errors
/// [`Failure`].
pub(crate) async fn measure(of: &Contestants) -> Result<Measured, Failure> {
    let chromium = Chromium::serve(&of.page).await?;
    let span = Duration::from_secs(if of.quick { 30 } else { 60 });
    let mut bytes = [Vec::new(), Vec::new(), Vec::new()];
    let mut busy = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..of.runs(3, 1) {
        let mut running = Vec::new();
        for which in 0..3 {
            // A window behind another one is not drawn: each has a desktop to itself.
            let (place, screen) =
                desktop::place(of, options(Duration::ZERO, Strictness::Nothing)).await?;
            let contestant = match which {
                0 => desktop::ours(of),
                1 => desktop::empty(&place, &screen, of, &of.empty).await?,
                _ => chromium.contestant(&place.session),
            };
            let (id, _) = desktop::start(&place, &screen, &contestant).await?;
            running.push((place, contestant, id));
        }
        tokio::time::sleep(CALM).await;
        let read = |(_, _, id): &(_, _, u32)| run_times(&tree(*id));
        let before: Vec<_> = running.iter().map(read).collect();
        tokio::time::sleep(span).await;
        let after: Vec<_> = running.iter().map(read).collect();
        for (index, (place, contestant, id)) in running.iter().enumerate() {
            if let (Some(bytes), Some(busy), Some(before), Some(after)) = (
                bytes.get_mut(index),
                busy.get_mut(index),
                before.get(index),
                after.get(index),
            ) {
                bytes.push(number(memory(&tree(*id))));
                busy.push(number(ran(before, after)));
            }
            end(&place.session, contestant, *id).await?;
        }
    }
    let [ours, empty, chrome] = &bytes;
    let [our_time, empty_time, chrome_time] = &busy;
    let megabytes = |bytes: &[f64]| median(bytes) / 1e6;
    let share = |time: &[f64]| median(time) / 1e7 / span.as_secs_f64();
    Ok(Measured {
        rows: vec![
            Row::of(
                "idle memory (PSS), against T0",
                Aim::AtMost(1.10),
                ratio(ours, empty, median),
            ),
            Row::of(
                "idle memory (PSS), against X",
                Aim::AtMost(1.0),
                ratio(ours, chrome, median),
            ),
            Row::of(
                "idle CPU, against T0",
                Aim::AtMost(1.5),
                ratio(our_time, empty_time, median),
            ),
        ],
        notes: vec![format!(
            "Idle for {} s: Keapsake {:.0} MB and {:.3} % of a core, T0 {:.0} MB and {:.3} %, X {:.0} MB and {:.3} %.",
            span.as_secs(),
            megabytes(ours),
            share(our_time),
            megabytes(empty),
            share(empty_time),
            megabytes(chrome),
            share(chrome_time),
        )],
    })
}

async fn end(session: &Session, contestant: &Contestant, id: u32) -> Result<(), Failure> {
    desktop::end(session, contestant, id).await
}

#[expect(
    clippy::cast_precision_loss,
    reason = "bytes and nanoseconds are far below 2^52"
)]
const fn number(count: u64) -> f64 {
    count as f64
}
