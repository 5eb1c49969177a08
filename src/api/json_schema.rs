//! A JSON Schema of a job's API JSON: for editors, and for other programs that generate jobs.

use serde_json::{Map as Object, Value as Json, json};

use super::special::{DYNAMIC_PORTS, JSON_ONLY, RESERVED_PORTS};
use crate::jobspec::{Config, Field, Job, Kind, Schema, Special, Type, schemas_in};
use crate::schema_json::{plain, stem};

/// Keys that older versions print, and newer ones do not know.
const GONE: &[(&str, &str)] = &[("Job", "ConsulToken"), ("Job", "VaultToken")];

/// The JSON Schema (draft 2020-12) of API JSON, alone or in an object's `Job`, as
/// `nomad job run -output` prints it.
///
/// It holds names, types, the values of enumerations and bounds. Nomad reads names in any case;
/// here they have the case that Nomad writes. Absent and null are the same.
///
/// ```
/// let schema = jobwright::api::json_schema();
/// let priority = &schema["$defs"]["job"]["properties"]["Priority"];
/// assert_eq!(priority["type"], serde_json::json!(["integer", "null"]));
/// ```
#[must_use]
pub fn json_schema() -> Json {
    let mut definitions = Object::new();
    for schema in schemas_in(&Job::SCHEMA) {
        let definition = if schema.config { config(schema) } else { block(schema) };
        definitions.insert(stem(schema).to_owned(), definition);
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A Nomad job as API JSON",
        "description": "What `nomad job run -output` and `jobwright import --to json` print, and what `nomad job run -json` reads.",
        "type": "object",
        "if": { "required": ["Job"] },
        "then": {
            "properties": { "Job": reference(&Job::SCHEMA) },
        },
        "else": reference(&Job::SCHEMA),
        "$defs": definitions,
    })
}

fn reference(schema: &Schema) -> Json {
    json!({ "$ref": format!("#/$defs/{}", stem(schema)) })
}

/// A block, as in Nomad's structs.
fn block(schema: &Schema) -> Json {
    let mut properties = Object::new();
    for (_, name, _) in JSON_ONLY.iter().filter(|(of, ..)| *of == schema.go) {
        let doc = "No job file can set it: a server does, or a job in JSON.";
        properties.insert((*name).to_owned(), json!({ "description": doc }));
    }
    for (_, name) in GONE.iter().filter(|(of, _)| *of == schema.go) {
        properties.insert((*name).to_owned(), json!({ "description": "Nomad up to 1.9 has it." }));
    }
    for field in schema.fields {
        let property = described(of_field(field), field);
        if schema.special == Some(Special::Network) && field.json == DYNAMIC_PORTS {
            properties.insert(RESERVED_PORTS.to_owned(), property.clone());
        }
        properties.insert(field.json.to_owned(), property);
    }
    let required: Vec<&str> =
        schema.fields.iter().filter(|field| is_required(field)).map(|field| field.json).collect();
    let mut all = object(properties, schema);
    all["additionalProperties"] = json!(false);
    if !required.is_empty() {
        all["required"] = json!(required);
    }
    if schema.fields.iter().any(|field| field.kind == Kind::Config) {
        all["allOf"] = configs();
    }
    all
}

fn is_required(field: &Field) -> bool {
    field.required || field.kind == Kind::Label
}

/// A block of a driver's configuration, which accepts everything: only the driver validates it, and
/// it converts each value to its own type. Editors complete and explain the names.
fn config(schema: &Schema) -> Json {
    let property = |field: &Field| {
        let inner = match field.kind {
            Kind::Block(inner) | Kind::Blocks(inner) => one_or_several(&reference(inner)),
            _ => json!({}),
        };
        (field.name.to_owned(), described(inner, field))
    };
    let fields = schema.fields.iter().filter(|field| field.kind != Kind::Label);
    object(fields.map(property).collect(), schema)
}

fn object(properties: Object<String, Json>, schema: &Schema) -> Json {
    json!({
        "description": plain(schema.doc),
        "type": "object",
        "properties": properties,
    })
}

/// The configurations of the typed drivers; any other driver's accepts everything.
fn configs() -> Json {
    let one = |(driver, schema): &(&str, &'static Schema)| {
        json!({
            "if": { "properties": { "Driver": { "const": driver } }, "required": ["Driver"] },
            "then": { "properties": { "Config": nullable(&reference(schema)) } },
        })
    };
    Config::schemas().iter().map(one).collect()
}

fn of_field(field: &Field) -> Json {
    match field.kind {
        Kind::Label => json!({ "type": "string" }),
        Kind::Attr(kind) => of_attribute(field, kind),
        Kind::Map(kind) => map_of(kind),
        Kind::Block(inner) => nullable(&reference(inner)),
        Kind::Blocks(inner) if field.keyed => {
            json!({ "type": ["object", "null"], "additionalProperties": reference(inner) })
        }
        Kind::Blocks(inner) => json!({ "type": ["array", "null"], "items": reference(inner) }),
        Kind::Free | Kind::Config => json!({ "type": ["object", "null"] }),
    }
}

fn of_attribute(field: &Field, kind: Type) -> Json {
    // An absent value is zero in the API, whatever the bounds.
    let min = field.min.map(|min| if field.zero { min.min(0) } else { min });
    let mut of = of_type(kind, min, field.max);
    if let Some(Json::Array(types)) = of.get_mut("type").filter(|_| field.required) {
        types.retain(|name| name != "null");
    }
    if !field.one_of.is_empty() && kind == Type::Text {
        let mut words: Vec<Json> = field.one_of.iter().map(|word| json!(word)).collect();
        if !field.required {
            words.extend((!field.one_of.contains(&"")).then(|| json!("")));
            words.push(Json::Null);
        }
        of["enum"] = json!(words);
    }
    of
}

fn of_type(kind: Type, min: Option<i64>, max: Option<i64>) -> Json {
    let mut of = match kind {
        Type::Bool => json!({ "type": ["boolean", "null"] }),
        Type::Int(..) | Type::Duration => json!({ "type": ["integer", "null"] }),
        Type::Number => json!({ "type": ["number", "null"] }),
        Type::Text | Type::Expression => json!({ "type": ["string", "null"] }),
        Type::List(of) => json!({ "type": ["array", "null"], "items": of_type(*of, None, None) }),
        Type::Map(of) => map_of(*of),
        Type::Any => json!({}),
    };
    let (least, most) = match kind {
        Type::Int(least, most) => {
            ((least != i64::MIN).then_some(least), (most != i64::MAX).then_some(most))
        }
        _ => (None, None),
    };
    if let Some(least) = min.or(least) {
        of["minimum"] = json!(least);
    }
    if let Some(most) = max.or(most) {
        of["maximum"] = json!(most);
    }
    of
}

fn map_of(kind: Type) -> Json {
    json!({ "type": ["object", "null"], "additionalProperties": of_type(kind, None, None) })
}

/// Adds what an editor shows.
fn described(mut of: Json, field: &Field) -> Json {
    let mut doc = plain(field.doc);
    if matches!(field.kind, Kind::Attr(Type::Duration)) {
        doc += "\n\nIn nanoseconds: 1000000000 is one second.";
    }
    if let Some(default) = field.default {
        doc += &format!("\n\nDefault: {}.", default.text());
    }
    if let Some(since) = field.since {
        doc += &format!("\n\nSince Nomad {since}.");
    }
    of["description"] = json!(doc);
    of
}

fn nullable(of: &Json) -> Json {
    json!({ "anyOf": [of, { "type": "null" }] })
}

fn one_or_several(of: &Json) -> Json {
    json!({ "anyOf": [of, { "type": "array", "items": of }, { "type": "null" }] })
}
