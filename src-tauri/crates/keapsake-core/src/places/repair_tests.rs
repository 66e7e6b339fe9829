//! What old free text is taken for, and where nothing is proposed.

use keap_client::{Country, Province};

use super::{names, repair};

/// Keap's list of a country, in the shape "code name".
fn provinces(listed: &[&str]) -> Vec<Province> {
    listed
        .iter()
        .map(|line| {
            let (code, name) = line.split_once(' ').unwrap();
            Province {
                code: code.to_owned(),
                name: name.to_owned(),
                country: None,
            }
        })
        .collect()
}

fn countries() -> Vec<Country> {
    [
        ("US", "USA", "United States"),
        ("UM", "UMI", "United States Minor Outlying Islands"),
        ("GB", "GBR", "United Kingdom"),
        ("AE", "ARE", "United Arab Emirates"),
        ("CA", "CAN", "Canada"),
        ("DE", "DEU", "Germany"),
        ("NL", "NLD", "Netherlands"),
        ("IE", "IRL", "Ireland"),
        ("CH", "CHE", "Switzerland"),
        ("AT", "AUT", "Austria"),
        ("AU", "AUS", "Australia"),
        ("NE", "NER", "Niger"),
        ("NG", "NGA", "Nigeria"),
        ("DO", "DOM", "Dominican Republic"),
        ("KR", "KOR", "Korea, Republic of"),
        ("KP", "PRK", "Korea, Democratic People's Republic of"),
        ("VN", "VNM", "Viet Nam"),
        ("SZ", "SWZ", "Swaziland"),
        ("GR", "GRC", "Greece"),
        ("GL", "GRL", "Greenland"),
    ]
    .into_iter()
    .map(|(alpha2, alpha3, name)| Country {
        name: name.to_owned(),
        alpha2: Some(alpha2.to_owned()),
        alpha3: Some(alpha3.to_owned()),
    })
    .collect()
}

const US: [&str; 16] = [
    "US-AL Alabama",
    "US-AK Alaska",
    "US-AZ Arizona",
    "US-AR Arkansas",
    "US-CA California",
    "US-DC District of Columbia",
    "US-FL Florida",
    "US-KS Kansas",
    "US-ME Maine",
    "US-MS Mississippi",
    "US-MO Missouri",
    "US-NC North Carolina",
    "US-NY New York",
    "US-VA Virginia",
    "US-WA Washington",
    "US-WV West Virginia",
];

/// Each line says what is typed, and after a slash the code that is proposed, or nothing.
fn assert_found(alpha2: &str, listed: &[&str], lines: &str) {
    let listed = provinces(listed);
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        let (typed, expected) = line.rsplit_once('/').unwrap();
        let found = repair::region(typed.trim_start(), Some(alpha2), &listed);
        let code = found.map_or("", |it| it.code.as_str());
        assert_eq!(code, expected.trim(), "{typed:?} of {alpha2}");
    }
}

#[test]
fn states_are_found_by_codes_names_and_abbreviations() {
    assert_found(
        "US",
        &US,
        "CA/US-CA
        ca/US-CA
        US-CA/US-CA
        Calif./US-CA
        California /US-CA
        Cal/US-CA
        Fla./US-FL
        Miss./US-MS
        Misso/US-MO
        N.Y./US-NY
        New York State/US-NY
        W. Va./US-WV
        State of Maine/US-ME
        Washington/US-WA
        Washington State/US-WA
        Washington, D.C./US-DC
        N. Carolina/US-NC
        Ala/US-AL
        Al/US-AL
        Ar/US-AR
        Kansas/US-KS",
    );
}

#[test]
fn several_or_unlisted_or_foreign_states_are_no_proposal() {
    assert_found(
        "US",
        &US,
        "calfornia/
        Mi/
        New/
        West/
        A/
        /
        . /
        Texas/
        TX/
        Puerto Rico/
        CA-ON/
        AU-WA/",
    );
}

#[test]
fn provinces_and_territories_are_found_in_both_languages() {
    let canada = [
        "CA-QC Quebec",
        "CA-NL Newfoundland and Labrador",
        "CA-ON Ontario",
        "CA-AB Alberta",
        "CA-PE Prince Edward Island",
        "CA-NS Nova Scotia",
    ];
    assert_found(
        "CA",
        &canada,
        "Quebec /CA-QC
        Québec/CA-QC
        P.Q./CA-QC
        Nouvelle-Écosse/CA-NS
        Newfoundland/CA-NL
        Newfoundland & Labrador/CA-NL
        Nfld/CA-NL
        PEI/CA-PE
        Alta./CA-AB
        ont/CA-ON",
    );
    let australia = [
        "AU-NSW New South Wales",
        "AU-WA Western Australia",
        "AU-SA South Australia",
    ];
    assert_found(
        "AU",
        &australia,
        "N.S.W./AU-NSW
        nsw/AU-NSW
        W.A./AU-WA
        State of South Australia/AU-SA
        South/
        VIC/",
    );
}

#[test]
fn native_names_and_kinds_of_region_are_understood() {
    let japan = ["JP-13 Tokyo", "JP-26 Kyoto", "JP-01 Hokkaido"];
    assert_found(
        "JP",
        &japan,
        "東京都/JP-13
        Tōkyō/JP-13
        13/JP-13
        Kyoto Prefecture/JP-26
        京都府/JP-26
        大阪府/",
    );
    let ireland = ["IE-CO Cork", "IE-C Connaught", "IE-D Dublin"];
    assert_found(
        "IE",
        &ireland,
        "Co. Cork/IE-CO
        County Cork/IE-CO
        Co Dublin/IE-D
        Co. Mayo/",
    );
    // As a list without the country before the codes.
    let mexico = ["MEX México", "CMX Ciudad de México", "BCN Baja California"];
    assert_found(
        "MX",
        &mexico,
        "B.C./BCN
        CDMX/CMX
        Mexico/MEX
        Estado de México/MEX
        MX-BCN/BCN
        Jal./",
    );
    // Listed under another code than the metadata's.
    let india = ["IN-OD Odisha", "IN-KA Karnataka"];
    assert_found("IN", &india, "Odisha/IN-OD\nOrissa/IN-OD\nOR/");
}

#[test]
fn without_a_country_the_list_alone_decides() {
    let listed = provinces(&US);
    for (typed, expected) in [
        ("ca", Some("US-CA")),
        ("Calif", Some("US-CA")),
        ("Fla", None),
    ] {
        let found = repair::region(typed, None, &listed);
        assert_eq!(found.map(|it| it.code.as_str()), expected, "{typed}");
    }
    assert_eq!(repair::region("CA", Some("US"), &[]), None);
}

#[test]
fn two_listed_alike_are_no_proposal() {
    let listed = provinces(&["AR-B Buenos Aires", "AR-C Buenos Aires"]);
    assert_eq!(repair::region("Buenos Aires", Some("AR"), &listed), None);
}

#[test]
fn a_country_is_found_by_what_people_write() {
    let listed = countries();
    for (typed, expected) in [
        ("Kanada", Some("CAN")),
        ("U.S.A.", Some("USA")),
        ("us", Some("USA")),
        ("The United States of America", Some("USA")),
        ("UNITED STATES", Some("USA")),
        ("UK", Some("GBR")),
        ("England", Some("GBR")),
        ("Great Britain", Some("GBR")),
        ("Deutschland", Some("DEU")),
        ("DEU", Some("DEU")),
        ("Holland", Some("NLD")),
        ("The Netherlands", Some("NLD")),
        ("Österreich", Some("AUT")),
        ("Schweiz", Some("CHE")),
        ("Republic of Ireland", Some("IRL")),
        ("Éire", Some("IRL")),
        ("U.A.E.", Some("ARE")),
        ("Niger", Some("NER")),
        ("South Korea", Some("KOR")),
        ("Republic of Korea", Some("KOR")),
        ("Vietnam", Some("VNM")),
        ("Eswatini", Some("SWZ")),
        ("Switz.", Some("CHE")),
        // Several would do.
        ("United", None),
        ("Austr", None),
        ("Gree", None),
        ("Nige", None),
        // Known, and not listed here: not the next best.
        ("Dominica", None),
        ("France", None),
        ("Uk raine", None),
        ("somewhere", None),
        ("", None),
    ] {
        let found = repair::country(typed, &listed);
        let code = found.and_then(|it| it.alpha3.as_deref());
        assert_eq!(code, expected, "{typed:?}");
    }
}

#[test]
fn a_country_that_cannot_be_sent_is_not_proposed_and_names_do_without_alpha2() {
    let mut listed = countries();
    for country in &mut listed {
        country.alpha2 = None;
    }
    let code = |typed: &str, listed: &[Country]| {
        repair::country(typed, listed).and_then(|it| it.alpha3.clone())
    };
    assert_eq!(code("Deutschland", &listed).as_deref(), Some("DEU"));
    assert_eq!(code("Eswatini", &listed).as_deref(), Some("SWZ"));
    for country in &mut listed {
        country.alpha3 = None;
    }
    assert_eq!(code("Germany", &listed), None);
}

#[test]
fn the_lists_are_written_as_they_are_compared() {
    assert_eq!(names::all().count(), 1349, "regions in the data");
    for (code, keys) in names::all() {
        assert!(code.len() > 3 && code.get(2..3) == Some("-"), "{code}");
        assert!(
            !keys.is_empty() && keys.iter().all(|key| !key.is_empty()),
            "{code}"
        );
    }
    let mut seen = std::collections::BTreeSet::new();
    for (code, keys) in names::written() {
        for key in keys.split(' ') {
            assert_eq!(
                super::letters::key(key),
                key,
                "{code}: would never be found"
            );
            let country = code.get(..2).unwrap();
            let apart = if code.len() > 2 { country } else { "" };
            assert!(seen.insert((apart, key)), "{code}: {key} stands twice");
        }
    }
}
