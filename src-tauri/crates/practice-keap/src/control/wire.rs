//! Connections whose answers can be slowed down, cut and reset, byte by byte. Knows of HTTP only where
//! the head of an answer ends.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Router;
use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Sleep, sleep};

use crate::practice::locked;

/// How an answer goes over the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Delivery {
    /// As it is.
    #[default]
    Whole,
    /// Slowly, head included.
    Slow {
        /// At least one.
        bytes_per_second: u32,
    },
    /// The connection is closed after this much of it.
    Cut(After),
    /// The connection is reset after this much of it: the other side sees an error, not an end.
    Reset(After),
}

/// How much of an answer leaves before its connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// So many bytes, counted from the status line; 0 is no answer at all.
    Bytes(usize),
    /// The head and so many bytes of the body.
    BodyBytes(usize),
}

/// A slow answer leaves in this many pieces a second, or byte by byte.
const PIECES_PER_SECOND: u32 = 20;

/// Answers on a listener until told to stop.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    until: impl Future<Output = ()> + Send + 'static,
    connections: Arc<AtomicU64>,
) -> io::Result<()> {
    let wires = Wires {
        listener,
        connections,
    };
    axum::serve(wires, router.into_make_service_with_connect_info::<Line>())
        .with_graceful_shutdown(until)
        .await
}

struct Wires {
    listener: TcpListener,
    /// Shared by the listeners of one practice Keap, so that no two connections have one number.
    connections: Arc<AtomicU64>,
}

impl Listener for Wires {
    type Io = Wire;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Wire, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.listener).await;
        let line = Line {
            number: self.connections.fetch_add(1, Ordering::SeqCst) + 1,
            plan: Arc::default(),
        };
        let wire = Wire {
            stream,
            line,
            pause: None,
        };
        (wire, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// What a request knows of the connection it came by.
#[derive(Clone)]
pub(crate) struct Line {
    number: u64,
    plan: Arc<Mutex<Plan>>,
}

impl Connected<IncomingStream<'_, Wires>> for Line {
    fn connect_info(stream: IncomingStream<'_, Wires>) -> Self {
        stream.io().line.clone()
    }
}

impl Line {
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// The next bytes that leave are those of an answer, and go like this.
    pub(super) fn deliver(&self, delivery: Delivery) {
        *locked(&self.plan) = Plan {
            delivery,
            ..Plan::default()
        };
    }
}

/// How far an answer has got.
#[derive(Default)]
struct Plan {
    delivery: Delivery,
    head: usize,
    body: usize,
    /// How many bytes of the blank line that ends the head have been seen; 4 is all of it.
    blank: usize,
}

/// What may be done with bytes that want to leave.
enum Allowed {
    /// This many, and then a pause.
    Some(usize, Option<Duration>),
    /// None, and the connection ends.
    End { reset: bool },
}

impl Plan {
    fn allowed(&self, bytes: &[u8]) -> Allowed {
        let (after, reset) = match self.delivery {
            Delivery::Whole => return Allowed::Some(bytes.len(), None),
            Delivery::Slow { bytes_per_second } => {
                let rate = bytes_per_second.max(1);
                let piece = (rate / PIECES_PER_SECOND).max(1);
                let size = bytes.len().min(piece as usize);
                return Allowed::Some(size, Some(Duration::from_secs(1) * piece / rate));
            }
            Delivery::Cut(after) => (after, false),
            Delivery::Reset(after) => (after, true),
        };
        let left = match after {
            After::Bytes(most) => most.saturating_sub(self.head + self.body),
            After::BodyBytes(most) => {
                let (head, _) = head_in(bytes, self.blank);
                head.saturating_add(most.saturating_sub(self.body))
            }
        };
        match left.min(bytes.len()) {
            0 if !bytes.is_empty() => Allowed::End { reset },
            size => Allowed::Some(size, None),
        }
    }

    fn left(&mut self, bytes: &[u8]) {
        let (head, blank) = head_in(bytes, self.blank);
        self.head += head;
        self.body += bytes.len() - head;
        self.blank = blank;
    }
}

/// How many of these bytes belong to the head, and how much of its blank line has been seen then.
fn head_in(bytes: &[u8], mut blank: usize) -> (usize, usize) {
    const BLANK: &[u8; 4] = b"\r\n\r\n";
    if blank == BLANK.len() {
        return (0, blank);
    }
    for (at, byte) in bytes.iter().enumerate() {
        blank = match BLANK.get(blank) {
            Some(next) if next == byte => blank + 1,
            _ => usize::from(*byte == b'\r'),
        };
        if blank == BLANK.len() {
            return (at + 1, blank);
        }
    }
    (bytes.len(), blank)
}

/// One connection.
pub(crate) struct Wire {
    stream: TcpStream,
    line: Line,
    pause: Option<Pin<Box<Sleep>>>,
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if let Some(pause) = &mut self.pause {
            ready!(pause.as_mut().poll(cx));
            self.pause = None;
        }
        let allowed = locked(&self.line.plan).allowed(bytes);
        match allowed {
            Allowed::Some(size, pause) => {
                let piece = bytes.get(..size).unwrap_or(bytes);
                let written = ready!(Pin::new(&mut self.stream).poll_write(cx, piece))?;
                locked(&self.line.plan).left(piece.get(..written).unwrap_or(piece));
                self.pause = pause.map(|pause| Box::pin(sleep(pause)));
                Poll::Ready(Ok(written))
            }
            Allowed::End { reset } => {
                if reset {
                    // The stream is dropped on this error, and lingers no moment.
                    self.stream.set_zero_linger()?;
                }
                Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()))
            }
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

#[cfg(test)]
mod tests {
    use super::head_in;

    #[test]
    fn the_head_ends_with_its_blank_line_however_the_bytes_are_cut() {
        let text = b"HTTP/1.1 200 OK\r\nA: b\r\r\n\r\nbody\r\n\r\n";
        let end = text.len() - b"body\r\n\r\n".len();
        for cut in 0..text.len() {
            let (first, blank) = head_in(&text[..cut], 0);
            let (second, _) = head_in(&text[cut..], blank);
            assert_eq!(first + second, end, "cut at {cut}");
        }
    }
}
