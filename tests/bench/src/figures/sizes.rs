//! Sizes: of the program, of its package, and of the page that is inside; and what the page asks of the
//! network, which is looked for in what it is made of.

use std::path::{Path, PathBuf};

use super::Measured;
use crate::contestants::Contestants;
use crate::failure::Failure;
use crate::report::{Aim, Row};
use crate::statistics::Estimate;

/// Electron's own measurement of an empty app.
const ELECTRON: f64 = 166_000_000.0;

/// Weighs everything.
///
/// # Errors
/// [`Failure::File`].
pub(crate) fn measure(of: &Contestants) -> Result<Measured, Failure> {
    let program = size(&of.as_shipped)? / size(&of.empty)?;
    let package = size(&of.package)? / ELECTRON;
    let mut files = Vec::new();
    list(&of.page, &mut files)?;
    let mut page = 0.0;
    for file in files.iter().filter(|file| counts(file)) {
        page += size(file)?;
    }
    Ok(Measured {
        rows: vec![
            Row::of(
                "release program, stripped, against T0",
                Aim::AtMost(3.0),
                Estimate::exact(program),
            ),
            Row::of(
                ".deb against Electron's published 166 MB",
                Aim::AtMost(1.0 / 30.0),
                Estimate::exact(package),
            ),
            Row::of(
                "page assets (JS, CSS, HTML), kB raw",
                Aim::AtMost(100.0),
                Estimate::exact(page / 1_000.0),
            ),
        ],
        notes: Vec::new(),
    })
}

fn counts(file: &Path) -> bool {
    let kind = file.extension().and_then(|kind| kind.to_str());
    matches!(kind, Some("js" | "css" | "html"))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "sizes of files are far below 2^52"
)]
fn size(file: &Path) -> Result<f64, Failure> {
    let metadata = std::fs::metadata(file).map_err(Failure::file(file))?;
    Ok(metadata.len() as f64)
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    for entry in std::fs::read_dir(folder).map_err(Failure::file(folder))? {
        let path = entry.map_err(Failure::file(folder))?.path();
        if path.is_dir() {
            list(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
