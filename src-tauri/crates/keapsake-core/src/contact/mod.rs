//! The rules of a save: what was typed becomes a request that changes nothing nobody touched.
//!
//! ```text
//! Draft ──check(lists)──► Checked ──plan_create──► ContactBody
//!                            │
//! Vec<Contact> ──matching──► Match ──plan_update──► UpdatePlan
//! ```
//!
//! Values and pure functions only: nothing here talks to Keap, waits, or makes words for people.

pub mod card;
pub mod checked;
pub mod draft;
pub mod field;
pub mod find;
pub mod limits;
pub mod plan;
pub mod problem;
pub mod region;

mod address;
mod merge;
mod postal;
mod text;

#[cfg(test)]
mod draft_tests;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod samples;

pub use card::Card;
pub use checked::{Change, Checked};
pub use draft::Draft;
pub use field::Field;
pub use find::{Match, matching};
pub use plan::{UpdatePlan, plan_create, plan_update};
pub use problem::{Problem, ProblemKind};
pub use region::Lists;
