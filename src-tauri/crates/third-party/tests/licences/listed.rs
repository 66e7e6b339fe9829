//! A licence that is not on the list, by what is there and by packages that are made up.

use third_party::{Allowed, Ecosystem, Part, all, root};

fn part(licence: Option<&str>) -> Part {
    Part {
        ecosystem: Ecosystem::Cargo,
        name: "made-up".to_owned(),
        version: "1.0.0".to_owned(),
        licence: licence.map(str::to_owned),
        authors: Vec::new(),
        source: None,
        folder: None,
    }
}

#[test]
fn every_package_of_both_lock_files_has_a_licence_that_is_allowed() {
    let parts = all(&root()).unwrap();
    for ecosystem in [Ecosystem::Cargo, Ecosystem::Npm] {
        let some = parts.iter().filter(|part| part.ecosystem == ecosystem);
        assert!(
            some.count() > 50,
            "{ecosystem:?}: the lock file was not read"
        );
    }
    let outcome = Allowed::read(&root()).unwrap().check(&parts);
    assert!(outcome.is_ok(), "{}", outcome.unwrap_err());
}

#[test]
fn a_licence_outside_the_list_is_refused_by_name() {
    let allowed = Allowed::read(&root()).unwrap();
    for (licence, taken_under) in [
        (None, Err("made-up 1.0.0: names no licence")),
        (Some(" "), Err("made-up 1.0.0: names no licence")),
        (Some("GPL-3.0-only"), Err("GPL-3.0-only is not on the list")),
        (Some("AGPL-3.0"), Err("AGPL-3.0 is not on the list")),
        (Some("MIT AND GPL-2.0-only"), Err("is not on the list")),
        (Some("Mine-1.0"), Err("\"Mine-1.0\" is no licence")),
        (Some("Proprietary"), Err("\"Proprietary\" is no licence")),
        (Some("MIT OR GPL-3.0-only"), Ok("MIT")),
        (Some("Apache-2.0 OR MIT"), Ok("MIT")),
        (Some("Unlicense/MIT"), Ok("MIT")),
        (Some("Apache-2.0 / ISC"), Ok("Apache-2.0")),
        (
            Some("(MIT OR Apache-2.0) AND Unicode-3.0"),
            Ok("MIT Unicode-3.0"),
        ),
        (
            Some("Apache-2.0 WITH LLVM-exception"),
            Ok("Apache-2.0 WITH LLVM-exception"),
        ),
    ] {
        match (allowed.chosen(&part(licence)), taken_under) {
            (Ok(chosen), Ok(expected)) => assert_eq!(chosen.join(" "), expected, "{licence:?}"),
            (Err(refusal), Err(expected)) => {
                let said = refusal.to_string();
                assert!(said.contains(expected), "{licence:?}: {said}");
            }
            (chosen, _) => panic!("{licence:?}: {chosen:?}"),
        }
    }
}

#[test]
fn an_exception_is_for_the_package_it_names() {
    let policy = r#"
        [licenses]
        allow = ["MIT"]
        exceptions = [{ crate = "made-up", allow = ["MPL-2.0"] }]
    "#;
    let allowed = Allowed::from_toml(policy).unwrap();
    let mut made_up = part(Some("MPL-2.0"));
    assert!(allowed.check(&[made_up.clone()]).is_ok());
    "another".clone_into(&mut made_up.name);
    assert!(allowed.check(&[made_up]).is_err());
}

#[test]
fn a_list_that_allows_what_is_no_licence_is_not_used() {
    assert!(Allowed::from_toml("[licenses]\nallow = [\"MTI\"]").is_err());
    assert!(Allowed::from_toml("[licenses]").is_err());
}
