//! `route-parts`: middlewares and servers of one name are defined alike, whatever jobs they are of.

use super::{Router, Seen};
use crate::diagnostic::Diagnostic;

/// Checks that no two of one name differ.
pub fn check(seen: &Seen<'_>) -> Vec<Diagnostic> {
    let sorts = [("middleware", &seen.middlewares), ("service", &seen.servers)];
    sorts.into_iter().flat_map(|(what, all)| of(what, all)).collect()
}

fn of(what: &str, all: &[Router<'_>]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (at, one) in all.iter().enumerate() {
        let same = |other: &&Router<'_>| {
            other.name == one.name
                && other.protocol == one.protocol
                && other.sorted() != one.sorted()
        };
        let Some(first) = all[..at].iter().find(same) else { continue };
        let who = if first.job.id == one.job.id {
            format!("two services of job `{}`", one.job.id)
        } else {
            format!("the jobs `{}` and `{}`", first.job.id, one.job.id)
        };
        let message = format!("{who} define the {what} `{}` of Traefik in two ways", one.name);
        let finding = Diagnostic::error("route-parts", message).at(one.place.clone());
        findings.push(finding.note(format!("the first one is at {}", first.at())).help(
            "give one of the two another name, or define them alike; Traefik drops both otherwise",
        ));
    }
    findings
}

impl Router<'_> {
    fn sorted(&self) -> Vec<&(String, String)> {
        let mut settings: Vec<_> = self.settings.iter().collect();
        settings.sort();
        settings
    }
}
