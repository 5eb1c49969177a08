//! `house/shutdown-delay`: a service behind a proxy has a shutdown delay.

use crate::jobspec::{Attr, Duration, Group, Service};
use crate::lint::container;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "house/shutdown-delay",
    what: "a service behind a proxy has a shutdown delay",
    why: "When an allocation stops, Nomad deregisters its service and stops the task immediately. \
        Until the proxy notices, requests go to the stopped task and fail with 502.",
    level: Level::Warning,
    bad: Sample::Group(
        "count = 2\n\nnetwork {\n  port \"http\" {}\n}\n\nservice {\n  name = \"web\"\n  port = \"http\"\n  tags = [\"traefik.enable=true\"]\n}",
    ),
    good: Sample::Group(
        "count          = 2\nshutdown_delay = \"5s\"\n\nnetwork {\n  port \"http\" {}\n}\n\nservice {\n  name = \"web\"\n  port = \"http\"\n  tags = [\"traefik.enable=true\"]\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Service, check),
};

fn check(service: &Service, scope: &mut Scope<'_, '_>) {
    let Some(group) = scope.group else { return };
    let tags = container::texts(service.tags.as_ref());
    if !{ tags }.any(|(tag, _)| is_route(tag, &scope.context.site.traefik_prefix))
        || !others_answer(group, scope)
    {
        return;
    }
    // What an expression gives may be enough.
    let waits = |delay: &Option<Attr<Duration>>| {
        delay.as_ref().is_some_and(|delay| delay.get().is_none_or(|delay| delay.as_nanos() > 0))
    };
    if waits(&group.shutdown_delay) || group.tasks.iter().any(|task| waits(&task.shutdown_delay)) {
        return;
    }
    let name = service.name.as_ref().and_then(Attr::as_str).unwrap_or_default();
    let message = format!(
        "the service `{name}` receives requests through a proxy, but its tasks stop \
            without a delay"
    );
    let finding = scope.finding(message, service.base.location);
    let help = "set `shutdown_delay` of the group to longer than the proxy takes to notice, such as `\"5s\"`";
    scope.report(finding.help(help));
}

/// Whether a tag asks a proxy for requests: Traefik, or Fabio.
fn is_route(tag: &str, prefix: &str) -> bool {
    let own = tag.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('.'));
    own.is_some_and(|rest| {
        matches!(rest.split('.').next(), Some("http" | "tcp")) || rest.starts_with("enable=true")
    }) || tag.starts_with("urlprefix-")
}

/// Whether other allocations answer while one stops: otherwise, requests fail however long it waits.
fn others_answer(group: &Group, scope: &Scope<'_, '_>) -> bool {
    let is_service = scope.job.type_.as_ref().and_then(Attr::as_str) == Some("service");
    let canary = group.update.as_ref().and_then(|update| update.canary.as_ref()?.get());
    let several = group.count.as_ref().and_then(Attr::get).is_some_and(|count| count > 1);
    is_service && (several || canary.is_some_and(|canary| canary > 0))
}
