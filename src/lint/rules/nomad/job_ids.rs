//! `nomad/job-id`: a job has an ID and a name that Nomad can keep.

use crate::jobspec::Job;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

use super::given;

pub const RULE: Rule = Rule {
    name: "nomad/job-id",
    what: "the ID of a job is not empty and has no space, and neither it nor the name has a null character",
    why: "Nomad refuses the job. The ID is a part of paths and of keys in its store; a display name with spaces can be given as `name`.",
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
        Some(("the job has no ID".to_owned(), "give the job an ID: the label of the `job` block"))
    } else if id.contains(' ') {
        let help = "write the ID without spaces; `name` may have some";
        Some((format!("the ID `{id}` of the job has a space in it"), help))
    } else if id.contains('\0') {
        Some((format!("the ID {id:?} of the job has a null character in it"), "leave it out"))
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
        scope.report(finding.help("give a name, or leave it out: it is the ID then"));
    } else if name.contains('\0') {
        let message = format!("`name` of `job` is {name:?}, with a null character in it");
        scope.report(scope.finding(message, location).help("leave the null character out"));
    }
}
