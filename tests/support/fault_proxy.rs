//! A wire between a client and a server that breaks at a chosen byte.
//!
//! Knows so much of HTTP/1.1 as to tell where a request and an answer end, and nothing of what they
//! say.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use url::Url;

/// What happens to a connection; every one is good for one exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing: the exchange passes whole.
    None,
    /// The connection is taken, and nothing is read or said.
    Silence,
    /// It is reset when so many bytes of the request have come, at most all of them; the server
    /// gets none.
    ResetInRequest(usize),
    /// The server gets the request and has answered; of its answer no more than this part arrives.
    InAnswer(Part, Ending),
    /// The answer passes at so many bytes a second.
    Slow(u32),
}

/// How much of an answer arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Nothing.
    Nothing,
    /// The status line.
    StatusLine,
    /// The head, and half of the body.
    HalfBody,
}

/// How a connection ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// With a reset.
    Reset,
    /// As if everything had been said.
    Close,
    /// Not at all: nothing more comes.
    Silence,
}

/// The wire. It ends with the runtime it was laid in.
pub struct FaultProxy {
    address: SocketAddr,
    faults: Arc<Mutex<VecDeque<Fault>>>,
    target: SocketAddr,
    accepting: Mutex<Option<JoinHandle<()>>>,
}

impl FaultProxy {
    /// A whole wire to a server.
    ///
    /// # Errors
    /// Where no port is free.
    pub async fn to(target: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let this = Self {
            address: listener.local_addr()?,
            faults: Arc::default(),
            target,
            accepting: Mutex::default(),
        };
        this.accept(listener);
        Ok(this)
    }

    /// Where its near end is.
    pub fn base_url(&self) -> Url {
        let text = format!("http://{}/", self.address);
        Url::parse(&text).unwrap_or_else(|_| unreachable!("{text} is an address"))
    }

    /// What happens to the next connections, in this order; later ones are whole.
    pub fn next(&self, faults: &[Fault]) {
        locked(&self.faults).extend(faults);
    }

    /// Whether everything that was to happen has.
    pub fn is_whole(&self) -> bool {
        locked(&self.faults).is_empty()
    }

    /// Nobody listens any more: the next connection is refused.
    pub async fn refuse(&self) {
        let accepting = locked(&self.accepting).take();
        if let Some(accepting) = accepting {
            accepting.abort();
            // Over only when the listener is gone; that it was aborted is no news.
            let _ = accepting.await;
        }
    }

    /// Listens again at the same address.
    ///
    /// # Errors
    /// Where somebody else has taken it.
    pub async fn listen(&self) -> io::Result<()> {
        self.accept(TcpListener::bind(self.address).await?);
        Ok(())
    }

    fn accept(&self, listener: TcpListener) {
        let (faults, target) = (Arc::clone(&self.faults), self.target);
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let fault = locked(&faults).pop_front().unwrap_or(Fault::None);
                // A side that hangs up has ended the exchange, which is all there is to know.
                tokio::spawn(async move { drop(exchange(client, target, fault).await) });
            }
        });
        *locked(&self.accepting) = Some(task);
    }
}

async fn exchange(mut client: TcpStream, target: SocketAddr, fault: Fault) -> io::Result<()> {
    match fault {
        Fault::Silence => return std::future::pending().await,
        Fault::ResetInRequest(bytes) => {
            read_up_to(&mut client, bytes).await?;
            return client.set_zero_linger();
        }
        Fault::None | Fault::InAnswer(..) | Fault::Slow(_) => {}
    }
    let request = read_message(&mut client).await?;
    let mut server = TcpStream::connect(target).await?;
    server.write_all(&request.bytes).await?;
    let answer = read_message(&mut server).await?;
    let bytes = &answer.bytes[..];
    match fault {
        Fault::InAnswer(part, ending) => {
            let line = bytes.iter().position(|byte| *byte == b'\n');
            let end = match part {
                Part::Nothing => 0,
                Part::StatusLine => line.map_or(0, |at| at + 1),
                Part::HalfBody => usize::midpoint(answer.head, bytes.len()),
            };
            client.write_all(bytes.get(..end).unwrap_or(bytes)).await?;
            match ending {
                Ending::Reset => client.set_zero_linger(),
                Ending::Close => client.shutdown().await,
                Ending::Silence => std::future::pending().await,
            }
        }
        Fault::Slow(bytes_a_second) => {
            let pause = Duration::from_secs(1) / bytes_a_second.max(1);
            for byte in bytes {
                client.write_all(&[*byte]).await?;
                tokio::time::sleep(pause).await;
            }
            client.shutdown().await
        }
        _ => {
            client.write_all(bytes).await?;
            client.shutdown().await
        }
    }
}

/// Reads until so many bytes have come, or the whole request has.
async fn read_up_to(client: &mut TcpStream, bytes: usize) -> io::Result<()> {
    let mut left = bytes;
    let mut message = Message::default();
    while left > 0 && !message.is_whole() {
        message.push(client.read_u8().await?);
        left -= 1;
    }
    Ok(())
}

async fn read_message(stream: &mut TcpStream) -> io::Result<Message> {
    let mut message = Message::default();
    while !message.is_whole() {
        message.push(stream.read_u8().await?);
    }
    Ok(message)
}

/// A request or an answer as far as it has come.
#[derive(Debug, Default)]
struct Message {
    bytes: Vec<u8>,
    /// Where its body begins; nought while its head has no end.
    head: usize,
    /// How long its body is.
    body: usize,
}

impl Message {
    fn push(&mut self, byte: u8) {
        self.bytes.push(byte);
        if self.head == 0 && self.bytes.ends_with(b"\r\n\r\n") {
            self.head = self.bytes.len();
            let text = String::from_utf8_lossy(&self.bytes).to_ascii_lowercase();
            let length = text
                .lines()
                .find_map(|line| line.strip_prefix("content-length:"));
            self.body = length.and_then(|it| it.trim().parse().ok()).unwrap_or(0);
        }
    }

    fn is_whole(&self) -> bool {
        self.head > 0 && self.bytes.len() >= self.head + self.body
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
