//! What kind of computer and which build this is, for a report: names and versions of products, and
//! nothing of the person.

use keapsake_core::diagnosis::Machine;

use crate::ipc::BUILD;

/// This build on this computer.
pub(crate) fn machine() -> Machine {
    Machine {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        build: BUILD.to_owned(),
        system: format!("{}, {}", system(), std::env::consts::ARCH),
        web_view: tauri::webview_version().unwrap_or_else(|_| "unknown".to_owned()),
    }
}

#[cfg(target_os = "linux")]
fn system() -> String {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    pretty_name(&release).unwrap_or("linux").to_owned()
}

#[cfg(not(target_os = "linux"))]
fn system() -> String {
    std::env::consts::OS.to_owned()
}

/// The name of the distribution, from the text of `os-release` (freedesktop.org's os-release(5)).
#[cfg(target_os = "linux")]
fn pretty_name(release: &str) -> Option<&str> {
    let value = release
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
    Some(value.trim().trim_matches(['"', '\''])).filter(|name| !name.is_empty())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::pretty_name;

    #[test]
    fn the_distribution_is_named_by_its_own_file() {
        for (release, name) in [
            (
                "NAME=x\nPRETTY_NAME=\"Some Linux 12\"\nID=some\n",
                Some("Some Linux 12"),
            ),
            ("PRETTY_NAME=Plain\n", Some("Plain")),
            ("PRETTY_NAME=\"\"\n", None),
            ("NAME=x\n", None),
            ("", None),
        ] {
            assert_eq!(pretty_name(release), name);
        }
    }
}
