//! The desk: finding, checking, saving and taking back, one rule of it a journey.

mod beside;
mod checking;
mod drafts;
mod finding;
mod generated;
mod history;
mod lists;
mod meanwhile;
mod properties;
mod undoing;
mod whole;

use serde_json::Value;

use crate::computer::{BAKERY, Computer};

/// The calls on contacts so far, in short and without their query.
fn calls(computer: &Computer) -> Vec<String> {
    let about = |path: &str| path.trim_start_matches("/crm/rest/v2").to_owned();
    let calls = computer.keap.requests().into_iter();
    let calls = calls.map(|call| format!("{} {}", call.method, about(&call.path)));
    calls
        .filter(|call| !call.contains("/locales") && !call.ends_with("/model"))
        .collect()
}

/// The bakery's contact of that id.
fn held(computer: &Computer, id: &str) -> Option<Value> {
    let all = computer.keap.contacts(BAKERY);
    all.into_iter().find(|contact| contact["id"] == id)
}

/// Without what every write changes.
fn still(mut contact: Value) -> Value {
    for name in ["update_time", "last_updated_by"] {
        contact[name] = Value::Null;
    }
    contact
}
