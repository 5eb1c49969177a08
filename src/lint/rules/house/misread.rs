//! `house/misread`: Nomad reads a job file as its author meant it.

use crate::lint::{Check, Level, Rule, Sample, View};

pub const RULE: Rule = Rule {
    name: "house/misread",
    what: "Nomad reads a job file as its author meant it",
    why: "Nomad accepts some values with another meaning: `perms = 0644` is the number 644 in HCL, \
        `interval = 10` is ten nanoseconds, and a constraint with both `distinct_hosts` and \
        `operator` keeps one of the two. Nomad does not warn about it.",
    level: Level::Warning,
    bad: Sample::Task(
        "template {\n  data        = \"a\"\n  destination = \"local/a\"\n  perms       = 0644\n}",
    ),
    good: Sample::Task(
        "template {\n  data        = \"a\"\n  destination = \"local/a\"\n  perms       = \"0644\"\n}",
    ),
    view: View::Written,
    needs_site: false,
    check: Check::Reading,
};
