//! `service-name`: the name of a service is a valid DNS name.

use std::borrow::Cow;

use super::given::{at, text};
use crate::jobspec::{Attr, Location, Service};
use crate::lint::rules::house::names;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/service-name",
    what: "the name of a service is a valid DNS name",
    why: "Nomad refuses the job, whatever the provider: a service is found by its name in DNS, \
        which allows only letters, digits and dashes (RFC 1123). References such as \
        `${NOMAD_JOB_NAME}` are treated like such a name. The default name consists of the names \
        of the job and the group.",
    level: Level::Error,
    bad: Sample::Group("service {\n  name     = \"web_app\"\n  provider = \"nomad\"\n}"),
    good: Sample::Group("service {\n  name     = \"web-app\"\n  provider = \"nomad\"\n}"),
    view: View::Completed,
    needs_site: false,
    check: of!(Service, check),
};

/// Checks a service of a group or task.
fn check(service: &Service, scope: &mut Scope<'_, '_>) {
    // Services have the job's name, more often than not: one cause, one error, where another rule looks at that.
    let site = scope.context.site;
    let is_named = !site.any_ids && !scope.context.is_plain();
    if is_named && names::valid(&scope.job.id).is_err() {
        return;
    }
    // What an expression gives is known when the job is deployed.
    let Some(name) = text(&service.name) else { return };
    let Some(problem) = problem(&without_references(name)) else { return };
    let location = at(&service.name);
    let made = matches!(location, Location::Unknown) && name == usual(scope);
    let help = if made {
        "set the name of the service"
    } else {
        "use letters, digits and dashes, with a letter or a digit at both ends"
    };
    let message =
        format!("invalid name of service `{name}` of job `{}`: it {problem}", scope.job.id);
    let mut finding = scope.finding(message, location);
    if made {
        finding = finding.note(
            "Nomad builds it from the names of the job and the group, and of the task for a task's \
             service",
        );
    }
    let note = "Nomad only accepts valid DNS names (RFC 1123), whatever the provider";
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
        return Some(format!("contains {letter:?}"));
    }
    if name.is_empty() {
        return Some("is empty".to_owned());
    }
    if name.starts_with('-') || name.ends_with('-') {
        return Some("begins or ends with a dash".to_owned());
    }
    (name.len() > LONGEST).then(|| format!("is longer than {LONGEST} characters"))
}

/// References are replaced before Nomad looks at the name.
fn without_references(name: &str) -> Cow<'_, str> {
    if !name.contains("${") {
        return Cow::Borrowed(name);
    }
    let (mut text, mut rest) = (String::new(), name);
    while let Some((before, after)) = rest.split_once("${") {
        text.push_str(before);
        match after.split_once('}') {
            Some((inner, behind)) if is_reference(inner) => {
                text.push_str("ENV-VAR");
                rest = behind;
            }
            _ => {
                text.push_str("${");
                rest = after;
            }
        }
    }
    Cow::Owned(text + rest)
}

fn is_reference(inner: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    !inner.is_empty() && inner.bytes().all(known)
}
