//! The contract: what the client sends and what the practice Keap answers, held against a reduction
//! of Keap's own description of REST v2; and that reduction held against the description.

#[cfg(test)]
mod answered;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod reduction;
#[cfg(test)]
mod reduction_is_current;
#[cfg(test)]
mod sent;
#[cfg(test)]
mod traffic;
