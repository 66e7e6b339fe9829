//! The client: two HTTP clients, their limits, and the addresses they talk to.
//!
//! Knows how a connection is made and nothing of what is said on it; the calls stand with their
//! subjects (`oauth`, `account`, `locales`, `contacts`).

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use reqwest::redirect::Policy;
use url::Url;

use crate::endpoints::is_loopback;
use crate::http::pacer::{Pacer, Quota};
use crate::{Endpoints, Error, Limits, ProxyAddress};

/// A connection to one Keap; cheap to clone, and all clones keep one pace.
#[derive(Debug, Clone)]
pub struct Client(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    endpoints: Endpoints,
    limits: Limits,
    pacer: Pacer,
    connections: RwLock<Connections>,
}

#[derive(Debug)]
struct Connections {
    proxy: Option<ProxyAddress>,
    api: reqwest::Client,
    token: reqwest::Client,
}

impl Client {
    /// A client with the limits of the contract.
    ///
    /// # Errors
    /// [`Error::Setup`] where an address is unusable or the trust store cannot be read.
    pub fn new(endpoints: Endpoints) -> Result<Self, Error> {
        Self::with_limits(endpoints, Limits::default())
    }

    /// A client with limits of its own, for tests that cannot wait a minute.
    ///
    /// # Errors
    /// As [`Client::new`].
    pub fn with_limits(endpoints: Endpoints, limits: Limits) -> Result<Self, Error> {
        endpoints.check().map_err(|error| {
            tracing::debug!(%error, "an endpoint is unusable");
            Error::Setup
        })?;
        let connections = Connections::by(None, &endpoints, &limits)?;
        Ok(Self(Arc::new(Parts {
            endpoints,
            pacer: Pacer::new(&limits),
            limits,
            connections: RwLock::new(connections),
        })))
    }

    /// From now on all clones reach Keap through this proxy, whatever the system says; with `None`
    /// as the system says. What is under way ends on the way it began. A Keap on this computer is
    /// asked straight, with or without one.
    ///
    /// # Errors
    /// [`Error::Setup`] where the trust store cannot be read; the way is then the one before.
    pub fn go_through(&self, proxy: Option<ProxyAddress>) -> Result<(), Error> {
        if self.connections(|now| now.proxy == proxy) {
            return Ok(());
        }
        let next = Connections::by(proxy, self.endpoints(), self.limits())?;
        let held = self.0.connections.write();
        *held.unwrap_or_else(PoisonError::into_inner) = next;
        Ok(())
    }

    /// The addresses this client talks to.
    pub fn endpoints(&self) -> &Endpoints {
        &self.0.endpoints
    }

    /// What is left of the day's calls, as Keap said with its last answer.
    pub fn quota(&self) -> Option<Quota> {
        self.0.pacer.quota()
    }

    pub(crate) fn pacer(&self) -> &Pacer {
        &self.0.pacer
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    pub(crate) fn api(&self) -> reqwest::Client {
        self.connections(|now| now.api.clone())
    }

    pub(crate) fn token(&self) -> reqwest::Client {
        self.connections(|now| now.token.clone())
    }

    fn connections<T>(&self, read: impl FnOnce(&Connections) -> T) -> T {
        let held = self.0.connections.read();
        read(&held.unwrap_or_else(PoisonError::into_inner))
    }
}

impl Connections {
    fn by(
        proxy: Option<ProxyAddress>,
        endpoints: &Endpoints,
        limits: &Limits,
    ) -> Result<Self, Error> {
        let to = |url: &Url| connection(url, limits, proxy.as_ref());
        let api = build(to(&endpoints.api)?.timeout(limits.total))?;
        // A token call goes out on a connection of its own: one that died in the pool would leave
        // it open whether the single-use token was spent.
        let token = build(
            to(&endpoints.token)?
                .timeout(limits.token_total)
                .pool_max_idle_per_host(0),
        )?;
        Ok(Self { proxy, api, token })
    }
}

/// A connection that lay idle for longer is not used again.
const IDLE: Duration = Duration::from_secs(30);

/// What was sent and not even received for so long: a way that died while the computer slept.
#[cfg(target_os = "linux")]
const UNRECEIVED: Duration = Duration::from_secs(10);

fn connection(
    to: &Url,
    limits: &Limits,
    proxy: Option<&ProxyAddress>,
) -> Result<reqwest::ClientBuilder, Error> {
    let builder = reqwest::Client::builder()
        .user_agent(concat!("Keapsake/", env!("CARGO_PKG_VERSION")))
        .redirect(Policy::none())
        .referer(false)
        .retry(reqwest::retry::never())
        .connect_timeout(limits.connect)
        .read_timeout(limits.read)
        .pool_idle_timeout(IDLE)
        .tls_version_min(reqwest::tls::Version::TLS_1_2)
        .https_only(to.scheme() == "https");
    #[cfg(target_os = "linux")]
    let builder = builder.tcp_user_timeout(UNRECEIVED);
    // A proxy has no business between this computer and itself.
    if is_loopback(to) {
        return Ok(builder.no_proxy());
    }
    Ok(match proxy {
        Some(proxy) => builder.proxy(proxy.for_everything()?),
        None => builder,
    })
}

fn build(builder: reqwest::ClientBuilder) -> Result<reqwest::Client, Error> {
    builder.build().map_err(|error| {
        tracing::debug!(error = %crate::http::failure::chain(&error), "no HTTP client");
        Error::Setup
    })
}
