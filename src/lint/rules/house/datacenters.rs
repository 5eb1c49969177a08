//! `unknown-datacenter`: a job names at least one datacenter of the site.

use crate::jobspec::{Attr, Job};
use crate::lint::placement::{datacenters, datacenters_overlap};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};
use jobwright_hcl::nearest::nearest;

pub const RULE: Rule = Rule {
    name: "house/unknown-datacenter",
    what: "a job names at least one datacenter of the site",
    why: "Nomad accepts a job for datacenters without nodes and waits for one: its allocations \
        stay pending.",
    level: Level::Error,
    bad: Sample::Job("job \"example\" {\n  datacenters = [\"dc9\"]\n}\n"),
    good: Sample::Job("job \"example\" {\n  datacenters = [\"dc1\"]\n}\n"),
    view: View::Written,
    needs_site: true,
    check: Check::Job(check),
};

fn check(job: &Job, scope: &mut Scope<'_, '_>) {
    let site = &scope.context.site;
    let all = || site.datacenters.iter().chain(&site.other_datacenters);
    let Some((named, attr)) = datacenters(job).zip(job.datacenters.as_ref()) else { return };
    let is_one = |named: &&str| all().any(|own| datacenters_overlap(named, own));
    if site.datacenters.is_empty() || named.iter().any(is_one) {
        return;
    }
    let list = |names: &[&str]| {
        names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    };
    let own: Vec<&str> = all().map(String::as_str).collect();
    let message = format!("job `{}` is for {}; the site has {}", job.id, list(&named), list(&own));
    let near = named.iter().find_map(|named| nearest(named, own.iter().copied()));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            "use a datacenter of the site, or add it there: `.other_datacenters([…])`".to_owned()
        }
    };
    scope.report(scope.finding(message, Attr::location(attr)).help(help));
}
