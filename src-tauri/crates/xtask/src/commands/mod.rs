//! One file a command.

pub(crate) mod bench;
pub(crate) mod bundle;
pub(crate) mod cross;
pub(crate) mod demo;
pub(crate) mod icons;
pub(crate) mod notices;
pub(crate) mod setup;
pub(crate) mod test;
mod trust;
