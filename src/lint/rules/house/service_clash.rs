//! `service-clash`: services with one name are the same service, whatever jobs they belong to.

use crate::jobspec::Attr;
use crate::lint::placement::is_one;
use crate::lint::services::Provided;
use crate::lint::{Check, Context, Level, Report, Rule, Sample, View};

pub const RULE: Rule = Rule {
    name: "house/service-clash",
    what: "services with one name are the same service, whatever jobs they belong to",
    why: "The catalog identifies a service by its name only: clients get the instances of all jobs \
        in turn. If one is a different program, every other request goes to the wrong one; if \
        they are in different catalogs, clients find only half of them. Nomad does not compare \
        the names of different jobs.",
    level: Level::Warning,
    bad: Sample::Groups(&[
        "network {\n  port \"http\" {}\n}\n\nservice {\n  name = \"web\"\n  port = \"http\"\n}",
        "network {\n  port \"metrics\" {}\n}\n\nservice {\n  name = \"web\"\n  port = \"metrics\"\n}",
    ]),
    good: Sample::Groups(&[
        "network {\n  port \"http\" {}\n}\n\nservice {\n  name = \"web\"\n  port = \"http\"\n}",
        "network {\n  port \"metrics\" {}\n}\n\nservice {\n  name = \"web-metrics\"\n  port = \"metrics\"\n}",
    ]),
    view: View::Written,
    needs_site: false,
    check: Check::Registry(check),
};

fn check(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let Some(services) = context.services_together() else { return };
    for (name, all) in &services.provided {
        // The proxies beside services are as different as the services are.
        let Some((first, others)) = all.split_first().filter(|_| !name.ends_with("-sidecar-proxy"))
        else {
            continue;
        };
        for other in others {
            if other.index == first.index || is_one(first.job, other.job) || apart(first, other) {
                continue;
            }
            let Some(what) = differs(first, other, &context.site.traefik_prefix) else { continue };
            let message = format!(
                "the jobs `{}` and `{}` both have a service `{name}`, but {what}",
                first.job.id, other.job.id
            );
            let place = |own: &Provided<'_>| {
                let named = own.service.name.as_ref().map(Attr::location).unwrap_or_default();
                context.place_in(own.one, named.or(own.service.base.location))
            };
            let finding = report.finding(message, other.one, place(other));
            let finding = finding.related(place(first), "the other one");
            let help = "rename one of the two; or make both instances of one service, with the \
                same port and tags";
            report.report(finding.help(help), other.one, &other.around);
        }
    }
}

/// Whether no client sees both: Nomad's own catalog is separate for each namespace.
fn apart(one: &Provided<'_>, two: &Provided<'_>) -> bool {
    let differ = |one: &Option<Attr<String>>, two: &Option<Attr<String>>, usual: &str| {
        let known = |attr: &Option<Attr<String>>| match attr {
            None => Some(usual.to_owned()),
            Some(attr) => attr.as_str().map(str::to_owned),
        };
        known(one).zip(known(two)).is_some_and(|(one, two)| one != two)
    };
    let nomad = one.provider == "nomad" && two.provider == "nomad";
    differ(&one.job.region, &two.job.region, "global")
        || nomad && differ(&one.job.namespace, &two.job.namespace, "default")
}

/// In what two services differ that are to be instances of one.
fn differs(one: &Provided<'_>, two: &Provided<'_>, prefix: &str) -> Option<String> {
    if one.provider != two.provider {
        return Some(format!("register it with `{}` and with `{}`", one.provider, two.provider));
    }
    let port = |own: &Provided<'_>| {
        own.service
            .port
            .as_ref()
            .map_or(Some(String::new()), |port| port.as_str().map(str::to_owned))
    };
    if let Some((first, second)) = port(one).zip(port(two))
        && first != second
        && ![&first, &second].iter().any(|port| port.contains("${"))
    {
        let named = |port: &str| {
            if port.is_empty() { "no port".to_owned() } else { format!("the port `{port}`") }
        };
        return Some(format!("one has {}, the other {}", named(&first), named(&second)));
    }
    let tags = |own: &Provided<'_>| -> Option<Vec<String>> {
        let mut tags = own.service.tags.as_ref().map_or(Some(Vec::new()), Attr::get)?;
        tags.retain(|tag| {
            tag.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('.'))
                || tag.starts_with("urlprefix-")
        });
        tags.sort();
        Some(tags)
    };
    let (first, second) = tags(one).zip(tags(two))?;
    (first != second).then(|| "the tags for their routes differ".to_owned())
}
