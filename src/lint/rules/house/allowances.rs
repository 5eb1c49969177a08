//! `house/allowance`: an allowance names a rule, gives its reason, and allows something.

use crate::lint::{Check, Level, Rule, Sample, View};

pub const RULE: Rule = Rule {
    name: "house/allowance",
    what: "an allowance names a rule, gives its reason, and allows something",
    why: "An allowance that allows nothing hides the next mistake of its kind: what it was for is mended, or it stands in the wrong place. \
          One that names no rule, or gives no reason, allows nothing.",
    level: Level::Warning,
    bad: Sample::Task("# jobwright:allow kill-timeout: it saves its queue\nkill_timeout = \"20s\""),
    good: Sample::Task(
        "# jobwright:allow kill-timeout: the clients give it two minutes\nkill_timeout = \"2m\"",
    ),
    view: View::Written,
    needs_site: false,
    check: Check::Allowances,
};
