//! What the notices and the list of parts name, and what they leave out.

use third_party::{LIST, root, write};

#[test]
fn the_notices_name_what_is_in_the_app_on_each_system_and_no_test_tool() {
    let folder = tempfile::tempdir().unwrap();
    let file = write(&root(), folder.path()).unwrap();
    let notices = std::fs::read_to_string(file).unwrap();
    let named = |name: &str| {
        let start = format!("\n{name} ");
        notices.contains(&start)
    };
    for name in ["tauri", "reqwest", "axum", "svelte", "@tauri-apps/api"] {
        assert!(named(name), "{name} is in every app");
    }
    for (name, system) in [
        ("gtk", "Linux"),
        ("webview2-com-sys", "Windows"),
        ("objc2-web-kit", "macOS"),
    ] {
        assert!(named(name), "{name} is in the app on {system}");
    }
    for name in [
        "proptest",
        "fantoccini",
        "libfuzzer-sys",
        "playwright",
        "spdx",
    ] {
        assert!(!named(name), "{name} is in no app");
    }
    for words in [
        "Creative Commons\nAttribution 4.0 International",
        "Permission is hereby granted, free of charge",
        "Apache License",
        "Mozilla Public License Version 2.0",
        "Microsoft Corporation. All rights reserved.",
    ] {
        assert!(notices.contains(words), "{words}");
    }
    let apache = notices.matches("TERMS AND CONDITIONS FOR USE, REPRODUCTION");
    assert!(apache.count() < 40, "one text stands once");
}

#[test]
fn the_list_of_parts_names_each_with_its_digest_and_is_the_same_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let read = || {
        write(&root(), folder.path()).unwrap();
        std::fs::read_to_string(folder.path().join(LIST)).unwrap()
    };
    let text = read();
    assert_eq!(text, read());
    let list: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(list["bomFormat"], "CycloneDX");
    let components = list["components"].as_array().unwrap();
    let tauri = components
        .iter()
        .find(|part| part["name"] == "tauri")
        .unwrap();
    assert_eq!(tauri["hashes"][0]["content"].as_str().unwrap().len(), 64);
    assert!(
        tauri["purl"]
            .as_str()
            .unwrap()
            .starts_with("pkg:cargo/tauri@")
    );
    let api = "pkg:npm/%40tauri-apps/api@";
    let has = |start: &str| {
        components.iter().any(|part| {
            part["purl"]
                .as_str()
                .is_some_and(|purl| purl.starts_with(start))
        })
    };
    assert!(has(api));
    let mut references: Vec<_> = components
        .iter()
        .map(|part| part["bom-ref"].to_string())
        .collect();
    let count = references.len();
    references.sort();
    references.dedup();
    assert_eq!(references.len(), count, "each part stands once");
}
