//! The tools for other systems, and their installation: Debian's own packages, and one C compiler
//! that knows Apple's. Does not know what they are used for.

use std::fs;
use std::path::{Path, PathBuf};

use super::folder;
use super::outcome::Why;
use crate::failure::{Failure, Lack};
use crate::packages::{self, Consent};
use crate::run::Run;

/// A Rust whose standard library's sources are there, to be compiled for any system.
const RUST: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
/// What links a Windows program.
const LINKER: &str = "gcc-mingw-w64-x86-64";
/// What makes an installer, and what runs it.
const INSTALLER: [&str; 3] = ["nsis", "wine64", "wine"];
/// The C compiler for macOS; a fixed version, because its command line changes.
const APPLE_C: &str = "ziglang==0.17.1";

/// The compiler's front: the build scripts' words for Apple's own compiler, in this one's words.
const FRONT: &str = r#"#!/bin/sh
# Written by `cargo xtask cross`: a C compiler for macOS.
skip=no
for word do
  shift
  if [ "$skip" = yes ]; then skip=no; continue; fi
  case $word in
    -arch) skip=yes ;;
    --target=*|-mmacosx-version-min=*) ;;
    *) set -- "$@" "$word" ;;
  esac
done
exec "$(dirname "$0")/ziglang/zig" cc -target aarch64-macos "$@"
"#;

const ARCHIVER: &str = r#"#!/bin/sh
# Written by `cargo xtask cross`.
exec "$(dirname "$0")/ziglang/zig" ar "$@"
"#;

/// Which tools are here now, or why they are not.
pub(crate) struct Bench {
    /// Compiles and links Windows programs.
    pub(crate) windows: Result<(), Why>,
    /// Makes an installer and runs Windows programs.
    pub(crate) installer: Result<(), Why>,
    /// Compiles C for macOS.
    pub(crate) macos: Result<AppleC, Why>,
}

/// The C compiler for macOS and its archiver.
pub(crate) struct AppleC {
    /// The compiler.
    pub(crate) compiler: PathBuf,
    /// The archiver.
    pub(crate) archiver: PathBuf,
}

impl Bench {
    /// Installs what is missing, each kind for itself.
    pub(crate) fn provide(consent: Consent) -> Self {
        let rust = debian(&RUST, consent);
        let windows = rust.clone().and_then(|()| debian(&[LINKER], consent));
        Self {
            windows,
            installer: debian(&INSTALLER, consent),
            macos: rust.and_then(|()| Ok(apple_c(&folder().join("zig"))?)),
        }
    }
}

fn debian(wanted: &[&'static str], consent: Consent) -> Result<(), Why> {
    if !packages::are_known_here() {
        return Err(Why::new(format_args!(
            "it needs Debian 12 or newer, with {}",
            wanted.join(", ")
        )));
    }
    Ok(packages::provide_these(wanted, consent)?)
}

fn apple_c(place: &Path) -> Result<AppleC, Failure> {
    if !place.join("ziglang/zig").is_file() {
        let arguments = ["-m", "pip", "install", "--quiet", "--target"];
        Run::new("python3", arguments)
            .argument(place)
            .argument(APPLE_C)
            .pass()
            .map_err(|_| {
                Failure::Lacks(vec![Lack {
                    what: "a C compiler for macOS".to_owned(),
                    remedy: format!("Python's pip must be able to install {APPLE_C}"),
                }])
            })?;
    }
    Ok(AppleC {
        compiler: script(place, "cc", FRONT)?,
        archiver: script(place, "ar", ARCHIVER)?,
    })
}

fn script(place: &Path, name: &str, text: &str) -> Result<PathBuf, Failure> {
    let file = place.join(name);
    fs::write(&file, text).map_err(|source| Failure::File {
        what: format!("writing {}", file.display()),
        source,
    })?;
    Run::new("chmod", ["+x"]).argument(&file).pass()?;
    Ok(file)
}
