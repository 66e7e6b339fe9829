//! The promises in SECURITY.md name their tests, and the tests are there.

use crate::sources::root;

/// `a/{b,c}.rs` stands for `a/b.rs` and `a/c.rs`.
fn expanded(path: &str) -> Vec<String> {
    let Some((before, rest)) = path.split_once('{') else {
        return vec![path.to_owned()];
    };
    let (names, after) = rest.split_once('}').unwrap();
    names
        .split(',')
        .map(|name| format!("{before}{name}{after}"))
        .collect()
}

#[test]
fn every_promise_names_a_test_that_is_there() {
    let text = std::fs::read_to_string(root().join("SECURITY.md")).unwrap();
    let named: Vec<String> = text
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|word| word.starts_with("tests/") || word.starts_with("src-tauri/"))
        .flat_map(expanded)
        .collect();
    assert!(named.len() > 20, "the promises are written otherwise now");
    for path in named {
        assert!(root().join(&path).exists(), "SECURITY.md names {path}");
    }
}

/// A row of a table of promises ends in a cell that names a file, or "the same" as the row above.
#[test]
fn no_promise_stands_without_a_test() {
    let text = std::fs::read_to_string(root().join("SECURITY.md")).unwrap();
    let mut promises = 0;
    for table in text.split("| promise | test |").skip(1) {
        for row in table.lines().skip(2).take_while(|row| row.starts_with('|')) {
            let held_by = row.trim_end_matches('|').rsplit('|').next().unwrap();
            promises += 1;
            assert!(
                held_by.contains(".rs`")
                    || held_by.contains("`tests/")
                    || held_by.contains("the same"),
                "no test: {row}"
            );
        }
    }
    assert!(promises > 15, "the promises are written otherwise now");
}
