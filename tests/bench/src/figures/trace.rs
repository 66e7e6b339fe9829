//! Where a start's time goes: the spans that the app's own log names, what the system says of the processes,
//! and what the screen showed, in milliseconds since exec. It tells where to look, and makes no row.

use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use jiff::Timestamp;

use super::desktop::{self, Contestant};
use crate::contestants::Contestants;
use crate::failure::Failure;
use crate::keap::{Strictness, options};
use crate::processes;
use crate::screen::Screen;
use crate::statistics::median;
use support::place::Place;

/// Before the name of each span in the app's log, and behind one that was over before there was a log.
const SPAN: &str = "start: ";
const AGO: &str = " ms ago";

/// What happened at a start, with its milliseconds since exec.
type Story = Vec<(String, f64)>;

/// The medians of several starts, one line for each thing that happens in all of them, and beside them what
/// the screen of an empty window showed.
///
/// # Errors
/// [`Failure`].
pub(crate) async fn lines(of: &Contestants) -> Result<Vec<String>, Failure> {
    let (place, screen) = desktop::place(of, options(Duration::ZERO, Strictness::Nothing)).await?;
    let ours = desktop::ours(of);
    let mut lines = Vec::new();
    let empty = desktop::empty(&place, &screen, of, &of.empty).await?;
    for contestant in [ours, empty] {
        // Once before, so that what a first start alone does is not in it.
        one(&place, &screen, &contestant).await?;
        let mut stories = Vec::new();
        for _ in 0..of.runs(9, 5) {
            stories.push(one(&place, &screen, &contestant).await?);
        }
        lines.push(format!(
            "{}, medians of {} starts, milliseconds since exec:",
            contestant.name,
            stories.len()
        ));
        lines.extend(medians(&stories));
    }
    Ok(lines)
}

async fn one(place: &Place, screen: &Screen, contestant: &Contestant) -> Result<Story, Failure> {
    let folder = place
        .session
        .home()
        .join(".local/share/app.keapsake.dev/logs");
    std::fs::remove_dir_all(&folder).ok();
    place.wait_for_no_name().await;
    screen.wait_for_rest();
    let (started, clock) = (Instant::now(), SystemTime::now());
    let id = place.session.start_without_driver(&contestant.launch)?;
    let seen = tokio::task::block_in_place(|| screen.watch(contestant.name, started))?;
    let mut story = logged(&folder, clock);
    let root = processes::begun(id);
    for process in processes::tree(id) {
        if let (Some(root), Some((name, begun))) = (root.as_ref(), processes::begun(process))
            && process != id
        {
            story.push((format!("process {name}"), begun - root.1));
        }
    }
    desktop::end(&place.session, contestant, id).await?;
    for (number, change) in (1..).zip(&seen.changes) {
        story.push((format!("screen, change {number}"), milliseconds(*change)));
    }
    story.push((
        "screen, last change".to_owned(),
        milliseconds(seen.settled()),
    ));
    Ok(story)
}

/// The spans in the log of one start that began at this time.
fn logged(folder: &Path, clock: SystemTime) -> Story {
    let text = std::fs::read_to_string(folder.join("keapsake.log")).unwrap_or_default();
    let since = |at: Timestamp| {
        let began = Timestamp::try_from(clock).ok()?;
        Some(at.duration_since(began).as_secs_f64() * 1_000.0)
    };
    let span = |line: &str| {
        let at: Timestamp = line.split_whitespace().next()?.parse().ok()?;
        let (_, name) = line.trim().split_once(SPAN)?;
        let earlier = name
            .strip_suffix(AGO)
            .and_then(|name| name.rsplit_once(", "));
        let (name, ago) = earlier.map_or(Some((name, 0.0)), |(name, ago)| {
            Some((name, ago.parse().ok()?))
        })?;
        Some((name.to_owned(), since(at)? - ago))
    };
    text.lines().filter_map(span).collect()
}

fn medians(stories: &[Story]) -> Vec<String> {
    let Some(first) = stories.first() else {
        return Vec::new();
    };
    let times = |name: &str| -> Vec<f64> {
        let of = |story: &Story| Some(story.iter().find(|(known, _)| known == name)?.1);
        stories.iter().filter_map(of).collect()
    };
    let mut all: Story = first
        .iter()
        .filter(|(name, _)| times(name).len() == stories.len())
        .map(|(name, _)| (name.clone(), median(&times(name))))
        .collect();
    all.sort_by(|one, other| one.1.total_cmp(&other.1));
    all.into_iter()
        .map(|(name, at)| format!("{at:7.1}  {name}"))
        .collect()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_read_by_its_spans_since_exec() {
        let folder = tempfile::tempdir().unwrap();
        let lines = "2026-11-30T12:00:00.250000Z DEBUG keapsake_lib: start: main, 30.5 ms ago\n\
                     2026-11-30T12:00:00.250000Z DEBUG keapsake_lib: start: the log\n\
                     2026-11-30T12:00:00.300000Z  INFO keapsake_core: something else\n\
                     2026-11-30T12:00:00.400500Z DEBUG keapsake_lib: start: the window\n";
        std::fs::write(folder.path().join("keapsake.log"), lines).unwrap();
        let exec: Timestamp = "2026-11-30T12:00:00.2Z".parse().unwrap();
        let exec = Duration::from_millis(exec.as_millisecond().try_into().unwrap());
        let story = logged(folder.path(), SystemTime::UNIX_EPOCH + exec);
        let expected = [("main", 19.5), ("the log", 50.0), ("the window", 200.5)];
        assert_eq!(story, expected.map(|(name, at)| (name.to_owned(), at)));
        let other = vec![("the window".to_owned(), 100.5)];
        assert_eq!(medians(&[story, other]), ["  150.5  the window"]);
    }
}
