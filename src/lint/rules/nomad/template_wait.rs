//! `nomad/template-wait`: `min` of a template's `wait` is not longer than `max`.

use crate::jobspec::{Attr, Wait};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/template-wait",
    what: "`min` of a template's `wait` is not longer than `max`",
    why: "Nomad refuses the job: the file would have to be rendered before it is allowed to be.",
    level: Level::Error,
    bad: Sample::Task(
        "template {\n  data        = \"a\"\n  destination = \"local/app.yml\"\n\n  wait {\n    min = \"2m\"\n    max = \"30s\"\n  }\n}",
    ),
    good: Sample::Task(
        "template {\n  data        = \"a\"\n  destination = \"local/app.yml\"\n\n  wait {\n    min = \"5s\"\n    max = \"30s\"\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Wait, check),
};

/// Checks how long a template waits.
fn check(wait: &Wait, scope: &mut Scope<'_, '_>) {
    let (Some(min), Some(max)) = (&wait.min, &wait.max) else { return };
    let (Some(least), Some(most)) = (min.get(), max.get()) else { return };
    if least > most {
        let message = format!("`min` of `wait` is `{least}`; expected at most `max`, `{most}`");
        let finding = scope.finding(message, Attr::location(min));
        scope.report(finding.help("reduce `min`, or increase `max`"));
    }
}
