//! One request to one answer: sending, capping, classifying and, where it is safe, repeating.
//!
//! Knows Keap's four error shapes and none of its subjects.

pub(crate) mod answer;
pub(crate) mod call;
pub(crate) mod failure;
pub(crate) mod limits;
pub(crate) mod path;
pub(crate) mod problems;
pub(crate) mod retry;
pub(crate) mod retry_after;
pub(crate) mod send;
