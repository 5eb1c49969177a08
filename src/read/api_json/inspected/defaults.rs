//! Attributes that say what is so without them.

use super::is;
use crate::jobspec::{Field, Kind, Resources, Schema, Type};
use jobwright_hcl::duration;
use jobwright_hcl::json::{Json, Node};

/// What a server fills in where the API has the zero value for what is absent.
const ZEROS: [(&str, &str, &str); 11] = [
    ("Consul", "Cluster", "default"),
    ("ConsulIngressListener", "Protocol", "tcp"),
    ("NUMAResource", "Affinity", "none"),
    ("ParameterizedJobConfig", "Payload", "optional"),
    ("Port", "HostNetwork", "default"),
    ("Service", "AddressMode", "auto"),
    ("Service", "Cluster", "default"),
    ("Service", "OnUpdate", "require_healthy"),
    ("Service", "Provider", "consul"),
    ("TaskCSIPluginConfig", "StagePublishBaseDir", "/local/csi"),
    ("Vault", "Cluster", "default"),
];

/// Whether an attribute of an inspected job says what is so without it.
pub fn is_filled_in(schema: &Schema, field: &Field, node: &Node<'_>) -> bool {
    let Kind::Attr(kind) = field.kind else { return false };
    if matches!(&node.kind, Json::List(all) if all.is_empty()) {
        // Elsewhere, a server tells an empty list from none.
        return matches!((schema.go, field.json), ("PeriodicConfig", "Specs"));
    }
    match (schema.go, field.json) {
        // What these say without a word depends on what is around them.
        ("UpdateStrategy" | "RestartPolicy" | "ReschedulePolicy" | "MultiregionRegion", _)
        | ("CheckRestart", "Grace")
        | ("Template", "Uid" | "Gid")
        | ("Resources", "CPU" | "SecretsMB")
        | ("TaskGroup", "Count")
        | ("ScalingPolicy", "Min") => false,
        ("SidecarTask", "ShutdownDelay") => node.is_zero(),
        // Whoever reads the job wants to know its type first.
        ("Job", "Type") => false,
        ("Job", "Region") => has(node, super::REGION),
        ("Job", "Datacenters") => {
            let Json::List(all) = &node.kind else { return false };
            all.len() == 1 && all.iter().zip(super::DATACENTERS).all(|(one, text)| has(one, text))
        }
        ("Vault", "ChangeSignal") => node.is_zero() || has(node, "SIGHUP"),
        ("TaskCSIPluginConfig", "HealthTimeout") => is_default(kind, "30s", node),
        (go, json) if field.zero => {
            node.is_zero()
                || ZEROS
                    .iter()
                    .any(|(of, name, text)| *of == go && *name == json && has(node, text))
        }
        _ => match field.default {
            Some(default) => is_default(kind, default, node),
            None => node.is_zero(),
        },
    }
}

/// Whether a value is a default of the schema. A default in words is none that a server writes out; then it is zero.
fn is_default(kind: Type, default: &str, node: &Node<'_>) -> bool {
    let number = |default: Option<i64>| match &node.kind {
        Json::Number(number) => number.parse() == Ok(default.unwrap_or_default()),
        _ => node.is_zero(),
    };
    match kind {
        Type::Duration => number(duration::parse(default)),
        Type::Int(..) => number(default.parse().ok()),
        Type::Bool => matches!(node.kind, Json::Bool(value) if value == (default == "true")),
        Type::Text => node.is_zero() || has(node, default),
        _ => node.is_zero(),
    }
}

fn has(node: &Node<'_>, text: &str) -> bool {
    matches!(&node.kind, Json::Text(value) if value == text)
}

/// The CPU that a task gets without a word is none where it has cores of its own.
pub fn resources(resources: &mut Resources) {
    let usual = if resources.cores.is_some() { 0 } else { 100 };
    if is(&resources.cpu, &usual) {
        resources.cpu = None;
    }
}
