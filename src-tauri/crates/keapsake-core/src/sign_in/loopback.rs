//! The listener on this computer that a browser is sent to with Keap's answer.
//!
//! It is open only while a sign-in waits, on the loopback addresses only, and hands what it hears
//! to the one inbox. It decides nothing: which answer is the right one is the machine's question.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio::task::JoinHandle;

use super::answer_page::{Heard, response};
use super::callback::Carrier;
use crate::product::{Build, LOOPBACK_PATH};

const MAX_HEAD: usize = 8 * 1024;
const MAX_CONNECTIONS: usize = 128;
const PATIENCE: Duration = Duration::from_secs(5);

/// Something that arrived from outside, on its way to the one inbox.
#[derive(Debug)]
pub struct Delivery {
    /// How it came.
    pub carrier: Carrier,
    /// What came, as it came.
    pub raw: String,
    /// Where its sender wants to hear what became of it.
    pub reply: Option<oneshot::Sender<Heard>>,
}

/// An open listener; dropping it closes it.
#[derive(Debug)]
pub struct Loopback {
    port: u16,
    tasks: Vec<JoinHandle<()>>,
}

impl Drop for Loopback {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

impl Loopback {
    /// Opens the first of `ports` that is free, on 127.0.0.1 and, where there is IPv6, on `::1`.
    /// `None` where all of them are taken. Port 0 asks for any free one.
    pub async fn open(ports: &[u16], build: Build, inbox: &mpsc::Sender<Delivery>) -> Option<Self> {
        for port in ports {
            let Ok(first) = TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).await else {
                continue;
            };
            let Ok(SocketAddr::V4(address)) = first.local_addr() else {
                continue;
            };
            let port = address.port();
            let mut listeners = vec![first];
            match TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await {
                Ok(second) => listeners.push(second),
                // `localhost` may lead to ::1 first: a port that another program holds there is no
                // use. A computer without IPv6 has no such address at all.
                Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => continue,
                Err(_) => {}
            }
            let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
            let tasks = listeners
                .into_iter()
                .map(|listener| {
                    tokio::spawn(accept(
                        listener,
                        port,
                        build,
                        inbox.clone(),
                        Arc::clone(&places),
                    ))
                })
                .collect();
            return Some(Self { port, tasks });
        }
        None
    }

    /// The port it listens on.
    pub const fn port(&self) -> u16 {
        self.port
    }
}

async fn accept(
    listener: TcpListener,
    port: u16,
    build: Build,
    inbox: mpsc::Sender<Delivery>,
    places: Arc<Semaphore>,
) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
            continue;
        };
        let inbox = inbox.clone();
        // Not tied to the listener: the page that answers the right request is still sent while
        // the listener already closes.
        tokio::spawn(async move {
            let _place = place;
            let _ = tokio::time::timeout(PATIENCE * 3, serve(stream, port, build, inbox)).await;
        });
    }
}

async fn serve(
    mut stream: TcpStream,
    port: u16,
    build: Build,
    inbox: mpsc::Sender<Delivery>,
) -> std::io::Result<()> {
    let head = tokio::time::timeout(PATIENCE, read_head(&mut stream)).await??;
    let outcome = match target(&head, port) {
        Some(target) => {
            let (reply, answer) = oneshot::channel();
            let raw = format!("http://localhost:{port}{target}");
            let delivery = Delivery {
                carrier: Carrier::Loopback,
                raw,
                reply: Some(reply),
            };
            match inbox.send(delivery).await {
                Ok(()) => answer.await.unwrap_or(Heard::Ignored),
                Err(_) => Heard::Ignored,
            }
        }
        None => Heard::Ignored,
    };
    stream.write_all(&response(outcome, build)).await?;
    stream.shutdown().await
}

async fn read_head(stream: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(1024);
    let mut piece = [0_u8; 1024];
    while head.len() < MAX_HEAD && !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let count = stream.read(&mut piece).await?;
        if count == 0 {
            break;
        }
        head.extend_from_slice(piece.get(..count).unwrap_or_default());
    }
    Ok(head)
}

/// The path and query of a request that a browser sends when Keap redirects it here: a GET of the
/// callback path, to this host by one of its names (DNS rebinding has another), as a navigation.
fn target(head: &[u8], port: u16) -> Option<String> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut request = httparse::Request::new(&mut headers);
    if !request.parse(head).ok()?.is_complete() || request.method? != "GET" {
        return None;
    }
    let header = |name: &str| {
        let mut found = request
            .headers
            .iter()
            .filter(|header| header.name.eq_ignore_ascii_case(name));
        let first = found.next().map(|header| header.value);
        if found.next().is_some() {
            Some(&b"doubled"[..])
        } else {
            first
        }
    };
    let hosts = [
        format!("localhost:{port}"),
        format!("127.0.0.1:{port}"),
        format!("[::1]:{port}"),
    ];
    let host = header("host")?;
    if !hosts.iter().any(|name| name.as_bytes() == host) {
        return None;
    }
    if header("sec-fetch-mode").is_some_and(|mode| mode != b"navigate") {
        return None;
    }
    let path = request.path?;
    let rest = path.strip_prefix(LOOPBACK_PATH)?;
    rest.starts_with('?').then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(line: &str, headers: &str) -> Option<String> {
        target(format!("{line} HTTP/1.1\r\n{headers}\r\n").as_bytes(), 8765)
    }

    #[test]
    fn only_a_navigation_to_the_callback_is_heard() {
        let host = "Host: localhost:8765\r\n";
        assert_eq!(
            request("GET /callback?a=b", host).as_deref(),
            Some("/callback?a=b")
        );
        assert!(request("GET /callback?a=b", "Host: 127.0.0.1:8765\r\n").is_some());
        assert!(
            request(
                "GET /callback?a=b",
                "Host: [::1]:8765\r\nSec-Fetch-Mode: navigate\r\n"
            )
            .is_some()
        );
        for (line, headers) in [
            ("GET /callback", host),
            ("GET /callbacks?a=b", host),
            ("GET /favicon.ico", host),
            ("GET /", host),
            ("POST /callback?a=b", host),
            ("HEAD /callback?a=b", host),
            ("GET http://localhost:8765/callback?a=b", host),
            ("GET /callback?a=b", ""),
            ("GET /callback?a=b", "Host: localhost\r\n"),
            ("GET /callback?a=b", "Host: localhost:8766\r\n"),
            ("GET /callback?a=b", "Host: evil.example:8765\r\n"),
            (
                "GET /callback?a=b",
                "Host: localhost:8765\r\nHost: evil.example\r\n",
            ),
            (
                "GET /callback?a=b",
                "Host: localhost:8765\r\nSec-Fetch-Mode: no-cors\r\n",
            ),
        ] {
            assert_eq!(request(line, headers), None, "{line} {headers}");
        }
    }
}
