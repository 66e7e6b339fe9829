//! The session's screen: a virtual X server with a window manager, which focus and raising need.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::process::Server;
use super::{BenchError, Session, until};

const LIMIT: Duration = Duration::from_secs(10);

/// Starts an X server on a free display, which only local programs reach, and hands its name back.
pub(crate) fn start(
    mut server: Command,
    (width, height): (u32, u32),
    log: &Path,
) -> Result<(Server, String), BenchError> {
    server
        .args([
            "-displayfd",
            "1",
            "-nolisten",
            "tcp",
            "-noreset",
            "-screen",
            "0",
        ])
        .arg(format!("{width}x{height}x24"));
    let (server, number) = Server::start_and_read_line(&mut server, log)?;
    Ok((server, format!(":{number}")))
}

impl Session {
    /// Waits for the window manager.
    pub(crate) async fn wait_for_window_manager(&self) -> Result<(), BenchError> {
        until("the window manager", LIMIT, async || {
            let arguments = ["-root", "_NET_SUPPORTING_WM_CHECK"];
            let said = self.run("xprop", &arguments).await.ok()?;
            said.contains("window id").then_some(())
        })
        .await
    }

    /// The title of the window in front; `None` where no window has the focus.
    pub async fn window_title_active(&self) -> Option<String> {
        let title = self
            .run("xdotool", &["getactivewindow", "getwindowname"])
            .await
            .ok()?;
        Some(title.trim_end().to_owned())
    }

    /// Waits until a window with exactly this title is in front.
    ///
    /// # Errors
    /// [`BenchError::TimedOut`].
    pub async fn wait_for_active_title(
        &self,
        title: &str,
        limit: Duration,
    ) -> Result<(), BenchError> {
        until(
            &format!("the window {title:?} in front"),
            limit,
            async || (self.window_title_active().await? == title).then_some(()),
        )
        .await
    }

    /// The titles of all visible windows.
    ///
    /// # Errors
    /// [`BenchError::NotStarted`] without xdotool.
    pub async fn window_titles(&self) -> Result<Vec<String>, BenchError> {
        // `search` fails where nothing is found.
        let found = match self
            .run("xdotool", &["search", "--onlyvisible", "--name", "."])
            .await
        {
            Ok(found) => found,
            Err(BenchError::Failed { .. }) => String::new(),
            Err(error) => return Err(error),
        };
        let mut titles = Vec::new();
        for window in found.lines() {
            // A window may have gone meanwhile.
            if let Ok(title) = self.run("xdotool", &["getwindowname", window]).await {
                titles.push(title.trim_end().to_owned());
            }
        }
        Ok(titles)
    }

    /// Presses keys in the window in front, named as xdotool names them (`Tab`, `ctrl+plus`).
    ///
    /// # Errors
    /// [`BenchError::Failed`].
    pub async fn press(&self, keys: &[&str]) -> Result<(), BenchError> {
        let arguments: Vec<&str> = ["key", "--clearmodifiers"]
            .iter()
            .chain(keys)
            .copied()
            .collect();
        self.run("xdotool", &arguments).await.map(drop)
    }

    /// A picture of the whole screen, as PNG.
    ///
    /// # Errors
    /// [`BenchError::Failed`].
    pub async fn screenshot(&self, path: &Path) -> Result<(), BenchError> {
        let path = path.to_string_lossy();
        self.run("import", &["-window", "root", &path])
            .await
            .map(drop)
    }
}
