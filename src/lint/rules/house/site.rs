//! `site`: the site is consistent: its version is valid, its levels name existing rules, its order
//! and its defaults name categories with jobs, its volumes have a storage, and definitions name
//! existing sites.

use std::collections::BTreeSet;

use crate::lint::{Check, Context, Level, Report, Rule, Sample, View};
use crate::registry::{Defined, Definition};
use jobwright_hcl::nearest::nearest;

pub const RULE: Rule = Rule {
    name: "house/site",
    what: "the site is consistent: its version is valid, its levels name existing rules, its order \
        and its defaults name categories with jobs, its volumes have a storage, and definitions \
        name existing sites",
    why: "A level for an unknown rule has no effect, nor does an invalid pattern: a rule that \
        should be off still stops `gen`, or one that should stop it does not. With a typo in the \
        order of the categories, the jobs of a category are deployed last instead of first; with \
        a typo in the name of a site, its settings do not apply.",
    level: Level::Error,
    bad: Sample::Rust(r#"Site::new("lab").nomad("1.x").lint("static-prot", Level::Warning)"#),
    good: Sample::Rust(r#"Site::new("lab").nomad("1.9").lint("static-port", Level::Warning)"#),
    view: View::Written,
    needs_site: false,
    check: Check::Registry(check),
};

fn check(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for problem in context.site.problems() {
        report.report_site(&problem.message, problem.location, problem.help);
    }
    for defined in context.defined {
        let Definition::Volume(volume) = &defined.definition else { continue };
        for problem in &volume.base.problems {
            report.report_site(&problem.message, problem.location, problem.help);
        }
    }
    categories(context, report);
    for setting in context.levels().settings() {
        let rule = &setting.rule;
        if !context.is_rule(rule) {
            let message = format!("unknown rule `{rule}` in a level");
            report.report_site(message, setting.location, context.unknown_rule(rule));
        }
        let Some(path) = &setting.path else { continue };
        if let Some(fault) = path.fault() {
            let message =
                format!("invalid pattern `{}` of the level of `{rule}`: {fault}", path.text);
            let help =
                "write a path, in which `*` matches a part of a name and `**` any directories";
            report.report_site(message, setting.location, help);
        }
    }
}

/// The order names categories that jobs are in, each once.
fn categories(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let (site, order) = (context.site, &context.site.order);
    if order.is_empty() && site.categories.is_empty() {
        return;
    }
    let is_job = |one: &&&Defined| !matches!(one.definition, Definition::Volume(_));
    let own = context.defined.iter().filter(is_job).map(|one| one.category());
    let known: BTreeSet<String> = own.chain(site.known_categories().iter().cloned()).collect();
    let location = site.order_location();
    for (index, name) in order.iter().enumerate() {
        if order[..index].contains(name) {
            let message = format!("duplicate category `{name}` in the site's order");
            report.report_site(message, location, "remove one of the two");
        } else if !known.contains(name) {
            let message = format!("the category `{name}` in the site's order has no jobs");
            report.report_site(message, location, known_ones(name, &known));
        }
    }
    for (name, _, location) in site.categories.iter().filter(|(name, ..)| !known.contains(name)) {
        let message = format!("the category `{name}` in the site's defaults has no jobs");
        report.report_site(message, *location, known_ones(name, &known));
    }
}

/// The help for an unknown category.
fn known_ones(name: &str, known: &BTreeSet<String>) -> String {
    match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "remove it".to_owned(),
        None => format!("use directories of the registry that contain jobs: {}", listed(known)),
    }
}

fn listed(names: &BTreeSet<String>) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
