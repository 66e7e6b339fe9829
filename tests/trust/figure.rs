//! A row of the table: written where `cargo xtask test trust` collects them, and held to its aim.

use std::path::PathBuf;

use serde_json::json;

/// Writes the row as `NAME.json` and fails the test where it does not hold.
///
/// `name` sorts the table ("05-links"), `figure` and `aim` are its words, `value` is what was seen.
pub(crate) fn report(name: &str, figure: &str, aim: &str, value: &str, holds: bool) {
    let folder = std::env::var_os("KEAPSAKE_TRUST_ROWS").map_or_else(
        || PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("trust"),
        PathBuf::from,
    );
    std::fs::create_dir_all(&folder).unwrap();
    let row = json!({ "figure": figure, "aim": aim, "value": value, "holds": holds });
    std::fs::write(folder.join(format!("{name}.json")), row.to_string()).unwrap();
    assert!(holds, "{figure}: {value}, but the aim is {aim}");
}
