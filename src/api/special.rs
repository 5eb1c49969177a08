//! Where API JSON differs from the schema: fields that HCL cannot set, and what Nomad's parser
//! fills in.

use serde_json::{Map as Object, Value as Json, json};

use crate::jobspec::{Block, Schema, Special};

type Fields = Object<String, Json>;

/// Fields of the API that HCL cannot set: only a server, a dispatch or a JSON job does. They are
/// present all the same.
pub const JSON_ONLY: &[(&str, &str, Absent)] = &[
    ("ConsulExposeConfig", "Path", Absent::Null),
    ("ConsulProxy", "ExposeConfig", Absent::Null),
    ("Job", "ConsulNamespace", Absent::Null),
    ("Job", "CreateIndex", Absent::Null),
    ("Job", "DispatchIdempotencyToken", Absent::Null),
    ("Job", "Dispatched", Absent::False),
    ("Job", "JobModifyIndex", Absent::Null),
    ("Job", "ModifyIndex", Absent::Null),
    ("Job", "NomadTokenID", Absent::Null),
    ("Job", "ParentID", Absent::Null),
    ("Job", "Payload", Absent::Null),
    ("Job", "Stable", Absent::Null),
    ("Job", "Status", Absent::Null),
    ("Job", "StatusDescription", Absent::Null),
    ("Job", "Stop", Absent::Null),
    ("Job", "SubmitTime", Absent::Null),
    ("Job", "VaultNamespace", Absent::Null),
    ("Job", "Version", Absent::Null),
    ("Job", "VersionTag", Absent::Null),
    ("PeriodicConfig", "SpecType", Absent::Null),
    ("ScalingPolicy", "CreateIndex", Absent::Zero),
    ("ScalingPolicy", "ID", Absent::Empty),
    ("ScalingPolicy", "ModifyIndex", Absent::Zero),
    ("ScalingPolicy", "Namespace", Absent::Empty),
    ("ScalingPolicy", "Target", Absent::Null),
    ("Task", "Identity", Absent::Null),
];

/// The ports of a network whose number Nomad chooses, and those with a static number: the model's
/// field holds the first.
pub const DYNAMIC_PORTS: &str = "DynamicPorts";
pub const RESERVED_PORTS: &str = "ReservedPorts";

/// The value of a field that is not set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// `null`
    Null,
    /// `false`
    False,
    /// `0`
    Zero,
    /// `""`
    Empty,
}

impl Absent {
    fn json(self) -> Json {
        match self {
            Self::Null => Json::Null,
            Self::False => json!(false),
            Self::Zero => json!(0),
            Self::Empty => json!(""),
        }
    }
}

/// Brings a block's object into the form that Nomad's parser gives it.
pub fn adjust(block: &dyn Block, object: &mut Fields) {
    let Schema { go, special, .. } = block.schema();
    for (_, name, absent) in JSON_ONLY.iter().filter(|(of, ..)| of == go) {
        object.insert((*name).to_owned(), absent.json());
    }
    match special {
        Some(Special::Job) => job(object),
        Some(Special::Group) => networks(object),
        Some(Special::Task) => task(object),
        Some(Special::Periodic) => periodic(object),
        Some(Special::Scaling) => scaling(object),
        Some(Special::Template) => template(object),
        Some(Special::ChangeScript) => change_script(object),
        Some(Special::Vault) => vault(object),
        Some(Special::Affinity | Special::Constraint) => operand(object),
        _ => {}
    }
}

/// The same for what the parent block would do, for a block by itself.
pub fn adjust_alone(special: Option<Special>, object: &mut Fields) {
    match special {
        Some(Special::Resources) => networks(object),
        Some(Special::Network) => network(object),
        _ => {}
    }
}

fn job(object: &mut Fields) {
    if let Some(id) = object.get("ID").cloned() {
        default(object, "Name", id);
    }
}

fn task(object: &mut Fields) {
    // The one field that Nomad omits when it is empty.
    if object.get("CSIPluginConfig").is_some_and(Json::is_null) {
        object.remove("CSIPluginConfig");
    }
    identities(object);
    if let Some(Json::Object(resources)) = object.get_mut("Resources") {
        networks(resources);
    }
}

/// The first identity with the default name has a field of its own.
fn identities(object: &mut Fields) {
    let Some(Json::Array(all)) = object.get_mut("Identities") else { return };
    let is_default = |identity: &Json| matches!(identity["Name"].as_str(), Some("" | "default"));
    if let Some(at) = all.iter().position(is_default) {
        let default = all.remove(at);
        object.insert("Identity".to_owned(), default);
    }
}

/// Nomad sorts the ports of groups and tasks, but not those of the task that a `sidecar_task` describes.
fn networks(object: &mut Fields) {
    if let Some(Json::Array(all)) = object.get_mut("Networks") {
        all.iter_mut().filter_map(Json::as_object_mut).for_each(network);
    }
}

/// Ports with a static number have a field of their own, and replace the old form of reserved
/// ports.
fn network(object: &mut Fields) {
    let Some(Json::Array(ports)) = object.get(DYNAMIC_PORTS).cloned() else { return };
    let is_static = |port: &Json| port["Value"].as_i64().is_some_and(|number| number > 0);
    let (fixed, dynamic): (Vec<Json>, Vec<Json>) = ports.into_iter().partition(is_static);
    let list = |ports: Vec<Json>| if ports.is_empty() { Json::Null } else { Json::Array(ports) };
    object.insert(DYNAMIC_PORTS.to_owned(), list(dynamic));
    object.insert(RESERVED_PORTS.to_owned(), list(fixed));
}

fn periodic(object: &mut Fields) {
    let set = |name: &str| object.get(name).is_some_and(|value| !value.is_null());
    if set("Spec") || set("Specs") {
        object.insert("SpecType".to_owned(), json!("cron"));
    }
}

/// The policy of a group is horizontal; the label of a task's policy names the resource that it
/// scales.
fn scaling(object: &mut Fields) {
    let of_label = |label: &str| match label.to_ascii_lowercase().as_str() {
        "" => Some("horizontal"),
        "cpu" => Some("vertical_cpu"),
        "mem" => Some("vertical_mem"),
        _ => None,
    };
    if let Some(kind) = object.get("Type").and_then(Json::as_str).and_then(of_label) {
        object.insert("Type".to_owned(), json!(kind));
    }
}

fn template(object: &mut Fields) {
    default(object, "ChangeMode", json!("restart"));
    default(object, "Perms", json!("0644"));
    default(object, "Splay", json!(5_000_000_000_i64));
    default(object, "ErrMissingKey", json!(false));
}

fn change_script(object: &mut Fields) {
    default(object, "Args", json!([]));
    default(object, "Timeout", json!(5_000_000_000_i64));
    default(object, "FailOnError", json!(false));
}

fn vault(object: &mut Fields) {
    default(object, "Env", json!(true));
    default(object, "DisableFile", json!(false));
    default(object, "ChangeMode", json!("restart"));
}

fn operand(object: &mut Fields) {
    if object.get("Operand") == Some(&json!("")) {
        object.insert("Operand".to_owned(), json!("="));
    }
}

/// The value that the parser sets for a field that is not set.
fn default(object: &mut Fields, name: &str, value: Json) {
    if object.get(name).is_none_or(Json::is_null) {
        object.insert(name.to_owned(), value);
    }
}
