//! `site`: what the site says can be so.

use crate::lint::{Check, Context, Level, Report, Rule, Sample, View};

pub const RULE: Rule = Rule {
    name: "house/site",
    what: "what the site says can be so: its version is one, and its levels are of rules that there are",
    why: "A level for a rule that no rule is named after changes nothing, and neither does a pattern that matches no file \
          because it is none: what was to be switched off still stops `gen`, or what was to stop it does not.",
    level: Level::Error,
    bad: Sample::Rust(r#"Site::new("lab").nomad("1.x").lint("static-prot", Level::Warning)"#),
    good: Sample::Rust(r#"Site::new("lab").nomad("1.9").lint("static-port", Level::Warning)"#),
    view: View::Written,
    needs_site: false,
    check: Check::Registry(check),
};

fn check(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for problem in &context.site.problems {
        report.report_site(&problem.message, problem.location, problem.help);
    }
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
