//! `house/template-syntax`: a template can be parsed.

use crate::go_template::{Mistake, delimiters};
use crate::jobspec::Template;
use crate::lint::template::parse;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "house/template-syntax",
    what: "a template can be parsed",
    why: "Nomad's servers do not parse templates: they accept the job, and each of its allocations \
        fails on the client before the task starts.",
    level: Level::Warning,
    bad: Sample::Task(
        "template {\n  data        = \"{{ with nomadVar \\\"app\\\" }}{{ .db-password }}{{ end }}\"\n  destination = \"secrets/password\"\n}",
    ),
    good: Sample::Task(
        "template {\n  data        = \"{{ with nomadVar \\\"app\\\" }}{{ index . \\\"db-password\\\" }}{{ end }}\"\n  destination = \"secrets/password\"\n}",
    ),
    view: View::Written,
    needs_site: false,
    check: of!(Template, check),
};

fn check(template: &Template, scope: &mut Scope<'_, '_>) {
    let Some(data) = &template.data else { return };
    let Some(text) = data.as_str() else { return };
    let (left, right) = delimiters(template);
    let mistakes = parse(text, left, right).mistakes.into_iter().map(|mistake| {
        let message = format!("invalid template: {}", mistake.message);
        Mistake { message, ..mistake }
    });
    super::report(data, text, mistakes, scope);
}
