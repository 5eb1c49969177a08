//! `unknown-route`: a route goes through entry points, middlewares and services that there are.

use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::routes::{Part, Seen};
use crate::lint::{Check, Context, Rule};
use jobwright_hcl::nearest::nearest;

pub const RULE: Rule = Rule {
    name: "unknown-route",
    doc: "a route goes through entry points, middlewares and services that there are",
    level: Severity::Error,
    check: Check::Registry(check),
};

/// Checks what routes name, where the site says what there is.
fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let (seen, site) = (context.routes(), context.site);
    for router in &seen.routers {
        if !site.entry_points.is_empty() {
            let known: Vec<&str> = site.entry_points.iter().map(String::as_str).collect();
            for name in router.list("entrypoints") {
                let help = "Site::entry_points";
                findings.extend(unknown(router, "entry point", name, &known, help));
            }
        }
        if !site.middlewares.is_empty() {
            let own = seen.middlewares.iter().map(|own| own.name.as_str());
            let known: Vec<&str> = site.middlewares.iter().map(String::as_str).chain(own).collect();
            for name in router.list("middlewares") {
                // Those that tags define may be named with the catalogue that they come from.
                let own =
                    name.strip_suffix("@nomad").or_else(|| name.strip_suffix("@consulcatalog"));
                let own = own.filter(|own| seen.middlewares.iter().any(|known| known.name == *own));
                if own.is_none() {
                    let help = "Site::middlewares";
                    findings.extend(unknown(router, "middleware", name, &known, help));
                }
            }
        }
        if site.middlewares.is_empty() {
            findings.extend(slips(router, seen));
        }
        let described = !site.entry_points.is_empty() || !site.middlewares.is_empty();
        if let Some(name) = router.get("service").filter(|name| described && !name.contains('@')) {
            let known: Vec<&str> = seen.services.iter().map(String::as_str).collect();
            findings.extend(unknown(router, "service", name, &known, ""));
        }
    }
}

/// A middleware without a provider is one that tags define: one that is none, and nearly one of those, is a slip.
fn slips(router: &Part<'_>, seen: &Seen<'_>) -> Vec<Diagnostic> {
    let known: Vec<&str> = seen.middlewares.iter().map(|own| own.name.as_str()).collect();
    let names = router.list("middlewares").into_iter().filter(|name| !name.contains('@'));
    let slip = |name: &&str| nearest(name, known.iter().copied()).is_some();
    names
        .filter(slip)
        .filter_map(|name| unknown(router, "middleware", name, &known, "Site::middlewares"))
        .collect()
}

fn unknown(
    router: &Part<'_>,
    what: &str,
    name: &str,
    known: &[&str],
    list: &str,
) -> Option<Diagnostic> {
    if name.contains("${") || known.contains(&name) {
        return None;
    }
    let message = format!(
        "the route `{}` of job `{}` names an unknown {what}: `{name}`",
        router.name, router.job.id
    );
    let help = match nearest(name, known.iter().copied()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None if list.is_empty() => "name a service of the registry, or one with the provider that defines it, as in `api@internal`".to_owned(),
        None => format!("name one that there is, or add it to the site: `{list}`"),
    };
    Some(Diagnostic::new(RULE.name, RULE.level, message).at(router.place.clone()).help(help))
}
