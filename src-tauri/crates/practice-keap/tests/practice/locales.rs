//! The lists of countries and provinces.

use std::collections::BTreeSet;

use practice_keap::{Options, ProvinceCodes, serve};
use serde_json::{Value, json};

use crate::visitor::{Visitor, keap};

fn codes(answer: &Value) -> Vec<&str> {
    answer["provinces"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["code"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn countries_have_both_codes_and_some_names_of_keaps_own() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let (_, answer) = visitor.get("locales/countries").await;
    let countries = answer["countries"].as_array().unwrap();
    assert!(countries.len() >= 249, "all of ISO 3166-1");
    assert_eq!(answer["next_page_token"], "");
    let names: BTreeSet<&str> = countries
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    for name in [
        "United States",
        "Swaziland",
        "Cape Verde",
        "Viet Nam",
        "St. Vincent And The Grenedines",
    ] {
        assert!(names.contains(name), "{name}");
    }
    assert!(
        countries.contains(&json!({"name": "Germany", "codes": {"alpha2": "DE", "alpha3": "DEU"}}))
    );
}

#[tokio::test]
async fn a_country_is_found_by_any_of_its_names() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    for path in ["USA", "US", "United%20States"] {
        let (_, country) = visitor.get(&format!("locales/countries/{path}")).await;
        assert_eq!(country["codes"]["alpha3"], "USA", "{path}");
    }
    assert_eq!(visitor.get("locales/countries/XXX").await.0, 404);
}

#[tokio::test]
async fn province_codes_come_in_the_form_that_was_chosen() {
    for (style, us, canada) in [
        (ProvinceCodes::Full, "US-AZ", "CA-ON"),
        (ProvinceCodes::Short, "AZ", "ON"),
        (ProvinceCodes::Mixed, "US-AZ", "ON"),
    ] {
        let keap = serve(Options {
            province_codes: style,
            ..Options::default()
        })
        .await
        .unwrap();
        let visitor = Visitor::to(&keap, "pb101").await;
        let (_, states) = visitor.get("locales/countries/USA/provinces").await;
        assert!(codes(&states).contains(&us), "{style:?}");
        assert!(states["provinces"].as_array().unwrap().len() >= 50);
        let (_, provinces) = visitor.get("locales/countries/CAN/provinces").await;
        assert!(codes(&provinces).contains(&canada), "{style:?}");
    }
}

/// Both answers occur in the world, so both must occur here, and stay the same.
#[tokio::test]
async fn a_country_without_provinces_is_a_404_or_an_empty_list() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let (status, _) = visitor.get("locales/countries/BMU/provinces").await;
    assert_eq!(status, 404, "Bermuda");
    let (status, answer) = visitor.get("locales/countries/ABW/provinces").await;
    assert_eq!((status, &answer["provinces"]), (200, &json!([])), "Aruba");
}

#[tokio::test]
async fn a_province_is_found_by_code_or_name() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    for path in ["US-AZ", "Arizona"] {
        let (_, province) = visitor
            .get(&format!("locales/countries/USA/provinces/{path}"))
            .await;
        assert_eq!(
            province,
            json!({"code": "US-AZ", "name": "Arizona", "country": "USA"})
        );
    }
    assert_eq!(
        visitor
            .get("locales/countries/USA/provinces/Bavaria")
            .await
            .0,
        404
    );
}
