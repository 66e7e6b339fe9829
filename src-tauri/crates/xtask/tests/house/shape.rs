//! How files are cut and named.

use crate::sources::files;

/// A longer file has a second room in it.
const MOST_LINES: usize = 350;

/// Names under which anything could be put.
const DRAWERS: [&str; 8] = [
    "util", "utils", "helper", "helpers", "manager", "service", "common", "misc",
];

#[test]
fn files_are_short_and_say_what_they_are_for() {
    for (path, text) in files(&["src-tauri", "tests"], &[".rs"]) {
        let lines = text.lines().count();
        assert!(lines <= MOST_LINES, "{path} has {lines} lines");
        assert!(
            text.starts_with("//! "),
            "{path} does not say what it is for"
        );
    }
}

#[test]
fn the_files_of_the_page_are_short_too() {
    for (path, text) in files(&["ui/src", "ui/tests"], &[".ts", ".svelte", ".css"]) {
        let lines = text.lines().count();
        assert!(lines <= MOST_LINES, "{path} has {lines} lines");
    }
}

#[test]
fn no_file_and_no_folder_is_a_drawer() {
    for (path, _) in files(
        &["src-tauri", "tests", "ui/src"],
        &[".rs", ".ts", ".svelte", ".css"],
    ) {
        for part in path.split('/') {
            let name = part.split('.').next().unwrap();
            assert!(
                !DRAWERS.contains(&name),
                "{path}: name it for what is in it"
            );
        }
    }
}

/// Words are not an error: nobody can match on them, and they carry no cause.
#[test]
fn no_result_has_words_for_an_error() {
    for (path, text) in files(&["src-tauri", "tests"], &[".rs"]) {
        let words_for_errors = concat!(", Str", "ing>");
        let bad = text.lines().any(|line| {
            line.contains("Result<") && line.contains(words_for_errors) && !line.contains("Map<")
        });
        assert!(!bad, "{path} has a result with words for an error");
    }
}
