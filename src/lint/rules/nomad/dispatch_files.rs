//! `nomad/dispatch-file`: the file of `dispatch_payload` is inside the allocation directory.

use crate::jobspec::DispatchPayload;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::given;

pub const RULE: Rule = Rule {
    name: "nomad/dispatch-file",
    what: "the file of `dispatch_payload` is inside the allocation directory",
    why: "Nomad refuses the job. The path is relative to the task's `local` directory, and `..` \
        must not lead beyond the allocation directory.",
    level: Level::Error,
    bad: Sample::Task("dispatch_payload {\n  file = \"../../../request.json\"\n}"),
    good: Sample::Task("dispatch_payload {\n  file = \"request.json\"\n}"),
    view: View::Completed,
    needs_site: false,
    check: of!(DispatchPayload, check),
};

/// Checks the path of the file.
fn check(payload: &DispatchPayload, scope: &mut Scope<'_, '_>) {
    let Some(file) = given::text(&payload.file).filter(|file| escapes(file)) else { return };
    let message =
        format!("`file` of `dispatch_payload` is `{file}`, outside the allocation directory");
    let finding = scope.finding(message, given::at(&payload.file));
    scope.report(finding.help("write a path below the task's `local` directory"));
}

/// Whether a path in a task's `local` directory leaves that of the allocation. Nomad looks at how the rest of the path
/// begins, so that a name such as `..data` right there does too.
fn escapes(path: &str) -> bool {
    // The directories below that of the allocation. None means one above it.
    let mut inside = vec!["task", "local"];
    for part in path.split('/').filter(|part| !matches!(*part, "" | ".")) {
        if part != ".." {
            inside.push(part);
        } else if inside.pop().is_none() {
            return true;
        }
    }
    inside.first().is_some_and(|first| first.starts_with(".."))
}
