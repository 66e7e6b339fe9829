//! Who may depend on whom, as Cargo resolves it, and who may import the window's library in the page.

use std::process::Command;

use crate::sources::{files, root};

/// Everything a package of the workspace needs in the app on this system, by name.
fn needs(package: &str) -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree", "--locked", "-e", "normal", "--prefix", "none", "-f", "{lib}",
        ])
        .args(["--all-features", "-p", package])
        .current_dir(root())
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo tree -p {package}: {words}");
    let names = String::from_utf8(output.stdout).unwrap();
    names
        .lines()
        .map(|name| name.trim().replace('_', "-"))
        .collect()
}

#[track_caller]
fn assert_knows_none(package: &str, others: &[&str]) {
    let needs = needs(package);
    assert!(needs.len() > 10, "cargo tree answered: {needs:?}");
    for other in others {
        let known = needs.iter().any(|name| name == other);
        assert!(!known, "{package} must not know {other}");
    }
}

const WINDOW: [&str; 3] = ["tauri", "wry", "tao"];
const KEYCHAIN: [&str; 2] = ["keyring", "keyring-core"];

#[test]
fn the_client_knows_no_window_no_keychain_and_no_rules() {
    assert_knows_none("keap-client", &WINDOW);
    assert_knows_none("keap-client", &KEYCHAIN);
    assert_knows_none("keap-client", &["keapsake-core", "practice-keap", "vault"]);
}

#[test]
fn the_core_knows_no_window_and_no_keychain() {
    assert_knows_none("keapsake-core", &WINDOW);
    assert_knows_none("keapsake-core", &KEYCHAIN);
    assert_knows_none("keapsake-core", &["practice-keap", "vault"]);
}

/// A shared type would put one misreading of Keap's contract on both sides.
#[test]
fn the_practice_keap_shares_nothing_with_the_client() {
    assert_knows_none("practice-keap", &["keap-client", "keapsake-core", "vault"]);
    assert_knows_none("practice-keap", &WINDOW);
}

/// What steers the practice Keap is for tests; the app has the practice account without it.
#[test]
fn the_app_has_no_control_door() {
    let features = |package: &str| {
        let output = Command::new(env!("CARGO"))
            .args([
                "tree",
                "--locked",
                "-e",
                "normal,features",
                "--all-features",
            ])
            .args(["-p", package, "-i", "practice-keap"])
            .current_dir(root())
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let door = "practice-keap feature \"control\"";
    let app = features("keapsake");
    assert!(
        app.contains("practice-keap feature \"default\"") && !app.contains(door),
        "{app}"
    );
    assert!(
        features("keapsake-tests").contains(door),
        "it is looked for under the name it has"
    );
}

/// With tokio inside, a call to the keychain from a runtime's own thread panics.
#[test]
fn the_keychain_s_bus_runs_on_no_runtime_of_ours() {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--workspace", "--all-features"])
        .args(["--target", "x86_64-unknown-linux-gnu"])
        .args(["-e", "normal", "--prefix", "none", "-f", "{lib} {f}"])
        .current_dir(root())
        .output()
        .unwrap();
    let tree = String::from_utf8(output.stdout).unwrap();
    let features = |library: &str| {
        let named = |line: &&str| line.split(' ').next() == Some(library);
        let line = tree.lines().find(named).unwrap_or_default();
        line.split([' ', ',']).skip(1).collect::<Vec<_>>()
    };
    for (library, ours, theirs) in [
        ("zbus", "async-io", "tokio"),
        ("secret_service", "rt-async-io", "rt-tokio"),
    ] {
        let features = features(library);
        assert!(features.contains(&ours), "{library}: {features:?}");
        assert!(!features.contains(&theirs), "{library}: {features:?}");
    }
}

#[test]
fn the_keychain_s_crate_knows_no_window() {
    assert_knows_none("vault", &WINDOW);
}

/// The app, and the empty window that it is measured against.
const WITH_A_WINDOW: [&str; 2] = [
    "src-tauri/Cargo.toml",
    "tests/bench/empty-window/Cargo.toml",
];

/// A manifest may name what its neighbours need anyway, so the manifests are read as well.
#[test]
fn one_manifest_names_the_window_and_one_the_keychain() {
    for (path, text) in files(&["src-tauri", "tests"], &["Cargo.toml"]) {
        let names = |word: &str| text.lines().any(|line| line.starts_with(word));
        assert!(
            !names("tauri") || WITH_A_WINDOW.contains(&path.as_str()),
            "{path} names tauri"
        );
        assert!(
            !names("keyring") || path == "src-tauri/crates/vault/Cargo.toml",
            "{path} names keyring"
        );
    }
}

#[test]
fn the_page_reaches_the_app_through_one_folder() {
    for (path, text) in files(&["ui/src"], &[".ts", ".svelte"]) {
        let imports =
            text.contains("from \"@tauri-apps/") || text.contains("import(\"@tauri-apps/");
        assert!(
            !imports || path.starts_with("ui/src/ipc/"),
            "{path} imports @tauri-apps"
        );
    }
}

/// With `panic = "abort"` a mistake anywhere would end the app in the middle of a renewal.
#[test]
fn a_panic_ends_a_task_and_not_the_app() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert!(manifest.contains("[profile.release]"));
    assert!(!manifest.contains("abort"), "a profile aborts on a panic");
}
