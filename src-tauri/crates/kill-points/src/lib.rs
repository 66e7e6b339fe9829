//! Named places in a renewal at which a test may end the process with a signal.
//!
//! Without the feature `armed` there is nothing here but an empty function. With it each place that
//! `KEAPSAKE_KILL_POINT` names (several with commas between) writes its name into the file
//! `KEAPSAKE_KILL_POINT_FILE`, so that the test knows that it is reached, and stops its thread for
//! good; a name that ends in `+` goes on instead. It does not know what happens at any place.

/// The process is at `point`.
#[cfg(not(feature = "armed"))]
#[inline]
pub fn reached(_point: &str) {}

/// The process is at `point`.
#[cfg(feature = "armed")]
pub fn reached(point: &str) {
    let Ok(wanted) = std::env::var("KEAPSAKE_KILL_POINT") else {
        return;
    };
    let stops = |name: &str| match name.strip_suffix('+') {
        Some(name) if name == point => Some(false),
        None if name == point => Some(true),
        _ => None,
    };
    let Some(stops) = wanted.split(',').find_map(stops) else {
        return;
    };
    if let Some(file) = std::env::var_os("KEAPSAKE_KILL_POINT_FILE") {
        // Without the file the test waits in vain and says so.
        drop(std::fs::write(file, point));
    }
    if stops {
        loop {
            std::thread::park();
        }
    }
}
