//! The client against a scripted server that can do everything a server should not.
//!
//! The practice Keap is for what Keap does; this is for slow, cut, endless and hostile answers,
//! and for the very bytes that go out.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod companies;
mod contacts;
mod environment;
mod find;
mod lists;
mod locales;
mod oauth;
mod pace;
mod proxy;
mod reach;
mod search;
mod secrets;
mod server;
mod sleep;
mod tls;
mod tls_server;
mod transport;
mod writes;

use std::time::Duration;

use keap_client::{AccessToken, Authorization, Client, Endpoints, Limits};

use server::Server;

/// Small bodies, short pauses and no pace; the time limits stay, so that a busy machine fails no test.
fn limits() -> Limits {
    Limits {
        api_body: 32 * 1024,
        token_body: 4 * 1024,
        backoff: Duration::from_millis(1),
        per_second: 100_000,
        per_minute: 1_000_000,
        ..Limits::default()
    }
}

fn client_with(base: &str, limits: Limits) -> Client {
    let endpoints = Endpoints::under(&base.parse().unwrap()).unwrap();
    Client::with_limits(endpoints, limits).unwrap()
}

fn client_of(base: &str) -> Client {
    client_with(base, limits())
}

fn client(server: &Server) -> Client {
    client_of(server.base())
}

fn authorization() -> Authorization {
    Authorization::OAuth(AccessToken::new("access-canary"))
}
