//! A server that answers whatever it is asked for by name: the name is the token or the code that the
//! request brings. Counts connections to another host, where nobody should ever come.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::kinds::{Answer, End, kinds};

/// The server, and the other host beside it.
pub(super) struct Server {
    /// Where the client asks.
    pub(super) base: String,
    /// Where answers try to send it.
    pub(super) other: String,
    /// Connections that came to the other host.
    pub(super) strayed: Arc<AtomicUsize>,
    /// Requests that brought a cookie.
    pub(super) cookies: Arc<AtomicUsize>,
}

impl Server {
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let elsewhere = TcpListener::bind("127.0.0.2:0").await.unwrap();
        let server = Self {
            base: format!("http://{}", listener.local_addr().unwrap()),
            other: format!("http://{}", elsewhere.local_addr().unwrap()),
            strayed: Arc::default(),
            cookies: Arc::default(),
        };
        let strayed = Arc::clone(&server.strayed);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = elsewhere.accept().await {
                strayed.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(async move {
                    let _ = read(&mut stream).await;
                    let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
                    let _ = stream.write_all(answer).await;
                });
            }
        });
        let (other, cookies) = (server.other.clone(), Arc::clone(&server.cookies));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, other.clone(), Arc::clone(&cookies)));
            }
        });
        server
    }
}

async fn serve(mut stream: TcpStream, other: String, cookies: Arc<AtomicUsize>) {
    while let Some((head, body)) = read(&mut stream).await {
        if head.to_ascii_lowercase().contains("\r\ncookie:") {
            cookies.fetch_add(1, Ordering::SeqCst);
        }
        let name = wanted(&head, &body);
        let Answer { start, then, end } = kinds()
            .into_iter()
            .find(|kind| kind.name == name)
            .map_or_else(ordinary, |kind| (kind.answer)(&other));
        if stream.write_all(&start).await.is_err() {
            return;
        }
        match end {
            End::Kept => {}
            End::Closed => return drop(stream.shutdown().await),
            End::Reset => return drop(stream.set_zero_linger()),
            End::Silent => return std::future::pending().await,
            End::Every(pause) => {
                while stream.write_all(&then).await.is_ok() {
                    tokio::time::sleep(pause).await;
                }
                return;
            }
        }
    }
}

/// What an honest Keap would say, on a connection that stays open.
fn ordinary() -> Answer {
    let body = r#"{"id":"honest","access_token":"honest","refresh_token":"r","contacts":[]}"#;
    let length = body.len();
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
    Answer {
        start: format!("{head}content-length: {length}\r\n\r\n{body}").into_bytes(),
        then: Vec::new(),
        end: End::Kept,
    }
}

/// The kind that a request asks for.
fn wanted(head: &str, body: &str) -> String {
    let bearer = head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        let value = value.strip_prefix("Bearer ")?;
        name.eq_ignore_ascii_case("authorization").then_some(value)
    });
    let form = || {
        let pairs = body.split('&').filter_map(|pair| pair.split_once('='));
        let mut named = pairs.filter(|(name, _)| ["refresh_token", "code"].contains(name));
        named.next().map(|(_, value)| value)
    };
    bearer.or_else(form).unwrap_or_default().to_owned()
}

/// The head and the body of a request.
async fn read(stream: &mut TcpStream) -> Option<(String, String)> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).ok()?;
    let length = head.to_ascii_lowercase();
    let length = length
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let length = length.map_or(0, |it| it.trim().parse().unwrap_or(0));
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    Some((head, String::from_utf8(body).ok()?))
}
