//! `unknown-service`: a service in a template or an upstream is provided by a job or by the site.

use crate::jobspec::Attr;
use crate::lint::services::{Reference, Services};
use crate::lint::{Check, Context, Level, Report, Rule, Sample, View};
use jobwright_hcl::nearest::nearest;

pub const RULE: Rule = Rule {
    name: "house/unknown-service",
    what: "a service in a template or an upstream is provided by a job or by the site",
    why: "Nothing checks the name. A template renders an empty list for it, and an upstream \
        refuses connections, until such a service is registered. Set services from outside the \
        registry in the site: `Site::services`.",
    level: Level::Warning,
    bad: Sample::Task(
        "template {\n  destination = \"local/db.env\"\n  env         = true\n  data        = \"DB={{ range nomadService \\\"postgers\\\" }}{{ .Address }}{{ end }}\"\n}",
    ),
    good: Sample::Task(
        "template {\n  destination = \"local/db.env\"\n  env         = true\n  data        = \"DB={{ range nomadService \\\"postgres\\\" }}{{ .Address }}{{ end }}\"\n}",
    ),
    view: View::Written,
    needs_site: true,
    check: Check::Registry(check),
};

/// The services that the agents of Consul, Nomad and Vault register themselves.
const OF_AGENTS: [&str; 4] = ["consul", "nomad", "nomad-client", "vault"];

fn check(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let Some(services) = context.services_together() else { return };
    for reference in &services.references {
        let name = &reference.name;
        if context.site.services.contains(name) || OF_AGENTS.contains(&name.as_str()) {
            continue;
        }
        let (message, help) = match services.provided.get(name) {
            None if services.may_be(name) => continue,
            None => missing(reference, services),
            Some(all) if all.iter().any(|own| own.provider == reference.provider) => continue,
            Some(all)
                if all.iter().any(|own| {
                    own.service.provider.as_ref().is_some_and(|own| Attr::as_str(own).is_none())
                }) =>
            {
                continue;
            }
            Some(all) => elsewhere(reference, all.first().map_or("", |own| own.provider)),
        };
        let place = context.place_in(reference.one, reference.location);
        let finding = report.finding(message, reference.one, place).help(help);
        report.report(finding, reference.one, &reference.around);
    }
}

fn missing(reference: &Reference<'_>, services: &Services<'_>) -> (String, String) {
    let Reference { name, by, job, .. } = reference;
    let message = format!("unknown service `{name}` in {by} of job `{}`", job.id);
    // With thousands of names there is always a near one, and looking for it takes its time.
    let known =
        services.provided.keys().map(String::as_str).filter(|_| services.provided.len() < 1000);
    let help = match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "use a service of a job; or, if it is registered elsewhere, add it to the site: \
             `.services([\"{name}\"])`"
        ),
    };
    (message, help)
}

/// The message and the help for a service that is in the other catalog.
fn elsewhere(reference: &Reference<'_>, provider: &str) -> (String, String) {
    let Reference { name, by, job, provider: asked, .. } = reference;
    let message = format!(
        "{by} of job `{}` looks up the service `{name}` in `{asked}`, but it is registered with \
         `{provider}`",
        job.id
    );
    let help = match provider {
        "nomad" => format!(
            "look it up with `nomadService \"{name}\"`, or register it with Consul: \
             `.provider(\"consul\")`"
        ),
        _ => format!(
            "look it up with `service \"{name}\"`, or register it with Nomad: \
             `.provider(\"nomad\")`"
        ),
    };
    (message, help)
}
