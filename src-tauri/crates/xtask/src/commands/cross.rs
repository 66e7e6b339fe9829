//! `cargo xtask cross`: builds for Windows and macOS on a Linux machine, and tries there what can be
//! tried. Each part is tried whatever became of the others, and the last line names them all.

use std::process::ExitCode;

use crate::command_line::Toolchains;
use crate::commands::setup;
use crate::commands::test::counted;
use crate::cross::bench::Bench;
use crate::cross::outcome::{self, Outcome, Part, Why};
use crate::cross::trial::Seen;
use crate::cross::version::Version;
use crate::cross::wine::Wine;
use crate::cross::{build, folder, installer, trial};
use crate::failure::Failure;
use crate::packages::{Consent, Purpose};
use crate::{page, places, say};

/// The four things that are seen when the installer is tried.
const TRIED: [&str; 4] = ["installed", "scheme", "upgraded", "removed"];

/// Runs every part.
///
/// # Errors
/// When not even this system's own tools are there.
pub(crate) fn run(consent: Consent, toolchains: Toolchains) -> Result<ExitCode, Failure> {
    setup::provide(Purpose::Build, false, consent)?;
    page::build()?;
    let bench = Bench::provide(consent);
    let wine = bench
        .installer
        .clone()
        .and(bench.windows.clone())
        .and_then(|()| Ok(Wine::fresh()?));

    let mut parts = windows(&bench, wine.as_ref().ok(), toolchains);
    parts.push(match (&wine, &bench.windows, &bench.installer) {
        (_, Err(why), _) | (_, _, Err(why)) => {
            Part::new("tests under Wine", Outcome::missing(toolchains, why))
        }
        (Err(why), ..) => Part::new("tests under Wine", Outcome::Failed(why.clone())),
        (Ok(wine), ..) => {
            say::heading("tests under Wine");
            say::text(format_args!("Passed over: {}", build::NOT_UNDER_WINE));
            Part::tests(counted(build::tests(wine)))
        }
    });
    say::heading("macOS");
    parts.push(Part::new(
        "macOS checked",
        match &bench.macos {
            Err(why) => Outcome::missing(toolchains, why),
            Ok(apple) => Outcome::of(&build::check_macos(apple).map_err(Why::from)),
        },
    ));
    say::heading("Results");
    say::text(outcome::line(&parts));
    Ok(if outcome::is_success(&parts) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The app, its installer, and what was seen of it.
fn windows(bench: &Bench, wine: Option<&Wine>, toolchains: Toolchains) -> Vec<Part> {
    let all = |linked: Outcome, why: &Why| {
        let rest = TRIED.map(|name| Part::new(name, Outcome::missing(toolchains, why)));
        [Part::new("linked", linked)]
            .into_iter()
            .chain(rest)
            .collect()
    };
    if let Err(why) = &bench.windows {
        return all(Outcome::missing(toolchains, why), why);
    }
    say::heading("Windows");
    let linked = match build::link() {
        Ok(linked) => linked,
        Err(failure) => {
            let why = Why::from(failure);
            let failed = |name: &str, why: &Why| Part::new(name, Outcome::Failed(why.clone()));
            let rest = TRIED.map(|name| failed(name, &Why::new("nothing was linked")));
            return [failed("linked", &why)].into_iter().chain(rest).collect();
        }
    };
    if let Err(why) = &bench.installer {
        return all(Outcome::Done, why);
    }
    let tried = wine
        .ok_or_else(|| Why::new("Wine did not start"))
        .and_then(|wine| tried(wine, &linked))
        .unwrap_or_else(|why| Seen {
            installed: Err(why.clone()),
            scheme: Err(why.clone()),
            upgraded: Err(why.clone()),
            removed: Err(why),
        });
    vec![
        Part::new("linked", Outcome::Done),
        Part::new("installed", Outcome::of(&tried.installed)),
        Part::new("scheme", Outcome::of(&tried.scheme)),
        Part::new("upgraded", Outcome::of(&tried.upgraded)),
        Part::new("removed", Outcome::of(&tried.removed)),
    ]
}

fn tried(wine: &Wine, linked: &build::Linked) -> Result<Seen, Why> {
    let manifest = std::fs::read_to_string(places::root().join("Cargo.toml"))
        .map_err(|error| Why::new(format_args!("Cargo.toml: {error}")))?;
    let version = Version::of_workspace(&manifest)
        .ok_or_else(|| Why::new("the workspace has no version of three numbers"))?;
    let setup = installer::make(linked, version, &folder())?;
    say::text(format_args!("The installer is {}.", setup.display()));
    trial::run(wine, linked, setup, version)
}
