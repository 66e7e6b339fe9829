//! A Windows of our own, made afresh for each run and ended with it. Does not know what runs in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::folder;
use crate::failure::Failure;
use crate::places;
use crate::run::Run;

/// An installer that asks a question nobody sees would wait for ever.
const LIMIT: Duration = Duration::from_mins(3);

/// A Windows whose files lie in one folder.
pub(crate) struct Wine {
    prefix: PathBuf,
}

impl Wine {
    /// Makes it, with what it lacks for Rust's programs.
    ///
    /// # Errors
    /// When Wine does not start, or the library does not compile.
    pub(crate) fn fresh() -> Result<Self, Failure> {
        let wine = Self {
            prefix: folder().join("wine"),
        };
        wine.server("-k").answer();
        if wine.prefix.exists() {
            fs::remove_dir_all(&wine.prefix).map_err(|source| Failure::File {
                what: format!("emptying {}", wine.prefix.display()),
                source,
            })?;
        }
        fs::create_dir_all(folder()).map_err(|source| Failure::File {
            what: format!("making {}", folder().display()),
            source,
        })?;
        wine.around(Run::new("wine", ["wineboot", "--init"]))
            .pass()?;
        wine.server("-w").pass()?;
        let library = wine.drive_c().join("windows/system32/bcryptprimitives.dll");
        if !library.exists() {
            compile(
                "bcryptprimitives.c",
                &["-shared"],
                &library,
                &["-ladvapi32"],
            )?;
        }
        Ok(wine)
    }

    /// A program for this Windows rather than for the person's own.
    pub(crate) fn around(&self, run: Run) -> Run {
        run.with("WINEPREFIX", &self.prefix)
            .with("WINEDEBUG", "-all")
            // No downloads, and no entries among the person's own programs.
            .with("WINEDLLOVERRIDES", "mscoree,mshtml=;winemenubuilder.exe=d")
            .with("LC_ALL", "C.UTF-8")
            .without("DISPLAY")
            .without("WAYLAND_DISPLAY")
    }

    /// Runs a Windows program, and hands back its status.
    ///
    /// # Errors
    /// When it could not be started, or took too long.
    pub(crate) fn status(&self, program: &str, words: &[&str]) -> Result<i32, Failure> {
        let run = Run::new("wine", [program].iter().chain(words)).limit(LIMIT);
        let outcome = match self.around(run).watched(|_| ()) {
            Ok(()) => 0,
            Err(Failure::Exit {
                code: Some(code), ..
            }) => code,
            Err(failure) => return Err(failure),
        };
        // An uninstaller goes on after its own end, in a copy of itself.
        self.server("-w").pass()?;
        Ok(outcome)
    }

    /// What a Windows program prints; `None` where its status is not 0.
    pub(crate) fn answer(&self, words: &[&str]) -> Option<String> {
        let answer = self.around(Run::new("wine", words)).answer()?;
        answer.passed.then_some(answer.text)
    }

    /// Where a path of this Windows lies.
    pub(crate) fn file(&self, windows: &str) -> PathBuf {
        let within = windows.trim_start_matches("C:\\").replace('\\', "/");
        self.drive_c().join(within)
    }

    fn drive_c(&self) -> PathBuf {
        self.prefix.join("drive_c")
    }

    fn server(&self, word: &str) -> Run {
        self.around(Run::new("wineserver", [word]))
    }
}

impl Drop for Wine {
    fn drop(&mut self) {
        self.server("-k").answer();
    }
}

/// How this Windows finds a file of ours.
pub(crate) fn seen_from_windows(file: &Path) -> String {
    format!("Z:{}", file.to_string_lossy().replace('/', "\\"))
}

/// Compiles one of the small C files that stand in for something under Wine.
///
/// # Errors
/// When it does not compile.
pub(crate) fn compile(
    name: &str,
    before: &[&str],
    made: &Path,
    after: &[&str],
) -> Result<(), Failure> {
    let source = places::root()
        .join("src-tauri/packaging/windows/wine")
        .join(name);
    let mut run = Run::new("x86_64-w64-mingw32-gcc", ["-O2", "-Wall", "-o"]).argument(made);
    for word in before {
        run = run.argument(word);
    }
    run = run.argument(source);
    for word in after {
        run = run.argument(word);
    }
    run.pass()
}
