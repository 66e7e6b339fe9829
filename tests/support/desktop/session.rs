//! One desktop session: its folders, its servers in the order in which they need each other, and
//! the environment that everything in it gets.
//!
//! The environment is made from nothing: what the tests' own environment says about proxies,
//! displays, buses or homes does not reach a session.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use tempfile::TempDir;

use super::default_browser::{self, Permits};
use super::marked::{self, MARK};
use super::process::Server;
use super::{BenchError, Browser, Keyring, bus, screen};

/// What a session has beside the usual.
#[derive(Debug, Clone)]
pub struct Options {
    size: (u32, u32),
    readable: bool,
    keyring: bool,
    bare_bus: bool,
    permits: Permits,
    variables: Vec<(String, String)>,
    home: String,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            size: (1280, 1024),
            readable: false,
            keyring: true,
            bare_bus: false,
            permits: Permits::default(),
            variables: Vec::new(),
            home: "home".to_owned(),
        }
    }
}

impl Options {
    /// A screen of another size than 1280 × 1024.
    #[must_use]
    pub fn screen(mut self, width: u32, height: u32) -> Self {
        self.size = (width, height);
        self
    }

    /// What is on the screen can be read from [`Session::screen_file`] at any time, at no cost to it.
    #[must_use]
    pub fn readable_screen(mut self) -> Self {
        self.readable = true;
        self
    }

    /// The home's folder has another name than `home`.
    #[must_use]
    pub fn home(mut self, name: &str) -> Self {
        name.clone_into(&mut self.home);
        self
    }

    /// No keyring is started. The bus still starts one, locked, for whoever asks.
    #[must_use]
    pub fn without_keyring(mut self) -> Self {
        self.keyring = false;
        self
    }

    /// No keyring at all: none is started, and the bus knows of none that it could start.
    #[must_use]
    pub fn without_any_keyring(mut self) -> Self {
        self.bare_bus = true;
        self.without_keyring()
    }

    /// Pages on the port of the first address that is opened may open links of this scheme.
    #[must_use]
    pub fn links_from_first_page(mut self, scheme: &str) -> Self {
        self.permits.first_page = Some(scheme.to_owned());
        self
    }

    /// Pages of this origin may open links of this scheme without a question.
    #[must_use]
    pub fn links_from(mut self, origin: &str, scheme: &str) -> Self {
        self.permits
            .origins
            .push((origin.to_owned(), scheme.to_owned()));
        self
    }

    /// A variable in the environment of everything in the session.
    #[must_use]
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// A running desktop. Dropping it ends everything that was started in it.
#[derive(Debug)]
pub struct Session {
    // Ended in this order, after everything that carries the session's mark.
    programs: Mutex<Vec<Server>>,
    keyring: Keyring,
    servers: Vec<Server>,
    mark: String,
    environment: Vec<(String, String)>,
    folder: TempDir,
    home: PathBuf,
    profile: PathBuf,
}

impl Session {
    /// Starts a desktop, in about a second.
    ///
    /// # Errors
    /// [`BenchError::NotStarted`] names the program that is missing.
    pub async fn start(options: Options) -> Result<Self, BenchError> {
        let folder = tempfile::Builder::new()
            .prefix("keapsake-bench-")
            .tempdir()?;
        let mut session = Self {
            programs: Mutex::default(),
            keyring: Keyring::absent(),
            servers: Vec::new(),
            mark: text(folder.path()),
            environment: Vec::new(),
            profile: folder.path().join("browser"),
            home: folder.path().join(&options.home),
            folder,
        };
        session.prepare(&options)?;

        let mut server = session.std_command("Xvfb");
        if options.readable {
            server.arg("-fbdir").arg(session.root());
        }
        let (server, display) = screen::start(server, options.size, &session.log("screen"))?;
        session.servers.push(server);
        session.set("DISPLAY", &display);

        let daemon = session.std_command("dbus-daemon");
        let (server, address) = bus::start(daemon, options.bare_bus, &session.log("bus"))?;
        session.servers.push(server);
        session.set("DBUS_SESSION_BUS_ADDRESS", &address);

        let mut manager = session.std_command("openbox");
        let server = Server::start(&mut manager, &session.log("windows"))?;
        session.servers.push(server);
        if options.keyring {
            let daemon = session.std_command("gnome-keyring-daemon");
            let log = session.log("keyring");
            session.keyring.start(daemon, &log)?;
            session.wait_for_keyring().await?;
        }
        session.wait_for_window_manager().await?;
        Ok(session)
    }

    /// Folders, and the part of the environment that needs no server.
    fn prepare(&mut self, options: &Options) -> Result<(), BenchError> {
        let home = self.home();
        let folders = [
            ".config",
            ".cache",
            ".local/share/applications",
            ".local/state",
        ];
        for folder in folders
            .map(|name| home.join(name))
            .into_iter()
            .chain([self.bin(), self.logs()])
        {
            fs::create_dir_all(folder)?;
        }
        let runtime = self.root().join("run");
        fs::create_dir(&runtime)?;
        fs::set_permissions(&runtime, Permissions::from_mode(0o700))?;
        // A desktop has the typeface that its settings name. Without any, GTK goes by "Sans".
        let gtk = home.join(".config/gtk-3.0");
        fs::create_dir_all(&gtk)?;
        fs::write(
            gtk.join("settings.ini"),
            "[Settings]\ngtk-font-name=Inter 11\n",
        )?;
        default_browser::install(&home, &self.bin(), &self.profile, &options.permits)?;

        let path = std::env::var("PATH").unwrap_or_else(|_| "/usr/bin:/bin".to_owned());
        let mark = self.mark.clone();
        for (name, value) in [
            (MARK, mark),
            ("PATH", path),
            ("LANG", "C.UTF-8".to_owned()),
            ("HOME", text(&home)),
            ("TMPDIR", text(&self.root().join("run"))),
            ("XDG_RUNTIME_DIR", text(&runtime)),
            ("XDG_CONFIG_HOME", text(&home.join(".config"))),
            ("XDG_CACHE_HOME", text(&home.join(".cache"))),
            ("XDG_DATA_HOME", text(&home.join(".local/share"))),
            ("XDG_STATE_HOME", text(&home.join(".local/state"))),
            ("XDG_CURRENT_DESKTOP", "GNOME".to_owned()),
            ("XDG_SESSION_TYPE", "x11".to_owned()),
        ] {
            self.set(name, &value);
        }
        for (name, value) in &options.variables {
            self.set(name, value);
        }
        Ok(())
    }

    fn set(&mut self, name: &str, value: &str) {
        self.environment.push((name.to_owned(), value.to_owned()));
    }

    /// The folder of all the session's folders.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// The session's home.
    pub fn home(&self) -> PathBuf {
        self.home.clone()
    }

    pub(crate) fn bin(&self) -> PathBuf {
        self.root().join("bin")
    }

    fn logs(&self) -> PathBuf {
        self.root().join("logs")
    }

    pub(crate) fn log(&self, name: &str) -> PathBuf {
        self.logs().join(format!("{name}.log"))
    }

    /// Where the session's bus is.
    pub(crate) fn bus_address(&self) -> &str {
        let address = self.environment.iter().rev();
        let mut address = address.filter(|(name, _)| name == "DBUS_SESSION_BUS_ADDRESS");
        address.next().map_or("", |(_, address)| address)
    }

    /// What the app wrote to its standard output and error, so far.
    pub fn app_log(&self) -> String {
        let bytes = fs::read(self.log("app")).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The memory of a readable screen, as `XWD(1)` lays it out.
    pub fn screen_file(&self) -> PathBuf {
        self.root().join("Xvfb_screen0")
    }

    /// The profile of the session's browser.
    pub fn browser_profile(&self) -> &Path {
        &self.profile
    }

    /// The session's keyring.
    pub fn keyring(&self) -> &Keyring {
        &self.keyring
    }

    pub(crate) fn keyring_mut(&mut self) -> &mut Keyring {
        &mut self.keyring
    }

    /// A program in the session's environment, not started yet.
    pub(crate) fn std_command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .envs(self.environment.iter().cloned())
            .stdin(Stdio::null());
        command
    }

    /// Takes over the browser that something in the session has opened or is about to.
    ///
    /// # Errors
    /// [`BenchError::TimedOut`] where no browser is opened.
    pub async fn browser(&self) -> Result<Browser, BenchError> {
        Browser::attach(self).await
    }

    pub(crate) fn mark(&self) -> &str {
        &self.mark
    }

    /// Lets go of the kept programs that have ended.
    pub(crate) fn forget_ended(&self) {
        let mut programs = self.programs.lock().unwrap_or_else(PoisonError::into_inner);
        programs.retain_mut(Server::is_running);
    }

    /// Keeps a program until the session ends.
    pub(crate) fn keep(&self, server: Server) {
        self.programs
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(server);
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.programs
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
        // A stopped keyring would not hear that it should end.
        self.keyring.kill();
        // The servers carry the mark too, and go last; the bus may have started something since.
        let servers: Vec<u32> = self.servers.iter().map(Server::id).collect();
        marked::end_but(&self.mark, &servers);
        while let Some(server) = self.servers.pop() {
            drop(server);
        }
        marked::end_but(&self.mark, &[]);
    }
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
