//! `nomad/artifact-destination`: an artifact goes into the allocation's directory.

use crate::jobspec::{Artifact, Attr};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::paths::escapes;

pub const RULE: Rule = Rule {
    name: "nomad/artifact-destination",
    what: "an artifact goes into the allocation's directory",
    why: "Nomad refuses the job: an artifact may not overwrite what belongs to the node. A path is taken below the task's directory, and may lead one step up, into \
          the allocation's.",
    level: Level::Error,
    bad: Sample::Task(
        "artifact {\n  source      = \"https://example.com/app.tar.gz\"\n  destination = \"../../opt/app\"\n}",
    ),
    good: Sample::Task(
        "artifact {\n  source      = \"https://example.com/app.tar.gz\"\n  destination = \"local/app\"\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Artifact, check),
};

/// Checks an artifact.
fn check(artifact: &Artifact, scope: &mut Scope<'_, '_>) {
    let Some(set) = &artifact.destination else { return };
    let Some(path) = Attr::as_str(set) else { return };
    if escapes("task", path) {
        let message = format!(
            "`destination` of an `artifact` is `{path}`, outside the allocation's directory; expected a path in it"
        );
        let finding = scope.finding(message, set.location());
        scope.report(finding.help("write a path below the task's directory, such as `local/app`"));
    }
}
