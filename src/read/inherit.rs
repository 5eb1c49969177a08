//! Blocks that stand for all tasks: `vault` and `secret` of a job or a group, and tasks without a group.

use super::body;
use super::reader::Reader;
use crate::jobspec::{Block, Group, Job, Secret, Task, Vault};
use jobwright_hcl::syntax::{self, Body};

/// What a job or a group says for all its tasks.
#[derive(Debug, Default)]
pub struct Shared {
    vault: Option<Vault>,
    secrets: Vec<Secret>,
    tasks: Vec<Task>,
}

/// What the job and its groups say for their tasks.
#[derive(Debug, Default)]
pub struct Inherited {
    job: Shared,
    /// What the group says that is being read.
    group: Shared,
    /// The same of the groups that have been read, in their order.
    groups: Vec<Shared>,
}

/// Whether a block of this kind stands for all tasks there.
pub fn knows(owner: &str, kind: &str) -> bool {
    matches!(
        (owner, kind),
        ("Job", "vault" | "secret" | "task") | ("TaskGroup", "vault" | "secret")
    )
}

/// Reads a block that stands for all tasks; false if it is none.
pub fn block(
    reader: &mut Reader<'_>,
    from: &syntax::Block<'_>,
    (kind, labels, content): (&str, &[String], &Body<'_>),
    owner: &str,
) -> bool {
    let labels_fit = labels.len() == usize::from(kind != "vault");
    match (owner, kind) {
        // A mistake in the labels is looked at everywhere.
        ("TaskGroup", "vault" | "secret") if !labels_fit => {
            let blank: &mut dyn Block =
                if kind == "vault" { &mut Vault::blank() } else { &mut Secret::blank() };
            body::labelled(reader, from, labels, &Body::default(), blank);
        }
        ("Job", "vault") => {
            let mut vault = Vault::blank();
            body::labelled(reader, from, labels, content, &mut vault);
            if reader.inherited.job.vault.replace(vault).is_some() {
                let help = "put both into one: `vault { … }`";
                reader.error(from.kind_span, "a second `vault` block; expected one", help);
            }
        }
        ("Job", "secret") => {
            let mut secret = Secret::blank();
            body::labelled(reader, from, labels, content, &mut secret);
            reader.inherited.job.secrets.push(secret);
        }
        ("Job", "task") => {
            let mut task = Task::blank();
            body::labelled(reader, from, labels, content, &mut task);
            reader.inherited.job.tasks.push(task);
        }
        ("TaskGroup", "vault") => {
            let mut vault = Vault::blank();
            forgiving(reader, |reader| {
                body::labelled(reader, from, labels, content, &mut vault);
            });
            if reader.inherited.group.vault.replace(vault).is_some() {
                let message = "Nomad takes the last of several `vault` blocks of a group";
                reader.warn(from.kind_span, message, "keep one");
            }
        }
        ("TaskGroup", "secret") => {
            let mut secret = Secret::blank();
            forgiving(reader, |reader| {
                body::labelled(reader, from, labels, content, &mut secret);
            });
            reader.inherited.group.secrets.push(secret);
        }
        _ => return false,
    }
    true
}

/// Reads what Nomad reads without looking at the mistakes in it.
fn forgiving(reader: &mut Reader<'_>, read: impl FnOnce(&mut Reader<'_>)) {
    let mark = reader.findings.len();
    read(reader);
    for finding in reader.findings.split_off(mark.min(reader.findings.len())) {
        let message = format!("Nomad does not look at mistakes here: {}", finding.message);
        reader.warn(finding.span, message, finding.help);
    }
}

/// Remembers what the group said that has been read.
pub fn end_of_group(reader: &mut Reader<'_>) {
    let group = std::mem::take(&mut reader.inherited.group);
    reader.inherited.groups.push(group);
}

/// Gives the tasks what their group and their job say for them.
pub fn apply(inherited: Inherited, job: &mut Job) {
    let Inherited { job: whole, groups, .. } = inherited;
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
