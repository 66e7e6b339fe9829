//! Who is signed in and to what: userinfo and business profile. All of it is fixed and plainly
//! fictional.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Extension, State};
use serde_json::{Value, json};

use super::bearer::Caller;
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
