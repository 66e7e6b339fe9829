//! Who has which tag: the tags of a contact, the contacts of a tag, applying and removing.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Extension, Path, RawQuery, State};
use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::{missing, named};
use crate::api::bearer::Caller;
use crate::api::problem::Problem;
use crate::api::query::Query;
use crate::api::rows::{Row, Rules, at};
use crate::api::terms::Looks;
use crate::practice::Practice;

/// Keap takes at most this many contacts in one call.
const MOST_CONTACTS: usize = 100;

const OF_CONTACT: Rules = Rules {
    member: "tags",
    largest: 1000,
    filters: &[
        ("name", Looks::Equal("tag.name")),
        ("description", Looks::Equal("tag.description")),
        ("category_id", Looks::EqualOrNone("tag.category.id")),
        ("since_applied_time", Looks::From("applied_time")),
        ("until_applied_time", Looks::To("applied_time")),
        ("since_create_time", Looks::From("tag.create_time")),
        ("until_create_time", Looks::To("tag.create_time")),
        ("since_update_time", Looks::From("tag.update_time")),
        ("until_update_time", Looks::To("tag.update_time")),
    ],
    orders: &[
        ("id", "id"),
        ("name", "tag.name"),
        ("create_time", "tag.create_time"),
        ("update_time", "tag.update_time"),
        ("applied_time", "applied_time"),
        ("category_id", "tag.category.id"),
    ],
};

const OF_TAG: Rules = Rules {
    member: "contacts",
    largest: 1000,
    filters: &[
        ("given_name", Looks::EqualOrNone("given_name")),
        ("family_name", Looks::EqualOrNone("family_name")),
        ("email", Looks::EqualOrNone("email")),
        ("since_applied_time", Looks::From("applied_time")),
        ("until_applied_time", Looks::To("applied_time")),
    ],
    orders: &[
        ("id", "id"),
        ("given_name", "given_name"),
        ("family_name", "family_name"),
        ("email", "email"),
        ("applied_time", "applied_time"),
    ],
};

fn row(id: u64, shown: Value) -> Option<Row> {
    match shown {
        Value::Object(record) => Some(Row { id, record }),
        _ => None,
    }
}

/// `GET /contacts/{id}/tags`
pub(crate) async fn of_contact(
    State(practice): State<Arc<Practice>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Problem> {
    let query = Query::parse(query.as_deref());
    let missing = || Problem::not_found("Unable to find this Contact");
    practice.store.read(|book| {
        let account = book.accounts.get(&caller.app).ok_or_else(missing)?;
        let id = account.contact_id(&id).ok_or_else(missing)?;
        let applied = account.applied_tags.get(&id).into_iter().flatten();
        let mut rows: Vec<Row> = applied
            .filter_map(|(tag, at)| {
                let tag = named(account.tags.get(tag)?);
                row(tag.id, json!({"tag": tag.record, "applied_time": at}))
            })
            .collect();
        rows.sort_by_key(|row| row.id);
        OF_CONTACT
            .answer(&query, rows.into_iter(), |row| Value::Object(row.record))
            .map(Json)
    })
}

/// `GET /tags/{id}/contacts`
pub(crate) async fn of_tag(
    State(practice): State<Arc<Practice>>,
    Extension(caller): Extension<Caller>,
    Path(tag): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Problem> {
    let query = Query::parse(query.as_deref());
    practice.store.read(|book| {
        let account = book.accounts.get(&caller.app).ok_or_else(missing)?;
        if !account.tags.has(&tag) {
            return Err(missing());
        }
        let rows = account.applied_tags.iter().filter_map(|(id, tags)| {
            let at_time = tags.get(&tag)?;
            let contact = account.contacts.get(id)?;
            let shown = json!({
                "id": id.to_string(), "email": at(contact, "email_addresses.0.email"),
                "given_name": contact.get("given_name"),
                "family_name": contact.get("family_name"), "applied_time": at_time,
            });
            row(*id, shown)
        });
        OF_TAG
            .answer(&query, rows, |row| Value::Object(row.record))
            .map(Json)
    })
}

/// `POST /tags/{id}/contacts:applyTags`
pub(crate) async fn apply(
    State(practice): State<Arc<Practice>>,
    Extension(caller): Extension<Caller>,
    Path(tag): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, Problem> {
    let now = practice.clock.now_text();
    practice.store.change(|book| {
        let account = book.accounts.get_mut(&caller.app).ok_or_else(missing)?;
        if !account.tags.has(&tag) {
            return Err(missing());
        }
        let mut results = Map::new();
        for contact in contacts_of(&body)? {
            let outcome = match account.contact_id(&contact) {
                None => "CONTACT_NOT_FOUND",
                Some(id) => {
                    let tags = account.applied_tags.entry(id).or_default();
                    if tags.contains_key(&tag) {
                        "DUPLICATE"
                    } else {
                        tags.insert(tag.clone(), now.clone());
                        "SUCCESS"
                    }
                }
            };
            results.insert(contact, outcome.into());
        }
        Ok(Json(json!({"results": results})))
    })
}

/// `POST /tags/{id}/contacts:removeTags`
pub(crate) async fn remove(
    State(practice): State<Arc<Practice>>,
    Extension(caller): Extension<Caller>,
    Path(tag): Path<String>,
    body: Bytes,
) -> Result<StatusCode, Problem> {
    practice.store.change(|book| {
        let account = book.accounts.get_mut(&caller.app).ok_or_else(missing)?;
        if !account.tags.has(&tag) {
            return Err(missing());
        }
        for contact in contacts_of(&body)? {
            let id = account.contact_id(&contact);
            if let Some(tags) = id.and_then(|id| account.applied_tags.get_mut(&id)) {
                tags.remove(&tag);
            }
        }
        Ok(StatusCode::NO_CONTENT)
    })
}

fn contacts_of(body: &[u8]) -> Result<Vec<String>, Problem> {
    let body: Value = serde_json::from_slice(body).map_err(|_| Problem::unreadable())?;
    let ids = body
        .get("contact_ids")
        .and_then(Value::as_array)
        .ok_or_else(Problem::unreadable)?;
    if ids.is_empty() || ids.len() > MOST_CONTACTS {
        return Err(Problem::invalid(
            "contact_ids",
            "contact_ids must have 1 to 100 items",
        ));
    }
    ids.iter()
        .map(|id| {
            id.as_str()
                .map(str::to_owned)
                .ok_or_else(Problem::unreadable)
        })
        .collect()
}
