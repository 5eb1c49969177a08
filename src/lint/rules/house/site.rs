//! `site`: what the site says can be so.

use std::collections::BTreeSet;

use crate::lint::{Check, Context, Level, Report, Rule, Sample, View};
use crate::registry::{Defined, Definition};
use jobwright_hcl::nearest::nearest;

pub const RULE: Rule = Rule {
    name: "house/site",
    what: "what the site says can be so: its version is one, its levels are of rules that there are, its order and its defaults are of categories that jobs are in, volumes find the storage that they are on, and definitions ask for sites that there are",
    why: "A level for a rule that no rule is named after changes nothing, and neither does a pattern that matches no file \
          because it is none: what was to be switched off still stops `gen`, or what was to stop it does not. In the order of the \
          categories, a slip lets the jobs of one come last that were to be deployed first; in the name of a site, it leaves \
          out of production what was meant for it alone.",
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
            let message = format!("a level is set for `{rule}`, which is no rule");
            report.report_site(message, setting.location, context.unknown_rule(rule));
        }
        let Some(path) = &setting.path else { continue };
        if let Some(fault) = path.fault() {
            let message = format!(
                "the level of `{rule}` is set for `{}`, which is no pattern: {fault}",
                path.text
            );
            let help =
                "write a path, in which `*` stands for a part of a name and `**` for any folders";
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
            let message = format!("the site's order names the category `{name}` twice");
            report.report_site(message, location, "name it once, at its place");
        } else if !known.contains(name) {
            let message =
                format!("the site's order names the category `{name}`, in which no job is");
            report.report_site(message, location, known_ones(name, &known));
        }
    }
    for (name, _, location) in site.categories.iter().filter(|(name, ..)| !known.contains(name)) {
        let message =
            format!("the site has defaults for the category `{name}`, in which no job is");
        report.report_site(message, *location, known_ones(name, &known));
    }
}

/// What to write in place of a category that there is none of.
fn known_ones(name: &str, known: &BTreeSet<String>) -> String {
    match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "take it out".to_owned(),
        None => format!("name folders of the registry that have jobs in them: {}", listed(known)),
    }
}

fn listed(names: &BTreeSet<String>) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
