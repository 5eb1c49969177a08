//! `router-names`: routers of one name are one router, whatever jobs they are of.

use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::routes::{Part, with_namesakes};
use crate::lint::{Check, Context, Rule};

pub const RULE: Rule = Rule {
    name: "router-names",
    doc: "routers of one name are one router, whatever jobs they are of",
    level: Severity::Error,
    check: Check::Registry(check),
};

const HELP: &str = "give one of the routes another name: `.named(\"…\")`; Traefik drops all routers whose definitions differ";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(seen) = context.routes_together() else { return };
    for (router, other) in with_namesakes(&seen.routers, differ) {
        let name = &router.name;
        if let Some(both) = router.twice() {
            let key = router.key(both[0]);
            let message = format!(
                "the service `{}` of job `{}` has two routers named `{name}`: their `{key}` differs",
                router.service, router.job.id
            );
            findings.push(router.contradiction(&RULE, message, both, context).help(HELP));
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
            let finding = Diagnostic::new(RULE.name, RULE.level, message).at(router.place.clone());
            findings.push(finding.related(first.place.clone(), "the first one is here").help(HELP));
        }
    }
}

/// Instances of one service may stand in several groups.
fn differ(one: &Part<'_>, two: &Part<'_>) -> bool {
    one.settings != two.settings || one.get("service").is_none() && one.service != two.service
}
