//! What no package may be built with. The app's real build script is compiled and run, with a stub in
//! the place of Tauri's part of it: the refusal comes before that.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::sources::root;

/// As much of `tauri-build` as the build script names.
const STUB: &str = "
pub struct AppManifest;
impl AppManifest {
    pub fn new() -> Self { Self }
    pub fn commands(self, _: &'static [&'static str]) -> Self { self }
}
pub struct Attributes;
impl Attributes {
    pub fn new() -> Self { Self }
    pub fn app_manifest(self, _: AppManifest) -> Self { self }
}
pub fn try_build(_: Attributes) -> Result<(), std::fmt::Error> { Ok(()) }
";

fn rustc(folder: &Path, arguments: &[&str]) {
    let rustc = Path::new(env!("CARGO")).with_file_name("rustc");
    let rustc = if rustc.is_file() {
        rustc
    } else {
        PathBuf::from("rustc")
    };
    let output = Command::new(rustc)
        .args(["--edition", "2024"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words}");
}

/// The build script beside a page that is built.
fn build_script() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build-script");
    let app = folder.join("src-tauri");
    fs::create_dir_all(&app).unwrap();
    fs::create_dir_all(folder.join("ui/dist")).unwrap();
    fs::write(folder.join("ui/dist/index.html"), "").unwrap();
    fs::write(app.join("stub.rs"), STUB).unwrap();
    fs::copy(root().join("src-tauri/build.rs"), app.join("build.rs")).unwrap();
    let stub = ["--crate-type", "rlib", "--crate-name", "tauri_build"];
    rustc(&app, &[&stub[..], &["stub.rs"]].concat());
    let with = ["--extern", "tauri_build=libtauri_build.rlib"];
    rustc(
        &app,
        &[&with[..], &["-o", "build-script", "build.rs"]].concat(),
    );
    app
}

/// What it says against these features and this return page; `None` where it has nothing against them.
fn refused(app: &Path, features: &[&str], page: &str) -> Option<String> {
    let output = Command::new(app.join("build-script"))
        .current_dir(app)
        .env_clear()
        .envs(
            features
                .iter()
                .map(|name| (format!("CARGO_FEATURE_{name}"), "1")),
        )
        .env("KEAPSAKE_RETURN_PAGE", page)
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    (!output.status.success()).then_some(words)
}

#[test]
fn no_package_is_built_with_what_is_for_tests() {
    let app = build_script();
    let (package, keap, kill) = ("PACKAGED", "OTHER_KEAP", "KILL_POINTS");
    for (features, page, expected) in [
        (&[package][..], "", None),
        (&[keap, kill], "", None),
        (&[package, keap], "", Some("must not be in a package")),
        (&[package, kill], "", Some("must not be in a package")),
        (&[package, keap, kill], "", Some("must not be in a package")),
        (&[package], "https://example.com/return", None),
        (&[package], "http://example.com/return", Some("https")),
        (&[package], "http://localhost:8700/return", Some("https")),
        (&[keap], "http://localhost:8700/return", None),
        (&[package], "https://example.com/?a=b", Some("no query")),
    ] {
        let said = refused(&app, features, page);
        let fits = match (&said, expected) {
            (None, None) => true,
            (Some(said), Some(expected)) => said.contains(expected),
            _ => false,
        };
        assert!(fits, "{features:?} {page}: {said:?}");
    }
}
