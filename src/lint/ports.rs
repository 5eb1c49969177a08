//! The labels of a group's ports.

use crate::jobspec::{Group, Network};

/// The label, if the group has no such port. A number is not a label, and an interpolation may
/// become one.
pub fn unknown<'l>(group: &Group, label: &'l str) -> Option<&'l str> {
    let number = label.bytes().all(|byte| byte.is_ascii_digit());
    // A kept `dynamic` block may make ports.
    let all_known = || {
        group.base.extra.is_empty() && networks(group).all(|network| network.base.extra.is_empty())
    };
    let known = || labels(group).any(|known| known == label);
    (!number && !label.contains("${") && !known() && all_known()).then_some(label)
}

/// What to do about a port that the group does not have.
pub fn help(group: &Group) -> String {
    let known: Vec<String> = labels(group).map(|label| format!("`{label}`")).collect();
    if known.is_empty() {
        return "add the port to the group's network: the group has no ports".to_owned();
    }
    format!("use a port of the group: {}; or add the port to its network", known.join(", "))
}

fn labels(group: &Group) -> impl Iterator<Item = &str> {
    let all =
        networks(group).flat_map(|network| network.ports.iter().chain(&network.reserved_ports));
    all.map(|port| port.label.as_str())
}

/// The networks of a group. The resources of tasks had some before groups did, and Nomad still
/// accepts them.
pub fn networks(group: &Group) -> impl Iterator<Item = &Network> {
    let resources = group.tasks.iter().filter_map(|task| task.resources.as_ref());
    group.networks.iter().chain(resources.flat_map(|resources| &resources.networks))
}
