//! The app's own links in the operating system's table: who gets them, registering for them, and
//! sending one. It looks at nothing that arrives.
//!
//! A package registers its links itself, by the desktop entry it brings along; only a build that was
//! not packaged writes one of its own.

use std::time::Duration;

use async_trait::async_trait;
use keapsake_core::ports::{Handler, LinkError, Links};
use keapsake_core::product::Build;
use tauri::AppHandle;
#[cfg(any(target_os = "linux", target_os = "windows"))]
use tauri_plugin_deep_link::DeepLinkExt as _;
use tauri_plugin_opener::OpenerExt as _;
use tokio::sync::OnceCell;

#[cfg(target_os = "linux")]
use super::link_table::{self, Entry};

/// How long the operating system has for one of these.
const LIMIT: Duration = Duration::from_secs(5);

/// The operating system's table of links.
pub(crate) struct SystemLinks {
    app: AppHandle,
    build: Build,
    at_start: OnceCell<()>,
}

impl SystemLinks {
    pub(crate) fn of(app: AppHandle, build: Build) -> Self {
        Self {
            app,
            build,
            at_start: OnceCell::new(),
        }
    }

    /// Registers a build that no package registered, once; whoever asks meanwhile who gets the links
    /// waits until it is done.
    pub(crate) async fn register_at_start(&self) {
        let registering = async {
            if self.build == Build::Unpackaged && self.register().await.is_err() {
                tracing::warn!("the app's link could not be registered");
            }
        };
        self.at_start.get_or_init(|| registering).await;
    }

    /// Does something that may take its time, apart from everything else.
    async fn apart<T: Send + 'static>(
        &self,
        act: impl FnOnce(AppHandle) -> Option<T> + Send + 'static,
    ) -> Option<T> {
        let app = self.app.clone();
        let acting = tauri::async_runtime::spawn_blocking(move || act(app));
        tokio::time::timeout(LIMIT, acting).await.ok()?.ok()?
    }

    /// By the plugin: an entry of our own on Linux, the registry on Windows.
    #[cfg(any(target_os = "linux", target_os = "windows"))]
    async fn register_by_plugin(&self) -> Result<(), LinkError> {
        let scheme = self.build.scheme();
        let registered = self.apart(move |app| app.deep_link().register(scheme).ok());
        registered.await.ok_or(LinkError)
    }
}

#[async_trait]
impl Links for SystemLinks {
    async fn handler(&self) -> Handler {
        self.register_at_start().await;
        #[cfg(target_os = "linux")]
        {
            let build = self.build;
            let asked = self.apart(move |_| Some(handler_of(build)));
            asked.await.unwrap_or(Handler::Unknown)
        }
        #[cfg(target_os = "windows")]
        {
            let scheme = self.build.scheme();
            // It tells whether it is this very program, and not who else it is.
            match self
                .apart(move |app| app.deep_link().is_registered(scheme).ok())
                .await
            {
                Some(true) => Handler::Ours,
                Some(false) => Handler::Nobody,
                None => Handler::Unknown,
            }
        }
        #[cfg(not(any(target_os = "linux", target_os = "windows")))]
        Handler::Unknown
    }

    async fn register(&self) -> Result<(), LinkError> {
        #[cfg(target_os = "linux")]
        match self.build {
            Build::Packaged => {
                let set = self.apart(|_| register_package());
                set.await.ok_or(LinkError)
            }
            Build::Unpackaged => self.register_by_plugin().await,
        }
        #[cfg(target_os = "windows")]
        return self.register_by_plugin().await;
        // There it is the installed app's own list, and nothing else counts.
        #[cfg(not(any(target_os = "linux", target_os = "windows")))]
        Err(LinkError)
    }

    async fn send(&self, link: &str) -> Result<(), LinkError> {
        let link = link.to_owned();
        let sent = self.apart(move |app| app.opener().open_url(link, None::<&str>).ok());
        sent.await.ok_or(LinkError)
    }
}

/// Who gets the links of this build, by the desktop's own table.
#[cfg(target_os = "linux")]
fn handler_of(build: Build) -> Handler {
    whose(link_table::entry_of(build.scheme()), build)
}

/// Gives a package its links back: by the entry that it brought along, and no other one.
#[cfg(target_os = "linux")]
fn register_package() -> Option<()> {
    link_table::set_entry(Build::Packaged.scheme(), &package_entry())
}

/// Whose desktop entry it is.
#[cfg(target_os = "linux")]
fn whose(entry: Option<Entry>, build: Build) -> Handler {
    let Some(entry) = entry else {
        return Handler::Nobody;
    };
    let ours = match build {
        Build::Packaged => Some(package_entry()),
        Build::Unpackaged => plugin_entry(),
    };
    if ours.is_some_and(|ours| ours == entry.id) {
        return Handler::Ours;
    }
    Handler::Other(entry.name)
}

/// The desktop entry that the package brings along: the bundler names it like the product.
#[cfg(target_os = "linux")]
fn package_entry() -> String {
    format!("{}.desktop", keapsake_core::product::NAME)
}

/// The desktop entry that the plugin writes: named like the program's file.
#[cfg(target_os = "linux")]
fn plugin_entry() -> Option<String> {
    let program = tauri::utils::platform::current_exe().ok()?;
    let name = program.file_name()?.to_string_lossy();
    Some(format!("{name}-handler.desktop"))
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests;
