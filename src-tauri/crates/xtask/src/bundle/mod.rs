//! The bundler and what is added to its configuration on this machine. Does not know what the
//! configuration files of the app say, nor when packages are made.

pub(crate) mod appimage;
mod deb;
mod json;
pub(crate) mod made;
mod signing;
mod tested;

use std::fs;
use std::path::{Path, PathBuf};

use crate::cargo::without_our_own;
use crate::failure::Failure;
use crate::places;
use crate::run::Run;

pub(crate) use signing::Signing;
pub(crate) use tested::TestedPackages;

/// The systems that packages are made on, each for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum System {
    /// `.deb`, `.rpm`.
    Linux,
    /// An installer a user runs, and an MSI.
    Windows,
    /// A `.dmg` with the app, for both kinds of processor.
    MacOs,
}

impl System {
    /// The system that this runs on.
    pub(crate) fn here() -> Self {
        if cfg!(windows) {
            Self::Windows
        } else if cfg!(target_os = "macos") {
            Self::MacOs
        } else {
            Self::Linux
        }
    }
}

/// What this machine and this run add to the app's own configuration.
#[derive(Clone, Debug, Default)]
pub(crate) struct Additions<'a> {
    /// The third-party notices that every package holds.
    pub(crate) notices: Option<PathBuf>,
    /// Who signs.
    pub(crate) signing: &'a Signing,
    /// Whether the Windows installer holds all of the web view, for computers without a network.
    pub(crate) offline_web_view: bool,
    /// Another version than the workspace's.
    pub(crate) version: Option<&'a str>,
}

impl Additions<'_> {
    /// As the bundler reads them.
    fn json(&self) -> String {
        let mut bundle = Vec::new();
        if let Some(notices) = &self.notices {
            let from = json::text(&notices.to_string_lossy());
            let to = json::text("THIRD-PARTY-NOTICES.txt");
            bundle.push(format!(r#""resources":{{{from}:{to}}}"#));
        }
        let mut windows = Vec::new();
        if self.offline_web_view {
            windows.push(
                r#""webviewInstallMode":{"type":"offlineInstaller","silent":true}"#.to_owned(),
            );
        }
        match self.signing {
            Signing::Command(line) => {
                windows.push(format!(r#""signCommand":{}"#, json::text(line)));
            }
            Signing::AdHoc => bundle.push(r#""macOS":{"signingIdentity":"-"}"#.to_owned()),
            Signing::DeveloperId { .. } | Signing::Nobody(_) => {}
        }
        if !windows.is_empty() {
            bundle.push(format!(r#""windows":{{{}}}"#, windows.join(",")));
        }
        let mut all = vec![format!(r#""bundle":{{{}}}"#, bundle.join(","))];
        if let Some(version) = self.version {
            all.push(format!(r#""version":{}"#, json::text(version)));
        }
        format!("{{{}}}\n", all.join(","))
    }
}

/// The bundler, and where it takes the program from.
pub(crate) struct Bundler {
    system: System,
    target: PathBuf,
}

impl Bundler {
    /// For the program as it is handed out.
    pub(crate) fn release(system: System) -> Self {
        Self {
            system,
            target: places::target(),
        }
    }

    /// For a program that somebody else has put into `release` in this folder.
    pub(crate) fn of(target: &Path) -> Self {
        Self {
            system: System::Linux,
            target: target.to_path_buf(),
        }
    }

    /// Where the packages are put.
    pub(crate) fn folder(&self) -> PathBuf {
        let target = match self.system {
            System::MacOs => self.target.join("universal-apple-darwin"),
            System::Linux | System::Windows => self.target.clone(),
        };
        target.join("release").join("bundle")
    }

    /// Builds the program, and with it the page.
    ///
    /// # Errors
    /// When it does not build.
    pub(crate) fn build(&self, additions: &Additions<'_>) -> Result<(), Failure> {
        self.tauri(&["build", "--no-bundle"], additions)?.pass()
    }

    /// Makes these packages of the program that was built.
    ///
    /// # Errors
    /// When one of them could not be made.
    pub(crate) fn bundle(&self, kinds: &[&str], additions: &Additions<'_>) -> Result<(), Failure> {
        let kinds = kinds.join(",");
        self.tauri(&["bundle", "--bundles", &kinds], additions)?
            .pass()?;
        deb::pack_tighter(&self.folder())
    }

    fn tauri(&self, arguments: &[&str], additions: &Additions<'_>) -> Result<Run, Failure> {
        let config = self.target.join("bundle.conf.json");
        fs::create_dir_all(&self.target)
            .and_then(|()| fs::write(&config, additions.json()))
            .map_err(|source| Failure::File {
                what: format!("{} could not be written", config.display()),
                source,
            })?;
        let script = places::page().join("node_modules/@tauri-apps/cli/tauri.js");
        // By node itself: what npm puts beside it is a command file on Windows.
        let mut run = without_our_own(Run::new("node", [&script]));
        for argument in arguments {
            run = run.argument(argument);
        }
        run = run
            .argument("--ci")
            .argument("--config")
            .argument(&config)
            .with("CARGO_TARGET_DIR", &self.target);
        if self.system == System::MacOs {
            run = run.argument("--target").argument("universal-apple-darwin");
        }
        for name in signing::VARIABLES {
            if std::env::var_os(name).is_some_and(|value| value.is_empty()) {
                run = run.without(name);
            }
        }
        if matches!(additions.signing, Signing::Nobody(_)) {
            run = run.argument("--no-sign");
        }
        Ok(run)
    }
}
