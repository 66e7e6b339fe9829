//! Holds what was sent and what was answered against Keap's own description of REST v2, reduced to
//! names, types, enums and lengths. Knows neither our client's types nor how the practice Keap works:
//! it reads text, as a third party would.
//!
//! # What is tolerated
//! The description is strict about less than Keap does. Beyond it, these are taken, and nothing else:
//! - in an answer, a `null` where something may be absent, and members that the description lacks;
//! - in an error, `code` as a string, as the throttle sends it;
//! - statuses 429 and 503 on every call, which the description lists on none;
//! - from a status of 400 on, the gateway's `fault` object and pages in HTML.
//!
//! In a request nothing is tolerated: an unknown member, a `null` and a value that only answers may
//! have are violations.

mod lengths;
mod model;
mod paths;
mod records;
mod request;
mod response;
mod value;
mod violation;

pub use violation::{Kind, Mismatch, Violation};

use model::Description;

/// The reduction of Keap's description, as committed.
pub const COMMITTED: &str = include_str!("../../contract/keap-v2.json");

/// Keap's description of REST v2, ready to check against.
#[derive(Debug)]
pub struct Contract {
    description: Description,
}

impl Contract {
    /// Reads the committed reduction.
    ///
    /// # Errors
    /// When the committed file is not what the reduction makes.
    pub fn load() -> Result<Self, serde_json::Error> {
        Self::read(COMMITTED)
    }

    /// Reads a reduction.
    ///
    /// # Errors
    /// When the text is not what the reduction makes.
    pub fn read(reduction: &str) -> Result<Self, serde_json::Error> {
        let description = serde_json::from_str(reduction)?;
        Ok(Self { description })
    }

    /// Every call that is described, as `GET /rest/v2/…`.
    pub fn calls(&self) -> Vec<String> {
        let paths = self.description.paths.iter();
        paths
            .flat_map(|(path, methods)| {
                let methods = methods.keys();
                methods.map(move |method| format!("{} {path}", method.to_uppercase()))
            })
            .collect()
    }
}
