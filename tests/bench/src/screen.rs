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

/// When something was seen, counted from a start.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    /// The first change.
    pub(crate) first: Duration,
    /// The last one before it came to rest.
    pub(crate) settled: Duration,
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
    pub(crate) fn watch(&self, what: &str, started: Instant) -> Result<(Seen, Vec<u8>), Failure> {
        let mut shown = self.picture();
        let mut seen: Option<Seen> = None;
        while started.elapsed() < LIMIT {
            std::thread::sleep(LOOK);
            let picture = self.picture();
            let now = started.elapsed();
            if picture != shown {
                let first = seen.map_or(now, |seen| seen.first);
                seen = Some(Seen {
                    first,
                    settled: now,
                });
                shown = picture;
            } else if let Some(seen) = seen.filter(|seen| now.saturating_sub(seen.settled) > REST) {
                return Ok((seen, shown));
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
