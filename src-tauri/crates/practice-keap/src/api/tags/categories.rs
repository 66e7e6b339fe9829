//! The categories of tags: the list, one of them, and new ones.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Extension, Path, RawQuery, State};
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{name_and_description, named};
use crate::api::bearer::Caller;
use crate::api::problem::Problem;
use crate::api::query::Query;
use crate::api::rows::Rules;
use crate::api::terms::Looks;
use crate::practice::Practice;

const RULES: Rules = Rules {
    member: "tag_categories",
    largest: 1000,
    filters: &[
        ("name", Looks::EqualOrNone("name")),
        ("description", Looks::EqualOrNone("description")),
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
    Problem::not_found("Unable to find this Tag Category")
}

/// `GET /tags/categories`
pub(crate) async fn list(
    State(practice): State<Arc<Practice>>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Problem> {
    let query = Query::parse(query.as_deref());
    practice.store.read(|book| {
        let account = book.accounts.get(&caller.app).ok_or_else(missing)?;
        let rows = account.tag_categories.rows().map(named);
        RULES
            .answer(&query, rows, |row| Value::Object(row.record))
            .map(Json)
    })
}

/// `GET /tags/categories/{id}`
pub(crate) async fn read(
    State(practice): State<Arc<Practice>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    practice.store.read(|book| {
        let account = book.accounts.get(&caller.app).ok_or_else(missing)?;
        let row = account.tag_categories.get(&id).ok_or_else(missing)?;
        Ok(Json(Value::Object(named(row).record)))
    })
}

/// `POST /tags/categories`
pub(crate) async fn create(
    State(practice): State<Arc<Practice>>,
    Extension(caller): Extension<Caller>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let body = serde_json::from_slice(&body).map_err(|_| Problem::unreadable())?;
    let (name, description) = name_and_description(&body, &[])?;
    let now = practice.clock.now_text();
    practice.store.change(|book| {
        let account = book.accounts.get_mut(&caller.app).ok_or_else(missing)?;
        if account.tag_categories.is_taken("name", &name) {
            let message = "A tag category with this name already exists";
            return Err(Problem::taken("name", message));
        }
        let category = json!({"name": name, "description": description,
                              "create_time": now, "update_time": now});
        let Value::Object(category) = category else {
            return Err(Problem::unreadable());
        };
        let id = account.tag_categories.add(category);
        let row = account.tag_categories.get(&id.to_string());
        let row = named(row.ok_or_else(missing)?);
        Ok((StatusCode::CREATED, Json(Value::Object(row.record))))
    })
}
