//! What the core needs of the operating system, as traits and plain types.
//!
//! HTTP is no port: the client takes its addresses as a value and tests talk to a real server.
//! Nothing here knows which keychain, browser or clock stands behind it.

use std::fmt;
use std::time::SystemTime;

use async_trait::async_trait;
use keap_client::{Endpoints, Keys};
use secrecy::SecretString;
use url::Url;

use crate::connection::ConnectionKind;

/// The largest record a keychain entry may hold, in bytes: the Windows Credential Manager's limit.
pub const MAX_RECORD_BYTES: usize = 2_560;

/// Which entry of the keychain: `keys:CONNECTION`, `session:CONNECTION`, `kept:CONNECTION`, `pending`
/// or `probe`, and `aside:` before the first two.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum VaultEntry {
    /// Client ID and Client Secret of one connection.
    Keys(String),
    /// The OAuth tokens of one connection.
    Session(String),
    /// The key to what is kept in files of one connection.
    Kept(String),
    /// The one sign-in that waits for its answer.
    Pending,
    /// Nothing that matters: what a check of the keychain writes, reads and deletes.
    Probe,
    /// A record of that entry that could not be read, kept in case another version can.
    Aside(Box<VaultEntry>),
}

impl fmt::Display for VaultEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Keys(connection) => write!(f, "keys:{connection}"),
            Self::Session(connection) => write!(f, "session:{connection}"),
            Self::Kept(connection) => write!(f, "kept:{connection}"),
            Self::Pending => f.write_str("pending"),
            Self::Probe => f.write_str("probe"),
            Self::Aside(entry) => write!(f, "aside:{entry}"),
        }
    }
}

/// Why the keychain did not do what it was asked. No variant carries what was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The keychain is there, but locked, and nobody unlocked it.
    #[error("the keychain is locked")]
    Locked,
    /// This session has no keychain at all.
    #[error("there is no keychain")]
    Missing,
    /// The keychain did not answer within the time limit.
    #[error("the keychain did not answer in time")]
    TimedOut,
    /// The record is larger than [`MAX_RECORD_BYTES`] or holds something but printable ASCII.
    #[error("the record does not fit into a keychain entry")]
    DoesNotFit,
    /// Two entries answer to the same name.
    #[error("the keychain holds this entry twice")]
    Ambiguous,
    /// The kept keys are there, but damaged or of another version; they were put aside.
    #[error("the kept keys cannot be read")]
    UnreadableKeys,
    /// As [`VaultError::UnreadableKeys`], of the tokens.
    #[error("the kept sign-in cannot be read")]
    UnreadableSession,
    /// The person did not want to wait any longer.
    #[error("nobody waits for the keychain any more")]
    GivenUp,
    /// The keychain answered with a failure of its own.
    #[error("the keychain failed")]
    Failed,
}

/// The operating system's keychain.
///
/// A record is one line of printable ASCII of at most [`MAX_RECORD_BYTES`] bytes.
#[async_trait]
pub trait Vault: Send + Sync {
    /// Reads an entry; `None` where there is none.
    ///
    /// # Errors
    /// Every [`VaultError`]; each call ends within the adapter's time limit.
    async fn read(&self, entry: &VaultEntry) -> Result<Option<SecretString>, VaultError>;

    /// Writes an entry, replacing what it held.
    ///
    /// # Errors
    /// As [`Vault::read`]; after an error the entry holds the old or the new record, never a mix.
    async fn write(&self, entry: &VaultEntry, record: SecretString) -> Result<(), VaultError>;

    /// Deletes an entry; an entry that is not there is no error.
    ///
    /// # Errors
    /// As [`Vault::read`].
    async fn delete(&self, entry: &VaultEntry) -> Result<(), VaultError>;
}

/// The lock between processes could not be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LockError {
    /// Another process has held it for as long as one waits.
    #[error("another copy of the app holds the lock")]
    Busy,
    /// There is no place for it: the disk is read-only or full.
    #[error("the lock could not be made")]
    Failed,
}

/// A taken lock; dropping it gives it back, and so does the end of the process.
pub type Locked = Box<dyn Send + Sync>;

/// One renewal at a time across all processes of the person.
#[async_trait]
pub trait Lock: Send + Sync {
    /// Waits for the lock of a connection, 30 seconds at most.
    ///
    /// # Errors
    /// [`LockError`].
    async fn take(&self, connection: &str) -> Result<Locked, LockError>;
}

/// Who gets the app's own links from the operating system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handler {
    /// This app.
    Ours,
    /// Another program, by the name the system has for it.
    Other(String),
    /// Nobody.
    Nobody,
    /// This system does not tell.
    Unknown,
}

/// The app's own links could not be sent or registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the operating system did not take the link")]
pub struct LinkError;

/// The app's own links, as the operating system handles them.
#[async_trait]
pub trait Links: Send + Sync {
    /// Who gets them now.
    async fn handler(&self) -> Handler;

    /// Makes this app the one that gets them.
    ///
    /// # Errors
    /// [`LinkError`] where the system refuses, or only an installer may do it.
    async fn register(&self) -> Result<(), LinkError>;

    /// Sends a link on its way through the operating system, as a click on it does.
    ///
    /// # Errors
    /// [`LinkError`] where nothing could be started for it.
    async fn send(&self, link: &str) -> Result<(), LinkError>;
}

/// Wall-clock time, as a value that tests can stop.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> SystemTime;
}

/// The system browser did not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the browser did not open")]
pub struct BrowserError;

/// The system browser.
#[async_trait]
pub trait Browser: Send + Sync {
    /// Opens an address in the person's own browser.
    ///
    /// # Errors
    /// [`BrowserError`] where no browser could be started.
    async fn open(&self, url: &str) -> Result<(), BrowserError>;
}

/// The app's window, as far as a link from outside may move it.
pub trait Window: Send + Sync {
    /// Brings the window to the front.
    fn raise(&self);
}

/// The clipboard did not take the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the clipboard did not take the text")]
pub struct ClipboardError;

/// The system clipboard. Nothing secret is ever put there.
pub trait Clipboard: Send + Sync {
    /// Replaces what the clipboard holds.
    ///
    /// # Errors
    /// [`ClipboardError`] where there is no clipboard.
    fn copy(&self, text: &str) -> Result<(), ClipboardError>;
}

/// The settings could not be read, written or put aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the settings could not be read or written")]
pub struct SettingsError;

/// Where the settings lie.
pub trait SettingsStore: Send + Sync {
    /// The kept text; `None` where nothing was kept yet.
    ///
    /// # Errors
    /// [`SettingsError`] where something is there and cannot be read.
    fn load(&self) -> Result<Option<String>, SettingsError>;

    /// Puts what is there aside, so that the next text does not take its place. One earlier copy is
    /// kept at most.
    ///
    /// # Errors
    /// [`SettingsError`]; it is then still in its place.
    fn put_aside(&self) -> Result<(), SettingsError>;

    /// Replaces the kept text, whole or not at all.
    ///
    /// # Errors
    /// [`SettingsError`] where the disk is full or read-only.
    fn save(&self, text: &str) -> Result<(), SettingsError>;
}

/// The longest file of a shelf, in bytes.
pub const MAX_SHELF_BYTES: usize = 12 * 1024 * 1024;

/// What the name of a file ends with that was put aside.
pub const ASIDE: &str = ".unreadable";

/// A file of the shelf could not be read, written or taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ShelfError {
    /// It is longer than [`MAX_SHELF_BYTES`].
    #[error("the file is too long")]
    TooLong,
    /// The disk is full or read-only, or the file is not ours to touch.
    #[error("the file could not be read or written")]
    Failed,
}

/// Where sealed files lie. A name has small letters, digits and dashes, and [`ASIDE`] at its end or not.
#[async_trait]
pub trait Shelf: Send + Sync {
    /// What a file holds; `None` where there is none.
    ///
    /// # Errors
    /// [`ShelfError`].
    async fn read(&self, name: &str) -> Result<Option<Vec<u8>>, ShelfError>;

    /// Replaces a file, whole or not at all. Nobody but its owner can read it.
    ///
    /// # Errors
    /// [`ShelfError`]; the old file is then still there.
    async fn write(&self, name: &str, bytes: Vec<u8>) -> Result<(), ShelfError>;

    /// Gives a file the name that ends with [`ASIDE`], in the place of an earlier one.
    ///
    /// # Errors
    /// [`ShelfError`]; it then still has its name.
    async fn put_aside(&self, name: &str) -> Result<(), ShelfError>;

    /// Takes a file away; one that is not there is no error.
    ///
    /// # Errors
    /// [`ShelfError`].
    async fn remove(&self, name: &str) -> Result<(), ShelfError>;

    /// The names of all files.
    ///
    /// # Errors
    /// [`ShelfError`].
    async fn names(&self) -> Result<Vec<String>, ShelfError>;
}

/// A Keap that can be connected to.
#[derive(Debug, Clone)]
pub struct Place {
    /// What its connection is filed under. Other addresses mean another id, so that no token is
    /// ever sent to a Keap it does not come from.
    pub id: String,
    /// What kind it is.
    pub kind: ConnectionKind,
    /// Its addresses.
    pub endpoints: Endpoints,
    /// The return page that this build or this Keap brings along.
    pub return_page: Option<String>,
    /// Whether `http://localhost` may be a return page here.
    pub local_return_page: bool,
    /// Keys that need not be typed.
    pub filled_in: Option<Keys>,
    /// What its own pages stand under, before the account's name, for opening a contact; `None` for
    /// `https://APP.infusionsoft.com`.
    pub pages: Option<Url>,
}

/// The place could not be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the place could not be opened")]
pub struct PlaceError;

/// The Keaps there are: Keap's own, the practice account, another one in a test build.
#[async_trait]
pub trait Places: Send + Sync {
    /// Opens the Keap behind a door. The practice account is started by this.
    ///
    /// # Errors
    /// [`PlaceError`] where it cannot be had in this build or did not start.
    async fn open(&self, kind: ConnectionKind) -> Result<Place, PlaceError>;

    /// Puts the practice account back to its first day.
    ///
    /// # Errors
    /// [`PlaceError`] where it is not running.
    async fn start_over(&self) -> Result<(), PlaceError>;
}
