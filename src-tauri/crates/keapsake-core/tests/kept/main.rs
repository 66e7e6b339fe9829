//! What the desk keeps on this computer, seen from outside: on a disk and with a keychain that fail
//! when they are told to.

#[cfg(test)]
mod computer;
#[cfg(test)]
mod drafts;
#[cfg(test)]
mod history;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod trouble;

// The fakes of the journeys, on which those stand as well.
#[cfg(test)]
#[path = "../../../../../tests/support/memory_shelf.rs"]
pub mod memory_shelf;
#[cfg(test)]
#[path = "../../../../../tests/support/memory_vault.rs"]
pub mod memory_vault;
#[cfg(test)]
#[path = "../../../../../tests/support/stopped_clock.rs"]
pub mod stopped_clock;
