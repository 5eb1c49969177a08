//! `house/allowance`: an allowance names a rule, gives a reason, and suppresses a finding.

use crate::lint::{Check, Level, Rule, Sample, View};

pub const RULE: Rule = Rule {
    name: "house/allowance",
    what: "an allowance names a rule, gives a reason, and suppresses a finding",
    why: "An allowance that suppresses nothing hides the next mistake of its kind: its finding was \
        fixed, or it is in the wrong location. One without a valid rule or without a reason has \
        no effect.",
    level: Level::Warning,
    bad: Sample::Task("# jobwright:allow kill-timeout: it saves its queue\nkill_timeout = \"20s\""),
    good: Sample::Task(
        "# jobwright:allow kill-timeout: the clients give it two minutes\nkill_timeout = \"2m\"",
    ),
    view: View::Written,
    needs_site: false,
    check: Check::Allowances,
};
