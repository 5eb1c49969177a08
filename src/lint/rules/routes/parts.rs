//! `route-parts`: middlewares and servers of one name are defined alike, whatever jobs they are of.

use super::{Part, Seen, marks, with_namesakes};
use crate::diagnostic::Diagnostic;

const RULE: &str = "route-parts";
const HELP: &str =
    "give one of the two another name, or define them alike; Traefik drops both otherwise";

/// Checks that no two of one name differ.
pub fn check(seen: &Seen<'_>) -> Vec<Diagnostic> {
    let sorts = [("middleware", &seen.middlewares), ("service", &seen.servers)];
    sorts.into_iter().flat_map(|(what, all)| of(what, all)).collect()
}

fn of(what: &str, all: &[Part<'_>]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (one, other) in with_namesakes(all, |one, other| one.sorted() != other.sorted()) {
        findings.extend(within(what, one));
        let Some(first) = other else { continue };
        let who = if first.job.id == one.job.id {
            format!("two services of job `{}`", one.job.id)
        } else {
            format!("the jobs `{}` and `{}`", first.job.id, one.job.id)
        };
        let message = format!("{who} define the {what} `{}` of Traefik in two ways", one.name);
        let finding = Diagnostic::error(RULE, message).at(one.place.clone());
        findings.push(finding.note(format!("the first one is at {}", first.at())).help(HELP));
    }
    findings
}

/// Two calls of one service that contradict each other, or make two kinds of middleware of one.
fn within(what: &str, one: &Part<'_>) -> Option<Diagnostic> {
    let whole =
        |key: &str, value: &str| format!(".{}.{what}s.{}.{key}={value}", one.protocol, one.name);
    let (differs, [first, second]) = match one.twice() {
        Some((key, both)) => {
            (format!("their `{key}` differs"), both.map(|value| whole(key, value)))
        }
        None if what == "middleware" => {
            let [first, second] = one.kinds()?;
            let kind =
                |(key, _): &(String, String)| key.split('.').next().unwrap_or_default().to_owned();
            let differs = format!("one is `{}`, the other `{}`", kind(first), kind(second));
            (differs, [first, second].map(|(key, value)| whole(key, value)))
        }
        None => return None,
    };
    let message = format!(
        "the service `{}` of job `{}` defines the {what} `{}` of Traefik in two ways: {differs}",
        one.service, one.job.id, one.name
    );
    let [first, second] = [first, second].map(|tag| marks(one.job, &tag).next());
    let finding =
        Diagnostic::error(RULE, message).at(second.or_else(|| one.place.clone())).help(HELP);
    Some(match first {
        Some(first) => finding.note(format!("the first one is at {first}")),
        None => finding,
    })
}

impl Part<'_> {
    /// The first settings of two kinds.
    fn kinds(&self) -> Option<[&(String, String); 2]> {
        let kind = |setting: &(String, String)| setting.0.split('.').next().map(str::to_owned);
        let first = self.settings.first()?;
        let second = self.settings.iter().find(|setting| kind(setting) != kind(first))?;
        Some([first, second])
    }

    fn sorted(&self) -> Vec<&(String, String)> {
        let mut settings: Vec<_> = self.settings.iter().collect();
        settings.sort();
        settings
    }
}
