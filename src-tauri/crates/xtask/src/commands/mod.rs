//! One file a command.

pub(crate) mod demo;
pub(crate) mod setup;
pub(crate) mod test;
mod trust;
