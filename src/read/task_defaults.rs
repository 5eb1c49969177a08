//! Blocks that apply to all tasks: `vault` and `secret` of a job or a group, and tasks without a
//! group.

use super::session::Session;
use crate::jobspec::{Block, Group, Job, Schema, Secret, Special, Task, Vault};
use jobwright_hcl::syntax::Span;

/// A block that applies to all tasks.
#[derive(Debug)]
pub enum ForTasks {
    /// `vault`
    Vault(Box<Vault>),
    /// `secret`
    Secret(Box<Secret>),
    /// `task`, which is a group of its own.
    Task(Box<Task>),
}

impl ForTasks {
    /// An empty one, if a block of this kind applies to all tasks of that owner.
    pub fn blank(owner: Option<Special>, kind: &str) -> Option<Self> {
        match (owner, kind) {
            (Some(Special::Job | Special::Group), "vault") => Some(Self::Vault(Vault::boxed())),
            (Some(Special::Job | Special::Group), "secret") => Some(Self::Secret(Secret::boxed())),
            (Some(Special::Job), "task") => Some(Self::Task(Task::boxed())),
            _ => None,
        }
    }

    /// The schemas of all blocks that apply to all tasks of that owner.
    pub fn schemas(owner: Option<Special>) -> impl Iterator<Item = &'static Schema> {
        let blocks =
            [("vault", &Vault::SCHEMA), ("secret", &Secret::SCHEMA), ("task", &Task::SCHEMA)];
        let known = blocks.into_iter().filter(move |(kind, _)| Self::blank(owner, kind).is_some());
        known.map(|(_, schema)| schema)
    }

    /// The block to read it into.
    pub fn block_mut(&mut self) -> &mut dyn Block {
        match self {
            Self::Vault(vault) => &mut **vault,
            Self::Secret(secret) => &mut **secret,
            Self::Task(task) => &mut **task,
        }
    }
}

/// What a job or a group sets for all its tasks.
#[derive(Debug, Default)]
struct Shared {
    vault: Option<Box<Vault>>,
    secrets: Vec<Secret>,
    tasks: Vec<Task>,
}

impl Shared {
    /// Takes a block; true if it is a second one where one is expected.
    fn add(&mut self, said: ForTasks) -> bool {
        match said {
            ForTasks::Vault(vault) => return self.vault.replace(vault).is_some(),
            ForTasks::Secret(secret) => self.secrets.push(*secret),
            ForTasks::Task(task) => self.tasks.push(*task),
        }
        false
    }
}

/// What the job and its groups set for their tasks.
#[derive(Debug, Default)]
pub struct TaskDefaults {
    job: Shared,
    /// What the current group sets.
    group: Shared,
    /// The same of the groups that have been read, in their order.
    groups: Vec<Shared>,
}

impl TaskDefaults {
    /// Adds what the job sets.
    pub fn of_job(&mut self, session: &mut Session<'_>, said: ForTasks, span: Span) {
        if self.job.add(said) {
            let help = "merge the two: `vault { … }`";
            session.error(span, "duplicate `vault` block", help);
        }
    }

    /// Adds what the current group sets. Nomad ignores the errors in it, which are those after the
    /// first `before`.
    pub fn of_group(
        &mut self,
        session: &mut Session<'_>,
        said: ForTasks,
        (span, before): (Span, usize),
    ) {
        for finding in session.findings.split_off(before.min(session.findings.len())) {
            let message = format!("Nomad does not report mistakes here: {}", finding.message);
            session.warn(finding.span, message, finding.help);
        }
        if self.group.add(said) {
            let message = "Nomad uses the last of several `vault` blocks in a group";
            session.warn(span, message, "remove all but one");
        }
    }

    /// Stores the settings of the group that has just been read.
    pub fn end_of_group(&mut self) {
        self.groups.push(std::mem::take(&mut self.group));
    }

    /// Copies what a group and its job set into their tasks.
    pub fn apply(self, job: &mut Job) {
        let Self { job: whole, groups, .. } = self;
        for (group, said) in job.groups.iter_mut().zip(groups) {
            for task in &mut group.tasks {
                if task.vault.is_none() {
                    task.vault.clone_from(&said.vault);
                }
                if task.secrets.is_empty() {
                    task.secrets.clone_from(&said.secrets);
                } else if !said.secrets.is_empty() {
                    // Nomad means to add the group's and adds the task's own once more.
                    let own = task.secrets.clone();
                    task.secrets.extend(own);
                }
            }
        }
        let alone = whole.tasks.into_iter().map(|task| {
            let mut group = Group::new(task.name.clone());
            group.tasks.push(task);
            group
        });
        job.groups.splice(0..0, alone);
        for task in job.groups.iter_mut().flat_map(|group| &mut group.tasks) {
            if task.vault.is_none() {
                task.vault.clone_from(&whole.vault);
            }
            task.secrets.extend(whole.secrets.iter().cloned());
        }
    }
}
