//! What tasks see as their meta: their own over the group's over the job's.

use std::collections::{BTreeMap, BTreeSet};

use crate::jobspec::{Group, Job, Map, Task, Value};

/// The keys under which a task of a group sees something else than before.
pub fn changed<'j>(old: (&'j Job, &'j Group), new: (&'j Job, &'j Group)) -> BTreeSet<&'j str> {
    let mut keys = BTreeSet::new();
    for task in &new.1.tasks {
        let Some(before) = old.1.tasks.iter().find(|other| other.name == task.name) else {
            continue;
        };
        let (before, after) = (seen(old, before), seen(new, task));
        let all = before.keys().chain(after.keys()).copied();
        keys.extend(all.filter(|key| before.get(key) != after.get(key)));
    }
    keys
}

fn seen<'j>((job, group): (&'j Job, &'j Group), task: &'j Task) -> BTreeMap<&'j str, &'j Value> {
    let levels = [&job.meta, &group.meta, &task.meta];
    levels.into_iter().flatten().flat_map(Map::iter).collect()
}
