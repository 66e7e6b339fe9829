//! What is in the app and in no lock file: it came inside a package, or with the compiler. The address data is not
//! here: its notice says what was changed as well.

use crate::part::{Ecosystem, Part};

struct Extra {
    name: &'static str,
    licence: &'static str,
    authors: &'static str,
    source: &'static str,
}

const EXTRAS: [Extra; 2] = [
    Extra {
        name: "Rust standard library",
        licence: "MIT OR Apache-2.0",
        authors: "The Rust Project contributors",
        source: "https://github.com/rust-lang/rust",
    },
    // In the Windows app, linked from inside webview2-com-sys.
    Extra {
        name: "WebView2 loader",
        licence: "BSD-3-Clause",
        authors: "Microsoft Corporation. All rights reserved.",
        source: "https://aka.ms/webview2",
    },
];

/// All of it.
pub(crate) fn shipped() -> Vec<Part> {
    let part = |extra: Extra| Part {
        ecosystem: Ecosystem::Other,
        name: extra.name.to_owned(),
        version: String::new(),
        licence: Some(extra.licence.to_owned()),
        authors: vec![extra.authors.to_owned()],
        source: Some(extra.source.to_owned()),
        folder: None,
    };
    EXTRAS.into_iter().map(part).collect()
}
