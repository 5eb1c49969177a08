//! `nomad/device-name`: a device has a name: a type, `vendor/type` or `vendor/type/model`.

use crate::jobspec::{Device, Location};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/device-name",
    what: "a device has a name: a type, `vendor/type` or `vendor/type/model`",
    why: "Nomad refuses the job: it finds a node's device by this name.",
    level: Level::Error,
    bad: Sample::Task("resources {\n  device \"\" {}\n}"),
    good: Sample::Task("resources {\n  device \"nvidia/gpu\" {}\n}"),
    view: View::Completed,
    needs_site: false,
    check: of!(Device, check),
};

/// Checks a device.
fn check(device: &Device, scope: &mut Scope<'_, '_>) {
    if device.name.is_empty() {
        let message =
            "missing name of a `device`: expected a type, `vendor/type` or `vendor/type/model`";
        let finding = scope.finding(message, Location::default());
        scope.report(finding.help("set the label, such as `device \"nvidia/gpu\"`"));
    }
}
