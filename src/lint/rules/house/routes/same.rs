//! `route-same`: no two routes match the same requests with the same priority.

use std::collections::BTreeMap;

use super::parsed::rule;
use crate::lint::routes::Part;
use crate::lint::{Check, Context, Level, Report, Rule, Sample, View};

pub const RULE: Rule = Rule {
    name: "house/route-same",
    what: "no two routes match the same requests with the same priority",
    why: "Both routes have the same rule and the same priority, so Traefik picks one by its name. \
        The other service gets no requests, although its checks pass.",
    level: Level::Error,
    bad: Sample::Groups(&[
        "service {\n  name = \"shop\"\n  tags = [\n    \"traefik.http.routers.shop.rule=Host(`www.lab`)\",\n  ]\n}",
        "service {\n  name = \"blog\"\n  tags = [\n    \"traefik.http.routers.blog.rule=Host(`www.lab`)\",\n  ]\n}",
    ]),
    good: Sample::Groups(&[
        "service {\n  name = \"shop\"\n  tags = [\n    \"traefik.http.routers.shop.rule=Host(`shop.lab`)\",\n  ]\n}",
        "service {\n  name = \"blog\"\n  tags = [\n    \"traefik.http.routers.blog.rule=Host(`blog.lab`)\",\n  ]\n}",
    ]),
    view: View::Written,
    needs_site: false,
    check: Check::Registry(check),
};

const HELP: &str = "change the rule or the entry points of one, or set a `priority`";

fn check(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let Some(seen) = context.routes_together() else { return };
    let mut known: BTreeMap<(&str, String), Vec<&Part<'_>>> = BTreeMap::new();
    for router in &seen.routers {
        let Some(own) = requests(router) else { continue };
        let of_job = own.contains("${");
        let before = known.entry((&router.protocol, own)).or_default();
        let same = |other: &&&Part<'_>| {
            // Routers of one name are one: `router-names` sees to those.
            other.name != router.name
                && (other.job.id == router.job.id || !of_job)
                && other.priority() == router.priority()
                && other.meets(router)
        };
        let first = before.iter().find(same).copied();
        before.push(router);
        let Some(first) = first else { continue };
        let message = format!(
            "the route `{}` of job `{}` matches the same requests as `{}` of job `{}`: Traefik \
             picks one of the two",
            router.name, router.job.id, first.name, first.job.id
        );
        let finding = report.finding(message, router.one, router.place.clone());
        let finding = finding.related(first.place.clone(), "first defined here").help(HELP);
        report.report(finding, router.one, &router.around);
    }
}

/// What the rule says, in one form; packets have none. What Traefik makes of no rule has a name of its own in each service.
fn requests(router: &Part<'_>) -> Option<String> {
    if router.protocol == "udp" {
        return (!router.list("entrypoints").is_empty()).then(String::new);
    }
    let text = router.get("rule")?;
    let Some(mut parsed) = rule(text) else {
        return Some(text.split_whitespace().collect());
    };
    let mut hosts: Vec<String> =
        parsed.hosts.iter().map(|host| host.to_ascii_lowercase()).collect();
    hosts.sort_unstable();
    parsed.paths.sort_unstable();
    Some(format!("{} {hosts:?} {:?}", text.matches("&&").count(), parsed.paths))
}
