//! The list of parts that goes with a release, in `CycloneDX`'s form. Does not know what a release is.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::part::{Ecosystem, Part};
use crate::problem::Problem;

#[derive(Deserialize)]
struct Lock {
    package: Vec<Locked>,
}

#[derive(Deserialize)]
struct Locked {
    name: String,
    version: String,
    checksum: Option<String>,
}

/// The list of these parts. Two runs write the same: there is no time and no number of its own in it.
pub(crate) fn cyclone_dx(root: &Path, parts: &[Part]) -> Result<String, Problem> {
    let path = root.join("Cargo.lock");
    let lock: Lock = toml::from_str(&fs::read_to_string(&path).map_err(Problem::file(&path))?)?;
    let digests: BTreeMap<(&str, &str), &str> = lock
        .package
        .iter()
        .filter_map(|locked| {
            let digest = locked.checksum.as_deref()?;
            Some(((locked.name.as_str(), locked.version.as_str()), digest))
        })
        .collect();
    let components: Vec<Value> = parts
        .iter()
        .map(|part| {
            let digest = digests.get(&(part.name.as_str(), part.version.as_str()));
            component(part, digest.copied())
        })
        .collect();
    let references: Vec<String> = parts.iter().map(reference).collect();
    let list = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": {
            "type": "application",
            "bom-ref": "keapsake",
            "name": "Keapsake",
            "version": env!("CARGO_PKG_VERSION"),
            "licenses": [{ "license": { "id": "MIT" } }],
        } },
        "components": components,
        "dependencies": [{ "ref": "keapsake", "dependsOn": references }],
    });
    Ok(format!("{list:#}\n"))
}

fn reference(part: &Part) -> String {
    part.package_url().unwrap_or_else(|| part.name.clone())
}

fn component(part: &Part, digest: Option<&str>) -> Value {
    let stated = part.licence.as_deref().unwrap_or_default();
    // An old way to write "or", which the form does not know.
    let stated = stated.replace(" / ", " OR ").replace('/', " OR ");
    let mut component = Map::new();
    let mut say = |name: &str, value| component.insert(name.to_owned(), value);
    say("type", json!("library"));
    say("bom-ref", json!(reference(part)));
    say("name", json!(part.name));
    say("version", json!(part.version));
    say("licenses", json!([{ "expression": stated }]));
    if let Some(url) = part.package_url() {
        say("purl", json!(url));
    }
    if let (Ecosystem::Cargo, Some(digest)) = (part.ecosystem, digest) {
        say("hashes", json!([{ "alg": "SHA-256", "content": digest }]));
    }
    component.into()
}
