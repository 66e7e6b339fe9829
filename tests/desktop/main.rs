//! The desktop tests: real windows, a real keychain, a real browser and real links, each in a
//! session of its own.

#![cfg(target_os = "linux")]

#[cfg(test)]
mod bench;
#[cfg(test)]
mod boundary;
#[cfg(test)]
mod broken;
#[cfg(test)]
mod closing;
#[cfg(test)]
mod connecting;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod desk_kept;
#[cfg(test)]
mod diagnosis;
#[cfg(test)]
mod focus;
#[cfg(test)]
mod house_rules;
#[cfg(test)]
mod keychain;
#[cfg(test)]
mod links;
#[cfg(test)]
mod package;
#[cfg(test)]
mod package_system;
#[cfg(test)]
mod place;
#[cfg(test)]
mod policy;
#[cfg(test)]
mod privacy;
#[cfg(test)]
mod refusals;
