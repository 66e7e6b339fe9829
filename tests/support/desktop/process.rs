//! Servers of a session: programs that we start, hold and end.
//!
//! What they start themselves is not known here.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Once;

use rustix::process::{getpid, set_child_subreaper};

use super::BenchError;

/// A server of ours, ended and waited for when it is dropped.
#[derive(Debug)]
pub(crate) struct Server(Child);

impl Server {
    /// Starts a program whose words go to `log`.
    pub(crate) fn start(command: &mut Command, log: &Path) -> Result<Self, BenchError> {
        let log = File::options().create(true).append(true).open(log)?;
        command.stdout(log.try_clone()?).stderr(log);
        spawn(command).map(Self)
    }

    /// Starts a program and reads the first line it writes; its other words go to `log`.
    pub(crate) fn start_and_read_line(
        command: &mut Command,
        log: &Path,
    ) -> Result<(Self, String), BenchError> {
        let log = File::options().create(true).append(true).open(log)?;
        command.stdout(Stdio::piped()).stderr(log);
        let mut child = spawn(command)?;
        let output = child.stdout.take();
        let server = Self(child);
        let mut line = String::new();
        if let Some(output) = output {
            BufReader::new(output).read_line(&mut line)?;
        }
        let line = line.trim().to_owned();
        if line.is_empty() {
            return Err(BenchError::Failed {
                program: name(command),
                said: "nothing".to_owned(),
            });
        }
        Ok((server, line))
    }

    /// Its process id.
    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }

    /// Hands the program its input and ends it.
    pub(crate) fn feed(&mut self, input: &[u8]) -> io::Result<()> {
        match self.0.stdin.take() {
            Some(mut pipe) => io::Write::write_all(&mut pipe, input),
            None => Ok(()),
        }
    }

    /// Whether it still runs.
    pub(crate) fn is_running(&mut self) -> bool {
        matches!(self.0.try_wait(), Ok(None))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

fn spawn(command: &mut Command) -> Result<Child, BenchError> {
    adopt_orphans();
    command.spawn().map_err(|source| BenchError::NotStarted {
        program: name(command),
        source,
    })
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

/// Makes this process the parent of what its children leave behind, so that it can be waited for.
fn adopt_orphans() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        set_child_subreaper(Some(getpid())).ok();
    });
}
