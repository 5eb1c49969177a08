//! What a rule is, and what it may look at.

use super::Context;
use super::declared::Declared;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::jobspec::{Block, Group, Job, Location, Task};

/// Something that must hold, as data.
#[derive(Debug)]
pub struct Rule {
    /// Its name in findings, such as `static-port`.
    pub name: &'static str,
    /// What must hold, in a sentence without a full stop.
    pub doc: &'static str,
    /// How bad it is if that does not hold.
    pub level: Severity,
    /// What it looks at, and how.
    pub check: Check,
}

/// What a rule looks at.
#[derive(Debug)]
pub enum Check {
    /// All definitions together.
    Registry(fn(&Context<'_>, &mut Vec<Diagnostic>)),
    /// Each job as a whole.
    Job(fn(&Job, &mut Scope<'_, '_>)),
    /// Each group.
    Group(fn(&Group, &mut Scope<'_, '_>)),
    /// Each task.
    Task(fn(&Task, &mut Scope<'_, '_>)),
    /// Every block of a job, itself and its variables included.
    Block(fn(&dyn Block, &mut Scope<'_, '_>)),
}

/// Where a rule looks at something, and what it found there.
#[derive(Debug)]
pub struct Scope<'s, 'a> {
    /// The registry.
    pub context: &'s Context<'a>,
    /// The job.
    pub job: &'s Job,
    /// The group, in one and in what is in it.
    pub group: Option<&'s Group>,
    /// The task, in one and in what is in it.
    pub task: Option<&'s Task>,
    /// The rule that looks.
    pub(super) rule: &'static Rule,
    /// The file that defines the job.
    pub(super) file: &'s str,
    /// The nearest block around, itself included, of which it is known where it is.
    pub(super) here: Location,
    /// What the job declares.
    pub(super) declared: &'s Declared<'s>,
    pub(super) findings: &'s mut Vec<Diagnostic>,
}

impl Scope<'_, '_> {
    /// A finding at this location; where nobody kept that, at the nearest block.
    #[must_use]
    pub fn finding(&self, message: impl Into<String>, location: Location) -> Diagnostic {
        let rule = self.rule;
        Diagnostic::new(rule.name, rule.level, message).at(self.place(location))
    }

    /// The same of less weight than the rule's.
    #[must_use]
    pub fn warning(&self, message: impl Into<String>, location: Location) -> Diagnostic {
        Diagnostic::warning(self.rule.name, message).at(self.place(location))
    }

    /// Notes what was found.
    pub fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// The place of a location; where nobody kept that, of the nearest block, or else the file.
    #[must_use]
    pub fn place(&self, location: Location) -> Place {
        self.context.place(location.or(self.here)).or_else(|| Place::File(self.file.to_owned()))
    }
}
