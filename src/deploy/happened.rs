//! What really happened to the allocations of a job, counted as a prediction counts.

use std::collections::{BTreeMap, BTreeSet};

use super::answers::Allocation;
use crate::diff::Counts;

/// What happened, by group, from one look at the allocations of a job to a later one.
#[must_use]
pub fn counts(kind: &str, before: &[Allocation], after: &[Allocation]) -> BTreeMap<String, Counts> {
    let on_nodes = matches!(kind, "system" | "sysbatch");
    // What one is that takes the place of another: on its node, or under its name.
    let place = |own: &Allocation| match on_nodes {
        true => (own.group.clone(), own.node.clone()),
        false => (own.group.clone(), own.name.clone()),
    };
    let is_there =
        |own: &&Allocation| own.is_active() || own.desired == "run" && own.status == "complete";
    let earlier: BTreeMap<&str, &Allocation> =
        before.iter().filter(is_there).map(|own| (own.id.as_str(), own)).collect();
    let now: BTreeMap<&str, &Allocation> =
        after.iter().filter(is_there).map(|own| (own.id.as_str(), own)).collect();
    let new = now.iter().filter(|(id, _)| !earlier.contains_key(*id));
    let mut taken: BTreeSet<(String, String)> = new.map(|(_, own)| place(own)).collect();
    let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
    for (id, old) in &earlier {
        let own = counts.entry(old.group.clone()).or_default();
        match now.get(id) {
            Some(new) if new.version == old.version => own.ignore += 1,
            Some(_) => own.in_place += 1,
            None if taken.remove(&place(old)) => own.destructive += 1,
            None => own.stop += 1,
        }
    }
    for (group, _) in taken {
        counts.entry(group).or_default().create += 1;
    }
    counts
}

/// A prediction for one node, for as many as there are.
#[must_use]
pub fn on_nodes(predicted: Counts, nodes: u32) -> Counts {
    let times = |count: u32| count.saturating_mul(nodes);
    Counts {
        ignore: times(predicted.ignore),
        in_place: times(predicted.in_place),
        destructive: times(predicted.destructive),
        create: times(predicted.create),
        stop: times(predicted.stop),
        canary: times(predicted.canary),
    }
}

#[cfg(test)]
mod tests {
    use super::counts;
    use crate::deploy::answers::Allocation;

    fn allocation(id: &str, name: &str, version: u64, desired: &str) -> Allocation {
        Allocation {
            id: id.to_owned(),
            name: name.to_owned(),
            group: "web".to_owned(),
            version,
            desired: desired.to_owned(),
            status: if desired == "run" { "running" } else { "complete" }.to_owned(),
            ..Allocation::default()
        }
    }

    #[test]
    fn allocations_are_counted_by_what_became_of_them() {
        let before = [
            allocation("1", "web[0]", 0, "run"),
            allocation("2", "web[1]", 0, "run"),
            allocation("3", "web[2]", 0, "run"),
            allocation("4", "web[3]", 0, "run"),
        ];
        let after = [
            allocation("1", "web[0]", 0, "run"),
            allocation("2", "web[1]", 1, "run"),
            allocation("3", "web[2]", 0, "stop"),
            allocation("5", "web[2]", 1, "run"),
            allocation("4", "web[3]", 0, "stop"),
            allocation("6", "web[4]", 1, "run"),
        ];
        let counts = counts("service", &before, &after);
        let web = counts["web"];
        assert_eq!((web.ignore, web.in_place, web.destructive), (1, 1, 1));
        assert_eq!((web.stop, web.create), (1, 1));
    }
}
