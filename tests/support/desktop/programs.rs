//! Programs in a session: run to their end, registered for links, found and ended.

use std::fs::{self, File, Permissions};
use std::io::{Read, Seek};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{BenchError, Session, default_browser, marked};

const LIMIT: Duration = Duration::from_secs(20);

impl Session {
    /// Runs a program in the session to its end, for at most 20 seconds, and hands back what it
    /// wrote.
    ///
    /// # Errors
    /// [`BenchError::Failed`] with its words where it says that it failed.
    pub async fn run(&self, program: &str, arguments: &[&str]) -> Result<String, BenchError> {
        // Files, not pipes: a browser that the program leaves behind would hold a pipe open.
        let (mut said, mut complained) = (tempfile::tempfile()?, tempfile::tempfile()?);
        let mut command = tokio::process::Command::from(self.std_command(program));
        command
            .args(arguments)
            .stdout(said.try_clone()?)
            .stderr(complained.try_clone()?);
        let mut child = command.kill_on_drop(true).spawn().map_err(|source| {
            let program = program.to_owned();
            BenchError::NotStarted { program, source }
        })?;
        let ended = tokio::time::timeout(LIMIT, child.wait()).await;
        let status = ended.map_err(|_| BenchError::TimedOut {
            what: format!("{program} to end"),
            limit: LIMIT,
        })??;
        let said = read_back(&mut said)?;
        if status.success() {
            return Ok(said);
        }
        Err(BenchError::Failed {
            program: program.to_owned(),
            said: format!("{status}: {said}{}", read_back(&mut complained)?),
        })
    }

    /// A program in the session's environment, not started yet; it ends with its handle.
    pub fn command(&self, program: &Path) -> tokio::process::Command {
        let mut command =
            tokio::process::Command::from(self.std_command(&program.to_string_lossy()));
        command.kill_on_drop(true);
        command
    }

    /// Opens a link as any program does, with the real `xdg-open`.
    ///
    /// # Errors
    /// [`BenchError::Failed`] where nothing takes the link.
    pub async fn open_link(&self, url: &str) -> Result<(), BenchError> {
        self.run("xdg-open", &[url]).await.map(drop)
    }

    /// Makes a shell script the handler of a scheme's links; it gets the link as `$1`.
    ///
    /// # Errors
    /// [`BenchError::Files`], [`BenchError::Failed`].
    pub async fn handle_links(&self, scheme: &str, script: &str) -> Result<(), BenchError> {
        let name = format!("bench-{scheme}");
        let file = self.bin().join(&name);
        fs::write(&file, format!("#!/bin/sh\n{script}\n"))?;
        fs::set_permissions(&file, Permissions::from_mode(0o755))?;
        let mime_type = format!("x-scheme-handler/{scheme}");
        default_browser::register(&self.home(), &name, &file, &format!("{mime_type};"))?;
        let entry = format!("{name}.desktop");
        self.run("xdg-mime", &["default", &entry, &mime_type])
            .await
            .map(drop)
    }

    /// The process ids of the session that run this very file.
    pub fn running(&self, binary: &Path) -> Vec<u32> {
        marked::running(self.mark(), &resolved(binary))
    }

    /// Ends the session's browser, and with it what it is just starting.
    pub fn end_browser(&self) {
        marked::end_browser(self.mark());
        // Where that one could be talked to says nothing of the next one.
        fs::remove_file(self.browser_profile().join("DevToolsActivePort")).ok();
    }

    /// Ends every process of the session that runs this very file, at once, as a crash would.
    pub fn end_all(&self, binary: &Path) {
        marked::end_program(self.mark(), &resolved(binary));
        self.forget_ended();
    }
}

fn resolved(binary: &Path) -> PathBuf {
    binary.canonicalize().unwrap_or_else(|_| binary.to_owned())
}

fn read_back(file: &mut File) -> Result<String, BenchError> {
    let mut bytes = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
