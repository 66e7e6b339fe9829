//! The package manager of this very computer: puts our package on it, asks about it, and takes it off
//! again however a test ends. Does not know the app.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The package's name.
const NAME: &str = "keapsake";

/// The package manager, with our package taken off at the end.
pub(crate) struct PackageSystem {
    superuser: bool,
    /// An older version of the package.
    pub(crate) before: PathBuf,
    /// This version of it.
    pub(crate) present: PathBuf,
}

impl PackageSystem {
    /// The package manager; nothing, and words, where nobody may install here.
    pub(crate) fn take() -> Option<Self> {
        let file = |name| {
            let path = std::env::var_os(name).map(PathBuf::from);
            path.expect("cargo xtask test desktop makes the packages and names them")
        };
        let system = Self {
            superuser: said(Command::new("id").arg("-u")).trim() == "0",
            before: file("KEAPSAKE_PACKAGE_BEFORE"),
            present: file("KEAPSAKE_PACKAGE"),
        };
        let may = system.superuser
            || Command::new("sudo")
                .args(["-n", "true"])
                .output()
                .is_ok_and(|output| output.status.success());
        if !may {
            // Whoever hosts the tests has the superuser; there a test passed over would hide a failure.
            assert!(
                std::env::var_os("CI").is_none(),
                "the packages' tests need the superuser here"
            );
            tell("Passed over: only the superuser can install a package.");
            return None;
        }
        let there = Self::version();
        assert_eq!(
            there, None,
            "Keapsake is installed on this computer, and this test would take it off. \
             Remove it first: sudo dpkg --purge keapsake"
        );
        Some(system)
    }

    /// Installs a package, and hands back whether that went well and what was said.
    pub(crate) fn install(&self, package: &Path) -> (bool, String) {
        self.dpkg(&["--install", &package.to_string_lossy()])
    }

    /// The same where no file may grow over ten megabytes: a write fails in the middle of a file, as it
    /// does on a full disk.
    pub(crate) fn install_without_room(&self, package: &Path) -> (bool, String) {
        let script = "trap '' XFSZ; ulimit -f 20480; exec dpkg --install \"$0\"";
        let mut command = self.command("sh");
        outcome(command.args(["-c", script]).arg(package))
    }

    /// Takes the package off.
    pub(crate) fn remove(&self) -> (bool, String) {
        self.dpkg(&["--remove", NAME])
    }

    /// The version that is installed and whole.
    pub(crate) fn version() -> Option<String> {
        let asked = ["-W", "-f", "${db:Status-Status} ${Version}", NAME];
        let answer = said(Command::new("dpkg-query").args(asked));
        answer.strip_prefix("installed ").map(str::to_owned)
    }

    /// The files of the installed package, without its folders.
    pub(crate) fn files() -> Vec<PathBuf> {
        let listed = said(Command::new("dpkg-query").args(["-L", NAME]));
        let files = listed.lines().map(PathBuf::from);
        files.filter(|file| !file.is_dir()).collect()
    }

    fn dpkg(&self, arguments: &[&str]) -> (bool, String) {
        outcome(self.command("dpkg").args(arguments))
    }

    fn command(&self, program: &str) -> Command {
        let mut command = if self.superuser {
            Command::new(program)
        } else {
            let mut command = Command::new("sudo");
            command.args(["-n", "LC_ALL=C", program]);
            command
        };
        command.env("LC_ALL", "C");
        command
    }
}

impl Drop for PackageSystem {
    fn drop(&mut self) {
        self.dpkg(&["--purge", "--force-remove-reinstreq", NAME]);
    }
}

fn outcome(command: &mut Command) -> (bool, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    let said = [stdout, stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    (status.success(), said)
}

fn said(command: &mut Command) -> String {
    let output = command.output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[expect(clippy::print_stderr, reason = "a test that is passed over says why")]
fn tell(words: &str) {
    eprintln!("{words}");
}
