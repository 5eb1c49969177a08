//! `lint`: what is wrong with the registry, or with job files.

mod answer;
mod args;
mod files;
mod show;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use jobwright_hcl::syntax::Span;

use super::Answer;
use super::print::{self, count};
use super::sources::{self, Sources};
use crate::audit;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, SourceText};
use crate::error::{Error, ErrorKind};
use crate::generate::{Catalogue, lint_all, of_sites};
use crate::lint::{self, Outcome};
use crate::out;
use crate::project::Project;
use crate::registry::Registry;
pub use args::Args;
use args::Format;

pub fn run(args: &Args, registry: Option<Registry>) -> Result<Answer, Error> {
    if let Some(name) = &args.explain {
        return print::result(&Args::rule(name)?.page());
    }
    if args.list {
        return show::list();
    }
    args.check()?;
    match registry {
        _ if !args.paths.is_empty() => files::run(args),
        Some(registry) => of_registry(args, registry),
        None => {
            let message = "expected a project with a registry to lint, found none";
            let help = "pass job files or directories, or change to a directory that contains \
                `registry/site.rs`";
            Err(Error::new(ErrorKind::Usage, message).help(help))
        }
    }
}

/// Lints a registry.
fn of_registry(args: &Args, registry: Registry) -> Result<Answer, Error> {
    let mut catalogues = of_sites(&registry, &args.site.names)?;
    if let Some(version) = args.nomad {
        catalogues.iter_mut().for_each(|catalogue| catalogue.site.nomad = Some(version));
    }
    let mut outcome = lint_all(&catalogues, lint::Level::Info);
    let out = Project::here()?.out();
    for catalogue in &catalogues {
        outcome.findings.extend(catalogue.refused_updates_in(&out));
    }
    sources::locate(&mut outcome);
    if let Some(reason) = &args.add_allow {
        return allow(args, &catalogues, &outcome, reason);
    }
    if args.format == Format::Cargo {
        offer_allowances(&catalogues, &mut outcome);
    }
    let items = catalogues.iter().flat_map(|catalogue| &catalogue.items);
    let mut files: Vec<String> =
        items.map(|item| item.defined.source.clone().into_owned()).collect();
    if catalogues.len() > 1 {
        files.sort();
        files.dedup();
    }
    answer::answer(args, outcome, files)
}

fn can_be_allowed(finding: &Diagnostic) -> bool {
    lint::rule(finding.rule).is_some_and(lint::Rule::can_be_allowed)
}

/// The reason of an allowance that an editor writes, for whoever takes it to fill in.
const NO_REASON: &str = "say why this is fine";

/// Adds to each finding that can be allowed, and that has no other fix, what would allow it.
fn offer_allowances(catalogues: &[Catalogue], outcome: &mut Outcome) {
    let mut sources = Sources::here();
    let findings = outcome.findings.iter_mut();
    for finding in findings.filter(|finding| finding.fix.is_none() && can_be_allowed(finding)) {
        let home = finding.subject.as_ref().and_then(|name| home(catalogues, &mut sources, name));
        let Some((text, call)) = home else { continue };
        let allowance = audit::allowance_at(&text.text, call.start, finding.rule, NO_REASON);
        finding.fix = allowance.map(|(at, replacement)| Fix {
            message: "allow it, with a reason".to_owned(),
            edits: vec![Edit { place: Place::Text(text, Span::new(at, at)), replacement }],
            safe: false,
        });
    }
}

/// The call that makes a job, in the source of its file.
fn home(
    catalogues: &[Catalogue],
    sources: &mut Sources,
    name: &str,
) -> Option<(Arc<SourceText>, Span)> {
    let mut items = catalogues.iter().flat_map(|catalogue| &catalogue.items);
    let item = items.find(|item| item.name() == name)?;
    sources.call(item.defined.block().base().location)
}

/// Writes allowances into the definitions, each after the call that makes its job.
fn allow(
    args: &Args,
    catalogues: &[Catalogue],
    outcome: &Outcome,
    reason: &str,
) -> Result<Answer, Error> {
    let least = args.min_severity.into();
    let findings = outcome.findings.iter().filter(|finding| finding.severity >= least);
    let (mut rules, mut left) = (BTreeMap::<String, BTreeSet<&str>>::new(), Vec::new());
    for finding in findings {
        match finding.subject.as_ref().filter(|_| can_be_allowed(finding)) {
            Some(subject) => _ = rules.entry(subject.clone()).or_default().insert(finding.rule),
            None => left.push(finding.clone()),
        }
    }
    let mut texts: BTreeMap<String, Vec<(u32, BTreeSet<&str>)>> = BTreeMap::new();
    let mut sources = Sources::here();
    for (subject, rules) in rules {
        match home(catalogues, &mut sources, &subject) {
            Some((text, span)) => {
                texts.entry(text.name.clone()).or_default().push((span.start, rules));
            }
            None => {
                let message = format!("cannot find the definition of the job `{subject}`");
                let help = "add the allowances to its definition: `.allow(\"RULE\", \"reason\")`";
                left.push(Diagnostic::warning("house/allowance", message).help(help));
            }
        }
    }
    let mut allowed = 0;
    for (name, jobs) in texts {
        let Some((path, text)) = sources.file(&name) else { continue };
        allowed += jobs.iter().map(|(_, rules)| rules.len()).sum::<usize>();
        out::rewrite(&path, &audit::with_allowances(&text.text, jobs, reason))?;
        print::say(&format!("updated {}\n", print::path(Path::new(&name))));
    }
    left.iter().for_each(print::finding);
    print::say(&format!("{} written; build and lint again\n", count(allowed, "allowance")));
    Ok(if left.is_empty() { Answer::Yes } else { Answer::No })
}
