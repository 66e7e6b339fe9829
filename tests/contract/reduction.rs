//! Reduces Keap's OpenAPI file to what can be checked: of the calls that are used here, the names,
//! types, enums and lengths. No prose and no example passes.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// The calls that the client makes or the practice Keap answers.
const CALLS: [(&str, &[&str]); 28] = [
    ("/rest/v2/businessProfile", &["get"]),
    ("/rest/v2/companies", &["get", "post"]),
    ("/rest/v2/companies/{company_id}", &["get"]),
    ("/rest/v2/contacts", &["get", "post"]),
    ("/rest/v2/contacts/model", &["get"]),
    ("/rest/v2/contacts/model/customFields/groups", &["get"]),
    (
        "/rest/v2/contacts/{contact_id}",
        &["get", "patch", "delete"],
    ),
    ("/rest/v2/contacts/{contact_id}/tags", &["get"]),
    ("/rest/v2/emailAddresses", &["get"]),
    ("/rest/v2/emailAddresses/{email}/status", &["get", "patch"]),
    ("/rest/v2/leadSources", &["get"]),
    ("/rest/v2/leadSources/{lead_source_id}", &["get"]),
    ("/rest/v2/locales/countries", &["get"]),
    ("/rest/v2/locales/countries/{country_code}", &["get"]),
    (
        "/rest/v2/locales/countries/{country_code}/provinces",
        &["get"],
    ),
    (
        "/rest/v2/locales/countries/{country_code}/provinces/{province_code}",
        &["get"],
    ),
    ("/rest/v2/oauth/connect/userinfo", &["get"]),
    ("/rest/v2/settings/applications:getConfiguration", &["get"]),
    ("/rest/v2/settings/contactOptionTypes", &["get"]),
    ("/rest/v2/tags", &["get", "post"]),
    ("/rest/v2/tags/categories", &["get", "post"]),
    ("/rest/v2/tags/categories/{tag_category_id}", &["get"]),
    ("/rest/v2/tags/{tag_id}", &["get"]),
    ("/rest/v2/tags/{tag_id}/contacts", &["get"]),
    ("/rest/v2/tags/{tag_id}/contacts:applyTags", &["post"]),
    ("/rest/v2/tags/{tag_id}/contacts:removeTags", &["post"]),
    ("/rest/v2/users", &["get"]),
    ("/rest/v2/users/{user_id}", &["get"]),
];

/// What a schema says that can be checked; everything else is left out.
const CHECKED: [&str; 8] = [
    "type",
    "format",
    "enum",
    "maxLength",
    "minimum",
    "maximum",
    "uniqueItems",
    "required",
];

const NAMED_SCHEMA: &str = "#/components/schemas/";
const JSON: &str = "application/json";

/// The reduction of an OpenAPI file. What the file lacks becomes `null` and fails the comparison.
pub(crate) fn reduce(file: &Value) -> Value {
    let mut paths = Map::new();
    for (path, methods) in CALLS {
        let kept = methods.iter().map(|method| {
            let operation = &file["paths"][path][method];
            ((*method).to_owned(), reduce_operation(operation))
        });
        paths.insert(path.to_owned(), kept.collect::<Map<_, _>>().into());
    }
    let paths = Value::Object(paths);
    let flow = &file["components"]["securitySchemes"]["oauth2"]["flows"]["authorizationCode"];
    json!({
        "oauth": { "authorize": flow["authorizationUrl"], "token": flow["tokenUrl"] },
        "schemas": reachable_schemas(file, &paths),
        "paths": paths,
    })
}

fn reduce_operation(operation: &Value) -> Value {
    let mut kept = Map::new();
    if let Some(parameters) = operation["parameters"].as_array() {
        let reduced: Vec<Value> = parameters.iter().map(reduce_parameter).collect();
        kept.insert("parameters".to_owned(), reduced.into());
    }
    if let Some(body) = operation.get("requestBody") {
        let schema = reduce_schema(&body["content"][JSON]["schema"]);
        let required = body["required"] == true;
        kept.insert(
            "body".to_owned(),
            json!({ "required": required, "schema": schema }),
        );
    }
    let statuses = operation["responses"].as_object().into_iter().flatten();
    let responses: Map<String, Value> = statuses
        .map(|(status, response)| {
            let schema = response["content"][JSON].get("schema").map(reduce_schema);
            (status.clone(), schema.unwrap_or_default())
        })
        .collect();
    kept.insert("responses".to_owned(), responses.into());
    kept.into()
}

fn reduce_parameter(parameter: &Value) -> Value {
    let mut kept = Map::new();
    for name in ["name", "in", "required", "explode"] {
        if let Some(value) = parameter.get(name) {
            kept.insert(name.to_owned(), value.clone());
        }
    }
    kept.insert("schema".to_owned(), reduce_schema(&parameter["schema"]));
    kept.into()
}

fn reduce_schema(schema: &Value) -> Value {
    let mut kept = Map::new();
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.strip_prefix(NAMED_SCHEMA).unwrap_or(name);
        kept.insert("$ref".to_owned(), name.into());
        return kept.into();
    }
    for name in CHECKED {
        if let Some(value) = schema.get(name) {
            kept.insert(name.to_owned(), value.clone());
        }
    }
    for name in ["items", "additionalProperties"] {
        if let Some(inner) = schema.get(name) {
            kept.insert(name.to_owned(), reduce_schema(inner));
        }
    }
    if let Some(members) = schema["properties"].as_object() {
        let members = members
            .iter()
            .map(|(name, member)| (name.clone(), reduce_schema(member)));
        kept.insert(
            "properties".to_owned(),
            members.collect::<Map<_, _>>().into(),
        );
    }
    kept.into()
}

/// The schemas that the paths name, and those that these name, and so on.
fn reachable_schemas(file: &Value, paths: &Value) -> Value {
    let mut wanted = named_in(paths);
    let mut kept = Map::new();
    while let Some(name) = wanted.pop_first() {
        let schema = reduce_schema(&file["components"]["schemas"][&name]);
        let further = named_in(&schema);
        kept.insert(name, schema);
        wanted.extend(further.into_iter().filter(|name| !kept.contains_key(name)));
    }
    kept.into()
}

fn named_in(value: &Value) -> BTreeSet<String> {
    match value {
        Value::Object(members) => {
            let own = members.get("$ref").and_then(Value::as_str);
            let below = members.values().flat_map(named_in);
            own.map(str::to_owned).into_iter().chain(below).collect()
        }
        Value::Array(items) => items.iter().flat_map(named_in).collect(),
        _ => BTreeSet::new(),
    }
}

#[test]
fn prose_does_not_pass_and_references_are_followed() {
    let file = json!({
        "paths": { "/rest/v2/users": { "get": {
            "summary": "Prose",
            "parameters": [{ "name": "limit", "in": "query", "description": "Prose",
                             "schema": { "type": "integer", "maximum": 5, "example": 3 } }],
            "responses": { "200": { "description": "Prose", "content": { JSON: {
                "schema": { "$ref": "#/components/schemas/List", "description": "Prose" } } } },
                "204": { "description": "Prose" } },
        } } },
        "components": { "schemas": {
            "List": { "description": "Prose", "type": "object", "properties": {
                "description": { "$ref": "#/components/schemas/Item" } } },
            "Item": { "type": "string", "maxLength": 4, "example": "Prose" },
            "Unused": { "type": "string" },
        } },
    });
    let reduced = reduce(&file);
    assert!(!reduced.to_string().contains("Prose"));
    assert_eq!(
        reduced["paths"]["/rest/v2/users"]["get"],
        json!({
            "parameters": [{ "name": "limit", "in": "query",
                             "schema": { "type": "integer", "maximum": 5 } }],
            "responses": { "200": { "$ref": "List" }, "204": null },
        })
    );
    assert_eq!(
        reduced["schemas"],
        json!({
            // A member may well be called "description"; it is a name, not prose.
            "List": { "type": "object", "properties": { "description": { "$ref": "Item" } } },
            "Item": { "type": "string", "maxLength": 4 },
        })
    );
}
