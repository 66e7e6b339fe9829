//! A list as far as it was read, and whether Keap has more of it.

/// What Keap has of something, read up to a bound; nothing in it stands twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed<T> {
    /// What was read, in Keap's order.
    pub items: Vec<T>,
    /// Keap has, or may have, more than that.
    pub more: bool,
}
