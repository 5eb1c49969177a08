//! Findings for which `gen` refuses the registry with the imported jobs, and not without them, such
//! as one static port in two jobs.

use std::collections::BTreeSet;

use super::known::Known;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::house::Site;
use crate::lint::{self, Context};
use crate::registry::{Defined, Definition};

/// The errors of the registry with these definitions that it does not have without them, as warnings.
pub fn refused_by_gen(new: &[Defined], known: &Known, site: &Site) -> Vec<Diagnostic> {
    let before = errors(site, &known.defined.iter().collect::<Vec<_>>());
    let is_kept = |old: &&Defined| new.iter().all(|new| new.source != old.source);
    let kept = known.defined.iter().filter(is_kept);
    let mut found = errors(site, &kept.chain(new).collect::<Vec<_>>());
    let key =
        |finding: &Diagnostic| (finding.rule, finding.subject.clone(), finding.message.clone());
    let mut known_before: BTreeSet<_> = before.iter().map(key).collect();
    found.retain(|finding| known_before.insert(key(finding)));
    found.into_iter().map(|finding| said(finding, new)).collect()
}

fn errors(site: &Site, defined: &[&Defined]) -> Vec<Diagnostic> {
    let mut findings = lint::check(&Context::new(site, defined)).findings;
    findings.retain(|finding| finding.severity == Severity::Error);
    findings
}

/// The finding as `import` shows it: the lines of the definitions are not known before they are
/// compiled.
fn said(mut finding: Diagnostic, new: &[Defined]) -> Diagnostic {
    finding.severity = Severity::Warning;
    finding.related.clear();
    finding.fix = None;
    let is_subject = |defined: &&Defined| match &defined.definition {
        Definition::Job(job) | Definition::Reference(job) => {
            Some(job.id.as_str()) == finding.subject.as_deref()
        }
        Definition::Volume(_) => false,
    };
    let place = match new.iter().find(is_subject) {
        Some(defined) => Place::File(defined.source.to_string()),
        None => Place::Unknown,
    };
    finding.at(place).note("`gen` refuses the registry until this is resolved")
}
