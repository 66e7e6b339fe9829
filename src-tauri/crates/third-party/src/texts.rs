//! The licence texts: those that a package brings, and for the packages that bring none, by name, the
//! text of their licence as SPDX publishes it. Does not judge a licence.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::allowed::Allowed;
use crate::part::{Ecosystem, Part};
use crate::problem::Problem;

/// What these bring is no licence text, or nothing. Each was looked at: its licence is in its manifest.
const BRING_NONE: &[&str] = &[
    "block2",
    "clipboard-win",
    "dispatch2",
    "dlopen2",
    "dlopen2_derive",
    "objc2",
    "objc2-app-kit",
    "objc2-core-foundation",
    "objc2-core-graphics",
    "objc2-encode",
    "objc2-exception-helper",
    "objc2-foundation",
    "objc2-quartz-core",
    "objc2-web-kit",
    "rlibphonenumber",
    "rlibphonenumber_macro",
    "selectors",
    "tauri-plugin",
    "ts-rs",
    "ts-rs-macros",
    "uniprops-gen",
    "webview2-com",
    "webview2-com-macros",
    "webview2-com-sys",
    "zeroes_itoa",
];

/// Folders of a package whose licences are not about what is built of it.
const NOT_BUILT: [(&str, &str); 4] = [
    // The system's own library is used.
    ("libdbus-sys", "vendor"),
    // Pictures of its documentation.
    ("petgraph", "assets"),
    ("*", "tests"),
    ("*", "benches"),
];

/// How a file with a licence is called.
const STARTS: [&str; 5] = ["license", "licence", "copying", "notice", "unlicense"];

/// These describe, run or repeat a licence.
const NO_TEXTS: [&str; 8] = ["rs", "html", "spdx", "toml", "json", "yml", "sh", "py"];

/// What is shorter names a licence or another file.
const SHORTEST: usize = 200;

/// Everything that goes into the notices: the parts, and each text with those it is about.
pub(crate) struct Texts<'a> {
    /// All parts, with the licences they are taken under.
    pub(crate) parts: Vec<(&'a Part, Vec<String>)>,
    /// Each text once, with the parts that it is about.
    pub(crate) texts: Vec<(String, Vec<&'a Part>)>,
}

/// The texts of these parts.
///
/// # Errors
/// When a part has a licence that is not allowed, or no text and nobody decided what stands for it.
pub(crate) fn of<'a>(parts: &'a [Part], allowed: &Allowed) -> Result<Texts<'a>, Problem> {
    collected(parts, allowed, BRING_NONE)
}

fn collected<'a>(
    parts: &'a [Part],
    allowed: &Allowed,
    bring_none: &[&str],
) -> Result<Texts<'a>, Problem> {
    let mut with_licences = Vec::new();
    let mut by_text: BTreeMap<String, (String, Vec<&Part>)> = BTreeMap::new();
    let mut without = Vec::new();
    let mut in_vain: Vec<&str> = bring_none.to_vec();
    for part in parts {
        let chosen = allowed
            .chosen(part)
            .map_err(|refusal| Problem::Refused(vec![refusal]))?;
        let mut texts = own(part)?;
        if texts.is_empty() {
            let named = bring_none.contains(&part.name.as_str());
            if !named && part.ecosystem != Ecosystem::Other {
                without.push(part.to_string());
            }
            in_vain.retain(|name| *name != part.name);
            texts = chosen.iter().filter_map(|name| published(name)).collect();
        }
        for text in texts {
            let (_, parts) = by_text
                .entry(squeezed(&text))
                .or_insert_with(|| (text, Vec::new()));
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        with_licences.push((part, chosen));
    }
    if !without.is_empty() {
        return Err(Problem::NoText(without));
    }
    if !in_vain.is_empty() {
        let names = in_vain.into_iter().map(str::to_owned).collect();
        return Err(Problem::NamedInVain(names));
    }
    let mut texts: Vec<_> = by_text.into_values().collect();
    // The texts of most parts first; then by their first part, so that two runs write the same.
    texts.sort_by_key(|(text, parts)| {
        let first = parts.first().map(|part| part.name.clone());
        (usize::MAX - parts.len(), first, text.clone())
    });
    Ok(Texts {
        parts: with_licences,
        texts,
    })
}

/// The texts that a part brings, of itself and of what it took from others.
fn own(part: &Part) -> Result<Vec<String>, Problem> {
    let Some(folder) = &part.folder else {
        return Ok(Vec::new());
    };
    let mut texts = Vec::new();
    for file in licence_files(folder, part)? {
        let text = fs::read(&file).map_err(Problem::file(&file))?;
        let text = plain(&String::from_utf8_lossy(&text));
        if text.len() >= SHORTEST {
            texts.push(text);
        }
    }
    Ok(texts)
}

fn licence_files(folder: &Path, part: &Part) -> Result<Vec<PathBuf>, Problem> {
    let mut files = Vec::new();
    let entries = fs::read_dir(folder).map_err(Problem::file(folder))?;
    let mut entries: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for entry in entries {
        let name = entry.file_name().unwrap_or_default().to_string_lossy();
        let is_built = |(package, folder): &(&str, &str)| {
            *folder != name || (*package != "*" && *package != part.name)
        };
        if entry.is_dir() {
            if NOT_BUILT.iter().all(is_built) && name != "node_modules" {
                files.extend(licence_files(&entry, part)?);
            }
        } else if is_licence(&name.to_lowercase()) {
            files.push(entry.clone());
        }
    }
    Ok(files)
}

fn is_licence(name: &str) -> bool {
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    STARTS.iter().any(|start| name.starts_with(start)) && !NO_TEXTS.contains(&end)
}

/// The text that SPDX publishes, with the makers' names left to the list above it.
fn published(licence: &str) -> Option<String> {
    let name = licence.split(' ').next()?;
    let text = spdx::license_id(name)?.text();
    let mut lines: Vec<&str> = text.lines().collect();
    lines.retain(|line| !line.contains("<year>"));
    Some(plain(&lines.join("\n")))
}

/// Without what editors of other systems leave.
fn plain(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}');
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// By which two texts are the same: line ends, blanks and capitals say nothing, nor does the Apache
/// licence's advice on how to use it, unless somebody put a year and a name into it.
fn squeezed(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut all = words.join(" ").to_lowercase();
    let end = "end of terms and conditions";
    if let Some((terms, advice)) = all.split_once(end) {
        let is_plain = !["copyright 1", "copyright 2", "copyright (c)"]
            .iter()
            .any(|notice| advice.contains(notice));
        if is_plain {
            all = terms.to_owned();
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str, folder: Option<&Path>) -> Part {
        Part {
            ecosystem: Ecosystem::Cargo,
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            licence: Some("MIT".to_owned()),
            authors: Vec::new(),
            source: None,
            folder: folder.map(Path::to_path_buf),
        }
    }

    fn mit() -> Allowed {
        Allowed::from_toml("[licenses]\nallow = [\"MIT\"]").unwrap()
    }

    #[test]
    fn a_package_without_a_text_is_named_until_somebody_looked_at_it() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("LICENSE"), "MIT").unwrap();
        let parts = [part("silent", Some(folder.path()))];
        let said = collected(&parts, &mit(), &[]).err().unwrap().to_string();
        assert!(said.contains("silent 1.0.0"), "{said}");
        let texts = collected(&parts, &mit(), &["silent"]).unwrap().texts;
        assert!(texts[0].0.contains("Permission is hereby granted"));
        assert!(!texts[0].0.contains("<year>"));
    }

    #[test]
    fn a_package_that_is_named_for_nothing_is_told() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("LICENSE-MIT"), "x ".repeat(SHORTEST)).unwrap();
        let parts = [part("open", Some(folder.path()))];
        let said = collected(&parts, &mit(), &["open", "gone"]);
        let said = said.err().unwrap().to_string();
        assert!(said.contains("\n  open\n  gone"), "{said}");
    }

    #[test]
    fn one_text_stands_once_for_all_who_bring_it() {
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let long = "Some words.\n".repeat(30);
        fs::write(folders[0].path().join("LICENSE"), &long).unwrap();
        let on_windows = long.replace('\n', " \r\n");
        fs::write(folders[1].path().join("COPYING.txt"), on_windows).unwrap();
        let parts = [
            part("one", Some(folders[0].path())),
            part("two", Some(folders[1].path())),
        ];
        let texts = collected(&parts, &mit(), &[]).unwrap().texts;
        assert_eq!(texts.len(), 1);
        assert_eq!(texts[0].1.len(), 2);
    }

    #[test]
    fn what_a_package_took_from_others_counts_and_its_tests_do_not() {
        let folder = tempfile::tempdir().unwrap();
        for (place, words) in [(".", "Own. "), ("src/taken", "Taken. "), ("tests", "No. ")] {
            let place = folder.path().join(place);
            fs::create_dir_all(&place).unwrap();
            fs::write(place.join("LICENSE"), words.repeat(SHORTEST)).unwrap();
        }
        fs::write(folder.path().join("licence.rs"), "code ".repeat(SHORTEST)).unwrap();
        let texts = own(&part("built", Some(folder.path()))).unwrap();
        assert_eq!(texts.len(), 2);
        assert!(texts[0].starts_with("Own.") && texts[1].starts_with("Taken."));
    }
}
