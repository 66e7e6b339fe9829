//! The two packages that the desktop tests install: an older version and this one. They hold the same
//! program, built quickly; only what a package says of its version differs.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Additions, Bundler, made};
use crate::cargo::sealed;
use crate::failure::Failure;
use crate::places;
use crate::run::Run;

/// The version of the older one.
const BEFORE: &str = "0.0.9";

/// The packages, as files.
pub(crate) struct TestedPackages {
    before: PathBuf,
    present: PathBuf,
}

impl TestedPackages {
    /// Builds the program with a package's identity, and packs it twice with these notices. It leaves that program in the
    /// profile's folder: what else is built there has to be built afterwards.
    ///
    /// # Errors
    /// When it does not build, or could not be packed.
    pub(crate) fn build(profile: &str, notices: &Path) -> Result<Self, Failure> {
        let arguments = ["build", "-p", "keapsake", "--profile", profile];
        sealed(arguments)
            .argument("--features=keapsake/packaged")
            .pass()?;
        let folder = places::target().join("packages");
        let program = folder.join("release").join("keapsake");
        fs::create_dir_all(folder.join("release"))
            .and_then(|()| {
                // A new file: what runs from the old one, or is linked to it, stays as it was.
                fs::remove_file(&program).ok();
                fs::copy(places::target().join(profile).join("keapsake"), &program)
            })
            .map_err(|source| file(&program, source))?;
        let bundler = Bundler::of(&folder);
        let packed = |version: Option<&str>, name: &str| -> Result<PathBuf, Failure> {
            let kept = folder.join(name);
            fs::remove_dir_all(bundler.folder()).ok();
            let additions = Additions {
                notices: Some(notices.to_path_buf()),
                version,
                ..Additions::default()
            };
            bundler.bundle(&["deb"], &additions)?;
            let made = made::packages(&bundler.folder()).into_iter().next();
            let (package, _) = made.ok_or(Failure::Exit {
                what: "the bundler, which left no package".to_owned(),
                code: Some(0),
            })?;
            fs::copy(&package, &kept).map_err(|source| file(&kept, source))?;
            Ok(kept)
        };
        Ok(Self {
            before: packed(Some(BEFORE), "before.deb")?,
            present: packed(None, "present.deb")?,
        })
    }

    /// Tells a run of the tests where they are.
    pub(crate) fn told_to(&self, run: Run) -> Run {
        run.with("KEAPSAKE_PACKAGE_BEFORE", &self.before)
            .with("KEAPSAKE_PACKAGE", &self.present)
    }
}

fn file(path: &Path, source: std::io::Error) -> Failure {
    Failure::File {
        what: format!("{} could not be written", path.display()),
        source,
    }
}
