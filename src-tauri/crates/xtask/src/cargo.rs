//! Cargo's command lines. Every build of the tests and of the demo selects the whole workspace and
//! then the targets it wants: so all of them share one set of features, and no dependency is
//! compiled twice.

use crate::run::Run;

/// The feature that lets a build of the app talk to another Keap than Keap's own.
pub(crate) const OTHER_KEAP: &str = "keapsake/other-keap";

/// The features of the app that is tested: it talks to another Keap, and can be ended at named places.
pub(crate) const TESTED: &str =
    "keapsake/other-keap,keapsake/kill-points,keapsake-tests/kill-points";

/// Cargo with these arguments.
pub(crate) fn cargo<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Run {
    without_our_own(Run::new("cargo", arguments))
}

/// A program that starts cargo, without what describes xtask.
pub(crate) fn without_our_own(mut run: Run) -> Run {
    // xtask was itself started by cargo, which described xtask in its environment. Some build
    // scripts watch these names, and would run again each time that a person types cargo in between.
    for (name, _) in std::env::vars_os() {
        if let Some(name) = name.to_str()
            && (name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_"))
        {
            run = run.without(name);
        }
    }
    run
}

/// Cargo for tests: what is tested must not depend on what the person's shell happens to hold.
pub(crate) fn sealed<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Run {
    cargo(arguments)
        .without("KEAPSAKE_RETURN_PAGE")
        .without("KEAPSAKE_KEAP_URL")
}
