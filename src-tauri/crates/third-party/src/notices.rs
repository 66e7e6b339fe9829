//! The notices as one text, for any text viewer. Does not know where its parts come from.

use std::fmt::Write as _;

use crate::part::Part;
use crate::texts::Texts;

const LINE: &str =
    "--------------------------------------------------------------------------------";

const START: &str = "\
THIRD-PARTY NOTICES

Keapsake is made with the work of others. This file names each part, its licence, and
the licence's text. Keapsake itself has the MIT licence.

It names what is in Keapsake for Windows, macOS and Linux, and what it is built with;
not every part is in every one of them.

1. The parts
2. The address data
3. The texts of the licences
";

const ADDRESS_DATA: &str = "\
The address data (how each country writes its addresses, and the names of its regions)
is made from the address metadata of Google's libaddressinput,
https://github.com/google/libaddressinput, licensed under the Creative Commons
Attribution 4.0 International licence, https://creativecommons.org/licenses/by/4.0/.

Changed: shortened to what a form needs; separators in postal codes put as the
country's examples have them; regions without an ISO 3166-2 code left out. As for
libaddressinput, everything is as it is found there, without warranty.
";

/// The notices.
pub(crate) fn text(texts: &Texts<'_>) -> String {
    let mut all = START.to_owned();
    section(&mut all, "1. THE PARTS");
    for (part, taken_under) in &texts.parts {
        about(&mut all, part, taken_under);
    }
    section(&mut all, "2. THE ADDRESS DATA");
    all.push_str(ADDRESS_DATA);
    section(&mut all, "3. THE TEXTS OF THE LICENCES");
    for (text, parts) in &texts.texts {
        let names: Vec<String> = parts.iter().map(ToString::to_string).collect();
        let _ = write!(all, "{LINE}\n{}\n{LINE}\n\n{text}\n\n\n", wrapped(&names));
    }
    all
}

fn section(all: &mut String, heading: &str) {
    let _ = write!(all, "\n\n{heading}\n\n");
}

fn about(all: &mut String, part: &Part, taken_under: &[String]) {
    let stated = part.licence.as_deref().unwrap_or_default();
    let _ = writeln!(all, "{part}\n    Licence: {stated}");
    let taken_under = taken_under.join(" AND ");
    if taken_under != stated {
        let _ = writeln!(all, "    Taken under: {taken_under}");
    }
    if !part.authors.is_empty() {
        let _ = writeln!(all, "    By: {}", part.authors.join(", "));
    }
    if let Some(source) = &part.source {
        let _ = writeln!(all, "    Source: {source}");
    }
}

/// Names in lines that a window shows whole.
fn wrapped(names: &[String]) -> String {
    let mut text = String::new();
    let mut line = 0;
    for (index, name) in names.iter().enumerate() {
        let comma = if index + 1 < names.len() { "," } else { "" };
        if line > 0 && line + name.len() + 2 > LINE.len() {
            text.push('\n');
            line = 0;
        } else if line > 0 {
            text.push(' ');
        }
        let _ = write!(text, "{name}{comma}");
        line += name.len() + 2;
    }
    text
}
