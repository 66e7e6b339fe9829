//! Where a start's time goes: what the app's own log says of it, with the milliseconds since exec. The
//! log's level is one that people do not have, so nothing here is a figure.

use std::time::{Duration, Instant, SystemTime};

use super::desktop;
use crate::contestants::Contestants;
use crate::failure::Failure;
use crate::keap::{Strictness, options};

/// The log of one start, line by line.
///
/// # Errors
/// [`Failure`].
pub(crate) async fn lines(of: &Contestants) -> Result<Vec<String>, Failure> {
    let (place, screen) = desktop::place(of, options(Duration::ZERO, Strictness::Nothing)).await?;
    let mut ours = desktop::ours(of);
    ours.launch = ours.launch.variable("KEAPSAKE_LOG", "debug");
    // Once before, so that what a first start alone does is not in it.
    let (id, _) = desktop::start(&place, &screen, &ours).await?;
    desktop::end(&place.session, &ours, id).await?;
    place.wait_for_no_name().await;
    screen.wait_for_rest();
    let (started, clock) = (Instant::now(), SystemTime::now());
    let id = place.session.start_without_driver(&ours.launch)?;
    let (seen, _) = tokio::task::block_in_place(|| screen.watch(ours.name, started))?;
    desktop::end(&place.session, &ours, id).await?;
    let began = clock
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    let mut lines = vec![format!(
        "exec at {}.{:03} s",
        began.as_secs(),
        began.subsec_millis()
    )];
    let folder = place
        .session
        .home()
        .join(".local/share/app.keapsake.dev/logs");
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .map_err(Failure::file(&folder))?
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    for file in files {
        let text = std::fs::read_to_string(&file).map_err(Failure::file(&file))?;
        lines.extend(text.lines().map(str::to_owned));
    }
    lines.push(format!(
        "first change of the screen {} ms, last one {} ms after exec",
        seen.first.as_millis(),
        seen.settled.as_millis()
    ));
    Ok(lines)
}
