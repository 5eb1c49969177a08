//! `service-name`: the name of a service is one that DNS can hold.

use std::borrow::Cow;

use crate::jobspec::{Attr, Block, Service};
use crate::lint::rules::house::names;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "nomad/service-name",
    what: "the name of a service is one that DNS can hold",
    level: Level::Error,
    why: "",
    bad: Sample::Rust(""),
    good: Sample::Rust(""),
    view: View::Written,
    needs_site: false,
    check: Check::Block(check),
};

/// Checks a service of a group or task.
fn check(block: &dyn Block, scope: &mut Scope<'_, '_>) {
    let Some(service) = block.as_any().downcast_ref::<Service>() else { return };
    let job = scope.job;
    // Services have the job's name, more often than not: one cause, one error.
    if !scope.context.site.any_ids && names::valid(&job.id).is_err() {
        return;
    }
    let name = match &service.name {
        None => Some(""),
        Some(name) => name.as_str(),
    };
    let name = match name {
        // What an expression gives is known when the job is deployed.
        None => return,
        Some("") => Cow::Owned(usual(scope)),
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
    let location = service.name.as_ref().map(Attr::location).unwrap_or_default();
    let mut finding = scope.finding(message, location);
    if !own {
        finding = finding.note(
            "Nomad makes it of the names of the job and the group, and of the task if it is the task's",
        );
    }
    let note = "Nomad takes only names that DNS can hold (RFC 1123), whatever the catalogue";
    scope.report(finding.note(note).help(help));
}

/// The name of a service without one, as the command line makes it.
fn usual(scope: &Scope<'_, '_>) -> String {
    let job = scope.job.name.as_ref().and_then(Attr::as_str).unwrap_or(&scope.job.id);
    let group = scope.group.map_or("", |group| &group.name);
    let task = scope.task.map(|task| format!("-{}", task.name)).unwrap_or_default();
    format!("{job}-{group}{task}")
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
