//! The answer: what was found but for what a baseline knows.

use std::fs;
use std::path::Path;

use super::args::Args;
use super::show;
use crate::audit::Baseline;
use crate::cli::Answer;
use crate::cli::print::{self, count};
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::files::from;
use crate::lint::Outcome;
use crate::out;

/// Prints what was found but for what a baseline knows, and gives the answer.
pub fn answer(args: &Args, mut outcome: Outcome, files: Vec<String>) -> Result<Answer, Error> {
    if args.write_baseline {
        return write_baseline(args, &outcome.findings);
    }
    let (mut known, mut mended) = (0, 0);
    if args.baseline.is_some() {
        let file = args.baseline_file();
        let text = fs::read_to_string(file)
            .map_err(|error| Error::io("cannot read the baseline", file, error))?;
        let all = outcome.findings.len();
        let baseline = Baseline::parse(file, &text)?;
        outcome.findings = baseline.new_ones(outcome.findings, |name| from_baseline(name, file));
        known = all - outcome.findings.len();
        mended = baseline.len().saturating_sub(known);
    }
    let least = args.min_severity.into();
    let all = outcome.findings.len();
    outcome.findings.retain(|finding| finding.severity >= least);
    let hidden = all - outcome.findings.len();
    let found = !outcome.findings.is_empty();
    show::show(args, outcome, show::Rest { files, known, mended, hidden })?;
    Ok(if found { Answer::No } else { Answer::Yes })
}

fn write_baseline(args: &Args, findings: &[Diagnostic]) -> Result<Answer, Error> {
    let baseline = Baseline::of(findings, |name| from_baseline(name, args.baseline_file()));
    let file = args.baseline_file();
    out::write(file, &baseline.text())?;
    let (known, file) = (count(baseline.len(), "finding"), print::path(file));
    print::say(&format!("{known} written to {file}; `--baseline {file}` ignores them\n"));
    Ok(Answer::Yes)
}

/// The name of a file from the directory of the baseline.
fn from_baseline(name: &str, baseline: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let folder = here.join(baseline.parent().unwrap_or(Path::new("")));
    // The names of directories above the baseline's own may differ from machine to machine.
    from(name, &here, &folder).unwrap_or_else(|| name.replace('\\', "/"))
}
