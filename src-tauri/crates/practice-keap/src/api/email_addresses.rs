//! The marketing statuses by address: listed, read, and changed where the contract lets them be. What
//! a status means is in `contacts::email`.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Extension, Path, RawQuery, State};
use serde_json::{Value, json};

use super::bearer::Caller;
use super::problem::Problem;
use super::query::Query;
use super::rows::{Row, Rules};
use super::terms::Looks;
use crate::book::account::Record;
use crate::contacts::email::{self, AddressStatus};
use crate::practice::Practice;

const RULES: Rules = Rules {
    member: "email_addresses",
    largest: 1000,
    filters: &[
        ("emails", Looks::OneOf("email")),
        ("statuses", Looks::OneOf("status")),
        ("opted_in", Looks::Flag("opted_in")),
    ],
    orders: &[
        ("email", "email"),
        ("status", "status"),
        ("create_time", "create_time"),
        ("last_click_time", "last_click_time"),
        ("last_open_time", "last_open_time"),
        ("last_sent_time", "last_sent_time"),
    ],
};

fn missing() -> Problem {
    Problem::not_found("Unable to find this Email Address")
}

fn shown(address: &str, status: &AddressStatus) -> Value {
    json!({
        "email": address,
        "opted_in": status.is_opt_in(),
        "status": status.status,
        "create_time": status.create_time,
        "last_click_time": null,
        "last_open_time": null,
        "last_sent_time": null,
    })
}

/// `GET /emailAddresses`
pub(crate) async fn list(
    State(practice): State<Arc<Practice>>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Problem> {
    let query = Query::parse(query.as_deref());
    practice.store.read(|book| {
        let account = book.accounts.get(&caller.app).ok_or_else(missing)?;
        let rows = (0..).zip(account.statuses.iter());
        let rows = rows.filter_map(|(id, (address, status))| match shown(address, status) {
            Value::Object(record) => Some(Row { id, record }),
            _ => None,
        });
        RULES
            .answer(&query, rows, |row| Value::Object(row.record))
            .map(Json)
    })
}

/// `GET /emailAddresses/{email}/status`
pub(crate) async fn status(
    State(practice): State<Arc<Practice>>,
    Extension(caller): Extension<Caller>,
    Path(address): Path<String>,
) -> Result<Json<Value>, Problem> {
    let address = email::key(&address);
    practice.store.read(|book| {
        let account = book.accounts.get(&caller.app).ok_or_else(missing)?;
        let status = account.statuses.get(&address).ok_or_else(missing)?;
        Ok(Json(shown(&address, status)))
    })
}

/// `PATCH /emailAddresses/{email}/status`. A status that may not be changed stays as it is, and that
/// is no failure.
pub(crate) async fn change(
    State(practice): State<Arc<Practice>>,
    Extension(caller): Extension<Caller>,
    Path(address): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, Problem> {
    let (opted_in, reason) = change_of(&body)?;
    let address = email::key(&address);
    practice.store.change(|book| {
        let account = book.accounts.get_mut(&caller.app).ok_or_else(missing)?;
        let status = account.statuses.get_mut(&address).ok_or_else(missing)?;
        if opted_in {
            status.opt_in(&reason);
        } else {
            status.opt_out(&reason);
        }
        Ok(Json(shown(&address, status)))
    })
}

fn change_of(body: &[u8]) -> Result<(bool, String), Problem> {
    let body: Record = serde_json::from_slice(body).map_err(|_| Problem::unreadable())?;
    if body
        .keys()
        .any(|name| name != "opted_in" && name != "reason")
    {
        return Err(Problem::unreadable());
    }
    let opted_in = match body.get("opted_in") {
        Some(Value::Bool(opted_in)) => *opted_in,
        None | Some(Value::Null) => {
            return Err(Problem::invalid("opted_in", "opted_in is required"));
        }
        Some(_) => return Err(Problem::unreadable()),
    };
    match body.get("reason") {
        Some(Value::String(reason)) if !reason.trim().is_empty() => Ok((opted_in, reason.clone())),
        None | Some(Value::Null | Value::String(_)) => {
            Err(Problem::invalid("reason", "reason is required"))
        }
        Some(_) => Err(Problem::unreadable()),
    }
}
