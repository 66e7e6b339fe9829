//! Who signs the packages: decided by the environment alone, and told in one line. Knows no key.

use std::fmt;

use super::System;

/// The command line that signs a file on Windows; `%1` is the file.
const SIGN_COMMAND: &str = "KEAPSAKE_SIGN_COMMAND";

/// What the bundler and its tools read by themselves; to them a name without a value is a wrong value.
pub(crate) const VARIABLES: [&str; 9] = [
    "APPLE_API_ISSUER",
    "APPLE_API_KEY",
    "APPLE_API_KEY_PATH",
    "APPLE_CERTIFICATE",
    "APPLE_CERTIFICATE_PASSWORD",
    "APPLE_ID",
    "APPLE_PASSWORD",
    "APPLE_SIGNING_IDENTITY",
    "APPLE_TEAM_ID",
];

/// Who signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Signing {
    /// A command of the person's own, on Windows.
    Command(String),
    /// A Developer ID, on macOS.
    DeveloperId {
        /// Whether Apple is asked to notarize it as well.
        notarized: bool,
    },
    /// Nobody in particular, on macOS: enough to start, not to be trusted.
    AdHoc,
    /// Nobody, and why.
    Nobody(&'static str),
}

/// A package that nobody said anything about is signed by nobody.
const NOBODY: Signing = Signing::Nobody("nobody was asked to.");

impl Default for &Signing {
    fn default() -> Self {
        &NOBODY
    }
}

impl Signing {
    /// Who signs on this system, by these variables.
    pub(crate) fn from(system: System, variable: impl Fn(&str) -> Option<String>) -> Self {
        let value = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        let all = |names: &[&str]| names.iter().all(|name| value(name).is_some());
        match system {
            System::Linux => Self::Nobody("Linux packages are signed by whoever hosts them."),
            System::Windows => value(SIGN_COMMAND).map_or(
                Self::Nobody("KEAPSAKE_SIGN_COMMAND is not set. Windows warns whoever starts this installer."),
                Self::Command,
            ),
            System::MacOs
                if all(&["APPLE_SIGNING_IDENTITY"])
                    || all(&["APPLE_CERTIFICATE", "APPLE_CERTIFICATE_PASSWORD"]) =>
            {
                Self::DeveloperId {
                    notarized: all(&["APPLE_API_ISSUER", "APPLE_API_KEY", "APPLE_API_KEY_PATH"])
                        || all(&["APPLE_ID", "APPLE_PASSWORD", "APPLE_TEAM_ID"]),
                }
            }
            System::MacOs => Self::AdHoc,
        }
    }
}

impl fmt::Display for Signing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Command(_) => f.write_str("Signed with the command in KEAPSAKE_SIGN_COMMAND."),
            Self::DeveloperId { notarized: true } => {
                f.write_str("Signed with a Developer ID, notarized and stapled.")
            }
            Self::DeveloperId { notarized: false } => f.write_str(
                "Signed with a Developer ID, and not notarized: APPLE_API_ISSUER, APPLE_API_KEY and \
                 APPLE_API_KEY_PATH are not set.",
            ),
            Self::AdHoc => f.write_str(
                "Nothing was signed with a Developer ID: APPLE_SIGNING_IDENTITY is not set. The app is \
                 signed ad hoc, and macOS stops its first start until the person allows it.",
            ),
            Self::Nobody(why) => write!(f, "Nothing was signed: {why}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(system: System, set: &[&str]) -> Signing {
        let value = |name: &str| set.contains(&name).then(|| "x".to_owned());
        Signing::from(system, value)
    }

    #[test]
    fn who_signs_is_what_the_environment_says() {
        let api = ["APPLE_API_ISSUER", "APPLE_API_KEY", "APPLE_API_KEY_PATH"];
        let identity = ["APPLE_SIGNING_IDENTITY"];
        let developer = |notarized| Signing::DeveloperId { notarized };
        for (system, set, signing) in [
            (
                System::Windows,
                [SIGN_COMMAND].as_slice(),
                Signing::Command("x".into()),
            ),
            (System::MacOs, &identity, developer(false)),
            (
                System::MacOs,
                &[identity[0], api[0], api[1], api[2]],
                developer(true),
            ),
            (
                System::MacOs,
                &[identity[0], api[0], api[1]],
                developer(false),
            ),
            (System::MacOs, &["APPLE_CERTIFICATE"], Signing::AdHoc),
            (System::MacOs, &api, Signing::AdHoc),
        ] {
            assert_eq!(with(system, set), signing, "{set:?}");
        }
    }

    #[test]
    fn an_unsigned_build_says_so() {
        for system in [System::Linux, System::Windows, System::MacOs] {
            let said = with(system, &[]).to_string();
            assert!(said.starts_with("Nothing was signed"), "{said}");
        }
        let empty = Signing::from(System::Windows, |_| Some(" ".to_owned()));
        assert!(
            matches!(empty, Signing::Nobody(_)),
            "a secret that is not there is empty"
        );
    }
}
