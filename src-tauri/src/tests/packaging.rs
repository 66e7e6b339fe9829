//! What each system's packages are told, read as the bundler reads it: the common configuration with
//! the system's own file laid over it. Does not run the bundler.

use std::fs;
use std::path::{Path, PathBuf};

use keapsake_core::product::{Build, NAME};
use serde_json::{Value, json};
use tauri::utils::config::parse::read_from;
use tauri::utils::platform::Target;

fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn merged(target: Target) -> Value {
    let (config, files) = read_from(target, folder()).unwrap();
    assert_eq!(files.len(), 2, "the common file and the system's own");
    config
}

const ALL: [Target; 3] = [Target::Linux, Target::Windows, Target::MacOS];

#[test]
fn every_system_is_told_the_same_names_and_the_same_scheme() {
    for target in ALL {
        let config = merged(target);
        for (at, expected) in [
            ("/identifier", json!(Build::Packaged.identifier())),
            ("/productName", json!(NAME)),
            ("/build/features", json!(["packaged"])),
            // Of this the bundler makes CFBundleURLTypes, the keys of the NSIS script and of the MSI, and
            // the MimeType of the desktop entry.
            (
                "/plugins/deep-link/desktop",
                json!({ "schemes": [Build::Packaged.scheme()] }),
            ),
            ("/bundle/active", json!(true)),
            ("/bundle/createUpdaterArtifacts", json!(false)),
            ("/bundle/license", json!("MIT")),
        ] {
            assert_eq!(config.pointer(at), Some(&expected), "{target:?}: {at}");
        }
        assert_eq!(config.pointer("/plugins/updater"), None, "{target:?}");
        let version = config.get("version");
        assert_eq!(version, None, "{target:?}: the workspace has the version");
    }
}

#[test]
fn windows_is_installed_for_one_person_with_the_web_view_and_without_a_way_back() {
    let windows = json!({
        "allowDowngrades": false,
        "webviewInstallMode": { "type": "embedBootstrapper", "silent": true },
        "nsis": { "installMode": "currentUser", "installerIcon": "../icons/icon.ico" },
    });
    assert_eq!(merged(Target::Windows)["bundle"]["windows"], windows);
}

#[test]
fn macos_states_the_oldest_system_and_hardens_the_app() {
    let mac = json!({ "minimumSystemVersion": "14.5", "hardenedRuntime": true });
    assert_eq!(merged(Target::MacOS)["bundle"]["macOS"], mac);
    // The system that brought the web view for which the page is built.
    let page = fs::read_to_string(folder().join("../ui/vite.config.ts")).unwrap();
    assert!(page.contains("\"safari17.5\""));
}

#[test]
fn no_identity_and_no_sign_command_is_written_down() {
    for target in ALL {
        let config = merged(target).to_string();
        for name in ["signingIdentity", "signCommand", "certificateThumbprint"] {
            assert!(!config.contains(name), "{target:?}: {name}");
        }
    }
}

/// With the stock template no link arrives: it has no place for one. A quoted program is not started
/// by every `xdg-open`.
#[test]
fn the_desktop_entry_takes_one_link_unquoted() {
    let linux = merged(Target::Linux)["bundle"]["linux"].clone();
    for package in ["deb", "rpm"] {
        let template = linux[package]["desktopTemplate"].as_str().unwrap();
        let template = fs::read_to_string(folder().join(template)).unwrap();
        let lines: Vec<&str> = template.lines().collect();
        for line in [
            "[Desktop Entry]",
            "Type=Application",
            "Name={{name}}",
            "Comment={{comment}}",
            "Categories={{categories}}",
            "Exec={{exec}} %u",
            "StartupWMClass={{exec}}",
            "MimeType={{mime_type}};",
        ] {
            assert!(lines.contains(&line), "{package}: {line}");
        }
    }
}

fn number<const N: usize>(bytes: &[u8], at: usize) -> usize {
    let number = &bytes[at..at + N];
    number
        .iter()
        .fold(0, |sum, byte| (sum << 8) | usize::from(*byte))
}

/// The width and height that a PNG states.
fn size_of(png: &[u8]) -> (usize, usize) {
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    (number::<4>(png, 16), number::<4>(png, 20))
}

#[test]
fn every_icon_is_there_in_the_size_it_claims_and_no_other_one_is() {
    let config = merged(Target::Linux);
    let listed = config["bundle"]["icon"].as_array().unwrap();
    let mut listed: Vec<PathBuf> = listed
        .iter()
        .map(|icon| folder().join(icon.as_str().unwrap()))
        .collect();
    listed.push(folder().join("../icons/keapsake.svg"));
    let icons = fs::read_dir(folder().join("../icons")).unwrap();
    let mut there: Vec<PathBuf> = icons.map(|entry| entry.unwrap().path()).collect();
    listed.sort();
    there.sort();
    assert_eq!(there, listed);

    let read = |name: &str| fs::read(folder().join("../icons").join(name)).unwrap();
    for (name, side) in [
        ("32x32.png", 32),
        ("128x128.png", 128),
        ("128x128@2x.png", 256),
        ("icon.png", 512),
    ] {
        assert_eq!(size_of(&read(name)), (side, side), "{name}");
    }
    let ico = read("icon.ico");
    let claimed: Vec<u8> = (0..usize::from(ico[4]))
        .map(|at| ico[6 + 16 * at])
        .collect();
    let mut sorted = claimed.clone();
    sorted.sort_unstable();
    // 0 is how the format writes 256.
    assert_eq!(sorted, [0, 16, 24, 32, 48, 64], "{claimed:?}");
    let icns = read("icon.icns");
    assert_eq!(
        (&icns[..4], number::<4>(&icns, 4)),
        (&b"icns"[..], icns.len())
    );
}
