//! `service-name`: the name of a service is one that DNS can hold.

use std::borrow::Cow;

use crate::diagnostic::Diagnostic;
use crate::jobspec::{Attr, Job, Service};
use crate::lint::rules::names;
use crate::lint::{Context, place};

/// Checks the services of every group and task.
pub fn check(job: &Job, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    // Services have the job's name, more often than not: one cause, one error.
    if !context.site.any_ids && names::valid(&job.id).is_err() {
        return;
    }
    for group in &job.groups {
        let mut of = |service: &Service, task: Option<&str>| {
            // As the command line makes it.
            let usual = || {
                let job = job.name.as_ref().and_then(Attr::as_str).unwrap_or(&job.id);
                let task = task.map(|task| format!("-{task}")).unwrap_or_default();
                format!("{job}-{}{task}", group.name)
            };
            let name = match &service.name {
                None => Some(""),
                Some(name) => name.as_str(),
            };
            let name = match name {
                // What an expression gives is known when the job is deployed.
                None => return,
                Some("") => Cow::Owned(usual()),
                Some(own) => Cow::Borrowed(own),
            };
            let Some(problem) = problem(&without_references(&name)) else { return };
            let own = matches!(name, Cow::Borrowed(_));
            let help = if own {
                "use letters, digits and dashes, with a letter or a digit at both ends"
            } else {
                "give the service a name of its own"
            };
            let message = format!("service `{name}` of job `{}` has a name that {problem}", job.id);
            let mut finding = Diagnostic::error("service-name", message).at(place(service));
            if !own {
                finding = finding.note("Nomad makes it of the names of the job and the group, and of the task if it is the task's");
            }
            let note =
                "Nomad takes only names that DNS can hold (RFC 1123), whatever the catalogue";
            findings.push(finding.note(note).help(help));
        };
        group.services.iter().for_each(|service| of(service, None));
        for task in &group.tasks {
            task.services.iter().for_each(|service| of(service, Some(&task.name)));
        }
    }
}

/// The most letters of a label.
const LONGEST: usize = 63;

/// What is wrong with a label.
fn problem(name: &str) -> Option<String> {
    let odd = |letter: &char| !(letter.is_ascii_alphanumeric() || *letter == '-');
    if let Some(letter) = name.chars().find(odd) {
        return Some(format!("holds {letter:?}"));
    }
    if name.starts_with('-') || name.ends_with('-') {
        return Some("begins or ends with a dash".to_owned());
    }
    (name.len() > LONGEST).then(|| format!("is longer than {LONGEST} characters"))
}

/// References are replaced before Nomad looks at the name.
fn without_references(name: &str) -> String {
    let mut text = String::new();
    let mut rest = name;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((_, behind)) = after.split_once('}') else { break };
        text.push_str(before);
        text.push_str("ENV-VAR");
        rest = behind;
    }
    text + rest
}
