//! The settings of an account that a client may read: the words its lists offer, and a little about
//! the account itself. Fixed and plainly fictional.

use axum::Json;
use axum::extract::RawQuery;
use serde_json::{Value, json};

use super::problem::Problem;
use super::query::Query;

/// What `fields` may name; of them only the contacts' settings have anything in them here.
const MODULES: [&str; 12] = [
    "AFFILIATE",
    "APPOINTMENT",
    "CONTACT",
    "ECOMMERCE",
    "EMAIL",
    "FORMS",
    "FULFILLMENT",
    "INVOICE",
    "NOTE",
    "OPPORTUNITY",
    "TASK",
    "TEMPLATE",
];

/// `GET /settings/applications:getConfiguration`
pub(crate) async fn configuration(RawQuery(query): RawQuery) -> Result<Json<Value>, Problem> {
    let query = Query::parse(query.as_deref());
    let mut answer = serde_json::Map::new();
    answer.insert(
        "application".to_owned(),
        json!({
            "company": {"name": "Practice", "country": "United States", "city": "Phoenix"},
            "time_zone": "America/Phoenix",
            "default_view_locale": "en_US",
        }),
    );
    for module in query.all("fields") {
        let Some(known) = MODULES.iter().find(|known| **known == module) else {
            return Err(Problem::invalid("fields", "fields is invalid"));
        };
        let settings = if *known == "CONTACT" {
            contact()
        } else {
            json!({})
        };
        if answer.insert(known.to_lowercase(), settings).is_some() {
            return Err(Problem::invalid("fields", "fields items must be unique"));
        }
    }
    Ok(Json(Value::Object(answer)))
}

/// Every list is one text.
fn contact() -> Value {
    json!({
        "title_types": "Mr.,Mrs.,Ms.,Mx.,Dr.,Prof.",
        "suffix_types": "Jr., Sr., II, III, PhD",
        "contact_types": "Customer,Lead,Other,Prospect,Supplier",
        "phone_types": "Work,Home,Mobile,Other",
        "fax_types": "Work, Home",
        "address_labels": {"line_1": "Billing", "line_2": "Shipping", "line_3": "Other"},
        "disable_contact_edit_in_client_login": false,
        "default_new_contact_form": null,
    })
}

/// `GET /settings/contactOptionTypes`
pub(crate) async fn contact_option_types() -> Json<Value> {
    Json(json!({"option_types": ["Customer", "Lead", "Prospect", "Other"]}))
}
