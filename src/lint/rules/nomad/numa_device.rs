//! `nomad/numa-device`: `numa` only names devices that the task requests.

use std::collections::BTreeSet;

use crate::jobspec::{Resources, Value};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/numa-device",
    what: "`numa` only names devices that the task requests",
    why: "Nomad refuses the job: only a device of the task itself can be near its cores.",
    level: Level::Error,
    bad: Sample::Task(
        "resources {\n  cores = 2\n\n  numa {\n    affinity = \"none\"\n    devices  = [\"nvidia/gpu\"]\n  }\n}",
    ),
    good: Sample::Task(
        "resources {\n  cores = 2\n\n  device \"nvidia/gpu\" {}\n\n  numa {\n    affinity = \"none\"\n    devices  = [\"nvidia/gpu\"]\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Resources, check),
};

/// Checks what a task needs.
fn check(resources: &Resources, scope: &mut Scope<'_, '_>) {
    let Some(numa) = &resources.numa else { return };
    let Some(devices) = &numa.devices else { return };
    let Value::List(names) = devices.value() else { return };
    let own: BTreeSet<&str> = resources.devices.iter().map(|device| device.name.as_str()).collect();
    for (index, name) in names.iter().enumerate() {
        let Some(name) = name.as_str() else { continue };
        if own.contains(name) {
            continue;
        }
        let message = format!("unknown device `{name}` in `numa`: expected a `device` of the task");
        let location = devices.locations().of_value(index).or(numa.base.location);
        let finding = scope.finding(message, location);
        scope.report(finding.help(format!("add `device \"{name}\" {{}}` to `resources`")));
    }
}
