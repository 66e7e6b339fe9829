//! What the shell's files say about each other: the names in `tauri.conf.json`, the commands in
//! `build.rs`, in the capability and in the handler list.

mod packaging;

use std::collections::BTreeSet;

use keapsake_core::product::{Build, NAME};
use serde_json::Value;

use super::is_our_page;

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The words between quotes of the lines of a Rust list that begins with `start`.
fn listed(text: &str, start: &str, end: &str) -> BTreeSet<String> {
    let list = text.split_once(start).unwrap().1.split_once(end).unwrap().0;
    list.split(',')
        .map(|word| {
            word.trim()
                .trim_matches('"')
                .rsplit("::")
                .next()
                .unwrap()
                .to_owned()
        })
        .filter(|word| !word.is_empty())
        .collect()
}

#[test]
fn the_bundler_and_the_code_give_the_product_the_same_names() {
    let config = json(include_str!("../tauri.conf.json"));
    assert_eq!(config["identifier"], Build::Packaged.identifier());
    assert_eq!(config["productName"], NAME);
    assert_eq!(config["app"]["windows"][0]["title"], NAME);
    let schemes = &config["plugins"]["deep-link"]["desktop"]["schemes"];
    assert_eq!(schemes, &serde_json::json!([Build::Packaged.scheme()]));
    assert_eq!(
        config["build"]["features"],
        serde_json::json!(["packaged"]),
        "a package is a package"
    );
}

#[test]
fn the_window_may_call_our_own_commands_and_nothing_else() {
    let registered = listed(include_str!("lib.rs"), "generate_handler![", "]");
    let declared = listed(include_str!("../build.rs"), "&[&str] = &[", "]");
    let capability = json(include_str!("../capabilities/main.json"));
    let allowed: BTreeSet<String> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|permission| {
            permission
                .as_str()
                .unwrap()
                .strip_prefix("allow-")
                .unwrap()
                .replace('-', "_")
        })
        .collect();
    assert_eq!(registered, declared);
    assert_eq!(
        registered, allowed,
        "a permission of another origin than our commands has no allow- prefix"
    );
    assert!(capability.get("remote").is_none());
}

#[test]
fn the_page_can_load_nothing_from_elsewhere() {
    let config = json(include_str!("../tauri.conf.json"));
    let policy = config["app"]["security"]["csp"].as_str().unwrap();
    assert!(policy.starts_with("default-src 'none';"));
    assert!(!policy.contains("unsafe"));
    for directive in policy
        .split(';')
        .map(str::trim)
        .filter(|d| !d.starts_with("connect-src"))
    {
        assert!(!directive.contains("http"), "{directive}");
    }
    assert_eq!(config["app"]["withGlobalTauri"], false);
    assert_eq!(config["app"]["security"]["freezePrototype"], true);
}

#[test]
fn the_window_never_leaves_its_own_page() {
    for (url, ours) in [
        ("tauri://localhost/", true),
        ("http://tauri.localhost/", true),
        (
            "https://accounts.infusionsoft.com/app/oauth/authorize",
            false,
        ),
        ("http://tauri.localhost.evil.example/", false),
        ("http://localhost:8765/callback", false),
        ("tauri://elsewhere/", false),
        ("file:///etc/passwd", false),
        ("about:blank", false),
        ("data:text/html,x", false),
    ] {
        assert_eq!(is_our_page(&url.parse().unwrap()), ours, "{url}");
    }
}
