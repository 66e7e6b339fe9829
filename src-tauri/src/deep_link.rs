//! Takes links from the operating system and puts them into the inbox. It looks at nothing in
//! them: what a link may be is decided by the core's one parser.

use keapsake_core::product::Build;
use keapsake_core::sign_in::{Carrier, Delivery};
use keapsake_core::wizard::Wizard;
use tauri::AppHandle;
use tauri_plugin_deep_link::DeepLinkExt as _;

/// Hears every link from now on.
pub(crate) fn listen(app: &AppHandle, wizard: &Wizard) {
    let wizard = wizard.clone();
    app.deep_link()
        .on_open_url(move |event| deliver(&wizard, event.urls()));
}

/// The link that the app was started by, if it was.
pub(crate) fn first_links(app: &AppHandle) -> Vec<url::Url> {
    app.deep_link()
        .get_current()
        .ok()
        .flatten()
        .unwrap_or_default()
}

/// Puts links into the inbox, in their order.
pub(crate) fn deliver(wizard: &Wizard, links: Vec<url::Url>) {
    let inbox = wizard.inbox();
    tauri::async_runtime::spawn(async move {
        for link in links {
            let delivery = Delivery {
                carrier: Carrier::AppLink,
                raw: link.to_string(),
                reply: None,
            };
            // The inbox ends with the wizard, that is with the app.
            let _ = inbox.send(delivery).await;
        }
    });
}

/// Registers the scheme of a build that no package registered. Runs apart from the start: it
/// writes a file and asks other programs.
pub(crate) fn register(app: &AppHandle, build: Build) {
    #[cfg(any(target_os = "linux", target_os = "windows"))]
    if build == Build::Unpackaged {
        let app = app.clone();
        tauri::async_runtime::spawn_blocking(move || {
            if let Err(error) = app.deep_link().register_all() {
                tracing::warn!(%error, "the app's link could not be registered");
            }
        });
    }
    #[cfg(not(any(target_os = "linux", target_os = "windows")))]
    let _ = (app, build);
}
