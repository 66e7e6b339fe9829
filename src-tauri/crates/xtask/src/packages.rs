//! The system packages that building, testing and the demo need: which are missing on Debian or
//! Ubuntu, and their installation. Does not know other systems' package managers.

use std::io::IsTerminal;
use std::thread;
use std::time::Duration;

use crate::failure::{Failure, Lack};
use crate::run::Run;
use crate::{programs, say};

/// Whether to install without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Consent {
    /// `--yes` was said.
    Given,
    /// Ask first, unless we are the superuser.
    Ask,
}

/// What is going to be done, and so what has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Purpose {
    /// Build the app.
    Build,
    /// Test the page in a browser as well.
    Browse,
    /// Run the app on a desktop of its own as well, without a screen.
    Desktop,
}

/// To compile the app: the web view, and a C compiler for the cryptography.
const BUILDING: [&str; 5] = [
    "build-essential",
    "libgtk-3-dev",
    "librsvg2-dev",
    "libwebkit2gtk-4.1-dev",
    "pkg-config",
];

/// A desktop without a screen: display, window manager, bus, links, keychain, web driver, a typeface; what
/// pastes from the clipboard, and what tells which connections a process asks for.
const DESKTOP: [&str; 17] = [
    "dbus",
    "dbus-x11",
    "desktop-file-utils",
    "fonts-dejavu-core",
    "fonts-inter",
    "gnome-keyring",
    "imagemagick",
    "libglib2.0-bin",
    "libsecret-tools",
    "openbox",
    "strace",
    "x11-utils",
    "xauth",
    "xclip",
    "xdg-utils",
    "xdotool",
    "xvfb",
];

/// The driver of the app's own web view.
const WEB_VIEW_DRIVER: &str = "webkit2gtk-driver";

/// How often a package server is asked before giving up.
const TRIES: u32 = 3;

/// Finds what is missing for the purpose, and installs it.
///
/// # Errors
/// When the person said no, nobody is there to ask, or the installation failed.
pub(crate) fn provide(purpose: Purpose, consent: Consent) -> Result<(), Failure> {
    provide_these(&wanted(purpose, is_ubuntu(), &Found::here()), consent)
}

/// Finds which of these packages are missing, and installs them.
///
/// # Errors
/// As [`provide`].
pub(crate) fn provide_these(wanted: &[&'static str], consent: Consent) -> Result<(), Failure> {
    let missing = missing(wanted, &installed(wanted));
    if missing.is_empty() {
        return Ok(());
    }
    say::text(format_args!("Missing packages: {}", missing.join(" ")));
    let superuser = is_superuser();
    let by_hand = || {
        Failure::Lacks(vec![Lack {
            what: format!("packages {}", missing.join(" ")),
            remedy: format!("Run: sudo apt-get install {}", missing.join(" ")),
        }])
    };
    if !superuser && programs::first_of(&["sudo"]).is_none() {
        return Err(by_hand());
    }
    if consent == Consent::Ask && !superuser {
        if !std::io::stdin().is_terminal() {
            return Err(by_hand());
        }
        if !say::asks("Install them with apt-get?") {
            return Err(Failure::Declined);
        }
    }
    install(&missing, superuser)
}

/// Whether this system has Debian's packages.
pub(crate) fn are_known_here() -> bool {
    programs::first_of(&["dpkg-query"]).is_some() && programs::first_of(&["apt-get"]).is_some()
}

/// What this machine has outside of its packages, as hosted machines do.
struct Found {
    browser: bool,
    browser_driver: bool,
}

impl Found {
    fn here() -> Self {
        Self {
            browser: programs::browser().is_some(),
            browser_driver: programs::first_of(&["chromedriver"]).is_some(),
        }
    }
}

fn wanted(purpose: Purpose, ubuntu: bool, found: &Found) -> Vec<&'static str> {
    let mut wanted = BUILDING.to_vec();
    if purpose >= Purpose::Browse && !found.browser {
        wanted.push(if ubuntu {
            "chromium-browser"
        } else {
            "chromium"
        });
    }
    if purpose >= Purpose::Desktop {
        wanted.extend(DESKTOP);
        wanted.push(WEB_VIEW_DRIVER);
        if !found.browser_driver {
            wanted.push(if ubuntu {
                "chromium-chromedriver"
            } else {
                "chromium-driver"
            });
        }
    }
    wanted
}

fn missing(wanted: &[&'static str], installed: &str) -> Vec<&'static str> {
    wanted
        .iter()
        .copied()
        .filter(|package| {
            !installed.lines().any(|line| {
                let mut words = line.split_whitespace();
                words.next() == Some(package) && words.next() == Some("installed")
            })
        })
        .collect()
}

/// One line a package: its name and `installed`, `config-files`, …
fn installed(wanted: &[&str]) -> String {
    let mut arguments = vec!["-W", "-f", "${Package} ${db:Status-Status}\n"];
    arguments.extend(wanted);
    // Its status says only that some are unknown.
    Run::new("dpkg-query", arguments)
        .answer()
        .map(|answer| answer.text)
        .unwrap_or_default()
}

fn is_ubuntu() -> bool {
    std::fs::read_to_string("/etc/os-release")
        .is_ok_and(|text| text.lines().any(|line| line == "ID=ubuntu"))
}

fn is_superuser() -> bool {
    Run::new("id", ["-u"])
        .answer()
        .is_some_and(|answer| answer.text.trim() == "0")
}

fn install(packages: &[&str], superuser: bool) -> Result<(), Failure> {
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend(packages);
    let mut tries = 1;
    loop {
        let outcome = apt(&["update"], superuser).and_then(|()| apt(&arguments, superuser));
        match outcome {
            Err(Failure::Exit { what, .. }) if tries < TRIES => {
                say::problem(format_args!("`{what}` failed; trying again."));
                // A package server that just refused is given a moment.
                thread::sleep(Duration::from_secs(5));
                tries += 1;
            }
            outcome => return outcome,
        }
    }
}

fn apt(arguments: &[&str], superuser: bool) -> Result<(), Failure> {
    let mut words = vec![
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-q",
        "-o",
        "Acquire::Retries=3",
        // Another installation may be running, as on a machine that has just started.
        "-o",
        "DPkg::Lock::Timeout=180",
    ];
    words.extend(arguments);
    let run = if superuser {
        Run::new("env", words.into_iter().skip(1))
    } else {
        Run::new("sudo", words)
    };
    run.pass()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Found = Found {
        browser: false,
        browser_driver: false,
    };

    #[test]
    fn a_build_needs_no_desktop_and_no_browser() {
        let wanted = wanted(Purpose::Build, false, &NOTHING);
        assert!(wanted.contains(&"libwebkit2gtk-4.1-dev"));
        assert!(!wanted.contains(&"xvfb"));
        assert!(!wanted.contains(&"chromium"));
    }

    #[test]
    fn a_desktop_needs_all() {
        let wanted = wanted(Purpose::Desktop, false, &NOTHING);
        for package in [
            "pkg-config",
            "xvfb",
            "webkit2gtk-driver",
            "chromium",
            "chromium-driver",
        ] {
            assert!(wanted.contains(&package), "{package}");
        }
    }

    /// Hosted machines bring a browser that is no package; a second one would be a download for
    /// nothing, and on Ubuntu a snap.
    #[test]
    fn a_browser_that_is_there_is_not_installed_again() {
        let found = Found {
            browser: true,
            browser_driver: true,
        };
        let wanted = wanted(Purpose::Desktop, true, &found);
        assert!(!wanted.iter().any(|package| package.starts_with("chromium")));
    }

    #[test]
    fn removed_and_unknown_packages_are_missing() {
        let answer = "xvfb installed\nopenbox config-files\nxvfb-extra installed\n";
        assert_eq!(
            missing(&["xvfb", "openbox", "xauth"], answer),
            ["openbox", "xauth"]
        );
    }
}
