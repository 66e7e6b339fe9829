//! Writes the library's countries and provinces down as one text, which the crate reads when it is asked for
//! them. As the library's own tables they would be some thirty thousand addresses, each with an entry of its
//! own in the program, of more than a megabyte in all.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let folder = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(folder.join("countries.tsv"), countries()?)
}

/// A line for each country (alpha-2, alpha-3, number, name), and below it one for each of its provinces,
/// which begins with nothing (code, name).
fn countries() -> io::Result<String> {
    let mut text = String::new();
    for country in rust_iso3166::ALL {
        let rust_iso3166::CountryCode {
            name,
            alpha2,
            alpha3,
            numeric,
        } = country;
        writeln!(text, "{alpha2}\t{alpha3}\t{numeric}\t{}", one_line(name)?)
            .map_err(io::Error::other)?;
        for province in country.subdivisions().unwrap_or_default() {
            let name = one_line(province.name)?;
            writeln!(text, "\t{}\t{name}", province.code).map_err(io::Error::other)?;
        }
    }
    Ok(text)
}

fn one_line(name: &str) -> io::Result<&str> {
    if name.contains(['\t', '\n']) {
        return Err(io::Error::other(format!("{name:?} does not fit in a line")));
    }
    Ok(name)
}
