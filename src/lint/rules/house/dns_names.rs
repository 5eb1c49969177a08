//! `house/dns-name`: jobs and groups have names that DNS can hold.

use crate::jobspec::Job;
use crate::lint::values::shown;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/dns-name",
    what: "jobs and groups have names that DNS can hold",
    why: "Names of services, of routes and of hosts are made of those of jobs and groups: by Nomad for a service without a name, and by whoever writes `${NOMAD_JOB_NAME}`. DNS holds letters, digits and dashes, and no more than 63 of them.",
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
        let message = format!("the name of the {what} {} is none that DNS can hold", shown(name));
        let finding = scope.finding(message, base.location);
        let help =
            "use letters, digits and dashes, with a letter or a digit at both ends, 63 at the most";
        scope.report_in(base, finding.help(help));
    }
}

fn is_label(name: &str) -> bool {
    let inside = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    // Nomad itself refuses an empty one.
    name.len() <= 63 && name.bytes().all(inside) && !name.starts_with('-') && !name.ends_with('-')
}
