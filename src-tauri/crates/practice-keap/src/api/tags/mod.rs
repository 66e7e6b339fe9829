//! Tags: the list, one of them, and new ones. Who has them is in `applied`.

pub(crate) mod applied;
pub(crate) mod categories;

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Extension, Path, RawQuery, State};
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::bearer::Caller;
use super::problem::Problem;
use super::query::Query;
use super::rows::{Row, Rules};
use super::terms::Looks;
use crate::book::account::Record;
use crate::practice::Practice;

/// So much of a name is saved.
const LONGEST_NAME: usize = 255;

const RULES: Rules = Rules {
    member: "tags",
    largest: 1000,
    filters: &[
        ("name", Looks::Equal("name")),
        ("description", Looks::EqualOrNone("description")),
        ("category_id", Looks::EqualOrNone("category.id")),
        ("tag_ids", Looks::OneOf("id")),
        ("since_create_time", Looks::From("create_time")),
        ("until_create_time", Looks::To("create_time")),
        ("since_update_time", Looks::From("update_time")),
        ("until_update_time", Looks::To("update_time")),
    ],
    orders: &[
        ("id", "id"),
        ("name", "name"),
        ("create_time", "create_time"),
        ("update_time", "update_time"),
    ],
};

fn missing() -> Problem {
    Problem::not_found("Unable to find this Tag")
}

/// A row with its id among its members, as filters and answers want it.
fn named(row: Row) -> Row {
    let Row { id, mut record } = row;
    record.insert("id".to_owned(), id.to_string().into());
    Row { id, record }
}

/// `GET /tags`
pub(crate) async fn list(
    State(practice): State<Arc<Practice>>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Problem> {
    let query = Query::parse(query.as_deref());
    practice.store.read(|book| {
        let account = book.accounts.get(&caller.app).ok_or_else(missing)?;
        RULES
            .answer(&query, account.tags.rows().map(named), |row| {
                Value::Object(row.record)
            })
            .map(Json)
    })
}

/// `GET /tags/{id}`
pub(crate) async fn read(
    State(practice): State<Arc<Practice>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    practice.store.read(|book| {
        let account = book.accounts.get(&caller.app).ok_or_else(missing)?;
        let row = account.tags.get(&id).ok_or_else(missing)?;
        Ok(Json(Value::Object(named(row).record)))
    })
}

/// `POST /tags`
pub(crate) async fn create(
    State(practice): State<Arc<Practice>>,
    Extension(caller): Extension<Caller>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let body: Record = serde_json::from_slice(&body).map_err(|_| Problem::unreadable())?;
    let (name, description) = name_and_description(&body, &["category"])?;
    let category = match body.get("category") {
        None | Some(Value::Null) => None,
        Some(category) => {
            let id = category.get("id").and_then(Value::as_str);
            Some(id.ok_or_else(Problem::unreadable)?.to_owned())
        }
    };
    let now = practice.clock.now_text();
    practice.store.change(|book| {
        let account = book.accounts.get_mut(&caller.app).ok_or_else(missing)?;
        if let Some(id) = &category
            && !account.tag_categories.has(id)
        {
            return Err(Problem::invalid("category", "category id is invalid"));
        }
        if account.tags.is_taken("name", &name) {
            let message = "A tag with this name already exists";
            return Err(Problem::taken("name", message));
        }
        let tag = json!({
            "name": name, "description": description,
            "category": category.as_ref().map(|id| json!({"id": id})),
            "create_time": now, "update_time": now,
        });
        let Value::Object(tag) = tag else {
            return Err(Problem::unreadable());
        };
        let id = account.tags.add(tag);
        let row = account.tags.get(&id.to_string()).ok_or_else(missing)?;
        Ok((StatusCode::CREATED, Json(Value::Object(named(row).record))))
    })
}

/// The two members that tags and categories share; `more` are those that only one of them has.
fn name_and_description(body: &Record, more: &[&str]) -> Result<(String, Option<String>), Problem> {
    let known = |name: &str| ["name", "description"].contains(&name) || more.contains(&name);
    if !body.keys().all(|name| known(name)) {
        return Err(Problem::unreadable());
    }
    let text = |name: &str| match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(Problem::unreadable()),
    };
    let name = text("name")?.unwrap_or_default();
    if name.trim().is_empty() {
        return Err(Problem::invalid("name", "name is required"));
    }
    let name = name.chars().take(LONGEST_NAME).collect();
    Ok((name, text("description")?))
}
