//! `house`: a definition can be built, and sets each attribute once.

use crate::diagnostic::Place;
use crate::jobspec::Block;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/definition",
    what: "a definition can be built, and sets each attribute once",
    why: "Whatever cannot be built is left out of the job. It would run without the health check, \
        the image or the storage that its author requested.",
    level: Level::Error,
    bad: Sample::Rust(r#"Workload::batch("night").health("/health")"#),
    good: Sample::Rust(r#"Workload::service("web").port(Port::http(80)).health("/health")"#),
    view: View::Written,
    needs_site: false,
    check: Check::Block(check),
};

/// Reports what was found while the block was built.
fn check(block: &dyn Block, scope: &mut Scope<'_, '_>) {
    for problem in &block.base().problems {
        let message = format!("job `{}`: {}", scope.job.id, problem.message);
        let finding = scope.finding(message, problem.location).help(problem.help);
        let earlier: Place = scope.context.place(problem.earlier);
        scope.report(finding.related(earlier, "first set here"));
    }
}
