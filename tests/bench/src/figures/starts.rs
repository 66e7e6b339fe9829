//! Starts: from exec to the last change of the screen, contestants in turns. And the same with a keychain
//! that does not answer, against one that does.

use std::time::Duration;

use support::place::Road;

use super::Measured;
use super::desktop::{self, Contestant};
use crate::chromium::Chromium;
use crate::contestants::Contestants;
use crate::failure::Failure;
use crate::keap::{Strictness, options};
use crate::report::{Aim, Row};
use crate::screen::Seen;
use crate::statistics::{median, ratio};

/// What tells the system to forget files that it has read.
const FORGET: &str = "/proc/sys/vm/drop_caches";

/// Starts the three in turns.
///
/// # Errors
/// [`Failure`].
pub(crate) async fn measure(of: &Contestants) -> Result<Measured, Failure> {
    let (place, screen) = desktop::place(of, options(Duration::ZERO, Strictness::Nothing)).await?;
    let chromium = Chromium::serve(&of.page).await?;
    let contestants = [
        desktop::ours(of),
        desktop::empty(&place, &screen, of, &of.empty).await?,
        chromium.contestant(&place.session),
    ];
    let mut notes = Vec::new();
    let mut cold = Vec::new();
    for contestant in &contestants {
        // Nobody else's files are forgotten where that is not allowed, and then nothing is said of it.
        if std::fs::write(FORGET, "3").is_ok() {
            let took = one(&place, &screen, contestant).await?.settled();
            cold.push(format!("{} {} ms", contestant.name, took.as_millis()));
        } else {
            one(&place, &screen, contestant).await?;
        }
    }
    if !cold.is_empty() {
        notes.push(format!("Cold, one start of each: {}.", cold.join(", ")));
    }
    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..of.runs(15, 5) {
        for (contestant, times) in contestants.iter().zip(&mut times) {
            let seen = one(&place, &screen, contestant).await?;
            times.push(seen.settled().as_secs_f64());
        }
    }
    let [ours, empty, chromium] = &times;
    let ms = |times: &[f64]| format!("{:.0} ms", median(times) * 1_000.0);
    notes.push(format!(
        "Starts, medians of {}: Keapsake {}, T0 {}, X {}.",
        ours.len(),
        ms(ours),
        ms(empty),
        ms(chromium)
    ));
    Ok(Measured {
        rows: vec![
            Row::of(
                "exec → wizard usable, against T0",
                Aim::AtMost(1.15),
                ratio(ours, empty, median),
            ),
            Row::of(
                "exec → wizard usable, against X",
                Aim::Reported,
                ratio(ours, chromium, median),
            ),
        ],
        notes,
    })
}

/// Starts a contestant and ends it again.
///
/// # Errors
/// [`Failure`].
pub(super) async fn one(
    place: &support::place::Place,
    screen: &crate::screen::Screen,
    contestant: &Contestant,
) -> Result<Seen, Failure> {
    let (id, seen) = desktop::start(place, screen, contestant).await?;
    desktop::end(&place.session, contestant, id).await?;
    Ok(seen)
}

/// When the page was there, in seconds: the window alone comes without it.
fn drawn(seen: &Seen) -> Result<f64, Failure> {
    let never = || Failure::NotMeasured("the page was not seen on the screen".to_owned());
    Ok(seen.page.ok_or_else(never)?.as_secs_f64())
}

/// Starts of a connected app, its keychain's daemon stopped and not, in turns.
///
/// # Errors
/// [`Failure`].
pub(crate) async fn measure_without_keychain(of: &Contestants) -> Result<Measured, Failure> {
    let (place, screen) = desktop::place(of, options(Duration::ZERO, Strictness::Nothing)).await?;
    let app = place.app().await;
    place.connect(app.page(), Road::Loopback).await;
    app.close().await?;
    let ours = desktop::ours(of);
    one(&place, &screen, &ours).await?;
    let (mut normal, mut stopped) = (Vec::new(), Vec::new());
    for _ in 0..of.runs(15, 5) {
        normal.push(drawn(&one(&place, &screen, &ours).await?)?);
        place.session.keyring().stop()?;
        let seen = one(&place, &screen, &ours).await;
        place.session.keyring().go_on()?;
        stopped.push(drawn(&seen?)?);
    }
    Ok(Measured {
        rows: vec![Row::of(
            "first paint with the keychain daemon stopped, against normal",
            Aim::AtMost(1.10),
            ratio(&stopped, &normal, median),
        )],
        notes: Vec::new(),
    })
}
