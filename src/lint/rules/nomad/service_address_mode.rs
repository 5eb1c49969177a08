//! `nomad/service-address-mode`: the advertised address is one that the service can have where it stands.

use super::given::{at, name, text};
use crate::jobspec::Service;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/service-address-mode",
    what: "the `address_mode` of a service is one that it can have where it stands, and beside its `address`",
    why: "Nomad refuses the job: a task has an address of its own only by its driver, a group only by its network, and an `address` that is \
          written down leaves nothing to choose.",
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
            "move the service into the task, or take the address of the network: `address_mode = \"alloc\"`",
        ),
        ("alloc" | "alloc_ipv6", true) => (
            "task",
            "group",
            "move the service into the group, or take the address of the driver: `address_mode = \"driver\"`",
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
        "service `{}` has an `address` of its own and the `address_mode` `{mode}`; expected `auto`",
        name(service)
    );
    let finding = scope.finding(message, at(&service.address_mode));
    let finding = finding.related(scope.place(at(&service.address)), "the address");
    scope.report(finding.help("leave out one of the two"));
}
