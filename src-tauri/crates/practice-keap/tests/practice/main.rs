//! The practice Keap as a client meets it: over HTTP, from the outside. One binary; a module for each
//! part of the contract.

#[cfg(test)]
mod browser;
#[cfg(test)]
mod clock;
#[cfg(test)]
mod colleagues;
#[cfg(test)]
mod companies;
#[cfg(test)]
mod contacts_read;
#[cfg(test)]
mod contacts_write;
#[cfg(test)]
mod crowd;
#[cfg(test)]
mod duplicates;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod handle;
#[cfg(test)]
mod holding;
#[cfg(test)]
mod keeping;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod locales;
#[cfg(test)]
mod opt_in;
#[cfg(test)]
mod pkce;
#[cfg(test)]
mod places;
#[cfg(all(test, unix))]
mod program;
#[cfg(test)]
mod sign_in;
#[cfg(test)]
mod statuses;
#[cfg(test)]
mod surroundings;
#[cfg(test)]
mod tags;
#[cfg(test)]
mod token;
#[cfg(test)]
mod visitor;
#[cfg(test)]
mod wire;
