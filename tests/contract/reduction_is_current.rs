//! The committed reduction against Keap's description, where that is at hand, and against what a
//! reduction must be, where it is not. `KEAPSAKE_WRITE_CONTRACT=1` writes the reduction anew.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use keap_client::Endpoints;
use serde_json::Value;
use support::contract::{COMMITTED, Contract};

use crate::reduction::reduce;

/// Where the description lies beside a checkout; another place can be named.
const BESIDE: &str = "../shared/keap-v2-slice.json";
const ELSEWHERE: &str = "KEAPSAKE_KEAP_DESCRIPTION";

#[test]
fn the_committed_reduction_is_the_description_s() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let place = std::env::var_os(ELSEWHERE).map_or_else(|| root.join(BESIDE), PathBuf::from);
    let Ok(text) = fs::read_to_string(&place) else {
        // Most checkouts do not have it: Keap's text is not ours to hand on.
        let words = "Keap's description is not at hand; the committed reduction was not compared.";
        let _ = writeln!(std::io::stderr(), "{words}");
        return;
    };
    let file: Value = serde_json::from_str(&text).unwrap();
    let reduced = serde_json::to_string_pretty(&reduce(&file)).unwrap() + "\n";
    if std::env::var_os("KEAPSAKE_WRITE_CONTRACT").is_some() {
        fs::write(root.join("tests/contract/keap-v2.json"), &reduced).unwrap();
        return;
    }
    assert!(
        reduced == COMMITTED,
        "the committed reduction is not what the description says: run this test once with \
         KEAPSAKE_WRITE_CONTRACT=1 and look at the difference"
    );
}

#[test]
fn the_committed_reduction_holds_no_prose() {
    fn no_prose(value: &Value, names: bool) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    // The members of an object may be called anything.
                    assert!(
                        names || !["description", "summary", "example"].contains(&name.as_str()),
                        "{name} is prose"
                    );
                    no_prose(member, name == "properties" || name == "schemas");
                }
            }
            Value::Array(items) => items.iter().for_each(|item| no_prose(item, false)),
            Value::String(text) => assert!(!text.contains(' '), "{text:?} is prose"),
            _ => {}
        }
    }
    no_prose(&serde_json::from_str(COMMITTED).unwrap(), false);
}

/// A `null` where a schema should be would let everything pass.
#[test]
fn every_call_and_every_named_schema_is_described() {
    let reduction: Value = serde_json::from_str(COMMITTED).unwrap();
    for (name, schema) in reduction["schemas"].as_object().unwrap() {
        assert!(schema["type"].is_string(), "{name} has no type");
    }
    let calls = Contract::load().unwrap().calls();
    for call in [
        "GET /rest/v2/contacts",
        "POST /rest/v2/contacts",
        "PATCH /rest/v2/contacts/{contact_id}",
        "GET /rest/v2/locales/countries/{country_code}/provinces",
        "GET /rest/v2/oauth/connect/userinfo",
    ] {
        assert!(calls.contains(&call.to_owned()), "{call} in {calls:?}");
    }
    for methods in reduction["paths"].as_object().unwrap().values() {
        for operation in methods.as_object().unwrap().values() {
            let success = ["200", "201", "204"];
            assert!(
                success
                    .iter()
                    .any(|s| operation["responses"].get(s).is_some())
            );
        }
    }
}

#[test]
fn the_client_goes_where_the_description_says() {
    let reduction: Value = serde_json::from_str(COMMITTED).unwrap();
    let keap = Endpoints::keap();
    assert_eq!(reduction["oauth"]["authorize"], keap.authorize.as_str());
    assert_eq!(reduction["oauth"]["token"], keap.token.as_str());
    assert!(keap.api.path().trim_end_matches('/').ends_with("/rest/v2"));
}
