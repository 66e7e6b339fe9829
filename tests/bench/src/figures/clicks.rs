//! The click on Save in the real window, up to the page that says what was saved, beside one bare request to
//! the same Keap; both in turns. The look-up is done by then, and told beside it.

use std::time::{Duration, Instant};

use serde_json::Value;
use support::desktop::Page;
use support::place::Road;
use support::story;

use super::{Measured, desktop};
use crate::contestants::Contestants;
use crate::failure::Failure;
use crate::keap::{Keap, Strictness, contact, options};
use crate::report::{Aim, Row};
use crate::statistics::{Estimate, as_f64, median, percentile, ratio, spread};

/// Presses Save, and answers how many milliseconds later the page says that it is saved.
const PRESS_SAVE: &str = r#"
const done = arguments[arguments.length - 1];
const saved = () => document.querySelector('[data-page="saved"]');
const begun = performance.now();
const watching = new MutationObserver(() => {
  if (!saved()) return;
  watching.disconnect();
  done(performance.now() - begun);
});
watching.observe(document.body, { childList: true, subtree: true, attributes: true });
document.querySelector('[data-action="save-contact"]').click();
"#;

/// Measures at both answer times.
///
/// # Errors
/// [`Failure`].
pub(crate) async fn measure(of: &Contestants) -> Result<Measured, Failure> {
    let mut measured = Measured::default();
    for answer_ms in [50, 200] {
        one_answer_time(of, answer_ms, &mut measured).await?;
    }
    Ok(measured)
}

async fn one_answer_time(
    of: &Contestants,
    answer_ms: u64,
    measured: &mut Measured,
) -> Result<(), Failure> {
    let kept_back = Duration::from_millis(answer_ms);
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    let (mut requests, mut look_ups) = (Vec::new(), Vec::new());
    for run in 0..of.runs(3, 1) {
        let (place, _screen) = desktop::place(of, options(kept_back, Strictness::AsKeap)).await?;
        let app = place.app().await;
        let window = app.page();
        place.connect(window, Road::Loopback).await;
        // A window behind another one is not drawn.
        place.session.end_browser();
        let beside = Keap::start(options(kept_back, Strictness::AsKeap)).await?;
        let other = beside.bare()?;
        other.create(&contact("first", run)).await?;
        for number in 0..of.runs(30, 12) {
            let email = format!("click{run}.{number}@example.com");
            typed(window, &email).await?;
            place.keap.clear_records();
            let took = window.wait_until_done(PRESS_SAVE).await?;
            ours.push(took.as_f64().unwrap_or(f64::NAN));
            let asked = place.keap.requests();
            let asked = asked.iter().filter(|asked| asked.path.contains("/rest/"));
            requests.push(as_f64(asked.count()));
            let begun = Instant::now();
            other
                .create(&contact(&format!("bare{run}."), number))
                .await?;
            bare.push(begun.elapsed().as_secs_f64() * 1_000.0);
            window.click("next-contact").await?;
        }
        look_ups.push(look_up(window, run).await?);
        app.close().await?;
    }
    // The page's clock tells whole milliseconds.
    let ours = spread(&ours);
    let at = format!("Save click at {answer_ms} ms");
    measured.rows.push(Row::of(
        format!("{at}, p50 against B"),
        Aim::AtMost(1.10),
        ratio(&ours, &bare, median),
    ));
    measured.rows.push(Row::of(
        format!("{at}, p99 against B"),
        Aim::AtMost(1.5),
        ratio(&ours, &bare, |times| percentile(times, 0.99)),
    ));
    let most = requests.iter().copied().fold(0.0, f64::max);
    let fewest = requests.iter().copied().fold(f64::INFINITY, f64::min);
    measured.rows.push(Row::of(
        format!("{at}, requests"),
        Aim::Exactly(1.0),
        Estimate {
            value: median(&requests),
            low: fewest,
            high: most,
        },
    ));
    if (most - fewest).abs() > 1e-9 {
        measured
            .notes
            .push(format!("{at}: between {fewest} and {most} requests."));
    }
    measured.notes.push(format!(
        "{at}: {:.1} ms, B {:.1} ms; the look-up before it, from the last key to its answer: {:.0} ms, of which the pause in typing is a part.",
        median(&ours),
        median(&bare),
        median(&look_ups)
    ));
    Ok(())
}

/// Looks up an address that nobody has, and types a contact up to its check.
async fn typed(window: &Page, email: &str) -> Result<(), Failure> {
    let found = story::find(window, email).await?;
    if found != "nobody" {
        return Err(Failure::NotMeasured(format!("{email} came to {found}")));
    }
    story::type_spot(window, "given_name", "Robin").await?;
    story::type_spot(window, "job_title", "Head buyer").await?;
    Ok(story::check(window).await?)
}

/// From the last key of an address to what Keap has of it, in milliseconds.
async fn look_up(window: &Page, run: usize) -> Result<f64, Failure> {
    let script = format!(
        r#"
const done = arguments[arguments.length - 1];
const box = document.querySelector('[name="find"]');
const form = document.querySelector("form.find");
const begun = performance.now();
const watching = new MutationObserver(() => {{
  if (["idle", "typing", "looking"].includes(form.dataset.found)) return;
  watching.disconnect();
  done(performance.now() - begun);
}});
watching.observe(form, {{ attributes: true }});
box.value = "lookup{run}@example.com";
box.dispatchEvent(new InputEvent("input", {{ bubbles: true }}));
"#
    );
    let took: Value = window.wait_until_done(&script).await?;
    Ok(took.as_f64().unwrap_or(f64::NAN))
}
