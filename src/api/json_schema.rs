//! A JSON Schema of a job's API JSON: for editors, and for other programs that generate jobs.

use serde_json::{Map as Object, Value as Json, json};

use super::special::{DYNAMIC_PORTS, RESERVED_PORTS};
use crate::jobspec::{Config, Field, Job, Kind, Schema, Special, Type, Value, schemas_in};
use crate::schema_json::{plain, stem};

/// Keys that no job file can set, of what type they are, and what they mean. All of
/// [`JSON_ONLY`](super::JSON_ONLY) are among them.
const BESIDE: &[(&str, &str, Type, &str)] = &[
    ("ConsulExposeConfig", "Path", Type::Any, "The paths to expose, as older versions print them."),
    (
        "ConsulProxy",
        "ExposeConfig",
        Type::Any,
        "The paths to expose, as older versions print them.",
    ),
    (
        "Job",
        "ConsulNamespace",
        Type::Text,
        "The namespace of Consul that the job was registered with.",
    ),
    (
        "Job",
        "ConsulToken",
        Type::Text,
        "Up to Nomad 1.9: the Consul token of whoever registers the job.",
    ),
    ("Job", "CreateIndex", INDEX, "The index of the job's creation. Set by the server."),
    (
        "Job",
        "DispatchIdempotencyToken",
        Type::Text,
        "Prevents a second dispatch. Set when dispatching.",
    ),
    (
        "Job",
        "Dispatched",
        Type::Bool,
        "Whether a parameterized job was dispatched. Set by the server.",
    ),
    ("Job", "JobModifyIndex", INDEX, "The index of the last change of the job. Set by the server."),
    (
        "Job",
        "ModifyIndex",
        INDEX,
        "The index of the last change, also of its status. Set by the server.",
    ),
    (
        "Job",
        "NomadTokenID",
        Type::Text,
        "The accessor ID of the token that registered it. Set by the server.",
    ),
    (
        "Job",
        "ParentID",
        Type::Text,
        "The periodic or parameterized job it was launched from. Set by the server.",
    ),
    (
        "Job",
        "Payload",
        Type::Text,
        "The payload of a dispatched job, in Base64. Set when dispatching.",
    ),
    (
        "Job",
        "Stable",
        Type::Bool,
        "Whether the deployment of this version succeeded. Set by the server.",
    ),
    ("Job", "Status", Type::Text, "`pending`, `running` or `dead`. Set by the server."),
    ("Job", "StatusDescription", Type::Text, "A description of the status. Set by the server."),
    ("Job", "Stop", Type::Bool, "Whether the job is stopped."),
    (
        "Job",
        "SubmitTime",
        INDEX,
        "When it was registered, in nanoseconds since 1970. Set by the server.",
    ),
    (
        "Job",
        "VaultNamespace",
        Type::Text,
        "The namespace of Vault that the job was registered with.",
    ),
    (
        "Job",
        "VaultToken",
        Type::Text,
        "Up to Nomad 1.9: the Vault token of whoever registers the job.",
    ),
    ("Job", "Version", INDEX, "The version of the job, counted from 0. Set by the server."),
    ("Job", "VersionTag", Type::Any, "A name of this version. Set by `nomad job tag apply`."),
    ("PeriodicConfig", "SpecType", Type::Text, "The syntax of the schedule: `cron`."),
    (
        "ScalingPolicy",
        "CreateIndex",
        INDEX,
        "The index of the policy's creation. Set by the server.",
    ),
    ("ScalingPolicy", "ID", Type::Text, "The policy's ID. Set by the server."),
    (
        "ScalingPolicy",
        "ModifyIndex",
        INDEX,
        "The index of the policy's last change. Set by the server.",
    ),
    (
        "ScalingPolicy",
        "Namespace",
        Type::Text,
        "The namespace of the policy's job. Set by the server.",
    ),
    (
        "ScalingPolicy",
        "Target",
        Type::Map(&Type::Text),
        "What is scaled: job, group and task. Set by the server.",
    ),
    (
        "Service",
        "Namespace",
        Type::Text,
        "The namespace of the service's catalog. Set by the server.",
    ),
    (
        "Task",
        "Identity",
        Type::Any,
        "The identity with the name `default`; the others are in `Identities`.",
    ),
];

/// An index or a time of the server.
const INDEX: Type = Type::Int(0, i64::MAX);

/// Required attributes without which Nomad still accepts JSON: it ignores the block, or a port is 0.
const LENIENT: &[(&str, &str)] = &[
    ("ConsulUpstream", "LocalBindPort"),
    ("DispatchPayloadConfig", "File"),
    ("TaskLifecycle", "Hook"),
];

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
    for (_, name, kind, doc) in BESIDE.iter().filter(|(of, ..)| *of == schema.go) {
        let mut property = of_type(*kind, None, None);
        property["description"] = json!(doc);
        properties.insert((*name).to_owned(), property);
    }
    for field in schema.fields {
        properties.insert(field.json.to_owned(), described(of_field(schema, field), field));
    }
    let is_required = |field: &&Field| is_required(schema, field);
    let mut required: Vec<&str> =
        schema.fields.iter().filter(is_required).map(|field| field.json).collect();
    match schema.special {
        Some(Special::Job) => {
            // How editors find the schema of a file; Nomad ignores it.
            properties.insert("$schema".to_owned(), json!({ "type": "string" }));
            required.push(at_least_one(&mut properties, "TaskGroups"));
        }
        Some(Special::Group) => required.push(at_least_one(&mut properties, "Tasks")),
        Some(Special::Network) => ports(&mut properties),
        _ => {}
    }
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

/// A label is required, unless it is the key in a map of blocks, too.
fn is_required(schema: &Schema, field: &Field) -> bool {
    let is_key = || fields_of(schema).any(|field| field.keyed);
    match field.kind {
        Kind::Label => !is_key(),
        _ => field.required && !LENIENT.contains(&(schema.go, field.json)),
    }
}

/// The fields that hold a block.
fn fields_of(schema: &Schema) -> impl Iterator<Item = &'static Field> {
    let fields = schemas_in(&Job::SCHEMA).into_iter().flat_map(|outer| outer.fields);
    fields.filter(
        |field| matches!(field.kind, Kind::Block(inner) | Kind::Blocks(inner) if inner.is(schema)),
    )
}

/// Nomad refuses a job without a group, and a group without a task.
fn at_least_one(properties: &mut Object<String, Json>, name: &'static str) -> &'static str {
    if let Some(list) = properties.get_mut(name) {
        list["type"] = json!("array");
        list["minItems"] = json!(1);
    }
    name
}

/// Ports with a static number are separate from the others in the API.
fn ports(properties: &mut Object<String, Json>) {
    let Some(dynamic) = properties.get_mut(DYNAMIC_PORTS) else { return };
    let mut reserved = dynamic.clone();
    dynamic["description"] = json!("Ports whose number Nomad chooses.");
    reserved["description"] = json!("Ports with a static number, which is their `Value`.");
    properties.insert(RESERVED_PORTS.to_owned(), reserved);
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

fn of_field(schema: &Schema, field: &Field) -> Json {
    match field.kind {
        Kind::Label => json!({ "type": "string" }),
        Kind::Attr(kind) => of_attribute(schema, field, kind),
        Kind::Map(kind) => map_of(kind),
        Kind::Block(inner) => nullable(&reference(inner)),
        Kind::Blocks(inner) if field.keyed => {
            json!({ "type": ["object", "null"], "additionalProperties": reference(inner) })
        }
        Kind::Blocks(inner) => json!({ "type": ["array", "null"], "items": reference(inner) }),
        Kind::Free | Kind::Config => json!({ "type": ["object", "null"] }),
    }
}

fn of_attribute(schema: &Schema, field: &Field, kind: Type) -> Json {
    // An absent value may be zero in the API, whatever the bounds.
    let min = field.min.map(|min| if field.required { min } else { min.min(0) });
    let mut of = of_type(kind, min, field.max);
    if let Some(Json::Array(types)) = of.get_mut("type").filter(|_| field.required) {
        types.retain(|name| name != "null");
    }
    if (schema.go, field.json) == ("ServiceCheck", "Type") {
        of["enum"] = json!(field.choices);
    }
    if !field.one_of.is_empty() && kind == Type::Text {
        let mut words: Vec<Json> = field.one_of.iter().map(|word| json!(word)).collect();
        if !field.required {
            words.push(Json::Null);
            // As a server prints what is absent.
            words.extend((!field.one_of.contains(&"")).then(|| json!("")));
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
        let nanos = match field.kind {
            Kind::Attr(kind @ Type::Duration) => default.value(kind),
            _ => None,
        };
        doc += &match nanos {
            Some(Value::Duration(nanos)) => {
                format!("\n\nDefault: {} ({}).", nanos.as_nanos(), default.text())
            }
            _ => format!("\n\nDefault: {}.", default.text()),
        };
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

#[cfg(test)]
mod tests {
    use super::BESIDE;
    use crate::api::JSON_ONLY;

    #[test]
    fn every_key_that_is_printed_is_described() {
        for (schema, name, _) in JSON_ONLY {
            let is_same = |(of, key, ..): &&(&str, &str, _, _)| (of, key) == (schema, name);
            assert!(BESIDE.iter().any(|row| is_same(&row)), "{schema}.{name}");
        }
    }
}
