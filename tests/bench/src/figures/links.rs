//! A link is clicked: from the start of the second copy that the desktop starts for it, to the token request
//! at Keap; beside T0, whose second copy hands its arguments over to the first, which says so.

use std::time::Instant;

use keapsake_core::product::Build;
use support::desktop::Launch;
use support::place::{Place, Road, parameter};
use support::story;
use tokio::net::TcpListener;

use super::{Measured, desktop};
use crate::contestants::Contestants;
use crate::failure::Failure;
use crate::keap::{Strictness, options};
use crate::report::{Aim, Row};
use crate::statistics::{median, ratio};

/// By which T0 says that the arguments have come.
const TELLS: &str = "EMPTY_WINDOW_TELLS";

/// Measures both in turns.
///
/// # Errors
/// [`Failure`].
pub(crate) async fn measure(of: &Contestants) -> Result<Measured, Failure> {
    let keap = options(std::time::Duration::ZERO, Strictness::Nothing);
    let (place, screen) = desktop::place(of, keap).await?;
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .map_err(Failure::file("a listener on this computer"))?;
    let address = listener
        .local_addr()
        .map_err(Failure::file("a listener on this computer"))?;
    let hand_over = desktop::empty(&place, &screen, of, &of.hand_over).await?;
    let first = hand_over
        .launch
        .clone()
        .variable(TELLS, address.to_string());
    place.session.start_without_driver(&first)?;
    screen.wait_for_rest();

    let app = place.app().await;
    let window = app.page();
    place.wait_for_keap(window, Road::ReturnPage).await;
    let mut earlier: Option<String> = None;
    let (mut ours, mut empty) = (Vec::new(), Vec::new());
    for _ in 0..of.runs(15, 5) {
        let answer = place.answer(earlier.as_deref()).await;
        earlier = parameter(&answer, "state");
        let link = format!(
            "{}?{}",
            Build::Unpackaged.app_link(),
            answer.query().unwrap_or_default()
        );
        place.session.end_browser();
        ours.push(one(&place, &link).await?);
        story::at(window, "confirm-account").await?;

        let second = hand_over.launch.clone().argument(&link);
        let begun = Instant::now();
        place.session.start_without_driver(&second)?;
        listener
            .accept()
            .await
            .map_err(Failure::file("a listener on this computer"))?;
        empty.push(begun.elapsed().as_secs_f64());

        window.click("use-another-account").await?;
        window.click("sign-in").await?;
        story::at(window, "cancel").await?;
    }
    app.close().await?;
    Ok(Measured {
        rows: vec![Row::of(
            "link clicked → token request, against T0 handing over its arguments",
            Aim::AtMost(1.3),
            ratio(&ours, &empty, median),
        )],
        notes: vec![format!(
            "A link: Keapsake {:.0} ms, T0 {:.0} ms.",
            median(&ours) * 1_000.0,
            median(&empty) * 1_000.0
        )],
    })
}

/// Starts the second copy with the link, as the desktop would.
async fn one(place: &Place, link: &str) -> Result<f64, Failure> {
    let before = place.keap.token_requests();
    let second = Launch::of(&place.binary).argument(link);
    place.keap.clear_records();
    let begun = Instant::now();
    place.session.start_without_driver(&second)?;
    place.keap.requested("/token", 1).await;
    let took = begun.elapsed().as_secs_f64();
    if place.keap.token_requests() > before + 1 {
        return Err(Failure::NotMeasured("the link was taken twice".to_owned()));
    }
    Ok(took)
}
