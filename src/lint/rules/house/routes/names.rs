//! `router-names`: routers with one name are one router, whatever jobs they belong to.

use crate::lint::routes::{Part, with_namesakes};
use crate::lint::{Check, Context, Level, Report, Rule, Sample, View};

pub const RULE: Rule = Rule {
    name: "house/router-names",
    what: "routers with one name are one router, whatever jobs they belong to",
    why: "Traefik reads the tags of all services as one configuration. It drops two routers that \
        have one name but differ: both routes answer 404, and only its log says why.",
    level: Level::Error,
    bad: Sample::Groups(&[
        "service {\n  name = \"shop\"\n  tags = [\n    \"traefik.http.routers.web.rule=Host(`shop.lab`)\",\n  ]\n}",
        "service {\n  name = \"blog\"\n  tags = [\n    \"traefik.http.routers.web.rule=Host(`blog.lab`)\",\n  ]\n}",
    ]),
    good: Sample::Groups(&[
        "service {\n  name = \"shop\"\n  tags = [\n    \"traefik.http.routers.shop.rule=Host(`shop.lab`)\",\n  ]\n}",
        "service {\n  name = \"blog\"\n  tags = [\n    \"traefik.http.routers.blog.rule=Host(`blog.lab`)\",\n  ]\n}",
    ]),
    view: View::Written,
    needs_site: false,
    check: Check::Registry(check),
};

const HELP: &str = "rename one of the routes; Traefik drops all routers whose definitions differ";

fn check(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let Some(seen) = context.routes_together() else { return };
    for (router, other) in with_namesakes(&seen.routers, differ) {
        let name = &router.name;
        if let Some(both) = router.twice() {
            let key = router.key(both[0]);
            let message = format!(
                "the service `{}` of job `{}` has two routers named `{name}`: their `{key}` differs",
                router.service, router.job.id
            );
            let finding = router.contradiction(report, message, both).help(HELP);
            report.report(finding, router.one, &router.around);
        }
        if let Some(first) = other {
            let message = format!(
                "the jobs `{}` and `{}` both have a router named `{name}`",
                first.job.id, router.job.id
            );
            let message = if first.job.id == router.job.id {
                format!("two services of job `{}` have a router named `{name}`", router.job.id)
            } else {
                message
            };
            let finding = report.finding(message, router.one, router.place.clone());
            let finding = finding.related(first.place.clone(), "first defined here").help(HELP);
            report.report(finding, router.one, &router.around);
        }
    }
}

/// Instances of one service may be in several groups.
fn differ(one: &Part<'_>, two: &Part<'_>) -> bool {
    one.settings != two.settings || one.get("service").is_none() && one.service != two.service
}
