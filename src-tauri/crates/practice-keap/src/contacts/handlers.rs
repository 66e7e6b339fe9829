//! The calls on contacts: list, read, create or update by `duplicate_option`, update, delete.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Extension, Path, RawQuery, State};
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::filter::Filter;
use super::order::Order;
use super::{fields, merge, validate, view};
use crate::api::bearer::Caller;
use crate::api::paging::Page;
use crate::api::problem::Problem;
use crate::api::query::Query;
use crate::book::account::{Account, Record};
use crate::practice::Practice;

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
    let order = Order::parse(query.get("order_by"))?;
    let page = Page::of(&query, 1000)?;
    practice.store.read(|book| {
        let account = book.accounts.get(&caller.app).ok_or_else(missing)?;
        let mut found: Vec<(u64, Record)> = account
            .contacts
            .keys()
            .filter_map(|id| Some((*id, view::whole(account, *id)?)))
            .filter(|(_, contact)| filter.lets(contact))
            .collect();
        order.sort(&mut found);
        let (part, next) = page.cut(found);
        let contacts: Vec<Value> = part
            .iter()
            .filter_map(|(id, _)| view::chosen(account, *id, &wanted))
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
    let regions = practice.options.regions;
    let new = validate::body(&body, None, regions);
    let now = practice.clock.now_text();
    practice.store.change(|book| {
        let account = book.accounts.get_mut(&caller.app).ok_or_else(missing)?;
        // What a body matches is looked up before it is judged, because an address that the match
        // already holds may come back as it is.
        let probe: Record = serde_json::from_slice(&body).map_err(|_| Problem::unreadable())?;
        let found = duplicates.and_then(|option| option.find(account, &probe));
        let (status, id) = if let Some(id) = found {
            let body = validate::body(&body, account.contacts.get(&id), regions)?;
            merge::update(account, id, &body, None, &now);
            (StatusCode::OK, id)
        } else {
            let body = new?;
            validate::is_reachable(&body)?;
            (StatusCode::CREATED, merge::create(account, &body, &now))
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
    let regions = practice.options.regions;
    practice.store.change(|book| {
        let account = book.accounts.get_mut(&caller.app).ok_or_else(missing)?;
        let id = id.parse().map_err(|_| missing())?;
        let stored = account.contacts.get(&id).ok_or_else(missing)?;
        let body = validate::body(&body, Some(stored), regions)?;
        merge::update(account, id, &body, mask.as_deref(), &now);
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

/// What makes two contacts the same.
#[derive(Clone, Copy, Debug)]
enum Duplicates {
    Email,
    EmailAndName,
    EmailAndNameAndCompany,
}

impl Duplicates {
    fn parse(text: Option<&str>) -> Result<Option<Self>, Problem> {
        match text {
            None => Ok(None),
            Some("Email") => Ok(Some(Self::Email)),
            Some("EmailAndName") => Ok(Some(Self::EmailAndName)),
            Some("EmailAndNameAndCompany") => Ok(Some(Self::EmailAndNameAndCompany)),
            Some(_) => Err(Problem::invalid(
                "duplicate_option",
                "duplicate_option is invalid",
            )),
        }
    }

    /// The match with the lowest id. Any address of the body meets any address of a contact, case
    /// aside; which ones Keap compares is not published.
    fn find(self, account: &Account, body: &Record) -> Option<u64> {
        let wanted = emails(body);
        let alike = |record: &Record, name: &str| {
            let text = |of: &Record| {
                of.get(name)
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .to_lowercase()
            };
            text(record) == text(body)
        };
        let company = |of: &Record| {
            of.get("company")
                .and_then(|company| company.get("id"))
                .cloned()
        };
        account
            .contacts
            .iter()
            .find(|(_, record)| {
                let name = || alike(record, "given_name") && alike(record, "family_name");
                emails(record).iter().any(|email| wanted.contains(email))
                    && match self {
                        Self::Email => true,
                        Self::EmailAndName => name(),
                        Self::EmailAndNameAndCompany => name() && company(record) == company(body),
                    }
            })
            .map(|(id, _)| *id)
    }
}

fn emails(record: &Record) -> Vec<String> {
    let items = record.get("email_addresses").and_then(Value::as_array);
    items
        .into_iter()
        .flatten()
        .filter_map(|item| item.get("email").and_then(Value::as_str))
        .map(str::to_lowercase)
        .collect()
}
