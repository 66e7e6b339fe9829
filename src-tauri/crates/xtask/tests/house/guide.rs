//! The guide shows pictures that a demo can take again, leads nowhere that is not there, and quotes
//! what the app says as the app says it. It does not know whether the guide is right.

use std::collections::BTreeSet;
use std::path::Path;

use crate::sources::{files, root};

/// A page of the project that people read: its path, and its text.
fn pages() -> Vec<(String, String)> {
    let mut pages = files(&[".github/guide"], &[".md"]);
    assert!(pages.len() >= 7, "the guide is somewhere else now");
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    pages.push(("README.md".to_owned(), readme));
    pages
}

/// Where the links of a text lead, the pictures among them.
fn targets(text: &str) -> impl Iterator<Item = &str> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')').map(|(target, _)| target))
}

/// How a heading is named in an address.
fn anchor(heading: &str) -> String {
    heading
        .trim_start_matches('#')
        .trim()
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || " -".contains(*c))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

#[test]
fn every_link_and_picture_is_there() {
    for (path, text) in pages() {
        let folder = root().join(&path).parent().unwrap().to_path_buf();
        for target in targets(&text).filter(|target| !target.starts_with("https://")) {
            let (file, part) = target.split_once('#').unwrap_or((target, ""));
            let file = if file.is_empty() {
                root().join(&path)
            } else {
                folder.join(file)
            };
            assert!(file.exists(), "{path} leads to {target}");
            if !part.is_empty() {
                let there = std::fs::read_to_string(&file).unwrap();
                let mut headings = there.lines().filter(|line| line.starts_with('#'));
                assert!(
                    headings.any(|line| anchor(line) == part),
                    "{path}: {target}"
                );
            }
        }
    }
}

#[test]
fn every_page_is_reached_from_the_first() {
    let pages = pages();
    let first = std::fs::read_to_string(root().join(".github/guide/README.md")).unwrap();
    let reached: BTreeSet<&str> = targets(&first).collect();
    for (path, _) in &pages {
        let name = path.strip_prefix(".github/guide/").unwrap_or("README.md");
        assert!(name == "README.md" || reached.contains(name), "{path}");
    }
}

/// The names of `SHOWN` in the demo's album.
fn taken() -> BTreeSet<String> {
    let album = std::fs::read_to_string(root().join("tests/demo/album.rs")).unwrap();
    let (_, list) = album.split_once("const SHOWN:").unwrap();
    let (list, _) = list.split_once("\n];").unwrap();
    list.lines()
        .filter_map(|line| line.rsplit('"').nth(1))
        .map(|name| format!("{name}.png"))
        .collect()
}

#[test]
fn every_picture_that_is_shown_is_one_that_a_demo_takes_again() {
    let shown: BTreeSet<String> = pages()
        .iter()
        .flat_map(|(_, text)| targets(text))
        .map(Path::new)
        .filter(|target| target.extension().is_some_and(|kind| kind == "png"))
        .map(|target| {
            let name = target.file_name().unwrap();
            name.to_string_lossy().into_owned()
        })
        .collect();
    assert!(shown.len() > 5, "the pictures are shown otherwise now");
    assert_eq!(shown, taken());
}

/// All that the app's words say, as one text without line ends.
fn words() -> String {
    let notices = files(&["src-tauri/crates/keapsake-core/src/notices"], &[".rs"]);
    let words = files(&["ui/src/words", "ui/src/words.ts"], &[".ts"]);
    let alone = std::fs::read_to_string(root().join("ui/src/words.ts")).unwrap();
    (notices.into_iter().chain(words).map(|(_, text)| text))
        .chain([alone])
        .collect::<String>()
        .replace('’', "'")
}

/// A title in the trouble table, and a button in bold anywhere, is what the app says.
#[test]
fn what_the_guide_quotes_is_what_the_app_says() {
    let said = words();
    let trouble = std::fs::read_to_string(root().join(".github/guide/trouble.md")).unwrap();
    let mut titles = 0;
    for row in trouble.lines().filter(|line| line.starts_with("| **")) {
        let title = row.split("**").nth(1).unwrap();
        titles += 1;
        assert!(said.contains(title), "the app does not say: {title}");
    }
    assert!(titles > 40, "the table is written otherwise now");
}

/// Whatever can be in the way of a start or a sign-in has a row in the table.
#[test]
fn the_trouble_table_has_every_heading_of_these_notices() {
    let trouble = std::fs::read_to_string(root().join(".github/guide/trouble.md")).unwrap();
    for room in ["start", "keychain", "way_back"] {
        let path = format!("src-tauri/crates/keapsake-core/src/notices/{room}.rs");
        let text = std::fs::read_to_string(root().join(path)).unwrap();
        // A heading is the line behind the code of its notice.
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        for pair in lines.windows(2) {
            let quoted = |line: &str| {
                line.strip_prefix('"')?
                    .strip_suffix("\",")
                    .map(str::to_owned)
            };
            let (Some(code), Some(title)) = (quoted(pair[0]), quoted(pair[1])) else {
                continue;
            };
            if code.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
                assert!(trouble.contains(&title), "{room}: {title}");
            }
        }
    }
}
