//! What Nomad itself refuses in the group that a workload makes, as far as the group alone shows it.

use std::collections::{BTreeMap, HashSet};

use super::{Provider, Site};
use crate::jobspec::{Attr, Check, Duration, Group, Location, Problem, Resources, Service, Task};

/// Everything of the kind in a group.
pub fn of(group: &Group, site: &Site) -> Vec<Problem> {
    let mut problems = Vec::new();
    ports(group, &mut problems);
    let tasks = group.tasks.iter().flat_map(|task| &task.services);
    for service in group.services.iter().chain(tasks) {
        for check in &service.checks {
            problems.extend(self::check(check, service, site));
        }
    }
    let volumes: HashSet<&str> = group.volumes.iter().map(|own| own.name.as_str()).collect();
    for task in &group.tasks {
        problems.extend(task.resources.as_ref().and_then(|all| resources(all, task)));
        mounts(&volumes, task, &mut problems);
    }
    problems
}

/// The smallest amount of memory, in MB.
const LEAST_MEMORY: i64 = 10;

fn resources(resources: &Resources, task: &Task) -> Option<Problem> {
    let known = |attr: &Option<Attr<i64>>| attr.as_ref().and_then(Attr::get);
    let few = if known(&resources.memory).is_some_and(|memory| memory < LEAST_MEMORY) {
        format!("less than {LEAST_MEMORY} MB of memory")
    } else if resources.cores.is_none() && known(&resources.cpu).is_some_and(|cpu| cpu < 1) {
        "less than 1 MHz of CPU".to_owned()
    } else {
        return None;
    };
    let message = format!("task `{}` gets {few}, which Nomad refuses", task.name);
    Some(Problem::new(message, "increase it: memory is in MB, CPU in MHz", resources.base.location))
}

/// Duplicate port numbers, and numbers inside a container for a network that has no mapping.
fn ports(group: &Group, problems: &mut Vec<Problem>) {
    for network in &group.networks {
        let on_the_node = network.mode.as_ref().and_then(Attr::as_str) == Some("host");
        let mut numbers: BTreeMap<i64, Location> = BTreeMap::new();
        for port in &network.ports {
            let number = port.static_.as_ref().and_then(Attr::get);
            let earlier = number.and_then(|number| numbers.insert(number, port.base.location));
            if let Some((number, earlier)) = number.zip(earlier) {
                let message = format!("two ports have the number {number}");
                let problem = Problem::new(message, "change one of the two", port.base.location);
                problems.push(problem.after(earlier));
            }
            let inside = port.to.as_ref().and_then(Attr::get).filter(|to| *to > 0);
            if let Some(to) = inside.filter(|to| on_the_node && number != Some(*to)) {
                let message = format!(
                    "port `{}` maps to {to} inside the container, but the node's network has no \
                     mapping",
                    port.label
                );
                let help = "let Nomad pick the number (`Port::dynamic`) and let the program listen \
                    on `${NOMAD_PORT_…}`, or fix it (`Port::fixed`)";
                problems.push(Problem::new(message, help, port.base.location));
            }
        }
    }
}

fn check(check: &Check, service: &Service, site: &Site) -> Option<Problem> {
    let kind = check.type_.as_ref().and_then(Attr::as_str).unwrap_or_default();
    let provider = service.provider.as_ref().and_then(Attr::as_str);
    let of_nomad = provider.unwrap_or(site.provider.as_str()) == Provider::Nomad.as_str();
    let second = |attr: &Option<Attr<Duration>>| {
        let known = attr.as_ref().and_then(Attr::get);
        known.is_some_and(|known| known < Duration::from_nanos(1_000_000_000))
    };
    let (message, help) = if of_nomad && !matches!(kind, "http" | "tcp" | "") {
        let message = format!(
            "a check of type `{kind}`, but Nomad's provider only supports `http` and `tcp`"
        );
        (message, "use one of those, or register the service in Consul")
    } else if second(&check.interval) || second(&check.timeout) {
        let message = "the interval or the timeout of a check is less than one second";
        (message.to_owned(), "set both the interval and the timeout to at least one second")
    } else {
        return None;
    };
    Some(Problem::new(message, help, check.base.location))
}

/// Volumes that a task sees and the group does not have.
fn mounts(volumes: &HashSet<&str>, task: &Task, problems: &mut Vec<Problem>) {
    for mount in &task.volume_mounts {
        let Some(name) = mount.volume.as_ref().and_then(Attr::as_str) else { continue };
        if !volumes.contains(name) {
            let message = format!("unknown volume `{name}` in task `{}`", task.name);
            let help = "declare it with `.volume(…)`, or use `.storage(…)`, which does both";
            problems.push(Problem::new(message, help, mount.base.location));
        }
    }
}
