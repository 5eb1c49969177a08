//! What tasks see as their meta: their own over the group's over the job's.

use std::collections::BTreeMap;

use crate::jobspec::{Group, Job, Map, Task, Value};

/// Whether a task of a group sees other meta than before.
pub fn is_seen(old: (&Job, &Group), new: (&Job, &Group)) -> bool {
    new.1.tasks.iter().any(|task| {
        let before = old.1.tasks.iter().find(|other| other.name == task.name);
        before.is_some_and(|before| seen(old, before) != seen(new, task))
    })
}

fn seen<'j>((job, group): (&'j Job, &'j Group), task: &'j Task) -> BTreeMap<&'j str, &'j Value> {
    let levels = [&job.meta, &group.meta, &task.meta];
    levels.into_iter().flatten().flat_map(Map::iter).collect()
}
