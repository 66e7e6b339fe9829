//! No core dumps: one would write the keys and tokens in memory to a file.

/// The limit, in bytes. Linux passes over a limit of 0 where dumps go to a program, and heeds one of 1
/// everywhere: no dump fits into it (`fs/coredump.c`).
#[cfg(target_os = "linux")]
const LIMIT: u64 = 1;
#[cfg(all(unix, not(target_os = "linux")))]
const LIMIT: u64 = 0;

/// Switches them off for this process, where the system has them.
pub(crate) fn switch_off() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let none = Rlimit {
            current: Some(LIMIT),
            maximum: Some(LIMIT),
        };
        if setrlimit(Resource::Core, none).is_err() {
            tracing::warn!("core dumps could not be switched off");
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use rustix::process::{Resource, getrlimit};

    #[test]
    fn no_dump_fits_into_the_limit_and_it_cannot_be_raised_again() {
        super::switch_off();
        let limit = getrlimit(Resource::Core);
        let none = Some(super::LIMIT);
        assert_eq!((limit.current, limit.maximum), (none, none));
    }
}
