//! The reduction as values. Unknown members are refused, so that a reduction that says more than the
//! checks understand does not load.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// The whole reduction.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Description {
    /// Path templates, then methods in lower case.
    pub(crate) paths: BTreeMap<String, BTreeMap<String, Operation>>,
    /// Named schemas.
    pub(crate) schemas: BTreeMap<String, Schema>,
    /// The two addresses of OAuth, for those who compare them.
    #[serde(rename = "oauth")]
    _oauth: BTreeMap<String, String>,
}

/// One method of one path.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Operation {
    /// The parameters of path and query.
    #[serde(default)]
    pub(crate) parameters: Vec<Parameter>,
    /// The body, if it takes one.
    #[serde(default)]
    pub(crate) body: Option<Body>,
    /// Statuses, and what is answered with them.
    pub(crate) responses: BTreeMap<String, Option<Schema>>,
}

/// A parameter.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parameter {
    /// Its name.
    pub(crate) name: String,
    /// Where it stands.
    #[serde(rename = "in")]
    pub(crate) place: Place,
    /// Whether it must be there.
    #[serde(default)]
    pub(crate) required: bool,
    /// Whether a list is sent as a key for each item; otherwise as one, parted by commas.
    #[serde(default = "yes")]
    pub(crate) explode: bool,
    /// What its value is.
    pub(crate) schema: Schema,
}

fn yes() -> bool {
    true
}

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Place {
    /// In the path's template.
    Path,
    /// In the query.
    Query,
}

/// A request's body.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Body {
    /// Whether it must be there.
    #[serde(default)]
    pub(crate) required: bool,
    /// What it is.
    pub(crate) schema: Schema,
}

/// What a value may be.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Schema {
    /// The name of another schema, which is meant instead.
    #[serde(rename = "$ref")]
    pub(crate) reference: Option<String>,
    /// Its kind.
    #[serde(rename = "type")]
    pub(crate) kind: Option<Kind>,
    /// A narrower kind: `date-time`, `int32`, `int64`.
    pub(crate) format: Option<String>,
    /// The only values, if they are few.
    #[serde(rename = "enum")]
    pub(crate) only: Option<Vec<Value>>,
    /// The most characters.
    pub(crate) max_length: Option<usize>,
    /// The least number.
    pub(crate) minimum: Option<f64>,
    /// The greatest number.
    pub(crate) maximum: Option<f64>,
    /// Whether no item may stand twice.
    #[serde(default)]
    pub(crate) unique_items: bool,
    /// What a list's items are.
    pub(crate) items: Option<Box<Schema>>,
    /// What an object's members are.
    #[serde(default)]
    pub(crate) properties: BTreeMap<String, Schema>,
    /// The members that must be there.
    #[serde(default)]
    pub(crate) required: Vec<String>,
    /// What members of any other name are, where they are allowed.
    pub(crate) additional_properties: Option<Box<Schema>>,
}

/// The kinds of values.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A text.
    String,
    /// A number without a fraction.
    Integer,
    /// Any number.
    Number,
    /// True or false.
    Boolean,
    /// A list.
    Array,
    /// An object.
    Object,
}

impl Kind {
    /// Whether a value is of this kind.
    pub(crate) fn is_of(self, value: &Value) -> bool {
        match self {
            Self::String => value.is_string(),
            Self::Integer => value.is_i64() || value.is_u64(),
            Self::Number => value.is_number(),
            Self::Boolean => value.is_boolean(),
            Self::Array => value.is_array(),
            Self::Object => value.is_object(),
        }
    }
}

impl Description {
    /// The schema itself, or the one that it names.
    pub(crate) fn resolve<'a>(&'a self, schema: &'a Schema) -> &'a Schema {
        schema
            .reference
            .as_ref()
            .and_then(|name| self.schemas.get(name))
            .unwrap_or(schema)
    }
}
