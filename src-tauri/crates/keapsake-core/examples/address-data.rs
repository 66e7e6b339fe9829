//! Writes the core's address data anew: `data/addresses.tsv` and `data/regions.tsv`, from the
//! metadata of Google's libaddressinput as one JSON file of all countries (data/README.md says
//! where to get it).
//!
//! Knows the metadata's keys; what the app makes of the result is in `places`.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Map, Value};

type Entry = Map<String, Value>;

fn main() -> Result<(), Box<dyn Error>> {
    let source = std::env::args()
        .nth(1)
        .ok_or("usage: cargo run -p keapsake-core --example address-data -- all.json")?;
    let all: BTreeMap<String, Value> = serde_json::from_str(&std::fs::read_to_string(source)?)?;
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    std::fs::write(data.join("addresses.tsv"), addresses(&all))?;
    std::fs::write(data.join("regions.tsv"), regions(&all))?;
    Ok(())
}

const CREDIT: &str = "# From the address metadata of Google's libaddressinput, CC BY 4.0, shortened; \
                      see README.md beside this file.\n";

fn text<'a>(entry: &'a Entry, key: &str) -> &'a str {
    entry.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn countries(all: &BTreeMap<String, Value>) -> impl Iterator<Item = (&str, &Entry)> {
    all.iter()
        .filter(|(key, _)| key.len() == 2 && *key != "ZZ")
        .filter_map(|(key, value)| Some((key.as_str(), value.as_object()?)))
}

fn addresses(all: &BTreeMap<String, Value>) -> String {
    let mut out = String::from(CREDIT);
    out.push_str("# country, rows, required, kinds of region, locality and postal code, ");
    out.push_str("postal code's pattern, example and prefix, English name\n");
    let empty = Entry::new();
    let usual = all.get("ZZ").and_then(Value::as_object).unwrap_or(&empty);
    for (country, entry) in countries(all) {
        let or_usual = |key| Some(text(entry, key)).filter(|it| !it.is_empty());
        let get = |key| or_usual(key).unwrap_or_else(|| text(usual, key));
        let row = [
            country.to_owned(),
            rows(get("fmt")),
            get("require")
                .chars()
                .filter(|it| "ACSZ".contains(*it))
                .collect(),
            text(entry, "state_name_type").to_owned(),
            text(entry, "locality_name_type").to_owned(),
            text(entry, "zip_name_type").to_owned(),
            pattern(country, entry),
            text(entry, "zipex")
                .split(',')
                .next()
                .unwrap_or_default()
                .to_owned(),
            text(entry, "postprefix").trim().to_owned(),
            name(entry, all),
        ];
        out.push_str(row.join("\t").trim_end());
        out.push('\n');
    }
    out
}

/// The English name, without what stands in brackets; none where a territory bears another
/// country's.
fn name(entry: &Entry, all: &BTreeMap<String, Value>) -> String {
    let name = text(entry, "name");
    let bearers = countries(all).filter(|(_, it)| text(it, "name") == name);
    if bearers.count() > 1 {
        return String::new();
    }
    name.split('(').next().unwrap_or_default().trim().to_owned()
}

/// "%N%n%O%n%A%n%C, %S %Z" becomes "A/CSZ": the parts that a form asks for, row by row.
fn rows(format: &str) -> String {
    let rows: Vec<String> = format
        .split("%n")
        .map(|row| {
            row.split('%')
                .skip(1)
                .filter_map(|part| part.chars().next())
                .filter(|part| "ACSZ".contains(*part))
                .collect::<String>()
        })
        // The lines of the street stand alone in a form.
        .map(|row| row.replace('A', "/A/").trim_matches('/').to_owned())
        .filter(|row| !row.is_empty())
        .collect();
    rows.join("/")
}

/// The postal code as it is written in the country: separators that may be left out are put
/// where the country's own examples have them, and dropped elsewhere.
fn pattern(country: &str, entry: &Entry) -> String {
    let loose = text(entry, "zip")
        .replace("(?:^|\\b)", "")
        .replace("(?:$|\\b)", "")
        .replace("[ \\-]", "-");
    let loose = digits(&loose);
    let examples = text(entry, "zipex");
    // Sweden's examples leave out the space that its addresses have.
    let space = examples.contains(' ') || country == "SE";
    let loose = loose.replace(" ?", if space { " " } else { "" });
    loose.replace("-?", if examples.contains('-') { "-" } else { "" })
}

/// `\d` spelled out: inside a class by its range, outside as a class.
fn digits(expression: &str) -> String {
    let mut spelled = String::new();
    for (at, piece) in expression.split("\\d").enumerate() {
        if at > 0 {
            let in_class = spelled.rfind('[') > spelled.rfind(']');
            spelled.push_str(if in_class { "0-9" } else { "[0-9]" });
        }
        spelled.push_str(piece);
    }
    spelled
}

/// One line for each region with a code of ISO 3166-2: the code, and its names in the country's
/// languages and in Latin letters.
fn regions(all: &BTreeMap<String, Value>) -> String {
    let mut out = String::from(CREDIT);
    out.push_str("# code, names\n");
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (key, value) in all {
        let (country, Some(entry)) = (key.get(..2).unwrap_or_default(), value.as_object()) else {
            continue;
        };
        if key.len() == 2 || (key.get(2..4) == Some("--") && !key.contains('/')) {
            names(country, entry, &mut found);
        }
    }
    for (code, names) in found {
        let names: Vec<String> = names.into_iter().collect();
        let _ = writeln!(out, "{code}\t{}", names.join("\t"));
    }
    out
}

fn names(country: &str, entry: &Entry, found: &mut BTreeMap<String, BTreeSet<String>>) {
    let list = |key| -> Vec<&str> { text(entry, key).split('~').collect() };
    let (keys, codes) = (list("sub_keys"), list("sub_isoids"));
    for (at, key) in keys.iter().enumerate() {
        let code = codes.get(at).copied().filter(|code| !code.is_empty());
        // Spain's keys are the codes.
        let Some(code) = code.or((country == "ES").then_some(*key)) else {
            continue;
        };
        let names = ["sub_names", "sub_lnames"]
            .into_iter()
            .filter_map(|list_of| list(list_of).get(at).copied())
            .chain([*key])
            .map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|name| !name.is_empty() && name != code);
        found
            .entry(format!("{country}-{code}"))
            .or_default()
            .extend(names);
    }
}
