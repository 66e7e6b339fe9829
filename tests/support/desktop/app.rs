//! The program under test: under WebKit's driver, or by itself.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::json;

use super::process::Server;
use super::{BenchError, Page, Session, port, until};

/// A driver waits without an error for an app that hands over to another one and ends.
const START: Duration = Duration::from_secs(30);
/// An app that is not there for this long, while its driver waits, is not coming.
const GONE: Duration = Duration::from_secs(5);
const END: Duration = Duration::from_secs(10);

/// How the program is started.
#[derive(Debug, Clone, Default)]
pub struct Launch {
    /// The program's file, as an absolute path.
    pub binary: PathBuf,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// What its environment has beside the session's.
    pub environment: Vec<(String, OsString)>,
}

impl Launch {
    /// A program without arguments.
    pub fn of(binary: impl Into<PathBuf>) -> Self {
        Self {
            binary: binary.into(),
            ..Self::default()
        }
    }

    /// The same with one more argument.
    #[must_use]
    pub fn argument(mut self, argument: &str) -> Self {
        self.arguments.push(argument.to_owned());
        self
    }

    /// The same with one more variable.
    #[must_use]
    pub fn variable(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.environment.push((name.to_owned(), value.into()));
        self
    }
}

/// A running app under its driver.
#[derive(Debug)]
pub struct App<'a> {
    session: &'a Session,
    binary: PathBuf,
    page: Page,
    _driver: Server,
}

impl<'a> App<'a> {
    pub(crate) async fn start(session: &'a Session, launch: &Launch) -> Result<Self, BenchError> {
        let number = port::free()?;
        let mut driver = session.std_command("WebKitWebDriver");
        driver
            .arg(format!("--port={number}"))
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .envs(launch.environment.iter().cloned());
        let driver = Server::start(&mut driver, &session.log("app"))?;
        port::answers("WebKitWebDriver", number).await?;
        let options = json!({ "binary": launch.binary, "args": launch.arguments });
        let capabilities = [("webkitgtk:browserOptions".to_owned(), options)];
        let connecting = Page::connect(number, capabilities.into_iter().collect(), START);
        let connected = tokio::select! {
            connected = connecting => connected,
            () = session.gone(&launch.binary) => Err(BenchError::TimedOut {
                what: format!("{} to stay", launch.binary.display()),
                limit: GONE,
            }),
        };
        match connected {
            Ok(page) => Ok(Self {
                session,
                binary: launch.binary.clone(),
                page,
                _driver: driver,
            }),
            Err(error) => {
                session.end_all(&launch.binary);
                Err(error)
            }
        }
    }

    /// The window's page.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// Closes the app as its driver does, and waits until it has ended.
    ///
    /// The browser goes first: an answer page may be about to open one more link, which would then
    /// start the app anew.
    ///
    /// # Errors
    /// [`BenchError::TimedOut`] where it does not end.
    pub async fn close(self) -> Result<(), BenchError> {
        self.session.end_browser();
        until("the second copy to hand over", END, async || {
            (self.session.running(&self.binary).len() <= 1).then_some(())
        })
        .await?;
        self.page.clone().close().await?;
        self.session.wait_until_ended(&self.binary, END).await
    }
}

impl Drop for App<'_> {
    fn drop(&mut self) {
        // Ending the driver alone would leave the app running.
        self.session.end_all(&self.binary);
    }
}

impl Session {
    /// Starts a program under the driver.
    ///
    /// # Errors
    /// [`BenchError::TimedOut`] where no window comes, [`BenchError::NotStarted`] without driver.
    pub async fn app(&self, launch: &Launch) -> Result<App<'_>, BenchError> {
        App::start(self, launch).await
    }

    /// Starts a program by itself, as a person's click does; it ends with the session, with
    /// [`Session::end_all`], or on its own.
    ///
    /// # Errors
    /// [`BenchError::NotStarted`].
    pub fn start_without_driver(&self, launch: &Launch) -> Result<u32, BenchError> {
        let mut program = self.std_command(&launch.binary.to_string_lossy());
        program
            .args(&launch.arguments)
            .envs(launch.environment.iter().cloned());
        let server = Server::start(&mut program, &self.log("app"))?;
        let id = server.id();
        self.keep(server);
        Ok(id)
    }

    /// Comes back once nothing has run this program for a while.
    async fn gone(&self, binary: &Path) {
        let mut last_seen = Instant::now();
        while last_seen.elapsed() < GONE {
            tokio::time::sleep(Duration::from_millis(250)).await;
            if !self.running(binary).is_empty() {
                last_seen = Instant::now();
            }
        }
    }

    /// Waits until no process of the session runs this program.
    ///
    /// # Errors
    /// [`BenchError::TimedOut`].
    pub async fn wait_until_ended(&self, binary: &Path, limit: Duration) -> Result<(), BenchError> {
        until(&format!("{} to end", binary.display()), limit, async || {
            self.running(binary).is_empty().then_some(())
        })
        .await
    }
}
