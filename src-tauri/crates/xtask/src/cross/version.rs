//! The workspace's version, and the one that comes after it. Does not know what has a version.

use std::fmt;

/// Three numbers, in the order of releases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version(u32, u32, u32);

impl Version {
    /// The version that the members of a workspace share, out of its manifest.
    pub(crate) fn of_workspace(manifest: &str) -> Option<Self> {
        let (_, table) = manifest.split_once("[workspace.package]")?;
        let line = table
            .lines()
            .skip(1)
            .take_while(|line| !line.starts_with('['))
            .find(|line| line.starts_with("version"))?;
        Self::read(line.split('"').nth(1)?)
    }

    fn read(text: &str) -> Option<Self> {
        let mut numbers = text.split('.').map(|number| number.parse().ok());
        let version = Self(numbers.next()??, numbers.next()??, numbers.next()??);
        numbers.next().is_none().then_some(version)
    }

    /// The next one that could be released.
    pub(crate) const fn next(self) -> Self {
        Self(self.0, self.1, self.2.saturating_add(1))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_one_that_the_members_share() {
        let manifest = "[workspace]\nversion = \"9.9.9\"\n\n[workspace.package]\n\
            edition = \"2024\"\nversion = \"0.1.12\"\n\n[x]\nversion = \"8.8.8\"\n";
        assert_eq!(Version::of_workspace(manifest), Some(Version(0, 1, 12)));
        let without = "[workspace.package]\n[x]\nversion = \"8.8.8\"\n";
        assert_eq!(Version::of_workspace(without), None);
        for bad in ["1.2", "1.2.3.4", "1.2.x", ""] {
            assert_eq!(Version::read(bad), None, "{bad}");
        }
    }

    /// As text, 0.1.10 would come before 0.1.9, and the installer would call it a step back.
    #[test]
    fn the_next_one_is_newer() {
        for (version, next) in [((0, 1, 9), "0.1.10"), ((1, 0, 0), "1.0.1")] {
            let version = Version(version.0, version.1, version.2);
            assert!(version.next() > version);
            assert_eq!(version.next().to_string(), next);
        }
    }
}
