//! The journey that `cargo xtask demo` plays by itself where there is no display: keys, Keap's
//! sign-in in a real browser, the return page, the app's own link, a contact created and then
//! updated; or, when asked for, the story of the contact desk. One line a step, a picture of each, and at
//! the end what the practice Keap holds.

#[cfg(target_os = "linux")]
mod album;
#[cfg(target_os = "linux")]
mod desk;
#[cfg(target_os = "linux")]
mod journey;

use std::process::ExitCode;

#[cfg(target_os = "linux")]
#[tokio::main]
async fn main() -> ExitCode {
    use std::io::Write as _;

    let mut arguments = std::env::args_os().skip(1);
    let (Some(app), Some(pictures)) = (arguments.next(), arguments.next()) else {
        let _ = writeln!(
            std::io::stderr(),
            "usage: demo PATH-OF-THE-APP FOLDER-FOR-PICTURES [desk]"
        );
        return ExitCode::FAILURE;
    };
    let pictures = std::path::PathBuf::from(pictures);
    let shown = pictures.join(album::SHOWN_FOLDER);
    let desk = arguments.next().is_some_and(|story| story == "desk");
    let played = if desk {
        desk::play(app.into(), pictures).await
    } else {
        journey::play(app.into(), pictures).await
    };
    match played {
        Ok(last) => {
            let _ = writeln!(
                std::io::stdout(),
                "Those that the README and the guide show lie in {}; copied to .github/pictures they are the new ones.",
                shown.display()
            );
            let _ = writeln!(std::io::stdout(), "{last}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "The demo stopped: {error}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    // Elsewhere there is a display, and the app's own window is opened instead.
    ExitCode::FAILURE
}
