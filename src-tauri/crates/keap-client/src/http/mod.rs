//! One request to one answer: pacing, sending, capping, classifying and, where it is safe,
//! repeating.
//!
//! Knows Keap's four error shapes and none of its subjects.

pub(crate) mod allowance;
pub(crate) mod answer;
pub(crate) mod call;
pub(crate) mod failure;
pub(crate) mod json;
pub(crate) mod limits;
pub(crate) mod pacer;
pub(crate) mod pages;
pub(crate) mod path;
pub(crate) mod problems;
pub(crate) mod retry;
pub(crate) mod retry_after;
pub(crate) mod schedule;
pub(crate) mod send;
