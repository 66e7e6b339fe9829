//! The page's packages, by its lock file. Which of them end in the page stands in `page.json`; a test of
//! the page compares that list with what its build took.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::part::{Ecosystem, Part};
use crate::problem::Problem;

/// The names of the packages that end in the page.
const IN_THE_PAGE: &str = include_str!("../page.json");

#[derive(Deserialize)]
struct Lock {
    packages: BTreeMap<String, Locked>,
}

#[derive(Deserialize)]
struct Locked {
    #[serde(default)]
    version: String,
    license: Option<String>,
}

/// As much of a package's own description as the notices name.
#[derive(Default, Deserialize)]
struct Description {
    #[serde(default)]
    repository: Repository,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Repository {
    Short(String),
    Long { url: String },
}

impl Default for Repository {
    fn default() -> Self {
        Self::Short(String::new())
    }
}

/// What ends in the page.
pub(crate) fn shipped(root: &Path) -> Result<Vec<Part>, Problem> {
    let named = Path::new("page.json");
    let names: Vec<String> = serde_json::from_str(IN_THE_PAGE).map_err(Problem::json(named))?;
    let parts = all(root)?;
    names
        .into_iter()
        .map(|name| {
            let mut part = parts
                .iter()
                .find(|part| part.name == name)
                .cloned()
                .ok_or_else(|| Problem::NotInstalled(name.clone()))?;
            let folder = root.join("ui/node_modules").join(&name);
            if !folder.is_dir() {
                return Err(Problem::NotInstalled(name));
            }
            part.source = source(&folder);
            part.folder = Some(folder);
            Ok(part)
        })
        .collect()
}

/// What building and testing the page take as well.
pub(crate) fn all(root: &Path) -> Result<Vec<Part>, Problem> {
    let path = root.join("ui/package-lock.json");
    let text = fs::read_to_string(&path).map_err(Problem::file(&path))?;
    let lock: Lock = serde_json::from_str(&text).map_err(Problem::json(&path))?;
    Ok(lock
        .packages
        .into_iter()
        .filter_map(|(place, locked)| {
            // The page itself stands there without a place.
            let (_, name) = place.rsplit_once("node_modules/")?;
            Some(Part {
                ecosystem: Ecosystem::Npm,
                name: name.to_owned(),
                version: locked.version,
                licence: locked.license,
                authors: Vec::new(),
                source: None,
                folder: None,
            })
        })
        .collect())
}

fn source(folder: &Path) -> Option<String> {
    let text = fs::read_to_string(folder.join("package.json")).ok()?;
    let description: Description = serde_json::from_str(&text).ok()?;
    let (Repository::Short(url) | Repository::Long { url }) = description.repository;
    let url = url.trim_start_matches("git+").trim_end_matches(".git");
    (!url.is_empty()).then(|| url.to_owned())
}
