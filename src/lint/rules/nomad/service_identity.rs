//! `nomad/service-identity`: the `identity` of a service has an audience.

use super::given::name;
use crate::jobspec::{Attr, Service};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/service-identity",
    what: "the `identity` of a service has an audience",
    why: "Nomad refuses the job: Consul would refuse a token without an audience.",
    level: Level::Error,
    bad: Sample::Group("service {\n  name = \"web\"\n\n  identity {\n    ttl = \"1h\"\n  }\n}"),
    good: Sample::Group(
        "service {\n  name = \"web\"\n\n  identity {\n    aud = [\"consul.io\"]\n    ttl = \"1h\"\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Service, check),
};

/// Checks a service of a group or task.
fn check(service: &Service, scope: &mut Scope<'_, '_>) {
    let Some(identity) = &service.identity else { return };
    let is_empty = |aud: &Attr<Vec<String>>| aud.get().is_some_and(|aud| aud.is_empty());
    if !identity.aud.as_ref().is_none_or(is_empty) {
        return;
    }
    let message = format!("missing `aud` in the `identity` of service `{}`", name(service));
    let location = identity.base.location;
    scope.report(scope.finding(message, location).help("set Consul: `aud = [\"consul.io\"]`"));
}
