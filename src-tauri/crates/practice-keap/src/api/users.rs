//! The people who work with the account: the list and one of them.

use axum::Json;
use axum::extract::{Path, RawQuery};
use serde_json::Value;

use super::problem::Problem;
use super::query::Query;
use super::rows::{Row, Rules, text};
use super::terms::Looks;
use crate::book::users;

const RULES: Rules = Rules {
    member: "users",
    largest: 100,
    filters: &[
        ("email", Looks::Equal("keap_id")),
        ("given_name", Looks::Equal("given_name")),
        ("include_inactive", Looks::Aside),
        ("include_partners", Looks::Aside),
        ("user_ids", Looks::OneOf("id")),
    ],
    orders: &[
        ("id", "id"),
        ("create_time", "create_time"),
        ("email", "keap_id"),
        ("name", "family_name"),
    ],
};

/// `GET /users`. Everybody comes unless the filter says otherwise; a page of none is refused here.
pub(crate) async fn list(RawQuery(query): RawQuery) -> Result<Json<Value>, Problem> {
    let query = Query::parse(query.as_deref());
    if query.get("page_size") == Some("0") {
        return Err(Problem::invalid("page_size", "page_size is out of range"));
    }
    let terms = RULES.terms(&query)?;
    let inactive = terms.flag("include_inactive").unwrap_or(true);
    let partners = terms.flag("include_partners").unwrap_or(true);
    let wanted = |row: &Row| {
        let partner = row.record.get("partner").and_then(Value::as_bool) == Some(true);
        (inactive || text(&row.record, "status") != "INACTIVE") && (partners || !partner)
    };
    let answer = RULES.answer(&query, users::users().filter(wanted), |row| {
        Value::Object(row.record)
    })?;
    Ok(Json(answer))
}

/// `GET /users/{id}`
pub(crate) async fn read(Path(id): Path<String>) -> Result<Json<Value>, Problem> {
    users::users()
        .find(|row| row.id.to_string() == id)
        .map(|row| Json(Value::Object(row.record)))
        .ok_or_else(|| Problem::not_found("Unable to find this User"))
}
