//! `nomad/cpu-or-cores`: a task requests either `cpu` or `cores`, and more than 0.

use crate::jobspec::{Attr, Resources, Version};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/cpu-or-cores",
    what: "a task requests either `cpu` or `cores`, and more than 0",
    why: "Nomad refuses the job: `cores` reserves whole cores, so no share of them is left for \
        `cpu`.",
    level: Level::Error,
    bad: Sample::Task("resources {\n  cpu   = 500\n  cores = 2\n}"),
    good: Sample::Task("resources {\n  cores = 2\n}"),
    view: View::Completed,
    needs_site: false,
    check: of!(Resources, check),
};

/// Before it, Nomad accepts any number of cores.
const COUNTS_CORES: Version = Version::new(2, 0, 5);

/// Checks what a task needs.
fn check(resources: &Resources, scope: &mut Scope<'_, '_>) {
    let (Some(cpu), Some(cores)) = (&resources.cpu, &resources.cores) else { return };
    let (Some(mhz), Some(count)) = (cpu.get(), cores.get()) else { return };
    let at = Attr::location(cores);
    if mhz > 0 && count > 0 {
        let message = format!(
            "`resources` sets both `cpu` ({mhz}) and `cores` ({count}); expected one of them"
        );
        scope.report(scope.finding(message, cpu.location().or(at)).help("remove one of them"));
    } else if mhz < 1 && count == 0 {
        let message = format!("`cpu` of `resources` is {mhz}; expected 1 or more, or `cores`");
        scope.report(scope.finding(message, cpu.location().or(at)).help("set it to 1 or more"));
    } else if count < 0 && scope.runs(COUNTS_CORES) {
        let message = format!("`cores` of `resources` is {count}; expected 0 or more");
        scope.report(scope.finding(message, at).help("set it to 0 or more"));
    }
}
