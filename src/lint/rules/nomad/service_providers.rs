//! `nomad/service-providers`: all services of a group, including those of its tasks, use one
//! provider.

use super::given::{at, name, text};
use crate::jobspec::Group;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "nomad/service-providers",
    what: "all services of a group, including those of its tasks, use one provider",
    why: "Nomad refuses the job: the services of an allocation are all registered in Consul, which \
        is the default, or all in Nomad's service discovery.",
    level: Level::Error,
    bad: Sample::Group(
        "service {\n  name     = \"web\"\n  provider = \"nomad\"\n}\n\nservice {\n  name = \"admin\"\n}",
    ),
    good: Sample::Group(
        "service {\n  name     = \"web\"\n  provider = \"nomad\"\n}\n\nservice {\n  name     = \"admin\"\n  provider = \"nomad\"\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: Check::Group(check),
};

/// Compares all services of a group with the first one.
fn check(group: &Group, scope: &mut Scope<'_, '_>) {
    let services = group.services.iter().chain(group.tasks.iter().flat_map(|task| &task.services));
    let mut known = services.filter_map(|service| Some((service, text(&service.provider)?)));
    let Some((first, provider)) = known.next() else { return };
    let Some((service, other)) = known.find(|(_, other)| *other != provider) else { return };
    let message = format!(
        "service `{}` is registered with `{other}`, but service `{}` of the same group with \
         `{provider}`",
        name(service),
        name(first)
    );
    let place = at(&service.provider).or(service.base.location);
    let related = scope.place(at(&first.provider).or(first.base.location));
    let finding = scope.finding(message, place).related(related, format!("`{provider}`"));
    scope.report(finding.help("set the same `provider` in all services of the group"));
}
