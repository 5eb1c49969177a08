//! `nomad/job-id`: the ID of a job is not empty and has no spaces, and neither the ID nor the name
//! contains a null character.

use crate::jobspec::Job;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

use super::given;

pub const RULE: Rule = Rule {
    name: "nomad/job-id",
    what: "the ID of a job is not empty and has no spaces, and neither the ID nor the name \
        contains a null character",
    why: "Nomad refuses the job. The ID is part of paths and of keys in its store; set a display \
        name with spaces as `name`.",
    level: Level::Error,
    bad: Sample::Job(
        "job \"front page\" {\n  group \"web\" {\n    task \"web\" {\n      driver = \"docker\"\n\n      config {\n        image = \"nginx:1.27\"\n      }\n    }\n  }\n}\n",
    ),
    good: Sample::Job(
        "job \"front-page\" {\n  name = \"front page\"\n\n  group \"web\" {\n    task \"web\" {\n      driver = \"docker\"\n\n      config {\n        image = \"nginx:1.27\"\n      }\n    }\n  }\n}\n",
    ),
    view: View::Completed,
    needs_site: false,
    check: Check::Job(check),
};

/// Checks a job's ID and its name.
fn check(job: &Job, scope: &mut Scope<'_, '_>) {
    let id = &job.id;
    let problem = if id.is_empty() {
        Some(("missing ID of the job".to_owned(), "set the label of the `job` block"))
    } else if id.contains(' ') {
        let help = "write the ID without spaces; `name` may have some";
        Some((format!("the ID `{id}` of the job contains a space"), help))
    } else if id.contains('\0') {
        Some((format!("the ID {id:?} of the job contains a null character"), "remove it"))
    } else {
        None
    };
    if let Some((message, help)) = problem {
        scope.report(scope.finding(message, job.base.location).help(help));
    }
    let Some(name) = given::text(&job.name).filter(|name| *name != id) else { return };
    let location = given::at(&job.name);
    if name.is_empty() {
        let finding = scope.finding("`name` of `job` is empty", location);
        scope.report(finding.help("set a name, or remove it to use the ID"));
    } else if name.contains('\0') {
        let message = format!("`name` of `job` is {name:?}, which contains a null character");
        scope.report(scope.finding(message, location).help("remove the null character"));
    }
}
