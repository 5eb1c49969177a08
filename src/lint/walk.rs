//! The one walk over a job, which shows every rule what it is for.

use super::declared::Declared;
use super::{Check, Context, Rule, Scope};
use crate::diagnostic::Diagnostic;
use crate::jobspec::{Block, Group, Item, Job, Location, Task};

/// Lets the rules look at a job that a file defines.
pub fn job(
    job: &Job,
    file: &str,
    context: &Context<'_>,
    rules: &'static [&'static Rule],
    findings: &mut Vec<Diagnostic>,
) {
    let declared = Declared::of(job);
    let (group, task) = (None, None);
    let mut walk = Walk { context, job, file, rules, group, task, declared: &declared, findings };
    walk.block(job, Location::Unknown);
    for variable in &job.variables {
        walk.block(variable, job.base.location);
    }
}

struct Walk<'w, 'a> {
    context: &'w Context<'a>,
    job: &'w Job,
    file: &'w str,
    rules: &'static [&'static Rule],
    group: Option<&'w Group>,
    task: Option<&'w Task>,
    declared: &'w Declared<'w>,
    findings: &'w mut Vec<Diagnostic>,
}

impl<'w> Walk<'w, '_> {
    fn block(&mut self, block: &'w dyn Block, around: Location) {
        let here = block.base().location.or(around);
        let any = block.as_any();
        let (job, group, task) = (any.downcast_ref(), any.downcast_ref(), any.downcast_ref());
        let before = (self.group, self.task);
        self.group = group.or(self.group);
        self.task = task.or(self.task);
        for rule in self.rules {
            let mut scope = Scope {
                context: self.context,
                job: self.job,
                group: self.group,
                task: self.task,
                rule,
                file: self.file,
                here,
                declared: self.declared,
                findings: self.findings,
            };
            match (&rule.check, job, group, task) {
                (Check::Job(check), Some(job), ..) => check(job, &mut scope),
                (Check::Group(check), _, Some(group), _) => check(group, &mut scope),
                (Check::Task(check), .., Some(task)) => check(task, &mut scope),
                (Check::Block(check), ..) => check(block, &mut scope),
                _ => {}
            }
        }
        block.visit(&mut |_, item| {
            if let Item::Block(inner) = item {
                self.block(inner, here);
            }
        });
        (self.group, self.task) = before;
    }
}
