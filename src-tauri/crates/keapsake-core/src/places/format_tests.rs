//! The layouts that people know by heart, and what must hold for every line of the data.

use regex_lite::Regex;

use super::format::all;
use super::postcode::{Fit, fits, tidy};
use super::{AddressFormat, LocalityLabel, Part, PostalLabel, RegionLabel};
use Part::{Country, Line1, Line2, Locality, PostalCode, Region};

fn rows(alpha2: Option<&str>) -> Vec<Vec<Part>> {
    AddressFormat::of(alpha2).rows().to_vec()
}

#[test]
fn the_order_is_the_countrys() {
    let street = [vec![Country], vec![Line1], vec![Line2]];
    let table: [(&str, Vec<Vec<Part>>); 6] = [
        ("US", vec![vec![Locality, Region, PostalCode]]),
        ("AU", vec![vec![Locality, Region, PostalCode]]),
        ("DE", vec![vec![PostalCode, Locality]]),
        ("GB", vec![vec![Locality], vec![PostalCode]]),
        ("AE", vec![vec![Region]]),
        ("IE", vec![vec![Locality], vec![Region], vec![PostalCode]]),
    ];
    for (alpha2, last) in table {
        let expected: Vec<_> = street.iter().cloned().chain(last).collect();
        assert_eq!(rows(Some(alpha2)), expected, "{alpha2}");
    }
    // Japan goes from the large to the small, Hungary puts the town before the street.
    let japan = [
        vec![Country],
        vec![PostalCode],
        vec![Region],
        vec![Line1],
        vec![Line2],
    ];
    assert_eq!(rows(Some("JP")), japan);
    let hungary = [
        vec![Country],
        vec![Locality],
        vec![Line1],
        vec![Line2],
        vec![PostalCode],
    ];
    assert_eq!(rows(Some("HU")), hungary);
    assert_eq!(AddressFormat::of(Some("JP")).unused(), [Locality]);
    assert_eq!(
        AddressFormat::of(Some("AE")).unused(),
        [Locality, PostalCode]
    );
}

#[test]
fn the_names_are_the_countrys() {
    use LocalityLabel as L;
    use PostalLabel as P;
    use RegionLabel as R;
    for (alpha2, region, locality, postal) in [
        ("US", R::State, L::City, P::ZipCode),
        ("CA", R::Province, L::City, P::PostalCode),
        ("GB", R::Province, L::PostTown, P::PostalCode),
        ("AU", R::State, L::Suburb, P::PostalCode),
        ("IE", R::County, L::City, P::Eircode),
        ("IN", R::State, L::City, P::PinCode),
        ("JP", R::Prefecture, L::City, P::PostalCode),
        ("AE", R::Emirate, L::City, P::PostalCode),
        ("HK", R::Area, L::District, P::PostalCode),
        ("JM", R::Parish, L::City, P::PostalCode),
        ("CO", R::Department, L::City, P::PostalCode),
        ("UA", R::Oblast, L::City, P::PostalCode),
        ("KR", R::DoSi, L::City, P::PostalCode),
        ("BS", R::Island, L::City, P::PostalCode),
        ("NR", R::District, L::City, P::PostalCode),
    ] {
        let format = AddressFormat::of(Some(alpha2));
        let labels = (format.region(), format.locality(), format.postal());
        assert_eq!(labels, (region, locality, postal), "{alpha2}");
    }
}

#[test]
fn required_is_what_post_needs() {
    for (alpha2, parts) in [
        ("US", vec![Line1, Locality, Region, PostalCode]),
        ("GB", vec![Line1, Locality, PostalCode]),
        ("JP", vec![Line1, Region, PostalCode]),
        ("AE", vec![Line1, Region]),
        ("IE", vec![Line1, Locality]),
    ] {
        let format = AddressFormat::of(Some(alpha2));
        let required = Part::ALL.into_iter().filter(|part| format.requires(*part));
        assert_eq!(required.collect::<Vec<_>>(), parts, "{alpha2}");
    }
}

#[test]
fn no_country_has_every_part_and_requires_none() {
    for alpha2 in [
        None,
        Some(""),
        Some("QQ"),
        Some("USA"),
        Some("United States"),
    ] {
        let format = AddressFormat::of(alpha2);
        assert_eq!(format.unused(), [], "{alpha2:?}");
        assert!(!Part::ALL.into_iter().any(|part| format.requires(part)));
        assert_eq!(format.region(), RegionLabel::Any);
        assert_eq!(format.postcode_pattern(), None);
    }
    assert_eq!(
        AddressFormat::of(Some(" us ")).postal(),
        PostalLabel::ZipCode
    );
}

#[test]
fn every_line_of_the_data_holds_together() {
    assert_eq!(all().count(), 252, "countries in the data");
    for (alpha2, format) in all() {
        let used: Vec<_> = format.rows().iter().flatten().collect();
        let mut once = used.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), used.len(), "{alpha2}: a part twice");
        assert_eq!(format.rows().first(), Some(&vec![Country]), "{alpha2}");
        assert!(
            format.rows().iter().all(|row| !row.is_empty()),
            "{alpha2}: an empty row"
        );
        assert!(
            used.contains(&&Line1) && used.contains(&&Line2),
            "{alpha2}: no street"
        );
        for part in Part::ALL.into_iter().filter(|part| format.requires(*part)) {
            assert!(
                used.contains(&&part),
                "{alpha2}: {part:?} required and not asked for"
            );
        }
        if let Some(pattern) = format.postcode_pattern() {
            assert!(Regex::new(pattern).is_ok(), "{alpha2}: {pattern}");
            let example = format.postcode_example().unwrap();
            assert_eq!(
                fits(example, Some(alpha2)),
                Fit::Fits,
                "{alpha2}: {example}"
            );
            if alpha2 != "SE" {
                assert_eq!(
                    tidy(example, Some(alpha2)),
                    example,
                    "{alpha2}: its own example"
                );
            }
        }
    }
}
