//! `nomad/artifact-destination`: the destination of an artifact is inside the allocation directory.

use crate::jobspec::{Artifact, Attr};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::paths::escapes;

pub const RULE: Rule = Rule {
    name: "nomad/artifact-destination",
    what: "the destination of an artifact is inside the allocation directory",
    why: "Nomad refuses the job: an artifact must not overwrite files of the node. A path is \
        relative to the task directory, and may lead one level up, to the allocation directory.",
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
            "invalid `destination` of an `artifact`: expected a path inside the allocation \
             directory, found `{path}`"
        );
        let finding = scope.finding(message, set.location());
        scope.report(finding.help("write a path below the task directory, such as `local/app`"));
    }
}
