//! Rust, Node and what the system's own tools must bring: whether they are here and new enough, and
//! what a person has to install if not.

use crate::failure::Lack;
use crate::packages::Purpose;
use crate::programs;
use crate::run::Run;

/// The oldest Rust that builds this: the workspace's `rust-version`.
const RUST: Version = Version(1, 95);
/// The oldest Node that builds and tests the page.
const NODE: Version = Version(20, 0);

/// The first two numbers of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Version(u32, u32);

/// What a person has to install before this can go on.
pub(crate) fn lacks(purpose: Purpose, with_style: bool) -> Vec<Lack> {
    let mut lacks = Vec::new();
    if !is_at_least(RUST, "rustc") {
        lacks.push(lack(
            "Rust 1.95 or newer",
            "Install it from https://rustup.rs, or run: rustup update stable",
        ));
    }
    if !is_at_least(NODE, "node") {
        lacks.push(lack(
            "Node 20 or newer",
            "Install it from https://nodejs.org; npm comes with it",
        ));
    }
    if with_style {
        for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
            if !Run::new("cargo", [subcommand, "--version"])
                .answer()
                .is_some_and(|answer| answer.passed)
            {
                lacks.push(lack(
                    component,
                    &format!("Run: rustup component add {component}"),
                ));
            }
        }
    }
    lacks.extend(system_lacks(purpose));
    lacks
}

fn lack(what: &str, remedy: &str) -> Lack {
    Lack {
        what: what.to_owned(),
        remedy: remedy.to_owned(),
    }
}

fn is_at_least(least: Version, program: &str) -> bool {
    Run::new(program, ["--version"])
        .answer()
        .and_then(|answer| Version::within(&answer.text))
        .is_some_and(|version| version >= least)
}

impl Version {
    /// The first `X.Y` in a text such as `rustc 1.95.0 (…)` or `v20.11.1`.
    fn within(text: &str) -> Option<Self> {
        text.split_whitespace().find_map(|word| {
            let mut numbers = word.trim_start_matches('v').split('.');
            Some(Self(
                numbers.next()?.parse().ok()?,
                numbers.next()?.parse().ok()?,
            ))
        })
    }
}

fn system_lacks(purpose: Purpose) -> Vec<Lack> {
    if cfg!(target_os = "macos") {
        macos_lacks()
    } else if cfg!(windows) {
        windows_lacks()
    } else if crate::packages::are_known_here() {
        Vec::new()
    } else {
        linux_lacks(purpose)
    }
}

fn macos_lacks() -> Vec<Lack> {
    if Run::new("xcode-select", ["-p"])
        .answer()
        .is_some_and(|answer| answer.passed)
    {
        return Vec::new();
    }
    vec![lack(
        "Xcode's command line tools",
        "Run: xcode-select --install",
    )]
}

fn windows_lacks() -> Vec<Lack> {
    let mut lacks = Vec::new();
    if !has_web_view_2() {
        lacks.push(lack(
            "the WebView2 runtime",
            "Windows 11 has it; elsewhere install Microsoft's Evergreen WebView2 Runtime",
        ));
    }
    // The linker is not looked for: Rust's own installer offers it, and rustc finds it where no PATH
    // leads.
    lacks
}

/// Looks where Microsoft says the runtime's version is kept, for all users and for this one.
fn has_web_view_2() -> bool {
    const RUNTIME: &str = r"Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}";
    [
        format!(r"HKLM\SOFTWARE\WOW6432Node\{RUNTIME}"),
        format!(r"HKCU\Software\{RUNTIME}"),
    ]
    .iter()
    .any(|key| {
        Run::new("reg", ["query", key, "/v", "pv"])
            .answer()
            .is_some_and(|answer| answer.passed)
    })
}

/// A Linux with other packages than Debian's: names what has to be there, in Debian's names.
fn linux_lacks(purpose: Purpose) -> Vec<Lack> {
    let mut lacks = Vec::new();
    for library in ["webkit2gtk-4.1", "gtk+-3.0"] {
        if !Run::new("pkg-config", ["--exists", library])
            .answer()
            .is_some_and(|answer| answer.passed)
        {
            lacks.push(lack(
                &format!("the library {library}"),
                "Install its development package, and pkg-config",
            ));
        }
    }
    if purpose >= Purpose::Browse && programs::browser().is_none() {
        lacks.push(lack("Chromium", "Install it with its chromedriver"));
    }
    if purpose >= Purpose::Desktop {
        for program in [
            "Xvfb",
            "openbox",
            "dbus-run-session",
            "gnome-keyring-daemon",
            "WebKitWebDriver",
            "chromedriver",
            "xdotool",
            "gdbus",
            "xdg-open",
        ] {
            if programs::first_of(&[program]).is_none() {
                lacks.push(lack(
                    &format!("the program {program}"),
                    "Install the package that has it",
                ));
            }
        }
    }
    lacks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_programs_print() {
        let cases = [
            ("rustc 1.95.0 (59807616e 2026-04-14)", Some(Version(1, 95))),
            ("v20.11.1\n", Some(Version(20, 11))),
            ("rustc 1.100.0-nightly", Some(Version(1, 100))),
            ("no version", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(Version::within(text), expected, "{text}");
        }
    }

    /// As text, 1.100 would come before 1.95.
    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(Version(1, 100) > RUST);
        assert!(Version(1, 94) < RUST);
        assert!(Version(18, 99) < NODE);
    }

    #[test]
    fn the_rust_that_runs_this_is_new_enough() {
        assert!(is_at_least(RUST, "rustc"));
        assert!(!is_at_least(RUST, "no-program-has-this-name"));
    }
}
