//! Checks of what was sent.

use serde_json::Value;

use super::Contract;
use super::model::{Description, Kind, Operation, Parameter, Place, Schema};
use super::paths::Found;
use super::value::{Check, Side, of_text, plain};
use super::violation::{Mismatch, Violation};

/// What may stand between a name and a value in a filter.
const OPERATORS: [&str; 5] = ["==", ">=", "<=", ">", "<"];

impl Contract {
    /// Everything that is wrong with a request: its path as sent, its query without `?`, its body as
    /// text; both may be empty.
    pub fn check_request(
        &self,
        method: &str,
        path: &str,
        query: &str,
        body: &str,
    ) -> Vec<Violation> {
        let call = match self.call(method, path) {
            Ok(call) => call,
            Err(violation) => return vec![violation],
        };
        let mut found = Vec::new();
        self.check_path(&call, &mut found);
        self.check_query(call.operation, query, &mut found);
        found.extend(self.check_body(call.operation, body));
        found
    }

    fn check_path(&self, call: &Found<'_>, found: &mut Vec<Violation>) {
        for parameter in &call.operation.parameters {
            if parameter.place != Place::Path {
                continue;
            }
            for (name, value) in &call.values {
                if *name == parameter.name {
                    found.extend(self.wrong(parameter, &parameter.schema, value));
                }
            }
        }
    }

    fn check_query(&self, operation: &Operation, query: &str, found: &mut Vec<Violation>) {
        let sent: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        let known = |name: &str| {
            let parameters = operation.parameters.iter();
            parameters
                .filter(|parameter| parameter.place == Place::Query)
                .find(|parameter| parameter.name == name)
        };
        for (name, _) in &sent {
            if known(name).is_none() {
                found.push(Violation::UnknownParameter { name: name.clone() });
            }
        }
        for parameter in &operation.parameters {
            if parameter.place == Place::Query {
                let values: Vec<&str> = sent
                    .iter()
                    .filter(|(name, _)| *name == parameter.name)
                    .map(|(_, value)| value.as_str())
                    .collect();
                self.check_parameter(operation, parameter, &values, found);
            }
        }
    }

    fn check_parameter(
        &self,
        operation: &Operation,
        parameter: &Parameter,
        values: &[&str],
        found: &mut Vec<Violation>,
    ) {
        let name = parameter.name.clone();
        if values.is_empty() {
            if parameter.required {
                found.push(Violation::MissingParameter { name });
            }
            return;
        }
        let schema = self.description.resolve(&parameter.schema);
        let is_list = schema.kind == Some(Kind::Array);
        if values.len() > 1 && !(is_list && parameter.explode) {
            found.push(Violation::RepeatedParameter { name: name.clone() });
        }
        let items: Vec<&str> = if is_list && !parameter.explode {
            values.iter().flat_map(|value| value.split(',')).collect()
        } else {
            values.to_vec()
        };
        let of = schema
            .items
            .as_deref()
            .filter(|_| is_list)
            .unwrap_or(schema);
        for (index, item) in items.iter().enumerate() {
            found.extend(self.wrong(parameter, of, item));
            if schema.unique_items && items.iter().skip(index + 1).any(|other| other == item) {
                let mismatch = Mismatch::Twice;
                found.push(Violation::Parameter {
                    name: name.clone(),
                    mismatch,
                });
            }
        }
        let in_words = match name.as_str() {
            // Where the description lists them, that list has been looked at.
            "fields" if of.only.is_none() => unknown_field(&self.description, operation, &items),
            "filter" => items.iter().find_map(|filter| bad_filter(filter)),
            _ => None,
        };
        if let Some(mismatch) = in_words {
            found.push(Violation::Parameter { name, mismatch });
        }
    }

    fn wrong(&self, parameter: &Parameter, schema: &Schema, text: &str) -> Option<Violation> {
        let schema = self.description.resolve(schema);
        let mismatch = match of_text(schema, text) {
            Ok(value) => plain(schema, Side::Request, &value)?,
            Err(mismatch) => mismatch,
        };
        Some(Violation::Parameter {
            name: parameter.name.clone(),
            mismatch,
        })
    }

    fn check_body(&self, operation: &Operation, body: &str) -> Vec<Violation> {
        match (&operation.body, body.is_empty()) {
            (None, false) => vec![Violation::UnexpectedBody],
            (Some(described), true) if described.required => vec![Violation::MissingBody],
            (_, true) => Vec::new(),
            (Some(described), false) => match serde_json::from_str::<Value>(body) {
                Ok(value) => {
                    Check::body(&self.description, Side::Request, &described.schema, &value)
                }
                Err(_) => vec![Violation::NotJson],
            },
        }
    }
}

/// Which fields can be asked for stands in words only; but they are members of what is answered, of
/// itself or of the items of its lists.
fn unknown_field(
    description: &Description,
    operation: &Operation,
    fields: &[&str],
) -> Option<Mismatch> {
    let answer = operation.responses.get("200")?.as_ref()?;
    let answer = description.resolve(answer);
    let items: Vec<&Schema> = answer
        .properties
        .values()
        .filter_map(|member| description.resolve(member).items.as_deref())
        .map(|item| description.resolve(item))
        .collect();
    let is_known = |field: &str| {
        answer.properties.contains_key(field)
            || items.iter().any(|item| item.properties.contains_key(field))
    };
    fields
        .iter()
        .find(|field| !is_known(field))
        .map(|field| Mismatch::NotListed((*field).to_owned()))
}

/// A filter is `name==value`, several of them parted by semicolons; the other operators are for
/// numbers and dates.
fn bad_filter(filter: &str) -> Option<Mismatch> {
    let is_good = |part: &str| {
        OPERATORS.iter().any(|operator| {
            part.split_once(operator).is_some_and(|(name, value)| {
                !value.is_empty()
                    && !name.is_empty()
                    && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            })
        })
    };
    (!filter.split(';').all(is_good)).then(|| Mismatch::Format("name==value".to_owned()))
}
