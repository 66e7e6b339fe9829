//! A server of raw answers, one for each request in order; keeps what it was sent.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with a request it has read.
#[derive(Clone)]
pub(crate) enum Reply {
    /// Writes these bytes and closes.
    Bytes(Vec<u8>),
    /// Writes these bytes (or none) and keeps the connection open.
    Hold(Vec<u8>),
    /// Writes the bytes, then one blank every 50 ms.
    Trickle(Vec<u8>),
    /// Writes the bytes, then blanks without end.
    Flood(Vec<u8>),
}

/// A whole answer with a JSON body.
pub(crate) fn json(status: u16, body: &str) -> Reply {
    answer(status, "content-type: application/json\r\n", body)
}

/// A whole answer; `headers` are lines with their ends.
pub(crate) fn answer(status: u16, headers: &str, body: &str) -> Reply {
    let length = body.len();
    Reply::Bytes(
        format!(
            "HTTP/1.1 {status} X\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}"
        )
        .into_bytes(),
    )
}

/// Closes without a word.
pub(crate) fn cut() -> Reply {
    Reply::Bytes(Vec::new())
}

/// Says nothing, for ever.
pub(crate) fn silence() -> Reply {
    Reply::Hold(Vec::new())
}

/// A request as it came in.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) method: String,
    /// Path and query, as sent.
    pub(crate) target: String,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// The server; it ends with the test's runtime.
pub(crate) struct Server {
    base: String,
    script: Arc<Mutex<Script>>,
}

#[derive(Default)]
struct Script {
    replies: Vec<Reply>,
    seen: Vec<Seen>,
}

impl Server {
    /// Answers the requests with the replies in order, every one after that with status 599.
    pub(crate) async fn start(replies: Vec<Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let script = Arc::new(Mutex::new(Script::default()));
        tokio::spawn(serve(listener, Arc::clone(&script)));
        let server = Self { base, script };
        server.restart(replies);
        server
    }

    /// Forgets what it has seen and answers with other replies from now on.
    pub(crate) fn restart(&self, replies: Vec<Reply>) {
        let seen = Vec::new();
        *self.script.lock().unwrap() = Script { replies, seen };
    }

    pub(crate) async fn with(reply: Reply) -> Self {
        Self::start(vec![reply]).await
    }

    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// Its address with another scheme.
    pub(crate) fn https(&self) -> String {
        self.base.replace("http://", "https://")
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.script.lock().unwrap().seen.clone()
    }

    /// The one request there was.
    pub(crate) fn only(&self) -> Seen {
        let seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen[0].clone()
    }
}

async fn serve(listener: TcpListener, script: Arc<Mutex<Script>>) {
    while let Ok((mut stream, _)) = listener.accept().await {
        let script = Arc::clone(&script);
        tokio::spawn(async move {
            let Some(request) = read(&mut stream).await else {
                return;
            };
            let reply = {
                let mut script = script.lock().unwrap();
                script.seen.push(request);
                script.replies.get(script.seen.len() - 1).cloned()
            };
            write(&mut stream, reply.unwrap_or_else(|| json(599, "{}"))).await;
        });
    }
}

async fn write(stream: &mut TcpStream, reply: Reply) {
    let (start, then): (_, &[u8]) = match reply {
        Reply::Bytes(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
            return;
        }
        Reply::Hold(bytes) => {
            let _ = stream.write_all(&bytes).await;
            return std::future::pending().await;
        }
        Reply::Trickle(bytes) => (bytes, b" "),
        Reply::Flood(bytes) => (bytes, &[b' '; 4096]),
    };
    let mut result = stream.write_all(&start).await;
    while result.is_ok() {
        if then.len() == 1 {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        result = stream.write_all(then).await;
    }
}

async fn read(stream: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    let head = loop {
        let mut piece = [0; 1024];
        let count = stream
            .read(&mut piece)
            .await
            .ok()
            .filter(|count| *count > 0)?;
        bytes.extend_from_slice(&piece[..count]);
        if let Some(end) = bytes.windows(4).position(|part| part == b"\r\n\r\n") {
            break end + 4;
        }
        if !bytes[0].is_ascii_uppercase() {
            // A TLS greeting has no blank line: what answers it is written at once.
            break bytes.len();
        }
    };
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let mut lines = text.lines();
    let mut first = lines.next()?.split(' ').map(str::to_owned);
    let headers: Vec<_> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length: usize = length.map_or(0, |(_, value)| value.parse().unwrap());
    let mut body = bytes.split_off(head);
    let missing = length - body.len();
    let mut rest = vec![0; missing];
    stream.read_exact(&mut rest).await.ok()?;
    body.extend(rest);
    Some(Seen {
        method: first.next().unwrap_or_default(),
        target: first.next().unwrap_or_default(),
        headers,
        body: String::from_utf8(body).unwrap(),
    })
}
