//! `house/dns-name`: the names of jobs and groups are valid DNS names.

use crate::jobspec::Job;
use crate::lint::values::shown;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/dns-name",
    what: "the names of jobs and groups are valid DNS names",
    why: "Names of services, routes and hosts are built from those of jobs and groups: by Nomad \
        for a service without a name, and by users of `${NOMAD_JOB_NAME}`. DNS allows letters, \
        digits and dashes, and at most 63 of them.",
    level: Level::Info,
    bad: Sample::Job("job \"my_app\" {\n  group \"web\" {}\n}\n"),
    good: Sample::Job("job \"my-app\" {\n  group \"web\" {}\n}\n"),
    view: View::Written,
    needs_site: false,
    check: Check::Job(check),
};

fn check(job: &Job, scope: &mut Scope<'_, '_>) {
    let groups = job.groups.iter().map(|group| ("group", group.name.as_str(), &group.base));
    for (what, name, base) in std::iter::once(("job", job.id.as_str(), &job.base)).chain(groups) {
        if is_label(name) {
            continue;
        }
        let message = format!("the name of the {what} {} is not a valid DNS name", shown(name));
        let finding = scope.finding(message, base.location);
        let help =
            "use letters, digits and dashes, with a letter or a digit at both ends, at most 63";
        scope.report_in(base, finding.help(help));
    }
}

fn is_label(name: &str) -> bool {
    let inside = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    // Nomad itself refuses an empty one.
    name.len() <= 63 && name.bytes().all(inside) && !name.starts_with('-') && !name.ends_with('-')
}
