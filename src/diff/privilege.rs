//! What a task may do to its node.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::jobspec::{Attr, Task};

/// What a task may do that it could not before, as the ends of sentences about it.
pub fn gained(old: Option<&Task>, new: &Task) -> Vec<String> {
    let before = old.map(privileges).unwrap_or_default();
    privileges(new).into_iter().filter(|own| !before.contains(own)).collect()
}

fn privileges(task: &Task) -> Vec<String> {
    let mut found = Vec::new();
    let config = serde_json::to_value(task).map(|mut task| task["Config"].take());
    let config = config.unwrap_or_default();
    if is_on(&config["privileged"]) {
        found.push("may do everything that root may do on its node (`privileged`)".to_owned());
    }
    for name in ["network_mode", "pid_mode", "ipc_mode", "userns_mode", "uts_mode", "cgroupns"] {
        if config[name] == "host" {
            found.push(format!("shares a namespace with its node: `{name} = host`"));
        }
    }
    for capability in texts(&config["cap_add"]) {
        found.push(format!("gets the capability `{capability}`"));
    }
    for volume in texts(&config["volumes"]) {
        // A relative path is one in the allocation.
        if volume.starts_with(['/', '~']) || volume.starts_with("../") {
            found.push(format!("mounts a path from its node (`{volume}`)"));
        }
    }
    for mount in all(&config["mount"]).filter(|mount| mount["type"] == "bind") {
        let source = mount["source"].as_str().unwrap_or_default();
        if source.starts_with('/') {
            found.push(format!("mounts a path from its node (`{source}`)"));
        }
    }
    for device in all(&config["devices"]) {
        let path = device["host_path"].as_str().or_else(|| device.as_str());
        found.extend(path.map(|path| format!("gets a device from its node (`{path}`)")));
    }
    let text = |attr: &Option<Attr<String>>| {
        attr.as_ref().and_then(Attr::as_str).unwrap_or_default().to_owned()
    };
    if text(&task.driver) == "raw_exec" {
        found.push("runs without isolation (`raw_exec`)".to_owned());
    }
    if matches!(text(&task.user).split(':').next(), Some("root" | "0")) {
        found.push("runs as `root`".to_owned());
    }
    found
}

fn is_on(value: &Value) -> bool {
    value == &Value::Bool(true) || value == "true"
}

/// The entries of a list, or a single value in place of a list.
fn all(value: &Value) -> impl Iterator<Item = &Value> {
    match value {
        Value::Array(all) => all.iter(),
        Value::Null => [].iter(),
        one => std::slice::from_ref(one).iter(),
    }
}

fn texts(value: &Value) -> BTreeSet<&str> {
    all(value).filter_map(Value::as_str).collect()
}
