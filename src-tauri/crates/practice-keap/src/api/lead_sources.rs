//! Lead sources: the list and one of them. Nobody makes any here.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Extension, Path, RawQuery, State};
use serde_json::Value;

use super::bearer::Caller;
use super::problem::Problem;
use super::query::Query;
use super::rows::{Row, Rules};
use super::terms::Looks;
use crate::practice::Practice;

const RULES: Rules = Rules {
    member: "lead_sources",
    largest: 1000,
    filters: &[
        ("id", Looks::Id),
        ("name", Looks::Begins("name")),
        ("status", Looks::Equal("status")),
        (
            "lead_source_category_id",
            Looks::Equal("lead_source_category_id"),
        ),
        ("vendor", Looks::Begins("vendor")),
        ("medium", Looks::Begins("medium")),
        ("message", Looks::Begins("message")),
        ("description", Looks::Begins("description")),
    ],
    orders: &[
        ("id", "id"),
        ("name", "name"),
        ("status", "status"),
        ("vendor", "vendor"),
        ("medium", "medium"),
        ("create_time", "create_time"),
        ("update_time", "update_time"),
    ],
};

fn missing() -> Problem {
    Problem::not_found("Unable to find this Lead Source")
}

fn shown(row: Row) -> Value {
    let Row { id, mut record } = row;
    record.insert("id".to_owned(), id.to_string().into());
    Value::Object(record)
}

/// `GET /leadSources`
pub(crate) async fn list(
    State(practice): State<Arc<Practice>>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Problem> {
    let query = Query::parse(query.as_deref());
    practice.store.read(|book| {
        let account = book.accounts.get(&caller.app).ok_or_else(missing)?;
        RULES
            .answer(&query, account.lead_sources.rows(), shown)
            .map(Json)
    })
}

/// `GET /leadSources/{id}`
pub(crate) async fn read(
    State(practice): State<Arc<Practice>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    practice.store.read(|book| {
        let account = book.accounts.get(&caller.app).ok_or_else(missing)?;
        let row = account.lead_sources.get(&id).ok_or_else(missing)?;
        Ok(Json(shown(row)))
    })
}
