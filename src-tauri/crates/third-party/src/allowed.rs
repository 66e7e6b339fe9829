//! Which licences are allowed: the list of `.deny.toml`, which cargo-deny reads as well. Does not know
//! any package.

use std::fmt;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use spdx::{Expression, Licensee, ParseMode};

use crate::part::Part;
use crate::problem::Problem;

/// Taken first where a package offers several.
const PREFERRED: [&str; 2] = ["MIT", "Apache-2.0"];

#[derive(Deserialize)]
struct Policy {
    licenses: Licences,
}

#[derive(Deserialize)]
struct Licences {
    allow: Vec<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
}

/// A licence that one package alone may have.
#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    package: String,
    allow: Vec<String>,
}

/// The licences that are allowed.
pub struct Allowed {
    everywhere: Vec<Licensee>,
    alone: Vec<(String, Vec<Licensee>)>,
}

/// A package that must not be among the dependencies, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The package.
    pub part: String,
    /// What is wrong with it.
    pub why: Why,
}

/// What is wrong with a package's licence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It names none.
    None,
    /// What it names is no licence.
    NotUnderstood(String),
    /// It is not on the list.
    NotListed(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.part)?;
        match &self.why {
            Why::None => f.write_str("names no licence"),
            Why::NotUnderstood(licence) => write!(f, "\"{licence}\" is no licence"),
            Why::NotListed(licence) => write!(f, "{licence} is not on the list"),
        }
    }
}

impl Allowed {
    /// The list of the workspace.
    ///
    /// # Errors
    /// When `.deny.toml` cannot be read.
    pub fn read(root: &Path) -> Result<Self, Problem> {
        let path = root.join(".deny.toml");
        Self::from_toml(&fs::read_to_string(&path).map_err(Problem::file(&path))?)
    }

    /// The list in such a text.
    ///
    /// # Errors
    /// When it is not in cargo-deny's form, or names something that is no licence.
    pub fn from_toml(text: &str) -> Result<Self, Problem> {
        let Policy { licenses } = toml::from_str(text)?;
        let mut everywhere = licences(&licenses.allow)?;
        everywhere.sort_by_key(|licence| {
            let name = licence.to_string();
            let place = PREFERRED.iter().position(|preferred| *preferred == name);
            place.unwrap_or(PREFERRED.len())
        });
        let alone = licenses
            .exceptions
            .into_iter()
            .map(|exception| Ok((exception.package, licences(&exception.allow)?)))
            .collect::<Result<_, Problem>>()?;
        Ok(Self { everywhere, alone })
    }

    /// Whether all of these may be among the dependencies.
    ///
    /// # Errors
    /// Every one that may not, with what is wrong.
    pub fn check(&self, parts: &[Part]) -> Result<(), Problem> {
        let mut refusals: Vec<Refusal> = parts
            .iter()
            .filter_map(|part| self.chosen(part).err())
            .collect();
        refusals.dedup();
        if refusals.is_empty() {
            Ok(())
        } else {
            Err(Problem::Refused(refusals))
        }
    }

    /// Under which licences a part is taken, of those it offers.
    ///
    /// # Errors
    /// When there are none, or none that are allowed.
    pub fn chosen(&self, part: &Part) -> Result<Vec<String>, Refusal> {
        let refused = |why| Refusal {
            part: part.to_string(),
            why,
        };
        let stated = part.licence.as_deref().unwrap_or_default().trim();
        if stated.is_empty() {
            return Err(refused(Why::None));
        }
        let expression = Expression::parse_mode(stated, ParseMode::LAX)
            .map_err(|_| refused(Why::NotUnderstood(stated.to_owned())))?;
        let alone = self
            .alone
            .iter()
            .filter(|(name, _)| *name == part.name)
            .flat_map(|(_, licences)| licences);
        let accepted: Vec<&Licensee> = self.everywhere.iter().chain(alone).collect();
        let chosen = expression
            .minimized_requirements(accepted)
            .map_err(|_| refused(Why::NotListed(stated.to_owned())))?;
        Ok(chosen.iter().map(ToString::to_string).collect())
    }
}

fn licences(names: &[String]) -> Result<Vec<Licensee>, Problem> {
    let licence = |name: &String| {
        Licensee::parse(name).map_err(|source| Problem::NoSuchLicence {
            name: name.clone(),
            source,
        })
    };
    names.iter().map(licence).collect()
}
