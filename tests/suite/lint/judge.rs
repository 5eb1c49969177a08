//! Job files as `lint` judges them, without a site.

use jobwright::diagnostic::{SourceMap, SourceText};
use jobwright::eval::Inputs;
use jobwright::lint::{self, Context, Outcome};
use jobwright::prelude::*;
use jobwright::read::Parsed;
use jobwright::{Defined, Definition, Severity, syntax};
use std::sync::Arc;

/// What the rules find in job files of one cluster.
pub fn lint(files: &[(String, String)], inputs: &Inputs<'_>) -> Result<Outcome, String> {
    of_site(files, inputs, &Site::bare(""), true)
}

/// The same for a cluster of which nothing is known but that all its jobs are there.
pub fn cluster(files: &[(String, String)], inputs: &Inputs<'_>) -> Result<Outcome, String> {
    of_site(files, inputs, &Site::bare(""), false)
}

fn of_site(
    files: &[(String, String)],
    inputs: &Inputs<'_>,
    site: &Site,
    plain: bool,
) -> Result<Outcome, String> {
    let mut sources = SourceMap::default();
    let mut defined = Vec::new();
    for (name, text) in files {
        let body = syntax::parse(text).map_err(|errors| format!("{errors:?}"))?;
        let source = sources.add(name.as_str(), text.as_str());
        let read = Parsed::native(text, &body).in_source(source).evaluated(inputs, None);
        let job = read.map_err(|findings| format!("{findings:?}\n{text}"))?.job;
        defined.push(Defined { source: name.clone().into(), definition: Definition::Job(job) });
    }
    let defined: Vec<&Defined> = defined.iter().collect();
    let mut allowances = Vec::new();
    for (name, text) in files {
        let shared = SourceText::new(name.as_str(), text.as_str());
        let (body, comments) =
            syntax::parse_with_comments(text).map_err(|errors| format!("{errors:?}"))?;
        allowances.extend(lint::comments(&Arc::new(shared), &body, &comments));
    }
    let context = Context::new(site, &defined).sources(sources).with_comments(allowances);
    Ok(lint::check(&if plain { context.plain() } else { context }))
}

/// The same of texts without names, with the levels of a site.
pub fn texts(site: &Site, texts: &[String]) -> Result<Outcome, String> {
    let file = |(at, text): (usize, &String)| (format!("{at}.nomad.hcl"), text.clone());
    of_site(&texts.iter().enumerate().map(file).collect::<Vec<_>>(), &Inputs::default(), site, true)
}

/// What Nomad's own rules say: the worst of what they find.
pub fn verdict(outcome: &Outcome) -> &'static str {
    let own = outcome.findings.iter().filter(|finding| finding.rule.starts_with("nomad/"));
    match own.map(|finding| finding.severity).max() {
        Some(Severity::Error) => "error",
        Some(Severity::Warning) => "warning",
        _ => "valid",
    }
}
