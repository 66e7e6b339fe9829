//! A plain page that shows one contact: stands for Keap's own, so that *Open in Keap* leads
//! somewhere that is on this computer. Shows practice data to every browser on it, and changes none.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;

use super::view;
use crate::api::query::Query;
use crate::book::account::Record;
use crate::pages::{self, escape};
use crate::practice::Practice;
use crate::router::not_found;

/// `GET /{app}/Contact/manageContact.jsp?view=edit&ID={id}`
pub(crate) async fn show(
    State(practice): State<Arc<Practice>>,
    Path(app): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let id = Query::parse(query.as_deref())
        .get("ID")
        .and_then(|id| id.parse().ok());
    let contact = practice
        .store
        .read(|book| view::whole(book.accounts.get(&app)?, id?));
    match contact {
        Some(contact) => pages::page(StatusCode::OK, &name(&contact), &body(&contact)),
        None => not_found().await,
    }
}

fn name(contact: &Record) -> String {
    let parts = ["given_name", "family_name"];
    let name: Vec<&str> = parts
        .iter()
        .filter_map(|part| contact.get(*part)?.as_str())
        .filter(|text| !text.is_empty())
        .collect();
    if name.is_empty() {
        "Contact".to_owned()
    } else {
        name.join(" ")
    }
}

fn body(contact: &Record) -> String {
    let mut rows = String::from("<dl>\n");
    let lists = [
        ("email_addresses", &["email"][..]),
        ("phone_numbers", &["number"][..]),
        (
            "addresses",
            &[
                "line1",
                "line2",
                "locality",
                "region",
                "zip_code",
                "postal_code",
                "country",
            ][..],
        ),
    ];
    for (list, parts) in lists {
        for item in contact
            .get(list)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let slot = item
                .get("field")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let text: Vec<&str> = parts
                .iter()
                .filter_map(|part| item.get(*part)?.as_str())
                .filter(|text| !text.is_empty())
                .collect();
            let row = format!(
                "<dt>{}</dt><dd>{}</dd>\n",
                escape(slot),
                escape(&text.join(", "))
            );
            rows.push_str(&row);
        }
    }
    rows.push_str("</dl>");
    rows
}
