//! The one desktop on which windows are measured, and the starts of each contestant on it.

use std::path::Path;
use std::time::{Duration, Instant};

use practice_keap::Options as KeapOptions;
use support::desktop::{Launch, Options, Session, until};
use support::place::Place;

use crate::contestants::Contestants;
use crate::failure::Failure;
use crate::processes;
use crate::screen::{Screen, Seen};

/// A small screen: its memory is read every few milliseconds.
const SIZE: (u32, u32) = (1024, 768);

/// The name of the web view's process that draws, as the system cuts it.
const DRAWS: &str = "WebKitWebProces";

/// What is ended by force is gone by then.
const END: Duration = Duration::from_secs(15);

/// A window that takes part.
#[derive(Clone, Debug)]
pub(crate) struct Contestant {
    pub(crate) name: &'static str,
    pub(crate) launch: Launch,
}

/// Ours.
pub(crate) fn ours(of: &Contestants) -> Contestant {
    Contestant {
        name: "Keapsake",
        launch: Launch::of(&of.app),
    }
}

/// T0, or T0 with something more, drawn as ours is: what ours says to its web view about drawing is read from
/// the web view's own environment, and said to T0's.
///
/// # Errors
/// [`Failure`].
pub(crate) async fn empty(
    place: &Place,
    screen: &Screen,
    of: &Contestants,
    program: &Path,
) -> Result<Contestant, Failure> {
    let ours = ours(of);
    let (id, _) = start(place, screen, &ours).await?;
    let environment = processes::tree(id)
        .into_iter()
        .filter(|process| processes::begun(*process).is_some_and(|(name, _)| name == DRAWS))
        .find_map(processes::environment);
    end(&place.session, &ours, id).await?;
    let environment = environment
        .ok_or_else(|| Failure::NotMeasured("the web view did not say how it draws".to_owned()))?;
    let mut launch = Launch::of(program);
    for (name, value) in environment {
        if name.starts_with("WEBKIT_") {
            launch = launch.variable(&name, value);
        }
    }
    Ok(Contestant { name: "T0", launch })
}

/// A desktop whose screen can be read, with a Keap.
///
/// # Errors
/// [`Failure`].
pub(crate) async fn place(of: &Contestants, keap: KeapOptions) -> Result<(Place, Screen), Failure> {
    let options = Options::default().screen(SIZE.0, SIZE.1).readable_screen();
    let mut place = Place::with(keap, options).await;
    place.binary.clone_from(&of.app);
    let screen = Screen::open(&place.session.screen_file())?;
    Ok((place, screen))
}

/// Starts a contestant as a person's click does, and tells when its picture came to rest; it still runs.
///
/// # Errors
/// [`Failure::NoPicture`].
pub(crate) async fn start(
    place: &Place,
    screen: &Screen,
    contestant: &Contestant,
) -> Result<(u32, Seen), Failure> {
    place.wait_for_no_name().await;
    screen.wait_for_rest();
    let started = Instant::now();
    let id = place.session.start_without_driver(&contestant.launch)?;
    let seen = tokio::task::block_in_place(|| screen.watch(contestant.name, started))?;
    Ok((id, seen))
}

/// Ends a contestant, and waits until nothing of it is left.
///
/// # Errors
/// [`Failure::Desktop`].
pub(crate) async fn end(
    session: &Session,
    contestant: &Contestant,
    id: u32,
) -> Result<(), Failure> {
    let left = processes::tree(id);
    session.end_all(&contestant.launch.binary);
    until(contestant.name, END, async || {
        (!left.iter().any(|id| processes::runs(*id))).then_some(())
    })
    .await?;
    Ok(())
}
