//! The rules of the house that no compiler holds: who may know whom, where secrets are uncovered, how
//! files are cut. They read the sources and Cargo's own answer; they know nothing of what the code does.

#[cfg(test)]
mod direction;
#[cfg(test)]
mod guide;
#[cfg(test)]
mod packages;
#[cfg(test)]
mod promises;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod shape;
#[cfg(test)]
mod sources;
#[cfg(test)]
mod workflows;
