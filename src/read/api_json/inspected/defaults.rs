//! Attributes that are set to their defaults.

use super::attributes::is;
use crate::jobspec::{Field, Kind, Resources, Schema, Special, Type};
use jobwright_hcl::duration;
use jobwright_hcl::json::{Json, Node};

/// The region of a job that sets none.
pub const REGION: &str = "global";

/// The datacenters of a job that sets none.
pub const DATACENTERS: [&str; 1] = ["*"];

/// Whether an attribute of an inspected job is set to its default.
pub fn is_filled_in(schema: &Schema, field: &Field, node: &Node<'_>) -> bool {
    let Kind::Attr(kind) = field.kind else { return false };
    if matches!(&node.kind, Json::List(all) if all.is_empty()) {
        // Elsewhere, a server tells an empty list from none.
        return (schema.special, field.json) == (Some(Special::Periodic), "Specs");
    }
    match (schema.special, field.json) {
        _ if field.contextual => false,
        (Some(Special::SidecarTask), "ShutdownDelay") => node.is_zero(),
        // Whoever reads the job wants to know its type first.
        (Some(Special::Job), "Type") => false,
        (Some(Special::Job), "Region") => has(node, REGION),
        (Some(Special::Job), "Datacenters") => {
            let Json::List(all) = &node.kind else { return false };
            all.len() == 1 && all.iter().zip(DATACENTERS).all(|(one, text)| has(one, text))
        }
        (Some(Special::Vault), "ChangeSignal") => node.is_zero() || has(node, "SIGHUP"),
        _ if field.zero && !field.filled => node.is_zero(),
        _ => match field.default {
            Some(default) => is_default(kind, default.text(), node),
            None => node.is_zero(),
        },
    }
}

/// Whether a value is a default of the schema. Where the schema describes the default in words, a
/// server writes zero.
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

/// Removes the default CPU of a task: 100 MHz, or 0 if the task sets `cores`.
pub fn resources(resources: &mut Resources) {
    let usual = if resources.cores.is_some() { 0 } else { 100 };
    if is(&resources.cpu, &usual) {
        resources.cpu = None;
    }
}
