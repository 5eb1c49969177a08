//! What the working copy of a job would do to the allocations of the one that is committed: a line above the job.

use serde_json::{Value, json};

use super::documents::Document;
use crate::audit::JobFiles;
use crate::diff::{self, Comparison, Detail, JobChange};
use crate::import::{JobFile, JobReader, Mode, SourceFile, Values};
use crate::jobspec::Job;
use jobwright_hcl::syntax::Outline;

/// The command that shows what is different.
pub const DIFFERENCE: &str = "jobwright.difference";

/// The code lens above the job, if the job can be read; `old` is the committed source, if there is
/// one.
pub fn lenses(document: &Document, old: Option<&str>) -> Value {
    let outline = Outline::of(&document.text);
    let job = outline.inside(None).map(|(_, entry)| entry);
    let job = job.into_iter().find(|entry| outline.text_of(entry.name) == "job");
    let (Some(job), Some(comparison)) = (job, compared(document, old)) else { return json!([]) };
    let own = outline.label(job, 0).unwrap_or_default();
    // A job that has another ID is another job, beside which the old one goes.
    let line = |one: &JobChange| match one.id == own {
        true => diff::job_line(one),
        false => format!("`{}` {}", one.id, diff::job_line(one)),
    };
    let lines: Vec<String> = comparison.jobs.iter().map(line).collect();
    let what = if lines.is_empty() { "no changes".to_owned() } else { lines.join("; ") };
    json!([{
        "range": document.lines.range(&document.text, job.name),
        "command": {
            "title": format!("against HEAD: {what}"),
            "command": DIFFERENCE,
            "arguments": [document.uri],
        },
    }])
}

/// What is different, for people.
pub fn difference(document: &Document, old: Option<&str>) -> Option<String> {
    let comparison = compared(document, old)?;
    Some(diff::text(&comparison, Detail { full: false, explain: false }, diff::plain))
}

/// Both jobs side by side; nothing, where the new one cannot be read.
fn compared(document: &Document, old: Option<&str>) -> Option<Comparison> {
    let values = Values::default();
    let reader = JobReader::new(Mode::Evaluate, &values).ok()?;
    let new = job(&reader, document, &document.text)?;
    let old = old.and_then(|old| job(&reader, document, old));
    Some(diff::compare(old.as_slice(), &[new]))
}

fn job(reader: &JobReader<'_>, document: &Document, text: &str) -> Option<Job> {
    let source =
        SourceFile { path: document.path.clone(), ..SourceFile::new(document.name(), text) };
    if !JobFile::parse(&source).holds_job() {
        return None;
    }
    JobFiles::of_sources(reader, &[source]).into_jobs().pop()
}
