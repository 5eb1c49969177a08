//! The one walk over a job, which shows every rule what it is for.

use std::cell::OnceCell;

use super::above::Above;
use super::declared::Declared;
use super::outcome::Found;
use super::plan::Rules;
use super::values::has_plain_values;
use super::{Check, Context, Level, Part, Rule, Scope};
use crate::jobspec::{Block, FieldItem, Group, Job, Location, Task};

/// A job that a file defines, in the form that the rules look at.
#[derive(Clone, Copy)]
pub struct Subject<'j> {
    pub job: &'j Job,
    pub written: &'j Job,
    pub file: &'j str,
}

/// Lets the rules look at a job.
pub fn job(subject: Subject<'_>, context: &Context<'_>, rules: &Rules, found: &mut Vec<Found>) {
    let declared = Declared::of(subject.written);
    let (group, task) = (None, None);
    let mut walk = Walk { context, subject, rules, group, task, declared: &declared, found };
    walk.block(subject.job, Location::Unknown, None);
    let above = Above { base: &subject.job.base, outer: None };
    for variable in &subject.job.variables {
        walk.block(variable, subject.job.base.location, Some(&above));
    }
}

struct Walk<'w, 'a> {
    context: &'w Context<'a>,
    subject: Subject<'w>,
    rules: &'w Rules,
    group: Option<&'w Group>,
    task: Option<&'w Task>,
    declared: &'w Declared<'w>,
    found: &'w mut Vec<Found>,
}

impl<'w, 'a> Walk<'w, 'a> {
    fn block(&mut self, block: &'w dyn Block, around: Location, outer: Option<&Above<'_>>) {
        let here = block.base().location.or(around);
        let above = Above { base: block.base(), outer };
        let any = block.as_any();
        let before = (self.group, self.task);
        self.group = any.downcast_ref().or(self.group);
        self.task = any.downcast_ref().or(self.task);
        let rules = self.rules;
        let of = rules.for_block(block.schema().template);
        let plain = OnceCell::new();
        for (rule, level) in rules.every.iter().chain(&of.block) {
            let (group, task) = (self.group, self.task);
            let mut scope = self.scope(rule, *level, here, above);
            match (&rule.check, group, task) {
                (Check::Job(check), ..) => check(scope.job, &mut scope),
                (Check::Group(check), Some(group), _) => check(group, &mut scope),
                (Check::Task(check), _, Some(task)) => check(task, &mut scope),
                (Check::NotPlain(_), ..) if *plain.get_or_init(|| has_plain_values(block)) => {}
                (
                    Check::NotPlain(check)
                    | Check::Block(check)
                    | Check::Where(_, check)
                    | Check::Of(_, check),
                    ..,
                ) => check(block, &mut scope),
                _ => {}
            }
        }
        let mut last = None;
        block.visit(&mut |index, item| {
            // Of blocks that repeat, a rule for the field is shown each.
            let is_first = last.replace(index) != Some(index);
            for (rule, level) in of.fields.get(index).map(Vec::as_slice).unwrap_or_default() {
                if let Check::Field(_, check) = rule.check {
                    let part = Part { block, index, item, is_first };
                    check(&part, &mut self.scope(rule, *level, here, above));
                }
            }
            if let FieldItem::Block(inner) = item {
                self.block(inner, here, Some(&above));
            }
        });
        (self.group, self.task) = before;
    }

    fn scope<'s>(
        &'s mut self,
        rule: &'static Rule,
        level: Level,
        here: Location,
        above: Above<'s>,
    ) -> Scope<'s, 'a> {
        Scope {
            context: self.context,
            job: self.subject.job,
            written: self.subject.written,
            group: self.group,
            task: self.task,
            rule,
            level,
            file: self.subject.file,
            here,
            above,
            declared: self.declared,
            found: self.found,
        }
    }
}
