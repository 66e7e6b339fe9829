//! The Rust packages: what Cargo says is in the app on each system, and what it knows of each package.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use cargo_metadata::{Metadata, MetadataCommand, Package};

use crate::part::{Ecosystem, Part};
use crate::problem::Problem;

/// The systems that packages are made for.
const TARGETS: [&str; 4] = [
    "aarch64-apple-darwin",
    "x86_64-apple-darwin",
    "x86_64-pc-windows-msvc",
    "x86_64-unknown-linux-gnu",
];

/// What is in the app, with what its build takes: a build may leave traces of itself in what it makes.
pub(crate) fn shipped(root: &Path) -> Result<Vec<Part>, Problem> {
    let mut needed = BTreeSet::new();
    for target in TARGETS {
        needed.extend(tree(root, target)?);
    }
    let mut parts = all(root)?;
    parts.retain(|part| needed.contains(&(part.name.clone(), part.version.clone())));
    Ok(parts)
}

/// What building and testing take as well.
pub(crate) fn all(root: &Path) -> Result<Vec<Part>, Problem> {
    let mut parts: Vec<Part> = metadata(root)?
        .packages
        .iter()
        .filter(|package| package.source.is_some())
        .map(part)
        .collect();
    parts.sort_by(|one, other| (&one.name, &one.version).cmp(&(&other.name, &other.version)));
    Ok(parts)
}

fn metadata(root: &Path) -> Result<Metadata, Problem> {
    let mut options = vec!["--locked".to_owned()];
    for target in TARGETS {
        options.extend(["--filter-platform".to_owned(), target.to_owned()]);
    }
    Ok(MetadataCommand::new()
        .manifest_path(root.join("Cargo.toml"))
        .other_options(options)
        .exec()?)
}

/// Name and version of each package in the app on this system. Cargo's tree, other than its metadata,
/// tells the features that the app is built with from those of the tests.
fn tree(root: &Path, target: &'static str) -> Result<Vec<(String, String)>, Problem> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["tree", "--locked", "--package", "keapsake"])
        .args(["--features", "keapsake/packaged", "--target", target])
        .args(["--edges", "normal,build", "--prefix", "none"])
        .args(["--format", "{p}"])
        .current_dir(root)
        .output()
        .map_err(Problem::file(root))?;
    if !output.status.success() {
        return Err(Problem::Tree {
            target,
            said: String::from_utf8_lossy(&output.stderr).into_owned(),
        });
    }
    let lines = String::from_utf8_lossy(&output.stdout);
    Ok(lines
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ');
            let name = words.next()?.to_owned();
            Some((name, words.next()?.strip_prefix('v')?.to_owned()))
        })
        .collect())
}

fn part(package: &Package) -> Part {
    let folder = package.manifest_path.parent();
    Part {
        ecosystem: Ecosystem::Cargo,
        name: package.name.clone(),
        version: package.version.to_string(),
        licence: package.license.clone(),
        authors: package.authors.clone(),
        source: package.repository.clone(),
        folder: folder.map(|folder| folder.as_std_path().to_path_buf()),
    }
}
