//! Tags: the list, those of a contact, applying and removing.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Extension, Path, RawQuery, State};
use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::bearer::Caller;
use super::paging::Page;
use super::problem::Problem;
use super::query::Query;
use crate::book::account::TAGS;
use crate::practice::Practice;

/// Keap takes at most this many contacts in one call.
const MOST_CONTACTS: usize = 100;

const CREATED: &str = "2026-01-05T09:00:00.000Z";

fn tag(id: &str) -> Option<Value> {
    let (id, name, description, category) = TAGS.iter().find(|(known, ..)| *known == id)?;
    Some(json!({
        "id": id, "name": name, "description": description,
        "category": category.map(|category| json!({"id": category})),
        "create_time": CREATED, "update_time": CREATED,
    }))
}

/// `GET /tags`
pub(crate) async fn list(RawQuery(query): RawQuery) -> Result<Json<Value>, Problem> {
    let query = Query::parse(query.as_deref());
    let wanted = match query.get("filter") {
        None | Some("") => None,
        Some(filter) => match filter.split_once("==") {
            Some(("name", name)) => Some(name.trim_end_matches(';').to_lowercase()),
            _ => return Err(Problem::invalid("filter", "Invalid filter")),
        },
    };
    let tags = TAGS
        .iter()
        .filter(|(_, name, ..)| {
            wanted
                .as_ref()
                .is_none_or(|wanted| name.to_lowercase() == *wanted)
        })
        .filter_map(|(id, ..)| tag(id))
        .collect();
    let (tags, next) = Page::of(&query, 1000)?.cut(tags);
    Ok(Json(json!({"tags": tags, "next_page_token": next})))
}

/// `GET /contacts/{id}/tags`
pub(crate) async fn of_contact(
    State(practice): State<Arc<Practice>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Problem> {
    let page = Page::of(&Query::parse(query.as_deref()), 1000)?;
    let applied = practice.store.read(|book| {
        let account = book.accounts.get(&caller.app)?;
        let id = id
            .parse()
            .ok()
            .filter(|id| account.contacts.contains_key(id))?;
        Some(account.applied_tags.get(&id).cloned().unwrap_or_default())
    });
    let applied = applied.ok_or_else(|| Problem::not_found("Unable to find this Contact"))?;
    let tags = applied
        .iter()
        .filter_map(|(id, at)| Some(json!({"tag": tag(id)?, "applied_time": at})))
        .collect();
    let (tags, next) = page.cut(tags);
    Ok(Json(json!({"tags": tags, "next_page_token": next})))
}

/// `POST /tags/{id}/contacts:applyTags`
pub(crate) async fn apply(
    State(practice): State<Arc<Practice>>,
    Extension(caller): Extension<Caller>,
    Path(tag_id): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, Problem> {
    let contacts = contacts_of(&tag_id, &body)?;
    let now = practice.clock.now_text();
    let mut results = Map::new();
    practice.store.change(|book| {
        let Some(account) = book.accounts.get_mut(&caller.app) else {
            return;
        };
        for contact in contacts {
            let id = contact
                .parse()
                .ok()
                .filter(|id| account.contacts.contains_key(id));
            let outcome = match id {
                None => "CONTACT_NOT_FOUND",
                Some(id) => {
                    let tags = account.applied_tags.entry(id).or_default();
                    if tags.insert(tag_id.clone(), now.clone()).is_some() {
                        "DUPLICATE"
                    } else {
                        "SUCCESS"
                    }
                }
            };
            results.insert(contact, outcome.into());
        }
    });
    Ok(Json(json!({"results": results})))
}

/// `POST /tags/{id}/contacts:removeTags`
pub(crate) async fn remove(
    State(practice): State<Arc<Practice>>,
    Extension(caller): Extension<Caller>,
    Path(tag_id): Path<String>,
    body: Bytes,
) -> Result<StatusCode, Problem> {
    let contacts = contacts_of(&tag_id, &body)?;
    practice.store.change(|book| {
        let Some(account) = book.accounts.get_mut(&caller.app) else {
            return;
        };
        for id in contacts.iter().filter_map(|contact| contact.parse().ok()) {
            if let Some(tags) = account.applied_tags.get_mut(&id) {
                tags.remove(&tag_id);
            }
        }
    });
    Ok(StatusCode::NO_CONTENT)
}

fn contacts_of(tag_id: &str, body: &[u8]) -> Result<Vec<String>, Problem> {
    if tag(tag_id).is_none() {
        return Err(Problem::not_found("Unable to find this Tag"));
    }
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
