//! The job files in Nomad's own source: what we refuse, `nomad job validate` refuses, and nothing else.

use std::fs;
use std::path::{Path, PathBuf};

use jobwright::diagnostic::SourceMap;
use jobwright::eval::{Files, Inputs};
use jobwright::lint::{self, Context, Outcome};
use jobwright::prelude::*;
use jobwright::read;
use jobwright::{Defined, Definition};

use super::verdicts::{
    Difference, Explained, Refusal, all_needed, by_class, each, ours, theirs, unexplained,
};
use crate::support::files;
use crate::support::go::module_or_skip;
use crate::support::nomad::{Nomad, nomad};
use crate::support::skip;

const NOMAD: &str = "github.com/hashicorp/nomad";

/// How many of its files the parser must at least take for jobs, without any variable.
const JOBS: usize = 200;

/// Differences that stay.
const EXPLAINED: &[Explained] =
    &[("Missing tasks for task group", "a server adds the task of a gateway before it judges")];

#[test]
fn job_files_in_nomads_source_are_judged_as_nomad_judges_them() {
    let Some(nomad) = nomad!() else { return };
    let Some(module) = module_or_skip(NOMAD, skip::name_of(|| ())) else { return };
    let is_hcl = |file: &PathBuf| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".hcl") || name.ends_with(".nomad") || name.ends_with(".hcl.tpl")
    };
    let sources: Vec<PathBuf> =
        files(&module).expect("the module").into_iter().filter(is_hcl).collect();
    let judged = each(sources.len(), |number| judged(&module, &sources[number], &nomad));
    let judged: Vec<(Refusal, Difference)> = judged.into_iter().flatten().collect();
    let different: Vec<&Difference> = judged
        .iter()
        .map(|(_, one)| one)
        .filter(|one| one.ours.is_some() != one.theirs.is_some())
        .collect();
    let refused = judged.iter().filter(|(both, _)| both.is_some()).count();
    println!(
        "{} of {} jobs judged the same, {refused} of them refused",
        judged.len() - different.len(),
        judged.len()
    );
    assert!(judged.len() >= JOBS, "{} jobs only", judged.len());
    all_needed(&different, EXPLAINED);
    let open = unexplained(&different, EXPLAINED);
    assert!(open.is_empty(), "{} differ and nobody says why:\n{}", open.len(), by_class(&open));
}

/// Both verdicts, and why both refuse, if they do; nothing for what is no job without variables.
fn judged(module: &Path, file: &Path, nomad: &Nomad) -> Option<(Refusal, Difference)> {
    let outcome = lint(module, file)?;
    let ours = ours(Ok(outcome), nomad.version());
    let theirs = theirs(nomad, file);
    let name = file.strip_prefix(module).unwrap_or(file).display().to_string();
    // What this Nomad does not even read, because a later one has it, says nothing of rules.
    let both = ours.clone().filter(|_| theirs.is_some());
    Some((both, Difference { name, ours, theirs }))
}

/// What the rules find in a file that is a job as it stands.
fn lint(module: &Path, file: &Path) -> Option<Outcome> {
    let text = fs::read_to_string(file).ok()?;
    let folder = file.parent().unwrap_or(module);
    let files = Files::below(folder).and_below(module).home(module);
    let job = read::evaluated(&text, &Inputs::default(), Some(files)).ok()?.job;
    let defined = Defined { source: "job".into(), definition: Definition::Job(job) };
    let (site, defined) = (Site::bare(""), [&defined]);
    Some(lint::check(&Context::new(&site, &defined).sources(SourceMap::default()).plain()))
}
