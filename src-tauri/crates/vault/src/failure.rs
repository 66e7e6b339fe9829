//! The stores' errors, told in the core's words.
//!
//! Some of the stores' errors carry the bytes that were stored, in their `Debug` form: nothing
//! here formats one, and no error leaves the crate with anything inside.

use keapsake_core::ports::VaultError;
use keyring::Error;

/// Where a call to the keychain came to its end.
pub(crate) enum Failure {
    /// The store could not be opened.
    Opening(Error),
    /// The store was open and an entry's call failed.
    Using(Error),
    /// The caller had gone before the entry was touched.
    GivenUp,
}

impl Failure {
    /// Whether a store opened afresh may do better.
    pub(crate) fn is_of_the_platform(&self) -> bool {
        matches!(self, Self::Using(Error::PlatformFailure(source)) if !was_refused(&**source))
    }

    /// A word for the log, without what the error carries.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::GivenUp => "given up",
            Self::Opening(error) | Self::Using(error) => match error {
                Error::PlatformFailure(_) => "platform failure",
                Error::NoStorageAccess(_) => "no access",
                Error::NoEntry => "no entry",
                Error::BadEncoding(_) | Error::BadDataFormat(..) | Error::BadStoreFormat(_) => {
                    "unreadable"
                }
                Error::TooLong(..) | Error::Invalid(..) => "does not fit",
                Error::Ambiguous(_) => "ambiguous",
                Error::NoDefaultStore | Error::NotSupportedByStore(_) => "not supported",
                _ => "another failure",
            },
        }
    }
}

impl From<Failure> for VaultError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::GivenUp => Self::TimedOut,
            Failure::Opening(Error::NoStorageAccess(_))
            | Failure::Using(Error::NoStorageAccess(_)) => Self::Locked,
            Failure::Using(Error::PlatformFailure(source)) if was_refused(&*source) => Self::Locked,
            Failure::Opening(_) => Self::Missing,
            Failure::Using(Error::Ambiguous(_)) => Self::Ambiguous,
            Failure::Using(Error::TooLong(..) | Error::Invalid(..)) => Self::DoesNotFit,
            Failure::Using(_) => Self::Failed,
        }
    }
}

/// Whether the person, or the system for them, did not open the keychain: the prompt was cancelled
/// (-128), the password was wrong (-25293), or no prompt may be shown (-25308). The store on macOS
/// takes these for failures of the platform.
#[cfg(target_os = "macos")]
fn was_refused(source: &(dyn std::error::Error + Send + Sync + 'static)) -> bool {
    source
        .downcast_ref::<security_framework::base::Error>()
        .is_some_and(|error| matches!(error.code(), -128 | -25293 | -25308))
}

/// The other stores have an error of their own for it.
#[cfg(not(target_os = "macos"))]
fn was_refused(_: &(dyn std::error::Error + Send + Sync + 'static)) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed() -> Box<dyn std::error::Error + Send + Sync> {
        Box::new(std::io::Error::other("canary"))
    }

    #[test]
    fn each_failure_has_its_word() {
        let table = [
            (Failure::GivenUp, VaultError::TimedOut),
            (
                Failure::Opening(Error::PlatformFailure(boxed())),
                VaultError::Missing,
            ),
            (
                Failure::Opening(Error::NoStorageAccess(boxed())),
                VaultError::Locked,
            ),
            (
                Failure::Using(Error::NoStorageAccess(boxed())),
                VaultError::Locked,
            ),
            (
                Failure::Using(Error::PlatformFailure(boxed())),
                VaultError::Failed,
            ),
            (
                Failure::Using(Error::Ambiguous(Vec::new())),
                VaultError::Ambiguous,
            ),
            (
                Failure::Using(Error::TooLong("secret".into(), 2560)),
                VaultError::DoesNotFit,
            ),
        ];
        for (failure, expected) in table {
            assert_eq!(VaultError::from(failure), expected);
        }
    }

    #[test]
    fn what_was_stored_is_in_no_word_of_a_failure() {
        // These two carry the record's bytes in their Debug form.
        for error in [
            Error::BadEncoding(b"canary".to_vec()),
            Error::BadDataFormat(b"canary".to_vec(), boxed()),
        ] {
            let failure = Failure::Using(error);
            assert!(!failure.kind().contains("canary"));
            let told = VaultError::from(failure);
            assert!(!format!("{told:?} {told}").contains("canary"));
        }
    }
}
