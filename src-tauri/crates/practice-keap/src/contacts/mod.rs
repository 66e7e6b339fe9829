//! Contacts: what may be written, how a write changes what is stored, and what a read shows.

pub(crate) mod address;
pub(crate) mod email;
pub(crate) mod fields;
pub(crate) mod filter;
pub(crate) mod handlers;
pub(crate) mod items;
pub(crate) mod merge;
pub(crate) mod order;
pub(crate) mod page;
pub(crate) mod seed;
pub(crate) mod validate;
pub(crate) mod view;
