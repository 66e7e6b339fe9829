//! Loopback ports of drivers, which cannot choose one and say so themselves.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::Duration;

use super::{BenchError, until};

const LIMIT: Duration = Duration::from_secs(20);

/// A port that was free a moment ago.
pub(crate) fn free() -> Result<u16, BenchError> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
        .local_addr()?
        .port())
}

/// Waits until the server called `what` takes connections.
pub(crate) async fn answers(what: &str, port: u16) -> Result<(), BenchError> {
    until(what, LIMIT, async || {
        TcpStream::connect((Ipv4Addr::LOCALHOST, port))
            .ok()
            .map(drop)
    })
    .await
}
