//! The figures of trust: each test measures one row of the table that `cargo xtask test trust` ends
//! with, and holds it to its aim.

#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests end where something is not as it has to be"
)]

mod desk;
mod figure;
mod hostile;
mod kills;
mod kills_app;
mod links;
mod renewing;
mod secrets;
mod single_flight;
mod starts;
mod tally;
mod upserts;
