//! Every place where a secret leaves its type says why, and there are few.

use crate::sources::{files, without_tests};

/// More places than this need a second look at why; then raise it.
const MOST: usize = 28;

/// How many lines above a call its reason may begin: a call may stand in the middle of a statement.
const ABOVE: usize = 3;

#[test]
fn every_place_that_uncovers_a_secret_says_why() {
    let mut places = 0;
    for (path, text) in files(&["src-tauri"], &[".rs"]) {
        let lines: Vec<&str> = without_tests(&path, &text).lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let code = line.split("//").next().unwrap();
            if code.contains(".expose()") || code.contains(".expose_secret()") {
                places += 1;
                let before = &lines[at.saturating_sub(ABOVE)..at];
                let says_why = before
                    .iter()
                    .any(|line| line.trim().starts_with("// EXPOSE: "));
                assert!(
                    says_why,
                    "{path}:{} uncovers a secret and does not say why",
                    at + 1
                );
            }
        }
    }
    assert!(
        places > 0,
        "nothing was found: the calls must have other names now"
    );
    assert!(places <= MOST, "secrets are uncovered in {places} places");
}
