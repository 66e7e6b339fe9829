//! What can be wrong with a request or an answer.

pub use super::model::Kind;

/// One thing that the description does not allow.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Violation {
    /// There is no such path.
    #[error("there is no path {path}")]
    NoSuchPath {
        /// The path as sent.
        path: String,
    },
    /// The path has no such method.
    #[error("{path} has no {method}")]
    NoSuchMethod {
        /// The path's template.
        path: String,
        /// The method as sent.
        method: String,
    },
    /// The call takes no such parameter, which Keap would silently pass over.
    #[error("there is no parameter {name}")]
    UnknownParameter {
        /// Its name.
        name: String,
    },
    /// A parameter that must be there is not.
    #[error("the parameter {name} is missing")]
    MissingParameter {
        /// Its name.
        name: String,
    },
    /// A parameter stands more than once and may not.
    #[error("the parameter {name} stands more than once")]
    RepeatedParameter {
        /// Its name.
        name: String,
    },
    /// A parameter's value is not what it may be.
    #[error("the parameter {name}: {mismatch}")]
    Parameter {
        /// Its name.
        name: String,
        /// What is wrong.
        mismatch: Mismatch,
    },
    /// The body must be there and is not.
    #[error("the body is missing")]
    MissingBody,
    /// A body was sent with a call that takes none.
    #[error("the call takes no body")]
    UnexpectedBody,
    /// The body is not JSON.
    #[error("the body is not JSON")]
    NotJson,
    /// The call is never answered with this status.
    #[error("the call is not answered with {status}")]
    UnexpectedStatus {
        /// The status.
        status: u16,
    },
    /// The body is not of the type that its header says, or of a type that is never sent.
    #[error("the body is sent as {sent:?}")]
    ContentType {
        /// The header.
        sent: String,
    },
    /// A value in the body is not what it may be.
    #[error("at {at}: {mismatch}")]
    Body {
        /// Where, as a JSON pointer (RFC 6901).
        at: String,
        /// What is wrong.
        mismatch: Mismatch,
    },
}

/// What can be wrong with one value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// It is of another kind.
    #[error("should be of the kind {0:?}")]
    Kind(Kind),
    /// It is a `null` where only a value or nothing may be.
    #[error("is null")]
    Null,
    /// It is none of the values that are allowed.
    #[error("{0} is not allowed")]
    NotListed(String),
    /// It is the placeholder that stands for "not said" and is never sent.
    #[error("a placeholder was sent")]
    Placeholder,
    /// It has too many characters.
    #[error("is {length} characters long, {limit} at most are allowed")]
    TooLong {
        /// How many it has.
        length: usize,
        /// How many it may have.
        limit: usize,
    },
    /// It is too small or too great.
    #[error("is out of range")]
    OutOfRange,
    /// It is not written as its format asks.
    #[error("is not in the format {0}")]
    Format(String),
    /// An item stands twice.
    #[error("has an item twice")]
    Twice,
    /// There is no member of this name.
    #[error("there is no such member")]
    UnknownMember,
    /// A member that must be there is not.
    #[error("the member is missing")]
    MissingMember,
    /// Two members exclude each other.
    #[error("the member and {0} exclude each other")]
    Excludes(&'static str),
    /// One member needs another.
    #[error("the member needs {0}")]
    Needs(&'static str),
}
