//! `cargo xtask bench`: builds the contestants as releases and has them measured. Does not know what is
//! measured, nor how: the program under `tests/bench` does.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::bundle::{Additions, Bundler, System, made};
use crate::cargo::{OTHER_KEAP, sealed};
use crate::command_line::Measuring;
use crate::commands::{notices, setup};
use crate::failure::Failure;
use crate::packages::{Consent, Purpose};
use crate::run::Run;
use crate::{page, places, say};

/// Builds everything and measures it.
///
/// # Errors
/// When something is missing, does not build, or could not be measured.
pub(crate) fn run(consent: Consent, measuring: &Measuring) -> Result<ExitCode, Failure> {
    if System::here() != System::Linux {
        say::text("The bench runs on Linux only: it brings its own desktop.");
        return Ok(ExitCode::FAILURE);
    }
    setup::provide(Purpose::Desktop, false, consent)?;
    let folder = places::target().join("bench");
    fs::create_dir_all(&folder).map_err(|source| Failure::File {
        what: format!("{} could not be made", folder.display()),
        source,
    })?;
    let built = Built { folder };

    let mut contestants = Vec::new();
    if measuring.only_traces() {
        page::build()?;
    } else {
        contestants.extend(as_handed_out(&built, consent)?);
        let hand_over = ["-p", "empty-window", "--features", "hand-over"];
        let hand_over = built.release(&hand_over, "empty-window", "empty-hand-over")?;
        contestants.push(("--empty-hand-over", hand_over));
    }
    // One package at a time: what they have in common must not lend one the other's features.
    let app = ["-p", "keapsake", "--features", OTHER_KEAP];
    let app = built.release(&app, "keapsake", "app")?;
    contestants.push(("--app", app.clone()));
    let empty = built.release(&["-p", "empty-window"], "empty-window", "empty")?;
    contestants.push(("--empty", empty));
    contestants.push(("--page", places::page().join("dist")));
    let bench = built.release(&["-p", "keapsake-bench"], "bench", "bench")?;

    let mut run = Run::new(&bench.to_string_lossy(), ["--out"]).argument(&built.folder);
    for (name, path) in contestants {
        run = run.argument(name).argument(path);
    }
    // Places of the desktop tests are given the app by this name.
    run = run.with("KEAPSAKE_APP", &app);
    if measuring.quick {
        run = run.argument("--quick");
    }
    for figure in &measuring.figures {
        run = run.argument("--only").argument(figure);
    }
    let status = run.status()?;
    Ok(u8::try_from(status).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// The program and the package as people get them; this builds the page as well.
fn as_handed_out(built: &Built, consent: Consent) -> Result<[(&'static str, PathBuf); 2], Failure> {
    let additions = Additions {
        notices: Some(notices::write(consent)?),
        ..Additions::default()
    };
    let bundler = Bundler::release(System::Linux);
    fs::remove_dir_all(bundler.folder()).ok();
    bundler.build(&additions)?;
    bundler.bundle(&["deb"], &additions)?;
    let program = built.keep("keapsake", "as-shipped")?;
    let package = made::packages(&bundler.folder()).into_iter().next();
    let (package, _) = package.ok_or(Failure::Exit {
        what: "the bundler, which left no package".to_owned(),
        code: Some(0),
    })?;
    Ok([("--as-shipped", program), ("--package", package)])
}

/// The programs, kept beside each other: two of them are built to one name.
struct Built {
    folder: PathBuf,
}

impl Built {
    fn release(&self, selected: &[&str], program: &str, name: &str) -> Result<PathBuf, Failure> {
        sealed(["build", "--release"].iter().chain(selected).copied()).pass()?;
        self.keep(program, name)
    }

    fn keep(&self, program: &str, name: &str) -> Result<PathBuf, Failure> {
        let from: &Path = &places::target().join("release").join(program);
        let to = self.folder.join(name);
        fs::copy(from, &to).map_err(|source| Failure::File {
            what: format!("{} could not be kept", from.display()),
            source,
        })?;
        Ok(to)
    }
}
