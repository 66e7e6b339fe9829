//! Cargo for other systems: which command lines build, test and check for them. Does not know what
//! is done with what they make.

use std::path::PathBuf;
use std::time::Duration;

use super::bench::AppleC;
use super::folder;
use super::wine::Wine;
use crate::cargo;
use crate::failure::Failure;
use crate::run::Run;

/// Windows, linked by free tools.
const WINDOWS: &str = "x86_64-pc-windows-gnu";
/// A Mac of today.
const MACOS: &str = "aarch64-apple-darwin";
/// The crates that need no window.
const WINDOWLESS: [&str; 5] = [
    "keap-client",
    "keapsake-core",
    "kill-points",
    "practice-keap",
    "vault",
];
/// Passed over: there the client sees a reset connection end without an error. Whether Windows itself
/// shows it so is not known.
pub(crate) const NOT_UNDER_WINE: &str = "wire::an_answer_is_cut_where_the_script_says";
/// The app as a package holds it.
const PACKAGED: &str = "packaged,tauri/custom-protocol";
/// The first build compiles everything, the standard library included.
const LONGEST: Duration = Duration::from_mins(90);

/// Debian's own Rust, because rustup's has no standard library for other systems unless a person has
/// added it.
fn cargo<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Run {
    cargo::without_our_own(Run::new("/usr/bin/cargo", arguments))
        .without("KEAPSAKE_RETURN_PAGE")
        .without("KEAPSAKE_KEAP_URL")
        .with("RUSTC", "/usr/bin/rustc")
        .with("RUSTC_BOOTSTRAP", "1")
        .with("CARGO_TARGET_DIR", folder().join("build"))
        // Rustup points these at its own Rust.
        .without("LD_LIBRARY_PATH")
        .without("RUSTUP_TOOLCHAIN")
        .limit(LONGEST)
}

/// What lies in the installer.
pub(crate) struct Linked {
    /// The app.
    pub(crate) program: PathBuf,
    /// What the app finds its web view with.
    pub(crate) loader: PathBuf,
}

/// Links the app, as a release: what is tried is what people would get.
///
/// # Errors
/// When it does not build.
pub(crate) fn link() -> Result<Linked, Failure> {
    let arguments = ["build", "--locked", "-p", "keapsake", "--bin=keapsake"];
    let more = ["--release", "--features", PACKAGED, "--target", WINDOWS];
    cargo(arguments.into_iter().chain(more))
        .argument("-Zbuild-std=std,panic_unwind,panic_abort")
        .pass()?;
    let made = folder().join("build").join(WINDOWS).join("release");
    Ok(Linked {
        program: made.join("keapsake.exe"),
        loader: made.join("WebView2Loader.dll"),
    })
}

/// Runs the tests of the crates without a window as Windows programs.
pub(crate) fn tests(wine: &Wine) -> Run {
    let mut arguments = vec!["test", "--locked", "--no-fail-fast", "--target", WINDOWS];
    arguments.extend(WINDOWLESS.iter().flat_map(|name| ["-p", name]));
    arguments.extend(["--lib", "--bins", "--tests"]);
    arguments.push("-Zbuild-std=std,panic_unwind,panic_abort");
    arguments.extend(["--", "--skip", NOT_UNDER_WINE]);
    let run = cargo(arguments).with("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", "wine");
    wine.around(run)
}

/// Type-checks the app for macOS; linking would need Apple's frameworks.
///
/// # Errors
/// When it does not check.
pub(crate) fn check_macos(apple: &AppleC) -> Result<(), Failure> {
    let arguments = ["check", "--locked", "-p", "keapsake"];
    let more = ["--features", PACKAGED, "--target", MACOS, "-Zbuild-std"];
    cargo(arguments.into_iter().chain(more))
        .with("CC_aarch64_apple_darwin", &apple.compiler)
        .with("AR_aarch64_apple_darwin", &apple.archiver)
        .pass()
}
