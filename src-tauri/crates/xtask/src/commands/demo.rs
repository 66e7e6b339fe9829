//! `cargo xtask demo`: opens the app; without a display, plays the whole story by itself and leaves
//! numbered pictures of it. The story of the desk is always played.

use std::process::ExitCode;

use crate::cargo::{OTHER_KEAP, cargo, sealed};
use crate::command_line::Story;
use crate::commands::setup;
use crate::failure::Failure;
use crate::packages::{Consent, Purpose};
use crate::run::Run;
use crate::{page, places, say};

/// Opens the app or plays the story.
///
/// # Errors
/// When something is missing, or does not build.
pub(crate) fn run(consent: Consent, story: Story) -> Result<ExitCode, Failure> {
    let display = has_display(|name| std::env::var(name).ok());
    if story == Story::Whole && display {
        setup::provide(Purpose::Build, false, consent)?;
        page::build()?;
        let status = cargo(["run", "-p", "keapsake"]).status()?;
        return Ok(exit_code(status));
    }
    if !display {
        say::text("There is no display: the story is played on one of its own.");
    }
    setup::provide(Purpose::Desktop, false, consent)?;
    page::build()?;
    sealed([
        "build",
        "--workspace",
        "--bin=keapsake",
        "--bin=demo",
        "--features",
        OTHER_KEAP,
    ])
    .pass()?;
    let pictures = places::root().join("target/demo");
    let status = Run::new(
        &places::built("demo").to_string_lossy(),
        [
            places::built("keapsake"),
            pictures,
            match story {
                Story::Whole => "whole",
                Story::Desk => "desk",
            }
            .into(),
        ],
    )
    .status()?;
    Ok(exit_code(status))
}

/// Whether a window can be shown.
fn has_display(variable: impl Fn(&str) -> Option<String>) -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| variable(name).is_some_and(|value| !value.is_empty()))
}

fn exit_code(status: i32) -> ExitCode {
    u8::try_from(status).map_or(ExitCode::FAILURE, ExitCode::from)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn either_kind_of_display_will_do_and_an_empty_name_is_none() {
        let only = |name: &'static str, value: &'static str| {
            move |asked: &str| (asked == name).then(|| value.to_owned())
        };
        assert!(has_display(only("DISPLAY", ":0")));
        assert!(has_display(only("WAYLAND_DISPLAY", "wayland-0")));
        assert!(!has_display(only("DISPLAY", "")));
        assert!(!has_display(|_| None));
    }
}
