//! Starts of a connected app up to its desk, with 20,000 contacts in the account beside 20, in turns.

use std::time::Duration;

use practice_keap::Options as KeapOptions;
use support::place::{Place, Road};

use super::starts::one;
use super::{Measured, desktop};
use crate::contestants::Contestants;
use crate::failure::Failure;
use crate::keap::{Strictness, options};
use crate::report::{Aim, Row};
use crate::screen::Screen;
use crate::statistics::{median, ratio};

const MANY: usize = 20_000;
const FEW: usize = 20;

/// Measures both accounts in turns.
///
/// # Errors
/// [`Failure`].
pub(crate) async fn measure(of: &Contestants) -> Result<Measured, Failure> {
    let (many, few) = (connected(of, MANY).await?, connected(of, FEW).await?);
    let ours = desktop::ours(of);
    let (mut with_many, mut with_few) = (Vec::new(), Vec::new());
    for _ in 0..of.runs(15, 5) {
        for ((place, screen), times) in [(&many, &mut with_many), (&few, &mut with_few)] {
            let seen = one(place, screen, &ours).await?;
            times.push(seen.settled().as_secs_f64());
        }
    }
    Ok(Measured {
        rows: vec![Row::of(
            "exec → desk, 20,000 contacts against 20",
            Aim::AtMost(1.1),
            ratio(&with_many, &with_few, median),
        )],
        notes: Vec::new(),
    })
}

/// A computer that is connected to an account of about so many contacts, after a first start of its own.
async fn connected(of: &Contestants, contacts: usize) -> Result<(Place, Screen), Failure> {
    let keap = KeapOptions {
        extra_contacts: contacts,
        ..options(Duration::ZERO, Strictness::Nothing)
    };
    let (place, screen) = desktop::place(of, keap).await?;
    let app = place.app().await;
    place.connect(app.page(), Road::Loopback).await;
    app.close().await?;
    place.session.end_browser();
    one(&place, &screen, &desktop::ours(of)).await?;
    Ok((place, screen))
}
