//! The licences of everything that is in the lock files, against the list of `.deny.toml`.

#[cfg(test)]
mod listed;
#[cfg(test)]
mod notices;
