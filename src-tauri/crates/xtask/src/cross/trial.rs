//! Tries the installer: what it puts where, what a newer one changes, what an older one and an open
//! app do not, and what is left at the end. Does not know how the installer does it.

use std::fs;
use std::path::PathBuf;

use super::build::Linked;
use super::installer;
use super::outcome::Why;
use super::registry::{reads, value};
use super::version::Version;
use super::wine::{Wine, compile, seen_from_windows};
use crate::failure::Failure;
use crate::say;

const SCHEME: &str = r"HKCU\Software\Classes\app.keapsake";
const LISTED: &str = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Keapsake";
/// The installer's own status for a step back, and for an app that is open.
const NEWER: i32 = 3;
const OPEN: i32 = 4;

/// What was seen.
pub(crate) struct Seen {
    /// It goes where it should, and where somebody wants it.
    pub(crate) installed: Result<(), Why>,
    /// Links with our scheme would start it.
    pub(crate) scheme: Result<(), Why>,
    /// A newer one replaces it; an older one, and one over an open app, change nothing.
    pub(crate) upgraded: Result<(), Why>,
    /// Nothing of it is left.
    pub(crate) removed: Result<(), Why>,
}

/// The installers, and what is in them.
struct Trial<'a> {
    wine: &'a Wine,
    linked: &'a Linked,
    version: Version,
    setup: PathBuf,
    newer: PathBuf,
    stand_in: PathBuf,
    own_folder: String,
    start_menu: PathBuf,
}

/// Tries the installer of this version.
///
/// # Errors
/// When it cannot be tried.
pub(crate) fn run(
    wine: &Wine,
    linked: &Linked,
    setup: PathBuf,
    version: Version,
) -> Result<Seen, Why> {
    let folder = |name: &str| {
        let said = wine.answer(&["cmd", "/c", &format!("echo %{name}%")]);
        said.map(|said| said.trim().to_owned())
            .filter(|said| said.starts_with("C:\\"))
            .ok_or_else(|| Why::new("Wine does not know the person's folders"))
    };
    let stand_in = installer::for_trial().join("stand_in.exe");
    let trial = Trial {
        newer: installer::make(linked, version.next(), &installer::for_trial())?,
        own_folder: format!("{}\\Keapsake", folder("LOCALAPPDATA")?),
        start_menu: wine.file(&format!(
            "{}\\Microsoft\\Windows\\Start Menu\\Programs\\Keapsake.lnk",
            folder("APPDATA")?
        )),
        stand_in,
        wine,
        linked,
        version,
        setup,
    };
    compile("stand_in.c", &["-municode"], &trial.stand_in, &[])?;
    Ok(trial.tried())
}

impl Trial<'_> {
    fn tried(&self) -> Seen {
        let own = &self.own_folder;
        say::text("The installer, and where it puts the app:");
        let installed = self.installed(own, &["/S"]);
        let scheme = installed.clone().and_then(|()| self.scheme(own));
        let upgraded = installed.clone().and_then(|()| self.upgraded());
        let removed = installed.clone().and_then(|()| self.removed(own));
        // Words of their own: a path in quotes is not what the installer reads, and blanks between
        // words are.
        let elsewhere = ["/S", r"/D=C:\Wärme", "und", r"Licht\Keap", "sake"];
        let folder = r"C:\Wärme und Licht\Keap sake";
        let there = self.installed(folder, &elsewhere);
        let link_there = there.clone().and_then(|()| self.scheme(folder));
        let left_there = there.clone().and_then(|()| self.left_to_others(folder));
        Seen {
            installed: installed.and(there),
            scheme: scheme.and(link_there),
            upgraded,
            removed: removed.and(left_there),
        }
    }

    fn installed(&self, folder: &str, words: &[&str]) -> Result<(), Why> {
        self.expect(0, &seen_from_windows(&self.setup), words)?;
        self.is_whole(folder)?;
        self.is_listed(folder, self.version)?;
        check(self.start_menu.is_file(), "it is not in the start menu")
    }

    /// The files are there, and the app is the one that was linked.
    fn is_whole(&self, folder: &str) -> Result<(), Why> {
        let mut names = vec!["WebView2Loader.dll", "LICENSE.txt", "uninstall.exe"];
        if installer::notices().is_file() {
            names.push("THIRD-PARTY-NOTICES.txt");
        }
        for name in names {
            let file = self.wine.file(&format!("{folder}\\{name}"));
            check(file.is_file(), &format!("{name} is missing"))?;
        }
        let same = same(&self.linked.program, &self.program(folder))?;
        check(same, "the app is not the one that was linked")
    }

    fn is_listed(&self, folder: &str, version: Version) -> Result<(), Why> {
        let version = version.to_string();
        for (name, expected) in [
            ("DisplayName", "Keapsake"),
            ("DisplayVersion", version.as_str()),
            ("Publisher", "Keapsake contributors"),
            ("InstallLocation", folder),
            ("UninstallString", &format!("\"{folder}\\uninstall.exe\"")),
        ] {
            self.has(LISTED, name, expected)?;
        }
        let size = self.value(LISTED, "EstimatedSize");
        let kilobytes = size.and_then(|size| u32::from_str_radix(size.get(2..)?, 16).ok());
        let is_its_size = kilobytes.is_some_and(|size| (5_000..200_000).contains(&size));
        check(is_its_size, "its size in the list is wrong")
    }

    fn scheme(&self, folder: &str) -> Result<(), Why> {
        self.has(SCHEME, "URL Protocol", "")?;
        self.has(SCHEME, "(Default)", "URL:Keapsake")?;
        let command = format!("\"{folder}\\keapsake.exe\" \"%1\"");
        self.has(
            &format!(r"{SCHEME}\shell\open\command"),
            "(Default)",
            &command,
        )
    }

    /// An open app first, then the newer one, then the way back.
    fn upgraded(&self) -> Result<(), Why> {
        let own = &self.own_folder;
        let newer = seen_from_windows(&self.newer);
        let program = self.program(own);
        copy(&self.stand_in, &program)?;
        let open = format!("{own}\\keapsake.exe");
        self.expect(OPEN, &open, &[&newer, "/S"])?;
        let uninstaller = format!("{own}\\uninstall.exe");
        let waits = format!("_?={own}");
        self.expect(OPEN, &open, &[&uninstaller, "/S", &waits])?;
        check(
            same(&self.stand_in, &program)?,
            "an open app was overwritten",
        )?;
        self.is_listed(own, self.version)?;

        self.expect(0, &newer, &["/S"])?;
        self.is_whole(own)?;
        self.is_listed(own, self.version.next())?;

        self.expect(NEWER, &seen_from_windows(&self.setup), &["/S"])?;
        self.is_whole(own)?;
        self.is_listed(own, self.version.next())?;
        self.scheme(own)
    }

    fn removed(&self, folder: &str) -> Result<(), Why> {
        self.uninstalled(folder)?;
        let scheme = self.wine.answer(&["reg", "query", SCHEME]);
        check(scheme.is_none(), "the scheme is left")
    }

    /// A scheme that another program has taken meanwhile is that program's.
    fn left_to_others(&self, folder: &str) -> Result<(), Why> {
        let key = format!(r"{SCHEME}\shell\open\command");
        let other = "C:\\other.exe";
        let words = ["reg", "add", &key, "/ve", "/d", other, "/f"];
        let added = self.wine.answer(&words);
        check(added.is_some(), "the scheme cannot be changed")?;
        self.uninstalled(folder)?;
        self.has(&key, "(Default)", other)
    }

    fn uninstalled(&self, folder: &str) -> Result<(), Why> {
        self.expect(0, &format!("{folder}\\uninstall.exe"), &["/S"])?;
        let listed = self.wine.answer(&["reg", "query", LISTED]);
        check(listed.is_none(), "its place in the list is left")?;
        check(!self.start_menu.exists(), "it is still in the start menu")?;
        let left = self.wine.file(folder).exists();
        check(!left, "its folder is left")
    }

    fn program(&self, folder: &str) -> PathBuf {
        self.wine.file(&format!("{folder}\\keapsake.exe"))
    }

    fn expect(&self, status: i32, program: &str, words: &[&str]) -> Result<(), Why> {
        let ended = self.wine.status(program, words)?;
        let name = program.rsplit('\\').next().unwrap_or(program);
        check(
            ended == status,
            &format!("{name} ended with status {ended} and not {status}"),
        )
    }

    fn value(&self, key: &str, name: &str) -> Option<String> {
        let output = self.wine.answer(&["reg", "query", key])?;
        value(&output, name)
    }

    fn has(&self, key: &str, name: &str, expected: &str) -> Result<(), Why> {
        let said = self.value(key, name);
        check(
            said.as_deref().is_some_and(|said| reads(said, expected)),
            &format!("{name} of {key} is {said:?} and not {expected:?}"),
        )
    }
}

fn check(holds: bool, words: &str) -> Result<(), Why> {
    if holds { Ok(()) } else { Err(Why::new(words)) }
}

fn read(file: &PathBuf) -> Result<Vec<u8>, Failure> {
    fs::read(file).map_err(|source| Failure::File {
        what: format!("reading {}", file.display()),
        source,
    })
}

fn same(one: &PathBuf, other: &PathBuf) -> Result<bool, Failure> {
    Ok(read(one)? == read(other)?)
}

fn copy(from: &PathBuf, to: &PathBuf) -> Result<(), Failure> {
    fs::copy(from, to)
        .map(drop)
        .map_err(|source| Failure::File {
            what: format!("writing {}", to.display()),
            source,
        })
}
