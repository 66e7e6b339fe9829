//! The pictures that a demo takes, a line for each, and why it stopped. Knows no story.

use std::io::Write as _;
use std::path::PathBuf;

use support::desktop::{BenchError, Page};

/// The pictures that the README and the guide show: what its album's names begin with, the step, and
/// the picture's own name, which stays when steps come or go. A test compares them with what is shown.
const SHOWN: [(&str, &str, &str); 9] = [
    ("", "welcome", "welcome"),
    ("", "keys", "keys"),
    ("", "waiting", "waiting"),
    ("", "account", "account"),
    ("", "test-the-connection", "something-is-wrong"),
    ("desk-", "several", "several"),
    ("desk-", "found", "contact"),
    ("desk-", "check", "check"),
    ("desk-", "saved", "saved"),
];

/// The folder of those, inside the one of all pictures.
pub(crate) const SHOWN_FOLDER: &str = "shown";

/// Why the demo stopped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DemoError {
    /// A screen did not come, or a program was missing.
    #[error("{0}")]
    Bench(#[from] BenchError),
    /// The practice Keap did not start.
    #[error("the practice Keap did not start: {0}")]
    Keap(#[from] practice_keap::StartError),
    /// The folder for the pictures.
    #[error("the pictures could not be kept: {0}")]
    Files(#[from] std::io::Error),
    /// The practice Keap does not hold what was typed.
    #[error("the practice Keap does not hold the contact as typed: {0}")]
    Differs(String),
    /// The desk says something else than it should.
    #[error("{wanted} was to come, but the window says: {text}")]
    Unexpected {
        /// What was to come.
        wanted: &'static str,
        /// What the window says.
        text: String,
    },
    /// A save came to something else than it should.
    #[error("the contact was to be {wanted}, but the window says: {text}")]
    NotSaved {
        /// created or updated
        wanted: &'static str,
        /// What the window says.
        text: String,
    },
}

/// The pictures of one story, in the order in which they are taken.
pub(crate) struct Album {
    folder: PathBuf,
    /// What the names of its pictures begin with, before their number.
    begin: &'static str,
    count: usize,
}

impl Album {
    /// An empty album: the story's earlier pictures are taken out, those of others stay.
    pub(crate) fn begin(folder: PathBuf, begin: &'static str) -> Result<Self, DemoError> {
        std::fs::create_dir_all(folder.join(SHOWN_FOLDER))?;
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let number = name.strip_prefix(begin).unwrap_or_default();
            if number.starts_with(|c: char| c.is_ascii_digit()) {
                std::fs::remove_file(&path)?;
            }
        }
        Ok(Self {
            folder,
            begin,
            count: 0,
        })
    }

    /// Takes a picture, and says in a line what is to be seen.
    pub(crate) async fn step(
        &mut self,
        page: &Page,
        name: &str,
        words: &str,
    ) -> Result<(), DemoError> {
        self.count += 1;
        // What was typed last is in the page, but perhaps not drawn yet.
        // A window that is covered draws nothing, and need not be waited for.
        let drawn = "const done = arguments[0]; const end = setTimeout(done, 500); \
             requestAnimationFrame(() => requestAnimationFrame(() => { clearTimeout(end); done() }))";
        page.wait_until_done(drawn).await?;
        let file = format!("{}{:02}-{name}.png", self.begin, self.count);
        let file = self.folder.join(file);
        page.screenshot(&file).await?;
        for (_, _, shown) in SHOWN
            .iter()
            .filter(|(begin, step, _)| *begin == self.begin && *step == name)
        {
            let shown = self.folder.join(SHOWN_FOLDER).join(format!("{shown}.png"));
            std::fs::copy(&file, shown)?;
        }
        let mut out = std::io::stdout();
        writeln!(out, "{:>2}  {words}", self.count)?;
        out.flush()?;
        Ok(())
    }
}
