//! Declares the app's own commands, so that the window may call only what its capability lists,
//! and checks what the build takes from the environment.

/// Every command of the page. `src/lib.rs` registers the same list; a test compares the two with
/// the capability file.
const COMMANDS: &[&str] = &[
    "watch",
    "choose_door",
    "save_keys",
    "use_filled_in_keys",
    "keep_keys",
    "set_route",
    "set_pkce",
    "go_back",
    "start_sign_in",
    "open_again",
    "wait_longer",
    "cancel_sign_in",
    "keap_error_page",
    "paste_address",
    "copy",
    "confirm_account",
    "use_another_account",
    "countries",
    "provinces",
    "propose_region",
    "save_contact",
    "address_format",
    "choices",
    "custom_fields",
    "find_contacts",
    "open_sheet",
    "review_contact",
    "undo_save",
    "history",
    "clear_history",
    "set_history",
    "drafts",
    "keep_draft",
    "drop_draft",
    "resume_draft",
    "open_contact",
    "open_page",
    "sign_out",
    "start_over",
    "set_zoom",
    "about",
    "shipped_text",
    "use_this_session_only",
    "diagnose",
    "report",
    "copy_report",
    "set_proxy",
];

fn main() {
    println!("cargo:rerun-if-env-changed=KEAPSAKE_RETURN_PAGE");
    let has = |feature: &str| std::env::var_os(format!("CARGO_FEATURE_{feature}")).is_some();
    assert!(
        !(has("PACKAGED") && (has("OTHER_KEAP") || has("KILL_POINTS"))),
        "the features `other-keap` and `kill-points` must not be in a package"
    );
    if let Ok(page) = std::env::var("KEAPSAKE_RETURN_PAGE") {
        let local = has("OTHER_KEAP") && page.starts_with("http://localhost");
        assert!(
            page.is_empty() || page.starts_with("https://") || local,
            "KEAPSAKE_RETURN_PAGE must be an https address"
        );
        assert!(
            !page.contains(['?', '#']),
            "KEAPSAKE_RETURN_PAGE must have no query and no fragment: Keap refuses them"
        );
    }
    assert!(
        std::path::Path::new("../ui/dist/index.html").exists(),
        "ui/dist is missing: run `cargo xtask setup`, which builds the page"
    );
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo:warning={error:#}");
        std::process::exit(1);
    }
}
