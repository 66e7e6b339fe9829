//! The calls on contacts: list, read, create or update by `duplicate_option`, update, delete.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Extension, Path, RawQuery, State};
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::duplicates::Duplicates;
use super::filter::Filter;
use super::{fields, merge, model, validate, view};
use crate::api::bearer::Caller;
use crate::api::paging::Page;
use crate::api::problem::Problem;
use crate::api::query::Query;
use crate::api::rows::Order;
use crate::book::account::Record;
use crate::practice::Practice;

/// The names `order_by` may have, and what they look at.
const ORDERS: [(&str, &str); 4] = [
    ("id", "id"),
    ("create_time", "create_time"),
    ("update_time", "update_time"),
    ("email", "email_addresses.0.email"),
];

fn missing() -> Problem {
    Problem::not_found("Unable to find this Contact")
}

/// `GET /contacts`. Parameters it does not know, v1's `email` among them, are ignored.
pub(crate) async fn list(
    State(practice): State<Arc<Practice>>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Problem> {
    let query = Query::parse(query.as_deref());
    let wanted = fields::wanted(&query)?;
    let filter = Filter::parse(query.get("filter"))?;
    let order = Order::parse(query.get("order_by"), &ORDERS)?;
    let page = Page::of(&query, 1000)?;
    practice.store.read(|book| {
        let account = book.accounts.get(&caller.app).ok_or_else(missing)?;
        let candidates: Vec<(&u64, &Record)> = match filter.address() {
            Some(address) => account.may_hold(address).collect(),
            None => account.contacts.iter().collect(),
        };
        let mut found: Vec<(&u64, &Record)> = candidates
            .into_iter()
            .filter(|(id, contact)| filter.lets(account, **id, contact))
            .collect();
        order.sort(&mut found, |(id, contact)| (**id, contact));
        let (part, next) = page.cut(found, order.descending, |(id, contact)| {
            order.place(**id, contact)
        });
        let contacts: Vec<Value> = part
            .iter()
            .filter_map(|(id, _)| view::chosen(account, **id, &wanted))
            .collect();
        Ok(Json(json!({"contacts": contacts, "next_page_token": next})))
    })
}

/// `GET /contacts/{id}`
pub(crate) async fn read(
    State(practice): State<Arc<Practice>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Problem> {
    let wanted = fields::wanted(&Query::parse(query.as_deref()))?;
    practice.store.read(|book| {
        let account = book.accounts.get(&caller.app).ok_or_else(missing)?;
        let id = id.parse().map_err(|_| missing())?;
        view::chosen(account, id, &wanted)
            .map(Json)
            .ok_or_else(missing)
    })
}

/// `POST /contacts`: 201 for a new contact, 200 for one that `duplicate_option` found and updated.
pub(crate) async fn create(
    State(practice): State<Arc<Practice>>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let query = Query::parse(query.as_deref());
    let wanted = fields::wanted(&query)?;
    let duplicates = Duplicates::parse(query.get("duplicate_option"))?;
    let options = &practice.options;
    let now = practice.clock.now_text();
    let write = merge::Write::by_api(&now, options);
    practice.store.change(|book| {
        let account = book.accounts.get_mut(&caller.app).ok_or_else(missing)?;
        // What a body matches is looked up before it is judged, because an address that the match
        // already holds may come back as it is.
        let probe: Record = serde_json::from_slice(&body).map_err(|_| Problem::unreadable())?;
        let found = duplicates.and_then(|option| option.find(account, &probe));
        let (status, id) = if let Some(id) = found {
            let body = validate::body(&body, account.contacts.get(&id), account, options)?;
            merge::update(account, id, &body, None, write);
            (StatusCode::OK, id)
        } else {
            let body = validate::body(&body, None, account, options)?;
            validate::is_reachable(&body)?;
            (StatusCode::CREATED, merge::create(account, &body, write))
        };
        let shown = view::chosen(account, id, &wanted).ok_or_else(missing)?;
        Ok((status, Json(shown)))
    })
}

/// `PATCH /contacts/{id}`
pub(crate) async fn update(
    State(practice): State<Arc<Practice>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Result<Json<Value>, Problem> {
    let query = Query::parse(query.as_deref());
    let wanted = fields::wanted(&query)?;
    let mask = fields::mask(&query)?;
    let now = practice.clock.now_text();
    let options = &practice.options;
    let write = merge::Write::by_api(&now, options);
    practice.store.change(|book| {
        let account = book.accounts.get_mut(&caller.app).ok_or_else(missing)?;
        let id = id.parse().map_err(|_| missing())?;
        let stored = account.contacts.get(&id).ok_or_else(missing)?;
        let body = validate::body(&body, Some(stored), account, options)?;
        merge::update(account, id, &body, mask.as_deref(), write);
        view::chosen(account, id, &wanted)
            .map(Json)
            .ok_or_else(missing)
    })
}

/// `DELETE /contacts/{id}`
pub(crate) async fn delete(
    State(practice): State<Arc<Practice>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let id = id.parse().map_err(|_| missing())?;
    let gone = practice.store.change(|book| {
        book.accounts
            .get_mut(&caller.app)
            .is_some_and(|account| account.remove(id))
    });
    if gone {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(missing())
    }
}

/// `GET /contacts/model`
pub(crate) async fn contact_model() -> Json<Value> {
    let optional: Vec<&str> = fields::READABLE
        .iter()
        .copied()
        .filter(|name| !fields::USUAL.contains(name))
        .collect();
    let custom_fields = &*model::CUSTOM_FIELDS;
    Json(json!({"custom_fields": custom_fields, "optional_properties": optional}))
}

/// `GET /contacts/model/customFields/groups`
pub(crate) async fn custom_field_groups() -> Json<Value> {
    Json(model::groups())
}
