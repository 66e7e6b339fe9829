//! Places: how an address is laid out and called in its country, how postal codes and phone
//! numbers are written there, and which code of Keap's an old free text most likely means.
//!
//! Refuses nothing and changes nothing: everything here is a layout, a warning or a proposal.
//! Keap's lists stay the only source of values.

mod format;
pub(crate) mod letters;
mod names;
pub mod phone;
pub mod postcode;
pub mod repair;

#[cfg(test)]
mod format_tests;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod repair_tests;

pub use format::{AddressFormat, LocalityLabel, Part, PostalLabel, RegionLabel};
