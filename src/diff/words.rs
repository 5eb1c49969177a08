//! What happens to jobs and groups, in words.

use super::change::Class;
use super::comparison::Comparison;
use super::group::{Counts, GroupChange};
use super::job::{JobChange, Operation};
use super::rollout::Rollout;

/// What happens to a job, on a line.
pub fn job_line(job: &JobChange) -> String {
    let counts = total(job);
    let on_nodes = matches!(job.kind.as_str(), "system" | "sysbatch");
    let what = match (job.operation, job.class) {
        (Operation::Removed, _) => {
            "removed from the files; it goes on running until it is stopped".to_owned()
        }
        (Operation::Added, Class::Version) => {
            "new; it runs when it is time, or when somebody starts it".to_owned()
        }
        (Operation::Added, _) if on_nodes => "new: one allocation on each node".to_owned(),
        (Operation::Added, _) => {
            format!("new: {}", counted(counts.create, "allocation started", "allocations started"))
        }
        (_, Class::Nothing) => format!(
            "the same to Nomad: {}",
            counted(
                u32::try_from(job.spelling).unwrap_or(u32::MAX),
                "place is written otherwise",
                "places are written otherwise"
            )
        ),
        (_, Class::Refused) => {
            "refused: Nomad does not make one of these jobs into the other".to_owned()
        }
        (_, Class::Version) => "new version only: what runs is not touched".to_owned(),
        _ => counts_in_words(&counts, on_nodes),
    };
    match &job.renamed_from {
        Some(from) => format!("{what} (renamed from `{from}`)"),
        None => what,
    }
}

/// All that happens to the allocations of a job.
pub fn total(job: &JobChange) -> Counts {
    job.groups.iter().fold(Counts::default(), |sum, group| sum.plus(&group.whole))
}

impl Counts {
    /// Both together.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            ignore: self.ignore.saturating_add(other.ignore),
            in_place: self.in_place.saturating_add(other.in_place),
            destructive: self.destructive.saturating_add(other.destructive),
            create: self.create.saturating_add(other.create),
            stop: self.stop.saturating_add(other.stop),
            canary: self.canary.saturating_add(other.canary),
        }
    }
}

fn counted(count: u32, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn counts_in_words(counts: &Counts, on_nodes: bool) -> String {
    let parts = [
        (counts.destructive, "replaced"),
        (counts.create, "started"),
        (counts.stop, "stopped"),
        (counts.in_place, "kept (updated in place)"),
        (counts.ignore, "kept"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(
            |(count, word)| {
                if on_nodes { format!("{word} on each node") } else { format!("{count} {word}") }
            },
        )
        .collect();
    match parts.is_empty() {
        true => "no allocation".to_owned(),
        false => parts.join(", "),
    }
}

/// What happens to a group.
pub fn happens(group: &GroupChange, kind: &str) -> String {
    let on_nodes = matches!(kind, "system" | "sysbatch");
    let count = match (group.before, group.after) {
        (Some(before), Some(after)) if before != after => format!("count {before} → {after}: "),
        _ => String::new(),
    };
    let what = match group.class {
        Class::Version => "a new version, which no allocation knows of".to_owned(),
        Class::Refused => "refused".to_owned(),
        _ => counts_in_words(&group.whole, on_nodes),
    };
    format!("{count}{what}")
}

/// In which steps allocations are replaced; nothing where there is only one.
pub fn steps(rollout: &Rollout) -> Option<String> {
    let Rollout { at_a_time, canaries, waves, least, waits_for_promotion, reverts } = rollout;
    let mut parts = Vec::new();
    if *canaries > 0 {
        let promoted = if *waits_for_promotion {
            "waits until somebody promotes"
        } else {
            "is promoted when healthy"
        };
        parts.push(format!("{} first, which {promoted}", counted(*canaries, "canary", "canaries")));
    }
    if *waves > 1 {
        parts.push(format!("{at_a_time} at a time, in {waves} steps"));
    }
    if let Some(least) = least.filter(|least| least.as_nanos() > 0) {
        parts.push(format!("at least {least}"));
    }
    if *reverts {
        parts.push("the last good version comes back if it fails".to_owned());
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// All jobs together.
pub fn summary(comparison: &Comparison) -> String {
    if comparison.jobs.is_empty() {
        return "Nothing is different.".to_owned();
    }
    let mut counts = Counts::default();
    let (mut added, mut removed, mut changed, mut same) = (0, 0, 0, 0);
    for job in &comparison.jobs {
        match (job.operation, job.class) {
            (Operation::Added, _) => added += 1,
            (Operation::Removed, _) => removed += 1,
            (_, Class::Nothing) => same += 1,
            _ => changed += 1,
        }
        if job.operation != Operation::Removed
            && !matches!(job.kind.as_str(), "system" | "sysbatch")
        {
            counts = counts.plus(&total(job));
        }
    }
    let jobs: Vec<String> = [
        (added, "new"),
        (changed, "changed"),
        (removed, "removed"),
        (same, "only written otherwise"),
    ]
    .iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, word)| format!("{count} {word}"))
    .collect();
    let jobs = format!(
        "{}: {}",
        if comparison.jobs.len() == 1 { "1 job" } else { "Jobs" },
        jobs.join(", ")
    );
    let all = [counts.destructive, counts.create, counts.stop, counts.in_place];
    match all.iter().any(|count| *count > 0) {
        true => format!("{jobs}. Allocations: {}.", counts_in_words(&counts, false)),
        false => format!("{jobs}."),
    }
}
