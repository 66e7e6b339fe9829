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
