//! The product's name, identifiers and fixed addresses: the one place that spells them.
//!
//! `tauri.conf.json` repeats the packaged identifier for the bundler; a test of the shell compares.

/// The name people read.
pub const NAME: &str = "Keapsake";

/// The ports the loopback route tries, in order: one fixed port and four spares.
pub const LOOPBACK_PORTS: [u16; 5] = [8765, 8766, 8767, 8768, 8769];

/// The path of the loopback redirect URI.
pub const LOOPBACK_PATH: &str = "/callback";

/// Keap's developer portal, where a Client ID and Secret are made: the page to log in.
pub const PORTAL_LOGIN: &str = "https://keys.developer.keap.com/accounts/login";

/// Keap's developer portal: the page to create a developer account.
pub const PORTAL_CREATE: &str = "https://keys.developer.keap.com/accounts/create";

/// Which build this is. An unpackaged build never takes over an installed one: it has a URL
/// scheme, a keychain service and data folders of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// Installed from a package.
    Packaged,
    /// Built and started from a source tree.
    Unpackaged,
}

impl Build {
    /// The identifier the operating system knows the app by; also its URL scheme.
    pub const fn identifier(self) -> &'static str {
        match self {
            Self::Packaged => "app.keapsake",
            Self::Unpackaged => "app.keapsake.dev",
        }
    }

    /// The URL scheme of the app's own links.
    pub const fn scheme(self) -> &'static str {
        self.identifier()
    }

    /// The keychain service that entries are filed under.
    pub const fn keychain_service(self) -> &'static str {
        match self {
            Self::Packaged => "Keapsake",
            Self::Unpackaged => "Keapsake (dev)",
        }
    }

    /// What is put behind the random part of `state`, so that the one static return page
    /// knows which build's scheme to open.
    pub const fn state_suffix(self) -> &'static str {
        match self {
            Self::Packaged => "",
            Self::Unpackaged => ".dev",
        }
    }

    /// The redirect URI that the operating system hands straight to the app.
    pub fn app_link(self) -> String {
        format!("{}://oauth/callback", self.scheme())
    }

    /// The link that does nothing but bring the window to the front.
    pub fn return_link(self) -> String {
        format!("{}://return", self.scheme())
    }
}
