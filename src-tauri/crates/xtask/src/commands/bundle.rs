//! `cargo xtask bundle`: makes this system's packages, prints each with its size, and ends with one
//! line on who signed them. Does not know what a package holds: that is the bundler's configuration.
//!
//! What is read from the environment, all of it optional:
//! - Windows: `KEAPSAKE_SIGN_COMMAND`, a command line in which `%1` stands for the file to sign.
//! - macOS: `APPLE_SIGNING_IDENTITY`, or `APPLE_CERTIFICATE` with `APPLE_CERTIFICATE_PASSWORD`; and to
//!   have it notarized `APPLE_API_ISSUER`, `APPLE_API_KEY` and `APPLE_API_KEY_PATH`, or `APPLE_ID`,
//!   `APPLE_PASSWORD` and `APPLE_TEAM_ID`.
//! - Everywhere: `KEAPSAKE_RETURN_PAGE`, the return page that is built in.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use crate::bundle::{Additions, Bundler, Signing, System, appimage, made};
use crate::commands::{notices, setup};
use crate::failure::Failure;
use crate::packages::{Consent, Purpose};
use crate::say;

/// Makes the packages.
///
/// # Errors
/// When one of them could not be made.
pub(crate) fn run(consent: Consent) -> Result<ExitCode, Failure> {
    setup::provide(Purpose::Build, false, consent)?;
    let system = System::here();
    let signing = Signing::from(system, |name| std::env::var(name).ok());
    let additions = Additions {
        notices: Some(notices::write(consent)?),
        signing: &signing,
        ..Additions::default()
    };
    let bundler = Bundler::release(system);
    let folder = bundler.folder();
    clear(&folder)?;
    // A bundler that finds no key of its own must not look for one.
    bundler.build(&additions)?;
    match system {
        System::Linux => {
            let mut packages = vec!["deb", "rpm"];
            match appimage::lack() {
                None => packages.push("appimage"),
                Some(lack) => say::text(format_args!("The AppImage was passed over: {lack}")),
            }
            bundler.bundle(&packages, &additions)?;
        }
        System::Windows => {
            // Both installers get the same name, so the first one is given another before the second.
            let offline = Additions {
                offline_web_view: true,
                ..additions.clone()
            };
            bundler.bundle(&["nsis"], &offline)?;
            name_offline(&folder.join("nsis"))?;
            bundler.bundle(&["nsis", "msi"], &additions)?;
        }
        System::MacOs => bundler.bundle(&["app", "dmg"], &additions)?,
    }
    let packages = made::packages(&folder);
    if packages.is_empty() {
        return Err(Failure::Exit {
            what: "the bundler, which left no package".to_owned(),
            code: Some(0),
        });
    }
    say::heading("Packages");
    for (file, size) in packages {
        say::text(format_args!("{:>9}  {}", size.to_string(), file.display()));
    }
    say::text(&signing);
    Ok(ExitCode::SUCCESS)
}

/// Takes away what an earlier version left, which would otherwise be listed as made now.
fn clear(folder: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(folder) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(Failure::File {
            what: format!("{} could not be emptied", folder.display()),
            source,
        }),
        _ => Ok(()),
    }
}

fn name_offline(folder: &Path) -> Result<(), Failure> {
    for file in made::files(folder) {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        if let Some(start) = name.strip_suffix("-setup.exe") {
            let offline = file.with_file_name(format!("{start}-offline-setup.exe"));
            fs::rename(&file, &offline).map_err(|source| Failure::File {
                what: format!("{} could not be renamed", file.display()),
                source,
            })?;
        }
    }
    Ok(())
}
