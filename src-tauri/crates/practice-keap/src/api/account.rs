//! Who is signed in and to what: userinfo, business profile, users, and the models of a contact. All
//! of it is fixed and plainly fictional.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Extension, RawQuery, State};
use serde_json::{Value, json};

use super::bearer::Caller;
use super::paging::Page;
use super::problem::Problem;
use super::query::Query;
use crate::book::account::custom_fields;
use crate::contacts::fields;
use crate::oauth::consent::ANN;
use crate::practice::Practice;

/// `GET /oauth/connect/userinfo`
pub(crate) async fn user_info(Extension(caller): Extension<Caller>) -> Json<Value> {
    Json(json!({
        "email": ANN,
        "sub": "practice-user-1",
        "id": "1",
        "keap_id": ANN,
        "given_name": "Ann",
        "family_name": "Example",
        "middle_name": null,
        "preferred_name": "Ann",
        "is_admin": true,
        "tenant_id": caller.app,
        // Not in the contract: answers grow, and a client must not mind.
        "locale": "en_US",
    }))
}

/// `GET /businessProfile`
pub(crate) async fn business_profile(
    State(practice): State<Arc<Practice>>,
    Extension(caller): Extension<Caller>,
) -> Json<Value> {
    let name = practice.store.read(|book| {
        book.accounts
            .get(&caller.app)
            .map(|account| account.name.clone())
    });
    Json(json!({
        "name": name,
        "email": format!("hello@{}.example", caller.app),
        "website": null,
        "phone": "",
        "address": {"line1": "1 Practice Lane", "line2": null, "locality": "Phoenix",
                    "region": "Arizona", "country_code": "USA", "postal_code": "85001"},
        "time_zone": "America/Phoenix",
        "currency_code": "USD",
        "language_tag": "en-US",
        "business_goals": [],
    }))
}

/// `GET /users`
pub(crate) async fn users(RawQuery(query): RawQuery) -> Result<Json<Value>, Problem> {
    let page = Page::of(&Query::parse(query.as_deref()), 100)?;
    let user = |id: &str, given: &str, email: &str, admin: bool, status: &str| {
        json!({
            "id": id, "given_name": given, "family_name": "Example", "middle_name": null,
            "global_user_id": format!("practice-user-{id}"), "keap_id": email,
            "email_addresses": [{"email": email, "field": "EMAIL1"}],
            "phone_numbers": [], "admin": admin, "partner": false, "status": status,
            "create_time": "2026-01-05T09:00:00.000Z",
        })
    };
    let (users, next) = page.cut(vec![
        user("1", "Ann", ANN, true, "ACTIVE"),
        user("2", "Ben", "ben@practice.example", false, "INVITED"),
    ]);
    Ok(Json(json!({"users": users, "next_page_token": next})))
}

/// `GET /settings/contactOptionTypes`
pub(crate) async fn contact_option_types() -> Json<Value> {
    Json(json!({"option_types": ["Customer", "Lead", "Prospect", "Other"]}))
}

/// `GET /contacts/model`
pub(crate) async fn contact_model() -> Json<Value> {
    let optional: Vec<&str> = fields::READABLE
        .iter()
        .copied()
        .filter(|name| !fields::USUAL.contains(name))
        .collect();
    Json(json!({"custom_fields": custom_fields(), "optional_properties": optional}))
}
