//! Finds the call that a method and a path mean.

use percent_encoding::percent_decode_str;

use super::Contract;
use super::model::Operation;
use super::violation::Violation;

/// What every path of the description begins with; a host's own prefix stands before it.
const BEGINNING: &str = "/rest/v2";

/// A call, and the values that its path holds.
pub(crate) struct Found<'a> {
    /// The path's template.
    pub(crate) template: &'a str,
    /// The call.
    pub(crate) operation: &'a Operation,
    /// The names in the template and what stands there, decoded.
    pub(crate) values: Vec<(&'a str, String)>,
}

impl Contract {
    /// The call that is meant; where several templates fit, the one with the most fixed parts.
    pub(crate) fn call(&self, method: &str, path: &str) -> Result<Found<'_>, Violation> {
        let own = path.find(BEGINNING).and_then(|start| path.get(start..));
        let fitting = own.and_then(|own| {
            let templates = self.description.paths.iter();
            templates
                .filter_map(|(template, methods)| Some((values(template, own)?, template, methods)))
                .min_by_key(|(values, ..)| values.len())
        });
        let Some((values, template, methods)) = fitting else {
            return Err(Violation::NoSuchPath {
                path: path.to_owned(),
            });
        };
        match methods.get(&method.to_ascii_lowercase()) {
            Some(operation) => Ok(Found {
                template,
                operation,
                values,
            }),
            None => Err(Violation::NoSuchMethod {
                path: template.clone(),
                method: method.to_owned(),
            }),
        }
    }

    /// The call that is meant, as `GET /rest/v2/…`, if there is one.
    pub(crate) fn name_of(&self, method: &str, path: &str) -> Option<String> {
        let found = self.call(method, path).ok()?;
        Some(format!("{} {}", method.to_uppercase(), found.template))
    }
}

/// The values that stand in a template's braces, or nothing if the path is another.
fn values<'a>(template: &'a str, path: &str) -> Option<Vec<(&'a str, String)>> {
    let wanted: Vec<&str> = template.split('/').collect();
    let parts: Vec<&str> = path.split('/').collect();
    if wanted.len() != parts.len() {
        return None;
    }
    let mut values = Vec::new();
    for (wanted, part) in wanted.into_iter().zip(parts) {
        match wanted.strip_prefix('{').and_then(|w| w.strip_suffix('}')) {
            Some(_) if part.is_empty() => return None,
            Some(name) => {
                let value = percent_decode_str(part).decode_utf8_lossy();
                values.push((name, value.into_owned()));
            }
            None if wanted == part => {}
            None => return None,
        }
    }
    Some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_path_comes_before_a_template() {
        let contract = Contract::load().unwrap();
        let model = contract.call("GET", "/crm/rest/v2/contacts/model").unwrap();
        assert!(model.values.is_empty());
        let one = contract.call("GET", "/crm/rest/v2/contacts/a%20b").unwrap();
        assert_eq!(one.values, [("contact_id", "a b".to_owned())]);
    }

    #[test]
    fn an_empty_part_is_no_value() {
        assert_eq!(values("/contacts/{id}", "/contacts/"), None);
        assert_eq!(values("/contacts/{id}", "/contacts"), None);
    }
}
