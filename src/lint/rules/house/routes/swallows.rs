//! `route-swallows`: a route without a host does not match requests for another job's host.

use super::parsed::{Parsed, rule};
use crate::lint::routes::Part;
use crate::lint::{Check, Context, Level, Report, Rule, Sample, View};

pub const RULE: Rule = Rule {
    name: "house/route-swallows",
    what: "a route without a host does not match requests for another job's host",
    why: "A rule without a host matches all hosts, and Traefik tries the longest rule first. A \
        long rule with paths only therefore takes requests for another job's shorter rule with a \
        host.",
    level: Level::Warning,
    bad: Sample::Groups(&[
        "service {\n  name = \"metrics\"\n  tags = [\n    \"traefik.http.routers.metrics.rule=PathPrefix(`/metrics/of/all`)\",\n  ]\n}",
        "service {\n  name = \"blog\"\n  tags = [\n    \"traefik.http.routers.blog.rule=Host(`blog.lab`)\",\n  ]\n}",
    ]),
    good: Sample::Groups(&[
        "service {\n  name = \"metrics\"\n  tags = [\n    \"traefik.http.routers.metrics.rule=Host(`metrics.lab`)\",\n  ]\n}",
        "service {\n  name = \"blog\"\n  tags = [\n    \"traefik.http.routers.blog.rule=Host(`blog.lab`)\",\n  ]\n}",
    ]),
    view: View::Written,
    needs_site: false,
    check: Check::Registry(check),
};

/// Checks each route that has paths and no host against all that have a host.
fn check(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let Some(seen) = context.routes_together() else { return };
    let http = seen.routers.iter().filter(|router| router.protocol == "http");
    let parsed: Vec<(&Part<'_>, Parsed<'_>)> =
        http.filter_map(|router| Some((router, rule(router.get("rule")?)?))).collect();
    for (router, own) in parsed.iter().filter(|(_, own)| own.hosts.is_empty()) {
        let swallowed: Vec<_> = parsed
            .iter()
            .filter(|(other, theirs)| {
                !theirs.hosts.is_empty()
                    && other.job.id != router.job.id
                    && router.meets(other)
                    && router.priority() > other.priority()
                    && overlap(&own.paths, &theirs.paths)
            })
            .collect();
        if swallowed.is_empty() {
            continue;
        }
        let paths = own.paths.iter().map(|path| format!("`{path}`")).collect::<Vec<_>>();
        let hosts = swallowed.iter().flat_map(|(_, theirs)| &theirs.hosts);
        let hosts = hosts.map(|host| format!("`{host}`")).collect::<Vec<_>>();
        let message = format!(
            "the route `{}` of job `{}` has no host, so it also matches {} on {}",
            router.name,
            router.job.id,
            paths.join(", "),
            hosts.join(", ")
        );
        let finding = report.finding(message, router.one, router.place.clone());
        let finding = swallowed.iter().fold(finding, |finding, (other, _)| {
            let (own, theirs) = (router.priority(), other.priority());
            let message = format!(
                "the route of job `{}`: its priority is {theirs}, that of `{}` is {own}",
                other.job.id, router.name
            );
            finding.related(other.place.clone(), message)
        });
        let finding = finding.help("add a host, or a low `priority`, such as 1");
        report.report(finding, router.one, &router.around);
    }
}

fn overlap(own: &[&str], theirs: &[&str]) -> bool {
    let meets =
        |own: &&str| theirs.iter().any(|their| own.starts_with(their) || their.starts_with(*own));
    theirs.is_empty() || own.iter().any(meets)
}
