//! Contacts: what may be written, how a write changes what is stored, and what a read shows.

pub(crate) mod address;
mod duplicates;
pub(crate) mod email;
pub(crate) mod fields;
mod filter;
pub(crate) mod handlers;
mod items;
pub(crate) mod merge;
pub(crate) mod model;
pub(crate) mod page;
pub(crate) mod seed;
mod validate;
pub(crate) mod view;
