//! Starting and stopping a practice Keap from Rust. There is no way to do any of this over HTTP: what
//! steers the server never hangs on the network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use url::Url;

use crate::book::store::Store;
use crate::options::Options;
use crate::practice::Practice;
use crate::router;

/// How often a free port is tried until it is free on both loopback addresses.
const PORT_ATTEMPTS: usize = 16;

/// How long [`PracticeKeap::stop`] waits for answers under way.
const STOP_WITHIN: Duration = Duration::from_secs(2);

/// Why a practice Keap did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address is not one of this machine alone.
    #[error("a practice Keap listens on loopback addresses only, not on {0}")]
    NotLoopback(SocketAddr),
    /// The port is taken, or listening is not allowed.
    #[error("the practice Keap could not listen")]
    Listen(#[source] std::io::Error),
    /// The data file is there but could not be opened or put aside.
    #[error("the practice Keap could not open its data file")]
    DataFile(#[source] std::io::Error),
    /// The address does not make a URL.
    #[error("the practice Keap could not name its own address")]
    Address(#[from] url::ParseError),
}

/// A running practice Keap; it stops when this is dropped.
pub struct PracticeKeap {
    pub(crate) practice: Arc<Practice>,
    address: SocketAddr,
    base_url: Url,
    return_page_url: Url,
    stop: watch::Sender<()>,
    tasks: Vec<JoinHandle<()>>,
}

/// Starts a practice Keap on the current tokio runtime and returns once it listens.
///
/// # Errors
/// [`StartError`] if the address is not loopback or taken, or the data file cannot be opened.
pub async fn serve(options: Options) -> Result<PracticeKeap, StartError> {
    if !options.listen.ip().is_loopback() {
        return Err(StartError::NotLoopback(options.listen));
    }
    let store = Store::open(&options).map_err(StartError::DataFile)?;
    let (address, listeners) = listen(options.listen).await.map_err(StartError::Listen)?;
    let base_url = Url::parse(&format!("http://localhost:{}/", address.port()))?;
    let return_page_url = base_url.join("return")?;
    let practice = Arc::new(Practice::new(options, store));
    let (stop, stopped) = watch::channel(());
    #[cfg(feature = "control")]
    let connections = Arc::default();
    let tasks = listeners
        .into_iter()
        .map(|listener| {
            let router = router::router(Arc::clone(&practice));
            let mut stopped = stopped.clone();
            #[cfg(feature = "control")]
            let connections = Arc::clone(&connections);
            tokio::spawn(async move {
                let until = async move {
                    // A dropped sender is a stop as well.
                    drop(stopped.changed().await);
                };
                #[cfg(feature = "control")]
                let served = crate::control::wire::serve(listener, router, until, connections);
                #[cfg(not(feature = "control"))]
                let served = axum::serve(listener, router).with_graceful_shutdown(until);
                if let Err(error) = served.await {
                    tracing::warn!(%error, "the practice Keap stopped listening");
                }
            })
        })
        .collect();
    Ok(PracticeKeap {
        practice,
        address,
        base_url,
        return_page_url,
        stop,
        tasks,
    })
}

/// Listens on the address and on its twin of the other family, because `localhost` may be either.
async fn listen(wanted: SocketAddr) -> std::io::Result<(SocketAddr, Vec<TcpListener>)> {
    let mut attempts = PORT_ATTEMPTS;
    loop {
        attempts -= 1;
        let first = TcpListener::bind(wanted).await?;
        let address = first.local_addr()?;
        let twin: IpAddr = if address.is_ipv4() {
            Ipv6Addr::LOCALHOST.into()
        } else {
            Ipv4Addr::LOCALHOST.into()
        };
        match TcpListener::bind(SocketAddr::new(twin, address.port())).await {
            Ok(second) => return Ok((address, vec![first, second])),
            // Somebody else's server would answer half of the calls: take another port.
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
                if wanted.port() != 0 || attempts == 0 {
                    return Err(error);
                }
            }
            // No IPv6 on this machine.
            Err(_) => return Ok((address, vec![first])),
        }
    }
}

impl PracticeKeap {
    /// `http://localhost:PORT/`, under which authorize, token and API lie.
    pub fn base_url(&self) -> Url {
        self.base_url.clone()
    }

    /// The first address it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://localhost:PORT/return`, the return page, as a redirect URI.
    pub fn return_page_url(&self) -> Url {
        self.return_page_url.clone()
    }

    /// Where a person looks at one contact in a browser; stands for Keap's own page.
    pub fn contact_page_url(&self, app: &str, id: &str) -> Option<Url> {
        let mut url = self.base_url.clone();
        url.path_segments_mut()
            .ok()?
            .clear()
            .extend([app, "Contact", "manageContact.jsp"]);
        url.query_pairs_mut()
            .append_pair("view", "edit")
            .append_pair("ID", id);
        Some(url)
    }

    /// Puts the contacts of both accounts back as they were at first; sessions stay.
    pub async fn start_over(&self) {
        let options = &self.practice.options;
        self.practice.store.change(|book| book.start_over(options));
        let practice = Arc::clone(&self.practice);
        if tokio::task::spawn_blocking(move || practice.store.save_if_changed())
            .await
            .is_err()
        {
            tracing::warn!("the practice data could not be saved");
        }
    }

    /// Stops listening and waits, for a moment, until the answers under way have left.
    pub async fn stop(self) {
        let Self {
            stop,
            tasks,
            practice,
            ..
        } = self;
        drop(stop);
        for mut task in tasks {
            if tokio::time::timeout(STOP_WITHIN, &mut task).await.is_err() {
                task.abort();
            }
        }
        practice.store.save_if_changed();
    }
}

impl std::fmt::Debug for PracticeKeap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PracticeKeap")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}
