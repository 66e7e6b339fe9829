//! A private D-Bus session with a keyring, around one test.
//!
//! The keychain finds its bus through the environment, which belongs to the whole process: so a
//! test runs itself once more as a child with the session's environment, and the parent looks at
//! how the child ended.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use std::{env, fs};

use tempfile::TempDir;
use vault::Keychain;

/// Set in the child only: where the session's folder is.
const INSIDE: &str = "KEAPSAKE_VAULT_TEST_SESSION";

pub(crate) const SERVICE: &str = "Keapsake";
pub(crate) const LIMIT: Duration = Duration::from_secs(5);
const PASSWORD: &[u8] = b"a keyring's password";

/// What the session has.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Desktop {
    /// A bus and an unlocked keyring.
    Whole,
    /// A bus on which nothing offers a keyring.
    BusOnly,
    /// An address where no bus is.
    NoBus,
}

/// Ends its process with the test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// Runs `body` in a session of its own; `name` is the test's full path in this binary.
pub(crate) fn inside(name: &str, desktop: Desktop, body: impl AsyncFnOnce(Keychain)) {
    if env::var_os(INSIDE).is_some() {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(body(Keychain::open(SERVICE, LIMIT)));
        return;
    }
    let home = TempDir::new().unwrap();
    let runtime_dir = home.path().join("run");
    fs::create_dir(&runtime_dir).unwrap();
    fs::set_permissions(&runtime_dir, fs::Permissions::from_mode(0o700)).unwrap();

    let (_bus, address) = match desktop {
        Desktop::NoBus => (None, "unix:path=/nonexistent/bus".to_owned()),
        Desktop::Whole => start_bus(home.path(), &["--session"]),
        Desktop::BusOnly => {
            let config = home.path().join("bus.conf");
            fs::write(&config, BARE_BUS).unwrap();
            start_bus(home.path(), &["--config-file", config.to_str().unwrap()])
        }
    };
    let _keyring = (desktop == Desktop::Whole).then(|| {
        let keyring = start_keyring(home.path(), Some(&address));
        fs::write(home.path().join("keyring.pid"), keyring.0.id().to_string()).unwrap();
        keyring
    });
    let ended = quiet(&mut Command::new(env::current_exe().unwrap()), home.path())
        .args(["--exact", name, "--nocapture", "--test-threads=1"])
        .env(INSIDE, home.path())
        .env("DBUS_SESSION_BUS_ADDRESS", &address)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ended.stdout);
    assert!(
        ended.status.success(),
        "{said}\n{}",
        String::from_utf8_lossy(&ended.stderr)
    );
    assert!(
        said.contains("1 passed"),
        "no test is called {name}: {said}"
    );
}

/// The environment of a session without a screen: nothing can ask for a password.
fn quiet<'a>(command: &'a mut Command, home: &Path) -> &'a mut Command {
    command
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env("HOME", home)
        .env("XDG_RUNTIME_DIR", home.join("run"))
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_CACHE_HOME", home.join("cache"))
}

fn start(command: &mut Command) -> Child {
    let program = command.get_program().to_owned();
    command.spawn().unwrap_or_else(|error| {
        panic!("this test needs the program {}: {error}", program.display())
    })
}

fn start_bus(home: &Path, arguments: &[&str]) -> (Option<Server>, String) {
    let mut bus = Command::new("dbus-daemon");
    quiet(&mut bus, home)
        .args(arguments)
        .args(["--nofork", "--nopidfile", "--print-address"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut bus = Server(start(&mut bus));
    let mut address = String::new();
    // The first line only: services write to the same output.
    BufReader::new(bus.0.stdout.take().unwrap())
        .read_line(&mut address)
        .unwrap();
    (Some(bus), address.trim().to_owned())
}

fn start_keyring(home: &Path, address: Option<&str>) -> Server {
    let mut keyring = Command::new("gnome-keyring-daemon");
    quiet(&mut keyring, home)
        .args(["--foreground", "--unlock", "--components=secrets"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut wait = Command::new("gdbus");
    wait.args([
        "wait",
        "--session",
        "--timeout",
        "10",
        "org.freedesktop.secrets",
    ]);
    if let Some(address) = address {
        keyring.env("DBUS_SESSION_BUS_ADDRESS", address);
        wait.env("DBUS_SESSION_BUS_ADDRESS", address);
    }
    let mut keyring = Server(start(&mut keyring));
    keyring.0.stdin.take().unwrap().write_all(PASSWORD).unwrap();
    // The daemon is there only once it owns its name.
    assert!(
        start(&mut wait).wait().unwrap().success(),
        "gnome-keyring-daemon did not come up"
    );
    keyring
}

/// Inside a session: the keyring's process.
pub(crate) struct Keyring(u32);

impl Keyring {
    pub(crate) fn of_this_session() -> Self {
        let written = fs::read_to_string(home().join("keyring.pid")).unwrap();
        Self(written.parse().unwrap())
    }

    pub(crate) fn signal(&self, signal: &str) {
        tool("kill", &[&format!("-{signal}"), &self.0.to_string()]);
    }

    /// Ends the daemon the hard way, and waits until the bus has seen it go.
    pub(crate) fn kill(&self) {
        self.signal("KILL");
        let owned = || {
            tool(
                "gdbus",
                &[
                    "call",
                    "--session",
                    "--dest",
                    "org.freedesktop.DBus",
                    "--object-path",
                    "/org/freedesktop/DBus",
                    "--method",
                    "org.freedesktop.DBus.NameHasOwner",
                    "org.freedesktop.secrets",
                ],
            )
        };
        while owned().contains("true") {}
    }
}

fn home() -> std::path::PathBuf {
    env::var_os(INSIDE).unwrap().into()
}

/// A keyring daemon started again with the same files, unlocked; keep the answer.
pub(crate) fn restart_keyring() -> impl Drop {
    start_keyring(&home(), None)
}

/// Runs a program to its end and hands back what it wrote.
pub(crate) fn tool(program: &str, arguments: &[&str]) -> String {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    let ended = start(&mut command).wait_with_output().unwrap();
    String::from_utf8_lossy(&ended.stdout).into_owned()
}

/// Sees the calls of one method on the session's bus.
pub(crate) struct Monitor {
    process: Server,
    lines: std::io::Lines<BufReader<std::process::ChildStdout>>,
    marked: String,
}

impl Monitor {
    pub(crate) fn of_calls(method: &str) -> Self {
        let mut command = Command::new("dbus-monitor");
        command
            .args([
                "--session",
                &format!("type='method_call',member='{method}'"),
                "type='method_call',member='GetId'",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut process = Server(start(&mut command));
        let mut lines = BufReader::new(process.0.stdout.take().unwrap()).lines();
        // It sees nothing before it has become one, which the bus tells it last of all.
        while !lines.next().unwrap().unwrap().contains("NameLost") {}
        Self {
            process,
            lines,
            marked: format!("member={method}"),
        }
    }

    /// Reads on until a mark of our own comes, and counts the calls before it.
    pub(crate) fn count(mut self) -> usize {
        tool(
            "gdbus",
            &[
                "call",
                "--session",
                "--dest",
                "org.freedesktop.DBus",
                "--object-path",
                "/org/freedesktop/DBus",
                "--method",
                "org.freedesktop.DBus.GetId",
            ],
        );
        let mut calls = 0;
        loop {
            let line = self.lines.next().unwrap().unwrap();
            if line.contains("member=GetId") {
                drop(self.process);
                return calls;
            }
            calls += usize::from(line.contains(&self.marked));
        }
    }
}

/// Puts a secret into the keyring as another program would.
pub(crate) fn store_from_outside(secret: &str, attributes: &[&str]) {
    let mut command = Command::new("secret-tool");
    command
        .args(["store", "--label", "from outside"])
        .args(attributes)
        .stdin(Stdio::piped());
    let mut storing = start(&mut command);
    storing
        .stdin
        .take()
        .unwrap()
        .write_all(secret.as_bytes())
        .unwrap();
    assert!(storing.wait().unwrap().success());
}

/// Locks the keyring; without a screen nobody can unlock it again.
pub(crate) fn lock() {
    let answer = tool(
        "gdbus",
        &[
            "call",
            "--session",
            "--dest",
            "org.freedesktop.secrets",
            "--object-path",
            "/org/freedesktop/secrets",
            "--method",
            "org.freedesktop.Secret.Service.Lock",
            "['/org/freedesktop/secrets/collection/login']",
        ],
    );
    assert!(
        answer.contains("collection/login"),
        "the keyring did not lock: {answer}"
    );
}

/// A bus that can start nothing by itself.
const BARE_BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;
