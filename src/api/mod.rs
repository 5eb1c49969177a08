//! Job → API JSON: what Nomad's parser makes of the generated HCL before it applies defaults.
//!
//! Field by field, the JSON equals `nomad job run -output` of the job's file: the same keys, nulls
//! and zeros. What the schema does not describe is in `special`: a table of the fields that HCL
//! cannot set, and one function for each block that Nomad's parser changes. Attributes added after
//! Nomad 1.11 are present only where they are set.

mod json_schema;
mod serialize;
mod special;

pub use json_schema::json_schema;
pub use serialize::{has_expressions, serialize};
pub use special::{Absent, JSON_ONLY};

use serde::Serialize;
use serde_json::{Map as Object, Value as Json, json};

use crate::jobspec::{
    Block, Config, Field, FieldItem, Free, FreeItem, Job, Kind, Map, Text, Type, Value, Version,
};
use crate::visible::visible_json;

/// The version of Nomad whose JSON this is: attributes of later versions have no key unless they
/// are set.
const PRINTED_BY: Version = Version::new(1, 11, 3);

/// The job as in Nomad's API.
#[must_use]
pub fn job(job: &Job) -> Json {
    block(job)
}

/// A job in a file that Nomad accepts, and what generated it.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct File<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    generated_by: Option<&'a str>,
    job: &'a Job,
}

/// The content of a file that holds a job. The generator is named under a key that Nomad ignores.
///
/// # Errors
///
/// The job contains something that API JSON cannot represent.
pub(crate) fn file(job: &Job, generated_by: Option<&str>) -> serde_json::Result<String> {
    let text = serde_json::to_string_pretty(&File { generated_by, job })?;
    Ok(visible_json(&text).into_owned() + "\n")
}

fn block(from: &dyn Block) -> Json {
    let schema = from.schema();
    let mut object = Object::new();
    let printed = |field: &&Field| field.since.is_none_or(|since| since <= PRINTED_BY);
    for field in schema.fields.iter().filter(printed) {
        if let Some(zero) = absent(field) {
            object.insert(field.json.to_owned(), zero);
        }
    }
    from.visit(&mut |index, item| {
        let field = &schema.fields[index];
        set(&mut object, field, item, schema.config);
    });
    special::adjust(from, &mut object);
    Json::Object(object)
}

/// The value of a field that is not set.
fn absent(field: &Field) -> Option<Json> {
    Some(match field.kind {
        Kind::Label => json!(""),
        Kind::Attr(kind) if field.zero => match kind {
            Type::Bool => json!(false),
            Type::Int(..) | Type::Number | Type::Duration => json!(0),
            Type::Text => json!(""),
            Type::List(_) | Type::Map(_) | Type::Any | Type::Expression => Json::Null,
        },
        _ => Json::Null,
    })
}

fn set(object: &mut Object<String, Json>, field: &Field, item: FieldItem<'_>, config: bool) {
    let name = field.json.to_owned();
    match item {
        FieldItem::Label(label) => _ = object.insert(name, label.into()),
        FieldItem::Attr(set) => _ = object.insert(name, value(set, config)),
        FieldItem::Map(set) => _ = object.insert(name, map(set, config)),
        FieldItem::Free(set) => _ = object.insert(name, free(set, field.kind == Kind::Config)),
        FieldItem::Block(inner) => match field.kind {
            Kind::Blocks(_) if field.keyed => {
                let entry = object
                    .entry(name)
                    .and_modify(|value| ensure(value, json!({})))
                    .or_insert(json!({}));
                ensure(entry, json!({}));
                if let (Some(entries), Some(label)) = (entry.as_object_mut(), label(inner)) {
                    entries.insert(label.to_owned(), block(inner));
                }
            }
            Kind::Blocks(_) => {
                let entry = object.entry(name).or_insert(Json::Null);
                ensure(entry, json!([]));
                if let Some(entries) = entry.as_array_mut() {
                    entries.push(block(inner));
                }
            }
            Kind::Config => _ = object.insert(name, typed_config(inner)),
            _ => _ = object.insert(name, block(inner)),
        },
    }
}

/// Null becomes the empty collection.
fn ensure(value: &mut Json, empty: Json) {
    if value.is_null() {
        *value = empty;
    }
}

fn label(block: &dyn Block) -> Option<&str> {
    let mut found = None;
    block.visit(&mut |_, item| {
        if let FieldItem::Label(label) = item {
            found = Some(label);
        }
    });
    found
}

/// A typed driver configuration: under its HCL names, with only what is set. Its blocks are lists
/// of objects.
fn typed_config(from: &dyn Block) -> Json {
    let mut json = typed_inner(from);
    if let Json::Object(object) = &mut json {
        object.retain(|_, value| !value.is_null());
    }
    json
}

/// A block in such a configuration.
fn typed_inner(from: &dyn Block) -> Json {
    let schema = from.schema();
    let mut object = Object::new();
    from.visit(&mut |index, item| {
        let name = schema.fields[index].name.to_owned();
        match item {
            FieldItem::Label(_) => {}
            FieldItem::Attr(set) => _ = object.insert(name, free_value(set, true)),
            FieldItem::Map(set) => _ = object.insert(name, json!([map(set, true)])),
            FieldItem::Free(set) => _ = object.insert(name, json!([inner_free(set, true)])),
            FieldItem::Block(inner) => {
                let entry = object.entry(name).or_insert(json!([]));
                if let Some(entries) = entry.as_array_mut() {
                    entries.push(typed_inner(inner));
                }
            }
        }
    });
    if let Json::Object(extra) = inner_free(&from.base().extra, true) {
        for (name, more) in extra {
            match (object.get_mut(&name), more) {
                // A block that occurs once in the model, and more than once in the file.
                (Some(Json::Array(blocks)), Json::Array(more)) => blocks.extend(more),
                (_, more) => _ = object.insert(name, more),
            }
        }
    }
    Json::Object(object)
}

/// A free-form body, by Nomad's rules for bodies without a schema: nulls directly in it are
/// omitted.
fn free(from: &Free, config: bool) -> Json {
    let mut json = inner_free(from, config);
    if let Json::Object(object) = &mut json {
        object.retain(|_, value| !value.is_null());
    }
    json
}

/// A block in a free-form body.
fn inner_free(from: &Free, config: bool) -> Json {
    let mut object = Object::new();
    for item in from.iter() {
        match item {
            FreeItem::Object(name, entries) => {
                _ = object.insert(name.clone(), map(entries, config))
            }
            FreeItem::Attr(name, value) => {
                _ = object.insert(name.clone(), free_value(value, config))
            }
            FreeItem::Block { name, labels, body } => {
                let inner = labels
                    .iter()
                    .rev()
                    .fold(inner_free(body, config), |inner, label| json!({ label: [inner] }));
                let entry = object.entry(name.clone()).or_insert(json!([]));
                match entry.as_array_mut() {
                    Some(entries) => entries.push(inner),
                    None => *entry = json!([inner]),
                }
            }
        }
    }
    Json::Object(object)
}

/// An attribute of a free-form body: an object written directly in it becomes a list of one, as in
/// HCL 1.
fn free_value(from: &Value, config: bool) -> Json {
    match from {
        Value::Object(entries) => json!([map(entries, config)]),
        other => value(other, config),
    }
}

fn map(from: &Map, config: bool) -> Json {
    Json::Object(
        from.iter()
            .map(|(key, set)| (Text::from(key).api(config).into_owned(), value(set, config)))
            .collect(),
    )
}

fn value(from: &Value, config: bool) -> Json {
    match from {
        Value::Null => Json::Null,
        Value::Bool(value) => json!(value),
        Value::Int(value) => json!(value),
        Value::Float(value) => json!(value),
        Value::Duration(value) => json!(value.as_nanos()),
        Value::Text(text) => json!(text.api(config)),
        Value::List(values) => Json::Array(values.iter().map(|one| value(one, config)).collect()),
        Value::Object(entries) => map(entries, config),
        // Only Nomad can evaluate it, with the variables of the deployment.
        Value::Expr(expr) => json!(format!("${{{}}}", expr.source())),
        Value::Interpolated(text) => {
            let part = |part: &Value| match part {
                Value::Text(text) => text.api(config).into_owned(),
                Value::Expr(expr) => format!("${{{}}}", expr.source()),
                _ => String::new(),
            };
            json!(text.parts().iter().map(part).collect::<String>())
        }
    }
}

/// The configuration of a task, typed or free-form: both are the same to Nomad.
#[must_use]
pub fn config(from: &Config) -> Json {
    config_item(from.item())
}

/// The same for the configuration as an item of its task.
pub(crate) fn config_item(from: FieldItem<'_>) -> Json {
    match from {
        FieldItem::Block(block) => typed_config(block),
        FieldItem::Free(body) => free(body, true),
        _ => Json::Null,
    }
}
