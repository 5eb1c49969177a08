//! `house`: what the house layer was asked for and cannot build.

use crate::diagnostic::{Place, Severity};
use crate::jobspec::Block;
use crate::lint::{Check, Rule, Scope};

pub const RULE: Rule = Rule {
    name: "house",
    doc: "what a definition says can be built, and is said once",
    level: Severity::Error,
    check: Check::Block(check),
};

/// Reports what was found while the block was built.
fn check(block: &dyn Block, scope: &mut Scope<'_, '_>) {
    for problem in &block.base().problems {
        let message = format!("job `{}`: {}", scope.job.id, problem.message);
        let finding = scope.finding(message, problem.location).help(problem.help);
        let earlier: Place = scope.context.place(problem.earlier);
        scope.report(finding.related(earlier, "first said here"));
    }
}
