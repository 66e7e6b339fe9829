//! The rules of a save: what was typed becomes a request that changes nothing nobody touched.
//!
//! ```text
//! Vec<Contact> ──matching──► Match
//!
//! Contact + Edits ──apply(known)──► Contact ──between──► Difference
//! ```
//!
//! Values and pure functions only: nothing here talks to Keap, waits, or makes words for people.

pub mod card;
pub mod cell;
pub mod difference;
pub mod edits;
pub mod find;
pub mod known;
pub mod limits;
pub mod meanwhile;
pub mod problem;
pub mod region;
pub mod review;
pub mod spot;
pub mod undo;

mod address;
mod checked;
mod custom;
mod postal;
pub(crate) mod text;
mod writable;

#[cfg(test)]
mod cell_tests;
#[cfg(test)]
mod edits_properties;
#[cfg(test)]
pub(crate) mod samples;

pub use card::Card;
pub use find::{Match, matching};
pub use problem::{ProblemKind, SpotProblem};
pub use region::Lists;
pub use spot::Spot;
