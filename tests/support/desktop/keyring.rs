//! The session's GNOME Keyring: what it holds, and how it is locked, stopped or ended.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use super::process::Server;
use super::{BenchError, Session};

/// Not empty: an empty password makes a daemon that has no collection.
const PASSWORD: &[u8] = b"a keyring's password";

/// The keyring's daemon.
#[derive(Debug)]
pub struct Keyring(Option<Server>);

/// A secret as another program sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// What the keyring calls it; the app's own are `keyring:USERNAME@SERVICE`.
    pub label: String,
    /// The secret itself.
    pub secret: String,
}

impl Keyring {
    /// A session's keyring before it is started.
    pub(crate) const fn absent() -> Self {
        Self(None)
    }

    /// Starts and unlocks the daemon; its name on the bus comes a little later.
    pub(crate) fn start(&mut self, mut daemon: Command, log: &Path) -> Result<(), BenchError> {
        daemon
            .args(["--foreground", "--unlock", "--components=secrets"])
            .env_remove("DISPLAY")
            .stdin(Stdio::piped());
        let mut server = Server::start(&mut daemon, log)?;
        server.feed(PASSWORD)?;
        self.0 = Some(server);
        Ok(())
    }

    fn signal(&self, signal: Signal) -> Result<(), BenchError> {
        let id = self
            .0
            .as_ref()
            .and_then(|server| i32::try_from(server.id()).ok());
        match id.and_then(Pid::from_raw) {
            Some(pid) => Ok(kill_process(pid, signal).map_err(std::io::Error::from)?),
            None => Ok(()),
        }
    }

    /// Stops the daemon: whoever asks it waits.
    ///
    /// # Errors
    /// [`BenchError::Files`] where the system refuses.
    pub fn stop(&self) -> Result<(), BenchError> {
        self.signal(Signal::STOP)
    }

    /// Lets a stopped daemon go on.
    ///
    /// # Errors
    /// As [`Keyring::stop`].
    pub fn go_on(&self) -> Result<(), BenchError> {
        self.signal(Signal::CONT)
    }

    /// Ends the daemon the hard way while programs use it.
    ///
    /// # Errors
    /// As [`Keyring::stop`].
    pub fn crash(&self) -> Result<(), BenchError> {
        self.signal(Signal::KILL)
    }

    /// Ends the daemon the hard way. The bus starts another one, locked, for the next who asks.
    pub fn kill(&mut self) {
        self.0 = None;
    }
}

impl Session {
    /// Waits until the keyring has its name on the bus: it is started before it is there.
    pub(crate) async fn wait_for_keyring(&self) -> Result<(), BenchError> {
        let arguments = [
            "wait",
            "--session",
            "--timeout",
            "10",
            "org.freedesktop.secrets",
        ];
        self.run("gdbus", &arguments).await.map(drop)
    }

    /// Everything the keyring holds for a service.
    ///
    /// # Errors
    /// [`BenchError::Failed`] where the keyring is locked or gone.
    pub async fn secrets_of(&self, service: &str) -> Result<Vec<Held>, BenchError> {
        let said = self
            .run("secret-tool", &["search", "--all", "service", service])
            .await?;
        let (mut held, mut label) = (Vec::new(), String::new());
        for line in said.lines() {
            if let Some(text) = line.strip_prefix("label = ") {
                text.clone_into(&mut label);
            } else if let Some(secret) = line.strip_prefix("secret = ") {
                held.push(Held {
                    label: std::mem::take(&mut label),
                    secret: secret.to_owned(),
                });
            }
        }
        Ok(held)
    }

    /// The secret of one entry, found by the attributes the app writes.
    ///
    /// # Errors
    /// [`BenchError::NotStarted`] without secret-tool.
    pub async fn secret(
        &self,
        service: &str,
        username: &str,
    ) -> Result<Option<String>, BenchError> {
        let arguments = ["lookup", "service", service, "username", username];
        match self.run("secret-tool", &arguments).await {
            Ok(secret) => Ok(Some(secret)),
            Err(BenchError::Failed { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Locks the keyring. Nobody can unlock it again without a prompt, and there is none.
    ///
    /// # Errors
    /// [`BenchError::Failed`].
    pub async fn lock_keyring(&self) -> Result<(), BenchError> {
        let arguments = [
            "call",
            "--session",
            "--timeout",
            "10",
            "--dest",
            "org.freedesktop.secrets",
            "--object-path",
            "/org/freedesktop/secrets",
            "--method",
            "org.freedesktop.Secret.Service.Lock",
            "['/org/freedesktop/secrets/collection/login']",
        ];
        self.run("gdbus", &arguments).await.map(drop)
    }

    /// Puts an unlocked daemon in the place of the one there is or was, with what that one held.
    ///
    /// # Errors
    /// [`BenchError::Failed`].
    pub async fn replace_keyring(&self) -> Result<(), BenchError> {
        let script = "printf %s \"$0\" | gnome-keyring-daemon --replace --daemonize --unlock --components=secrets";
        let password = String::from_utf8_lossy(PASSWORD);
        self.run("sh", &["-c", script, &password]).await?;
        self.wait_for_keyring().await
    }

    /// Ends the keyring's daemon and starts it again, unlocked, with what it held.
    ///
    /// # Errors
    /// [`BenchError::NotStarted`], [`BenchError::Failed`].
    pub async fn restart_keyring(&mut self) -> Result<(), BenchError> {
        self.keyring_mut().kill();
        let daemon = self.std_command("gnome-keyring-daemon");
        let log = self.log("keyring");
        self.keyring_mut().start(daemon, &log)?;
        // The bus answers for the old daemon until it has seen it go.
        let limit = Duration::from_secs(10);
        super::until("the keyring", limit, async || {
            self.run("secret-tool", &["search", "--all", "none", "none"])
                .await
                .ok()
        })
        .await?;
        self.wait_for_keyring().await
    }
}
