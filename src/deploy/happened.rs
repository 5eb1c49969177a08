//! What really happened to the allocations of a job, counted as a prediction counts.

use std::collections::{BTreeMap, BTreeSet};

use super::answers::Allocation;
use crate::diff::Counts;

/// What happened, by group, from one look at the allocations of a job to a later one.
#[must_use]
pub fn counts(kind: &str, before: &[Allocation], after: &[Allocation]) -> BTreeMap<String, Counts> {
    let earlier = there(kind, before);
    let now: BTreeMap<&str, &Allocation> =
        after.iter().filter(|own| is_there(own)).map(|own| (own.id.as_str(), own)).collect();
    let known: BTreeSet<&str> = before.iter().map(|own| own.id.as_str()).collect();
    let new = now.values().filter(|own| !known.contains(own.id.as_str()));
    let mut taken: BTreeSet<Slot<'_>> = new.map(|own| slot(kind, own)).collect();
    let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
    for old in earlier {
        let slot = slot(kind, old);
        let own = counts.entry(old.group.clone()).or_default();
        match now.get(old.id.as_str()) {
            // What has ended stays as it is, also where it runs once more.
            Some(_) if old.status == "complete" && taken.remove(&slot) => own.destructive += 1,
            Some(new) if new.version == old.version => own.ignore += 1,
            Some(_) => own.in_place += 1,
            None if taken.remove(&slot) => own.destructive += 1,
            None => own.stop += 1,
        }
    }
    for (group, _) in taken {
        counts.entry(group.to_owned()).or_default().create += 1;
    }
    counts.retain(|_, own| *own != Counts::default());
    counts
}

/// A prediction, by group, with what only the cluster knows: on how many nodes a job runs, and whether it has ended.
#[must_use]
pub fn expected(
    kind: &str,
    predicted: &BTreeMap<String, Counts>,
    before: &[Allocation],
    after: &[Allocation],
) -> BTreeMap<String, Counts> {
    let adjusted = |(group, counts): (&String, &Counts)| {
        let of = |all| there(kind, all).into_iter().filter(|own| own.group == **group);
        let mut counts = *counts;
        if on_nodes(kind) {
            let nodes = of(before).count().max(of(after).count());
            counts = times(counts, u64::try_from(nodes).unwrap_or(u64::MAX));
        }
        // Canaries of an earlier version that were not promoted make room for those of this one.
        let is_canary = |own: &&Allocation| {
            own.is_active() && own.health.as_ref().is_some_and(|health| health.canary)
        };
        let canaries = of(before).filter(is_canary).count();
        counts.stop += u64::try_from(canaries).unwrap_or(u64::MAX);
        // Any new version runs what has ended once more; of a sysbatch job, only one that would replace it.
        let ended = of(before).filter(|own| own.status == "complete").count();
        let ended = counts.in_place.min(u64::try_from(ended).unwrap_or(u64::MAX));
        counts.in_place -= ended;
        match kind {
            "batch" => counts.destructive += ended,
            _ => counts.ignore += ended,
        }
        (group.clone(), counts)
    };
    predicted.iter().map(adjusted).collect()
}

/// The slot in which one allocation replaces another: the group, with the node or the name.
type Slot<'a> = (&'a str, &'a str);

fn slot<'a>(kind: &str, own: &'a Allocation) -> Slot<'a> {
    (&own.group, if on_nodes(kind) { &own.node } else { &own.name })
}

/// Whether a job has an allocation on each node.
fn on_nodes(kind: &str) -> bool {
    matches!(kind, "system" | "sysbatch")
}

fn is_there(own: &Allocation) -> bool {
    own.is_active() || own.desired == "run" && own.status == "complete"
}

/// Those that run or have ended well. Earlier runs of a batch job are still known, and are not among them.
fn there<'a>(kind: &str, all: &'a [Allocation]) -> Vec<&'a Allocation> {
    let mut last: BTreeMap<Slot<'a>, u64> = BTreeMap::new();
    for own in all.iter().filter(|own| is_there(own)) {
        let created = last.entry(slot(kind, own)).or_default();
        *created = own.created.max(*created);
    }
    let is_last = |own: &&Allocation| {
        own.status != "complete" || last.get(&slot(kind, own)) == Some(&own.created)
    };
    all.iter().filter(|own| is_there(own)).filter(is_last).collect()
}

fn times(counts: Counts, nodes: u64) -> Counts {
    let times = |count: u64| count.saturating_mul(nodes);
    Counts {
        ignore: times(counts.ignore),
        in_place: times(counts.in_place),
        destructive: times(counts.destructive),
        create: times(counts.create),
        stop: times(counts.stop),
        canary: times(counts.canary),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{counts, expected};
    use crate::deploy::answers::Allocation;
    use crate::diff::Counts;

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

    #[test]
    fn a_batch_job_that_has_ended_runs_again_or_stays() {
        let run = |id: &str, version: u64, created: u64| Allocation {
            status: "complete".to_owned(),
            created,
            ..allocation(id, "web[0]", version, "run")
        };
        let before = [run("1", 0, 1), run("2", 1, 2)];
        let again = [run("1", 0, 1), run("2", 1, 2), run("3", 2, 3)];
        let replaced = Counts { destructive: 1, ..Counts::default() };
        assert_eq!(counts("batch", &before, &again)["web"], replaced);
        let kept = Counts { ignore: 1, ..Counts::default() };
        assert_eq!(counts("batch", &before, &before)["web"], kept);
        let predicted = Counts { in_place: 1, ..Counts::default() };
        let predicted = BTreeMap::from([("web".to_owned(), predicted)]);
        assert_eq!(expected("batch", &predicted, &before, &again)["web"], replaced);
        assert_eq!(expected("sysbatch", &predicted, &before[1..], &before[1..])["web"], kept);
        // One that still runs belongs to the new version.
        let runs = [allocation("1", "web[0]", 0, "run")];
        assert_eq!(expected("batch", &predicted, &runs, &runs), predicted);
    }
}
