//! Groups for which there is no place, and why.

use super::answers::{Map, Metric, Updates};

/// Whether a group of a job has no place, by what the scheduler would do and why it could not do more. Of a job with an
/// allocation on each node, some nodes may be full and others not; any other job is to have all that it asks for.
#[must_use]
pub fn runs_nowhere(kind: &str, metric: Option<&Metric>, updates: Option<&Updates>) -> bool {
    if !matches!(kind, "system" | "sysbatch") {
        return metric.is_some();
    }
    // Nodes that a constraint leaves out are not counted; those that are full are, and each of them failed.
    let failed = metric.filter(|metric| metric.nodes_filtered == 0);
    let full = failed.map_or(0, |metric| metric.coalesced_failures + 1);
    updates.is_none_or(|own| {
        let there = own.ignore + own.in_place_update + own.destructive_update;
        there + own.place.saturating_sub(full) == 0
    })
}

/// Why groups have no place, in words.
#[must_use]
pub fn no_place(unplaced: &Map<Metric>) -> Vec<String> {
    let groups = unplaced.iter().flatten();
    groups.map(|(group, metric)| format!("group `{group}`: {}", metric.reason())).collect()
}

impl Metric {
    /// Why there is no place, in words.
    #[must_use]
    pub fn reason(&self) -> String {
        let mut words = Vec::new();
        let available: u64 = self.nodes_available.iter().flatten().map(|(_, count)| count).sum();
        let nodes = |count: u64| format!("{count} node{}", if count == 1 { "" } else { "s" });
        if self.nodes_evaluated == 0 && available == 0 {
            let datacenters: Vec<String> = self
                .nodes_available
                .iter()
                .flatten()
                .map(|(name, _)| format!("`{name}`"))
                .collect();
            words.push(match datacenters.is_empty() {
                true => "no node is ready in its datacenters and node pool".to_owned(),
                false => format!("no node is ready in {}", datacenters.join(", ")),
            });
        }
        let filtered = self.constraint_filtered.iter().flatten();
        words.extend(filtered.map(|(what, count)| match what.as_str() {
            what if what.starts_with("missing") || what.contains(' ') && !what.contains('$') => {
                format!("{what} ({})", nodes(*count))
            }
            what => format!("`{what}` leaves out {}", nodes(*count)),
        }));
        let exhausted = self.dimension_exhausted.iter().flatten();
        words.extend(exhausted.map(|(what, count)| format!("no {what} left on {}", nodes(*count))));
        let quotas = self.quota_exhausted.iter().flatten();
        words.extend(quotas.map(|quota| format!("quota `{quota}` is used up")));
        if words.is_empty() {
            words.push("no node has room for it".to_owned());
        }
        words.join("; ")
    }
}
