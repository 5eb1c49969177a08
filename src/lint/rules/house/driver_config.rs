//! `house/driver-config`: a driver's `config` has its required attributes.

use crate::jobspec::Block;
use crate::lint::missing::{has_required, lacks, missing};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/driver-config",
    what: "a driver's `config` has its required attributes",
    why: "Nomad's servers do not check a driver's configuration: they accept the job, and the task \
        fails on the client, repeatedly, with an error of the driver.",
    level: Level::Error,
    bad: Sample::Config("command = \"/bin/app\""),
    good: Sample::Config("image   = \"example/app:1.4.2\"\n        command = \"/bin/app\""),
    view: View::Written,
    needs_site: false,
    check: Check::Where(|schema| schema.config && has_required(schema), check),
};

fn check(block: &dyn Block, scope: &mut Scope<'_, '_>) {
    // What a kept expression makes is not known.
    if block.base().extra.is_empty() {
        missing(block, |_| true).into_iter().for_each(|field| lacks(block, field, scope));
    }
}
