//! `nomad/template-perms`: the mode of a rendered file is an octal number of at most four digits.

use crate::jobspec::Template;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/template-perms",
    what: "the mode of a rendered file is an octal number of at most four digits",
    why: "Nomad refuses the job: it parses the string `perms` as a mode, such as `0644`.",
    level: Level::Error,
    bad: Sample::Task(
        "template {\n  data        = \"a\"\n  destination = \"local/app.yml\"\n  perms       = \"rw-r--r--\"\n}",
    ),
    good: Sample::Task(
        "template {\n  data        = \"a\"\n  destination = \"local/app.yml\"\n  perms       = \"0644\"\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Template, check),
};

/// Checks a template.
fn check(template: &Template, scope: &mut Scope<'_, '_>) {
    let Some(set) = &template.perms else { return };
    let Some(perms) = set.as_str().filter(|perms| !perms.is_empty()) else { return };
    let digits = perms.bytes().all(|byte| byte.is_ascii_digit());
    let mode = u64::from_str_radix(perms, 8).ok().filter(|mode| digits && *mode <= 0o7777);
    if mode.is_none() {
        let message = format!(
            "invalid `perms` of `template`: expected an octal number up to `7777`, found \
                `{perms}`"
        );
        scope.report(scope.finding(message, set.location()).help("write a mode such as `0644`"));
    }
}
