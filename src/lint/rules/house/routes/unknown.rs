//! `unknown-route`: a route goes through entry points, middlewares and services that there are.

use crate::diagnostic::Diagnostic;
use crate::lint::routes::{Part, Seen};
use crate::lint::{Check, Context, Level, Report, Rule, Sample, View};
use jobwright_hcl::nearest::nearest;

pub const RULE: Rule = Rule {
    name: "house/unknown-route",
    what: "a route uses entry points, middlewares and services that exist",
    why: "Traefik drops a router with an unknown entry point or middleware: the route answers 404, \
        and only Traefik's log says why. Set the known ones in the site: `Site::entry_points` and \
        `Site::middlewares`.",
    level: Level::Error,
    bad: Sample::Group(
        "service {\n  name = \"blog\"\n  tags = [\n    \"traefik.http.routers.blog.rule=Host(`blog.lab`)\",\n    \"traefik.http.routers.blog.entrypoints=websecrue\",\n  ]\n}",
    ),
    good: Sample::Group(
        "service {\n  name = \"blog\"\n  tags = [\n    \"traefik.http.routers.blog.rule=Host(`blog.lab`)\",\n    \"traefik.http.routers.blog.entrypoints=websecure\",\n  ]\n}",
    ),
    view: View::Written,
    needs_site: true,
    check: Check::Registry(check),
};

/// Checks what routes name, where the site says what there is.
fn check(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let (seen, site) = (context.routes(), context.site);
    for router in &seen.routers {
        let mut found = Vec::new();
        if !site.entry_points.is_empty() {
            let known: Vec<&str> = site.entry_points.iter().map(String::as_str).collect();
            for name in router.list("entrypoints") {
                let help = "Site::entry_points";
                found.extend(unknown(report, router, "entry point", name, &known, help));
            }
        }
        if !site.middlewares.is_empty() {
            let own = seen.middlewares.iter().map(|own| own.name.as_str());
            let known: Vec<&str> = site.middlewares.iter().map(String::as_str).chain(own).collect();
            for name in router.list("middlewares") {
                // Those that tags define may be named with the catalog that they come from.
                let own =
                    name.strip_suffix("@nomad").or_else(|| name.strip_suffix("@consulcatalog"));
                let own = own.filter(|own| seen.middlewares.iter().any(|known| known.name == *own));
                if own.is_none() {
                    let help = "Site::middlewares";
                    found.extend(unknown(report, router, "middleware", name, &known, help));
                }
            }
        }
        if site.middlewares.is_empty() {
            found.extend(slips(report, router, seen));
        }
        let described = !site.entry_points.is_empty() || !site.middlewares.is_empty();
        if let Some(name) = router.get("service").filter(|name| described && !name.contains('@')) {
            let known: Vec<&str> = seen.services.iter().map(String::as_str).collect();
            found.extend(unknown(report, router, "service", name, &known, ""));
        }
        found.into_iter().for_each(|finding| report.report(finding, router.one, &router.around));
    }
}

/// A middleware without a provider is defined by tags: an unknown name that is similar to a defined
/// one is a typo.
fn slips(report: &Report<'_, '_>, router: &Part<'_>, seen: &Seen<'_>) -> Vec<Diagnostic> {
    let known: Vec<&str> = seen.middlewares.iter().map(|own| own.name.as_str()).collect();
    let names = router.list("middlewares").into_iter().filter(|name| !name.contains('@'));
    let slip = |name: &&str| nearest(name, known.iter().copied()).is_some();
    names
        .filter(slip)
        .filter_map(|name| unknown(report, router, "middleware", name, &known, "Site::middlewares"))
        .collect()
}

fn unknown(
    report: &Report<'_, '_>,
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
        "unknown {what} in the route `{}` of job `{}`: `{name}`",
        router.name, router.job.id
    );
    let help = match nearest(name, known.iter().copied()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None if list.is_empty() => "use a service of the registry, or one with the provider that \
            defines it, as in `api@internal`"
            .to_owned(),
        None => format!("use an existing one, or add it to the site: `{list}`"),
    };
    Some(report.finding(message, router.one, router.place.clone()).help(help))
}
