//! Where API JSON is not what the schema says: fields that HCL cannot set, and what Nomad's parser fills in.

use serde_json::{Map as Object, Value as Json, json};

use crate::jobspec::Block;

type Fields = Object<String, Json>;

/// Brings a block's object into the form that Nomad's parser gives it.
pub fn adjust(block: &dyn Block, object: &mut Fields) {
    match block.schema().go {
        "Job" => job(object),
        "TaskGroup" => absent(object, &GROUP),
        "Task" => task(object),
        "Service" => absent(object, &SERVICE),
        "ServiceCheck" => check(object),
        "NetworkResource" => network(object),
        "Resources" => absent(object, &RESOURCES),
        "PeriodicConfig" => periodic(object),
        "Template" => template(object),
        "Vault" => vault(object),
        "WorkloadIdentity" => _ = object.remove("ExtraClaims").filter(Json::is_null),
        "Constraint" => constraint(object),
        _ => {}
    }
}

const JOB: [&str; 22] = [
    "AllAtOnce",
    "Affinities",
    "ConsulNamespace",
    "CreateIndex",
    "DispatchIdempotencyToken",
    "JobModifyIndex",
    "Migrate",
    "ModifyIndex",
    "Multiregion",
    "NomadTokenID",
    "ParentID",
    "Payload",
    "Spreads",
    "Stable",
    "Status",
    "StatusDescription",
    "Stop",
    "SubmitTime",
    "UI",
    "VaultNamespace",
    "Version",
    "VersionTag",
];

const GROUP: [&str; 10] = [
    "Affinities",
    "Consul",
    "Disconnect",
    "MaxClientDisconnect",
    "Migrate",
    "PreventRescheduleOnLost",
    "Scaling",
    "Spreads",
    "StopAfterClientDisconnect",
    "MaxRunDuration",
];

const SERVICE: [&str; 2] = ["Connect", "Weights"];

const RESOURCES: [&str; 6] = ["Devices", "DiskMB", "IOPS", "NUMA", "Networks", "SecretsMB"];

/// Fields that the model does not have yet, or that HCL cannot set: null.
fn absent(object: &mut Fields, names: &[&str]) {
    for name in names.iter().filter(|name| **name != "MaxRunDuration") {
        object.entry(*name).or_insert(Json::Null);
    }
}

fn job(object: &mut Fields) {
    absent(object, &JOB);
    object.insert("Dispatched".to_owned(), json!(false));
    let name =
        object.get("Name").filter(|name| !name.is_null()).or_else(|| object.get("ID")).cloned();
    object.insert("Name".to_owned(), name.unwrap_or_default());
}

fn task(object: &mut Fields) {
    absent(object, &["Affinities", "Consul", "Schedule"]);
    for name in ["Actions", "ScalingPolicies", "Secrets"] {
        object.entry(name).or_insert(Json::Null);
    }
    if object.get("CSIPluginConfig").is_some_and(Json::is_null) {
        object.remove("CSIPluginConfig");
    }
    identities(object);
}

/// The first identity of the default name stands apart.
fn identities(object: &mut Fields) {
    let mut default = Json::Null;
    if let Some(Json::Array(all)) = object.get_mut("Identities") {
        let is_default =
            |identity: &Json| matches!(identity["Name"].as_str(), Some("" | "default"));
        if let Some(at) = all.iter().position(is_default) {
            default = all.remove(at);
        }
    }
    object.insert("Identity".to_owned(), default);
}

fn check(object: &mut Fields) {
    absent(object, &["Header"]);
    object.entry("Expose").or_insert(json!(false));
    object.entry("Advertise").or_insert(json!(""));
}

/// Ports with a static number stand apart from the others.
fn network(object: &mut Fields) {
    absent(object, &["CNI", "MBits"]);
    for name in ["CIDR", "Device", "IP"] {
        object.entry(name).or_insert(json!(""));
    }
    let Some(Json::Array(ports)) = object.get("DynamicPorts").cloned() else {
        object.insert("ReservedPorts".to_owned(), Json::Null);
        return;
    };
    let is_static = |port: &Json| port["Value"].as_i64().is_some_and(|number| number > 0);
    let (fixed, dynamic): (Vec<Json>, Vec<Json>) = ports.into_iter().partition(is_static);
    let list = |ports: Vec<Json>| if ports.is_empty() { Json::Null } else { Json::Array(ports) };
    object.insert("DynamicPorts".to_owned(), list(dynamic));
    object.insert("ReservedPorts".to_owned(), list(fixed));
}

fn periodic(object: &mut Fields) {
    let set = |name: &str| object.get(name).is_some_and(|value| !value.is_null());
    let kind = if set("Spec") || set("Specs") { json!("cron") } else { Json::Null };
    object.insert("SpecType".to_owned(), kind);
}

fn template(object: &mut Fields) {
    default(object, "ChangeMode", json!("restart"));
    default(object, "Perms", json!("0644"));
    default(object, "Splay", json!(5_000_000_000_i64));
    default(object, "ErrMissingKey", json!(false));
    absent(object, &["ChangeScript", "Wait"]);
}

fn vault(object: &mut Fields) {
    default(object, "Env", json!(true));
    default(object, "DisableFile", json!(false));
    default(object, "ChangeMode", json!("restart"));
}

fn constraint(object: &mut Fields) {
    if object.get("Operand") == Some(&json!("")) {
        object.insert("Operand".to_owned(), json!("="));
    }
}

/// What the parser sets where nothing was said.
fn default(object: &mut Fields, name: &str, value: Json) {
    if object.get(name).is_none_or(Json::is_null) {
        object.insert(name.to_owned(), value);
    }
}
