//! The desktop of every story, by its short name.

pub(crate) use support::place::*;
