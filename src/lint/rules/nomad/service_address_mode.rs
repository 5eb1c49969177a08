//! `nomad/service-address-mode`: the `address_mode` of a service is available where the service is,
//! and does not contradict its `address`.

use super::given::{at, name, text};
use crate::jobspec::Service;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/service-address-mode",
    what: "the `address_mode` of a service is available where the service is, and does not \
        contradict its `address`",
    why: "Nomad refuses the job: only the driver gives a task its own address, only the network \
        gives one to a group, and a fixed `address` leaves nothing to choose.",
    level: Level::Error,
    bad: Sample::Group(
        "service {\n  name         = \"web\"\n  provider     = \"nomad\"\n  address_mode = \"driver\"\n}",
    ),
    good: Sample::Group(
        "service {\n  name         = \"web\"\n  provider     = \"nomad\"\n  address_mode = \"alloc\"\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Service, check),
};

/// Checks a service of a group or task.
fn check(service: &Service, scope: &mut Scope<'_, '_>) {
    let Some(mode) = text(&service.address_mode) else { return };
    let (place, other, help) = match (mode, scope.task.is_some()) {
        ("driver", false) => (
            "group",
            "task",
            "move the service into the task, or use the address of the network: `address_mode = \
             \"alloc\"`",
        ),
        ("alloc" | "alloc_ipv6", true) => (
            "task",
            "group",
            "move the service into the group, or use the address of the driver: `address_mode = \
             \"driver\"`",
        ),
        _ => return address(service, mode, scope),
    };
    let message = format!(
        "service `{}` of a {place} has the `address_mode` `{mode}`, which only services of a {other} can have",
        name(service)
    );
    scope.report(scope.finding(message, at(&service.address_mode)).help(help));
}

/// An address that is written down is the one to advertise.
fn address(service: &Service, mode: &str, scope: &mut Scope<'_, '_>) {
    let chosen = matches!(mode, "host" | "driver" | "alloc" | "alloc_ipv6");
    if !chosen || service.address.is_none() || text(&service.address) == Some("") {
        return;
    }
    let message = format!(
        "service `{}` sets an `address` and the `address_mode` `{mode}`; expected `auto`",
        name(service)
    );
    let finding = scope.finding(message, at(&service.address_mode));
    let finding = finding.related(scope.place(at(&service.address)), "the address");
    scope.report(finding.help("remove one of the two"));
}
