//! `house/misread`: Nomad reads in a job file what its author meant.

use crate::lint::{Check, Level, Rule, Sample, View};

pub const RULE: Rule = Rule {
    name: "house/misread",
    what: "Nomad reads in a job file what its author meant",
    why: "Some things are taken and mean another: `perms = 0644` is the number 644 to HCL, `interval = 10` is ten nanoseconds, and a constraint \
          with both `distinct_hosts` and `operator` has one of the two. Nomad says nothing of it.",
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
