//! `nomad/template-content`: a template has `data` or `source`.

use crate::jobspec::{Location, Template};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::given::text;

pub const RULE: Rule = Rule {
    name: "nomad/template-content",
    what: "a template has `data` or `source`",
    why: "Nomad refuses the job: there is nothing to render.",
    level: Level::Error,
    bad: Sample::Task("template {\n  destination = \"local/app.yml\"\n}"),
    good: Sample::Task(
        "template {\n  destination = \"local/app.yml\"\n  data        = \"port: 80\"\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Template, check),
};

/// Checks a template.
fn check(template: &Template, scope: &mut Scope<'_, '_>) {
    if text(&template.data) == Some("") && text(&template.source) == Some("") {
        let message = "missing `data` or `source` in a `template`";
        let finding = scope.finding(message, Location::default());
        scope.report(finding.help("set the content as `data`, or a file as `source`"));
    }
}
