//! One thing that others made. Does not know where it was read.

use std::fmt;
use std::path::PathBuf;

/// Who numbers its versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ecosystem {
    /// A Rust package.
    Cargo,
    /// A package of the page.
    Npm,
    /// Neither: it came with something else.
    Other,
}

/// One thing that others made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Who numbers its versions.
    pub ecosystem: Ecosystem,
    /// Its name there.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The licence as its makers wrote it, where they did.
    pub licence: Option<String>,
    /// Who made it, where it says so.
    pub authors: Vec<String>,
    /// Where its source is, where it says so.
    pub source: Option<String>,
    /// Where it lies on this machine.
    pub folder: Option<PathBuf>,
}

impl Part {
    /// Its name in a form that names its ecosystem as well.
    pub(crate) fn package_url(&self) -> Option<String> {
        let kind = match self.ecosystem {
            Ecosystem::Cargo => "cargo",
            Ecosystem::Npm => "npm",
            Ecosystem::Other => return None,
        };
        let name = self.name.replace('@', "%40");
        // A build's mark after a plus is part of the version, and would be read as a blank.
        let version = self.version.replace('+', "%2B");
        Some(format!("pkg:{kind}/{name}@{version}"))
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        if !self.version.is_empty() {
            write!(f, " {}", self.version)?;
        }
        Ok(())
    }
}
