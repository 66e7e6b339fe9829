//! What is on a session's screen, read from the screen's own memory: no request to the X server, nothing
//! in the app. Tells when a window first showed and when its picture came to rest; knows no contestant.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::failure::Failure;

/// Between two looks.
const LOOK: Duration = Duration::from_millis(2);

/// A picture that has not changed for so long is the last one.
const REST: Duration = Duration::from_millis(1_500);

/// Nothing that is measured takes as long.
const LIMIT: Duration = Duration::from_secs(20);

/// Every so many rows is looked at: lines of text are higher, and reading all would cost the machine more
/// than the windows do.
const STEP: u64 = 6;

/// The page's accent, as a screen of 24 bits keeps it: blue, green, red. Every page has something in it, and
/// no window without a page does. `--accent` in `ui/src/styles/tokens.css`.
const ACCENT: [u8; 3] = [0x55, 0x66, 0x0e];

/// When the screen was seen to change until it came to rest, counted from a start; never empty.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) changes: Vec<Duration>,
    /// When a page of ours was first seen on it.
    pub(crate) page: Option<Duration>,
}

impl Seen {
    /// The last one before it came to rest.
    pub(crate) fn settled(&self) -> Duration {
        self.changes.last().copied().unwrap_or_default()
    }
}

/// The screen's memory.
pub(crate) struct Screen {
    memory: File,
    begins: u64,
    row: u64,
    rows: u64,
}

impl Screen {
    /// Opens it.
    ///
    /// # Errors
    /// [`Failure::File`], also where it is not what `XWD(1)` describes.
    pub(crate) fn open(file: &Path) -> Result<Self, Failure> {
        let memory = File::open(file).map_err(Failure::file(file))?;
        let number = |index: u64| -> std::io::Result<u64> {
            let mut bytes = [0; 4];
            memory.read_exact_at(&mut bytes, index * 4)?;
            Ok(u64::from(u32::from_be_bytes(bytes)))
        };
        let layout =
            || -> std::io::Result<_> { Ok((number(0)?, number(5)?, number(12)?, number(19)?)) };
        let (header, rows, row, colors) = layout().map_err(Failure::file(file))?;
        Ok(Self {
            begins: header + colors * 12,
            row,
            rows,
            memory,
        })
    }

    /// Every sixth row.
    fn picture(&self) -> Vec<u8> {
        let row = usize::try_from(self.row).unwrap_or(0);
        let looked_at = usize::try_from(self.rows / STEP).unwrap_or(0);
        let mut picture = vec![0; row * looked_at];
        for (line, bytes) in (0..).zip(picture.chunks_exact_mut(row.max(1))) {
            let at = self.begins + line * STEP * self.row;
            self.memory.read_exact_at(bytes, at).ok();
        }
        picture
    }

    /// Watches from `started` on until what it shows has changed and come to rest. Blocks its thread.
    ///
    /// # Errors
    /// [`Failure::NoPicture`] with `what` in it.
    pub(crate) fn watch(&self, what: &str, started: Instant) -> Result<Seen, Failure> {
        let mut shown = self.picture();
        let mut changes = Vec::new();
        let mut page = None;
        while started.elapsed() < LIMIT {
            std::thread::sleep(LOOK);
            let picture = self.picture();
            let now = started.elapsed();
            if picture != shown {
                changes.push(now);
                if page.is_none() && picture.chunks_exact(4).any(|dot| dot.starts_with(&ACCENT)) {
                    page = Some(now);
                }
                shown = picture;
            } else if let Some(last) = changes.last()
                && now.saturating_sub(*last) > REST
            {
                return Ok(Seen { changes, page });
            }
        }
        Err(Failure::NoPicture(what.to_owned()))
    }

    /// Waits until it has not changed for a while.
    pub(crate) fn wait_for_rest(&self) {
        let (mut shown, mut since) = (self.picture(), Instant::now());
        let begun = Instant::now();
        while since.elapsed() < REST && begun.elapsed() < LIMIT {
            std::thread::sleep(LOOK);
            let picture = self.picture();
            if picture != shown {
                (shown, since) = (picture, Instant::now());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_accent_is_the_pages_own() {
        let tokens = include_str!("../../../ui/src/styles/tokens.css");
        let [blue, green, red] = ACCENT;
        let accent = format!("--accent: light-dark(#{red:02x}{green:02x}{blue:02x},");
        assert!(tokens.contains(&accent), "{accent}");
    }
}
