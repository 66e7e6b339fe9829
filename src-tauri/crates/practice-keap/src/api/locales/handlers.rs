//! The four calls below `/locales`. No page parameters: the lists come whole.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde_json::{Value, json};

use super::{Country, Province, by_any, countries as all_countries};
use crate::api::problem::Problem;
use crate::practice::Practice;

fn country_json(country: Country) -> Value {
    json!({
        "name": country.name(),
        "codes": {"alpha2": country.alpha2(), "alpha3": country.alpha3()},
    })
}

fn province_json(practice: &Practice, country: Country, province: Province) -> Value {
    json!({
        "code": country.listed_code(province.code, practice.options.province_codes),
        "name": province.name,
        "country": country.alpha3(),
    })
}

fn find(country: &str) -> Result<Country, Problem> {
    by_any(country).ok_or_else(|| Problem::not_found("Unable to find this Country"))
}

/// `GET /locales/countries`
pub(crate) async fn countries() -> Json<Value> {
    let all: Vec<Value> = all_countries().into_iter().map(country_json).collect();
    Json(json!({"countries": all, "next_page_token": ""}))
}

/// `GET /locales/countries/{country}`
pub(crate) async fn country(Path(country): Path<String>) -> Result<Json<Value>, Problem> {
    find(&country).map(country_json).map(Json)
}

/// `GET /locales/countries/{country}/provinces`
pub(crate) async fn provinces(
    State(practice): State<Arc<Practice>>,
    Path(country): Path<String>,
) -> Result<Json<Value>, Problem> {
    let country = find(&country)?;
    let all = country.provinces();
    if all.is_empty() && country.lacks_provinces_by_404() {
        return Err(Problem::not_found("No provinces for this Country"));
    }
    let all: Vec<Value> = all
        .iter()
        .map(|province| province_json(&practice, country, *province))
        .collect();
    Ok(Json(json!({"provinces": all, "next_page_token": ""})))
}

/// `GET /locales/countries/{country}/provinces/{province}`
pub(crate) async fn province(
    State(practice): State<Arc<Practice>>,
    Path((country, province)): Path<(String, String)>,
) -> Result<Json<Value>, Problem> {
    let country = find(&country)?;
    country
        .province_by_name(&province)
        .map(|province| Json(province_json(&practice, country, province)))
        .ok_or_else(|| Problem::not_found("Unable to find this Province"))
}
