//! X: the same built page in `chromium --app=`, with default flags and a fresh profile. What the app's Rust
//! side would say to the page is said by a few lines in its place.

use std::path::Path;
use std::sync::Arc;

use support::desktop::{Launch, Session};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::failure::Failure;
use crate::figures::Contestant;

/// The first view of an app that is started for the first time, handed over as Tauri would.
const STAND_IN: &str = r#"
const view = {
  product: { name: "Keapsake", version: "0.1.0", build: "development", practice: true },
  zoom: 100, proxy: null, this_session_only: false, keychain_waits: false, connection: null,
  screen: { at: "welcome", notice: null },
};
const callbacks = [];
window.__TAURI_INTERNALS__ = {
  transformCallback: (callback) => callbacks.push(callback) - 1,
  unregisterCallback: () => {},
  invoke: async (command, given) => {
    if (command === "watch") callbacks[given.channel.id]({ index: 0, message: view });
    return null;
  },
};
"#;

/// The page on a port of this computer.
pub(crate) struct Chromium {
    address: String,
    serving: JoinHandle<()>,
}

impl Chromium {
    /// Serves the built page.
    ///
    /// # Errors
    /// [`Failure::File`].
    pub(crate) async fn serve(page: &Path) -> Result<Self, Failure> {
        let here = "a listener on this computer";
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .map_err(Failure::file(here))?;
        let address = listener.local_addr().map_err(Failure::file(here))?;
        let page: Arc<Path> = page.into();
        let serving = tokio::spawn(async move {
            while let Ok((mut connection, _)) = listener.accept().await {
                let page = Arc::clone(&page);
                tokio::spawn(async move {
                    let mut asked = vec![0; 8192];
                    let read = connection.read(&mut asked).await.unwrap_or(0);
                    asked.truncate(read);
                    let answer = answer(&page, &String::from_utf8_lossy(&asked));
                    connection.write_all(&answer).await.ok();
                });
            }
        });
        Ok(Self {
            address: format!("http://{address}/"),
            serving,
        })
    }

    /// The browser in a session, which has no profile in it yet.
    pub(crate) fn contestant(&self, session: &Session) -> Contestant {
        let mut launch = Launch::of("/usr/lib/chromium/chromium")
            .argument(&format!("--app={}", self.address))
            .argument(&format!(
                "--user-data-dir={}",
                session.home().join("fresh-profile").display()
            ))
            .argument("--window-size=960,680")
            .argument("--no-first-run");
        if is_superuser() {
            // Chromium refuses to start otherwise.
            launch = launch.argument("--no-sandbox");
        }
        Contestant { name: "X", launch }
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn is_superuser() -> bool {
    std::fs::read_to_string("/proc/self/status")
        .is_ok_and(|text| text.lines().any(|line| line.starts_with("Uid:\t0\t")))
}

fn answer(page: &Path, asked: &str) -> Vec<u8> {
    let path = asked.split_whitespace().nth(1).unwrap_or("/");
    let name = match path
        .split('?')
        .next()
        .unwrap_or(path)
        .trim_start_matches('/')
    {
        "" => "index.html",
        name => name,
    };
    let (status, kind, body) = if name == "stand-in.js" {
        ("200 OK", "text/javascript", STAND_IN.as_bytes().to_vec())
    } else if let Ok(bytes) = std::fs::read(page.join(name)) {
        let kind = match name.rsplit('.').next() {
            Some("html") => "text/html",
            Some("js") => "text/javascript",
            Some("css") => "text/css",
            Some("svg") => "image/svg+xml",
            _ => "application/octet-stream",
        };
        let html = |bytes: Vec<u8>| {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let with = "<head><script src=\"stand-in.js\"></script>";
            text.replacen("<head>", with, 1).into_bytes()
        };
        (
            "200 OK",
            kind,
            if kind == "text/html" {
                html(bytes)
            } else {
                bytes
            },
        )
    } else {
        ("404 Not Found", "text/plain", Vec::new())
    };
    let mut answer = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )
    .into_bytes();
    answer.extend(body);
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_served_with_its_stand_in() {
        let page = tempfile::tempdir().unwrap();
        std::fs::write(page.path().join("index.html"), "<html><head></head></html>").unwrap();
        let text = |asked: &str| String::from_utf8(answer(page.path(), asked)).unwrap();
        let index = text("GET / HTTP/1.1\r\n\r\n");
        assert!(index.contains("<head><script src=\"stand-in.js\"></script></head>"));
        assert!(text("GET /stand-in.js HTTP/1.1").contains("__TAURI_INTERNALS__"));
        assert!(text("GET /elsewhere.js HTTP/1.1").starts_with("HTTP/1.1 404"));
    }
}
