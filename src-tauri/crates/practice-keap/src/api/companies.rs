//! Companies: found, read and made. They are linked to contacts by id; see `contacts::validate`.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Extension, Path, RawQuery, State};
use axum::http::StatusCode;
use serde_json::Value;

use super::bearer::Caller;
use super::problem::Problem;
use super::query::Query;
use super::rows::{Row, Rules};
use super::terms::Looks;
use crate::book::account::Record;
use crate::contacts::address;
use crate::practice::Practice;

/// Writable text, and how long it may be; no length is published.
const TEXTS: [&str; 20] = [
    "notes",
    "website",
    "suffix",
    "title",
    "company_name",
    "anniversary_date",
    "assistant_name",
    "assistant_phone",
    "billing_information",
    "birth_date",
    "contact_type",
    "first_name",
    "job_title",
    "last_name",
    "middle_name",
    "preferred_name",
    "owner_id",
    "referral_code",
    "spouse_name",
    "id",
];

/// What comes only if it is asked for.
const UNUSUAL: [&str; 9] = [
    "notes",
    "fax_number",
    "address",
    "email_address",
    "phone_number",
    "update_time",
    "create_time",
    "custom_fields",
    "website",
];

/// Objects and lists, of which only the address has rules here.
const PARTS: [&str; 5] = [
    "address",
    "custom_fields",
    "email_address",
    "fax_number",
    "phone_number",
];

const RULES: Rules = Rules {
    member: "companies",
    largest: 1000,
    filters: &[
        ("company_name", Looks::Equal("company_name")),
        ("name", Looks::Begins("company_name")),
        ("email", Looks::Equal("email_address.email")),
        ("city", Looks::Begins("address.locality")),
        ("state", Looks::Begins("address.region")),
        ("since_time", Looks::From("update_time")),
        ("until_time", Looks::To("update_time")),
        ("company_id", Looks::Id),
    ],
    orders: &[
        ("id", "id"),
        ("create_time", "create_time"),
        ("name", "company_name"),
        ("email", "email_address.email"),
    ],
};

fn missing() -> Problem {
    Problem::not_found("Unable to find this Company")
}

/// `GET /companies`
pub(crate) async fn list(
    State(practice): State<Arc<Practice>>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Problem> {
    let query = Query::parse(query.as_deref());
    let wanted = wanted(&query)?;
    practice.store.read(|book| {
        let account = book.accounts.get(&caller.app).ok_or_else(missing)?;
        RULES
            .answer(&query, account.companies.rows(), |row| shown(row, &wanted))
            .map(Json)
    })
}

/// `GET /companies/{id}`
pub(crate) async fn read(
    State(practice): State<Arc<Practice>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Problem> {
    let wanted = wanted(&Query::parse(query.as_deref()))?;
    practice.store.read(|book| {
        let account = book.accounts.get(&caller.app).ok_or_else(missing)?;
        let row = account.companies.get(&id).ok_or_else(missing)?;
        Ok(Json(shown(row, &wanted)))
    })
}

/// `POST /companies`
pub(crate) async fn create(
    State(practice): State<Arc<Practice>>,
    Extension(caller): Extension<Caller>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let mut company = checked(&practice, &body)?;
    let now = practice.clock.now_text();
    let name = company.get("company_name").and_then(Value::as_str);
    let name = name.unwrap_or_default().to_owned();
    company.insert("create_time".to_owned(), now.clone().into());
    company.insert("update_time".to_owned(), now.into());
    practice.store.change(|book| {
        let account = book.accounts.get_mut(&caller.app).ok_or_else(missing)?;
        if account.companies.is_taken("company_name", &name) {
            let message = "A company with this company_name already exists";
            return Err(Problem::taken("company_name", message));
        }
        let id = account.companies.add(company);
        let row = account.companies.get(&id.to_string()).ok_or_else(missing)?;
        Ok((StatusCode::CREATED, Json(shown(row, &UNUSUAL))))
    })
}

fn checked(practice: &Practice, body: &[u8]) -> Result<Record, Problem> {
    let body: Record = serde_json::from_slice(body).map_err(|_| Problem::unreadable())?;
    let mut checked = Record::new();
    for (name, value) in body {
        match name.as_str() {
            "id" => return Err(Problem::unreadable()),
            _ if value.is_null() => {}
            "address" => {
                let item = value.as_object().ok_or_else(Problem::unreadable)?;
                let regions = practice.options.regions;
                let address = address::check(item, "OTHER", None, regions)?;
                checked.insert(name, Value::Object(address));
            }
            part if PARTS.contains(&part) && (value.is_object() || value.is_array()) => {
                checked.insert(name, value);
            }
            text if TEXTS.contains(&text) && value.is_string() => {
                checked.insert(name, value);
            }
            _ => return Err(Problem::unreadable()),
        }
    }
    let name = checked.get("company_name").and_then(Value::as_str);
    if name.unwrap_or_default().trim().is_empty() {
        return Err(Problem::invalid("company_name", "company_name is required"));
    }
    Ok(checked)
}

/// The unusual members that `fields` names.
fn wanted(query: &Query) -> Result<Vec<&'static str>, Problem> {
    let mut wanted = Vec::new();
    let names = query.get("fields").unwrap_or_default().split(',');
    for name in names.map(str::trim).filter(|name| !name.is_empty()) {
        if let Some(name) = UNUSUAL.iter().find(|known| **known == name) {
            wanted.push(*name);
        } else if !TEXTS.contains(&name) {
            return Err(Problem::invalid("fields", "fields is invalid"));
        }
    }
    Ok(wanted)
}

fn shown(row: Row, wanted: &[&str]) -> Value {
    let Row { id, mut record } = row;
    record.retain(|name, _| !UNUSUAL.contains(&name.as_str()) || wanted.contains(&name.as_str()));
    for name in wanted {
        record.entry(*name).or_insert(match *name {
            "custom_fields" => Value::Array(Vec::new()),
            _ => Value::Null,
        });
    }
    record.insert("id".to_owned(), id.to_string().into());
    Value::Object(record)
}
