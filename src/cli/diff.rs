//! `diff`: what changed, and what it will do to running allocations.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::checked::checked;
use super::print::{self, MessageFormat};
use super::values::ValueArgs;
use super::{Answer, style};
use crate::audit::JobFiles;
use crate::diff::{self, Class, Comparison, Detail, Sides, Source};
use crate::error::{Error, ErrorKind};
use crate::generate::{Catalogue, renderer};
use crate::import::{JobFile, Mode, Reader, SourceFile};
use crate::jobspec::Job;
use crate::project::Project;
use crate::registry::Registry;
use crate::visible::visible;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// What was there: a file, a folder, a revision of git, or two as in `main..HEAD`; without it, the project's `out/`
    old: Option<String>,
    /// What is there now: without it, what the registry would render
    new: Option<String>,
    /// How to show it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Show all changes, and texts line by line
    #[arg(long)]
    full: bool,
    /// Show passwords, tokens and keys
    #[arg(long)]
    show_secrets: bool,
    /// Exit with 1 if something is different
    #[arg(long)]
    exit_code: bool,
    /// Answer as git's external diff: `git config diff.jobwright.command "jobwright diff --git-driver"`
    #[arg(long, num_args = 7..=9, value_names = ["PATH", "OLD-FILE", "OLD-HEX", "OLD-MODE", "NEW-FILE", "NEW-HEX", "NEW-MODE"], conflicts_with_all = ["old", "format"])]
    git_driver: Option<Vec<String>>,
    #[command(flatten)]
    values: ValueArgs,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For a terminal
    #[default]
    Text,
    /// For a pull request
    Markdown,
    /// One JSON document
    Json,
}

impl Args {
    /// Whether everything that is asked for can be done without a registry.
    pub fn needs_no_registry(&self) -> bool {
        self.git_driver.is_some() || self.range().is_some() || self.new.is_some()
    }

    /// Two revisions in one argument.
    fn range(&self) -> Option<(&str, &str)> {
        let old = self.old.as_deref().filter(|old| !Path::new(old).exists())?;
        let (from, to) = old.split_once("...").or_else(|| old.split_once(".."))?;
        let head = |name| if str::is_empty(name) { "HEAD" } else { name };
        Some((head(from), head(to)))
    }
}

pub fn run(args: &Args, registry: Option<Registry>) -> Result<Answer, Error> {
    if let Some(files) = &args.git_driver {
        return driver(args, files);
    }
    let Some(sides) = sides(args, registry)? else { return Ok(Answer::No) };
    let (values, findings) = args.values.read(true);
    let reader = Reader::new(Mode::Evaluate, &values);
    let Ok(reader) = reader.map_err(|found| found.iter().for_each(print::finding)) else {
        return Ok(Answer::Failed);
    };
    findings.iter().for_each(print::finding);
    let (olds, news) = (jobs(&reader, &sides.old), jobs(&reader, &sides.new));
    let (Some(olds), Some(news)) = (olds, news) else { return Ok(Answer::Failed) };
    let mut comparison = diff::compare(&olds, &news);
    if args.show_secrets {
        comparison.reveal();
    }
    show(args, &comparison)?;
    Ok(match args.exit_code && !comparison.is_empty() {
        true => Answer::No,
        false => Answer::Yes,
    })
}

fn show(args: &Args, comparison: &Comparison) -> Result<Answer, Error> {
    match args.format {
        Format::Text => {
            // In a log of git, the words would be explained for each file anew.
            let detail = Detail { full: args.full, explain: args.git_driver.is_none() };
            let plain = diff::text(comparison, detail, diff::plain);
            print::painted(&diff::text(comparison, detail, paint), &plain)
        }
        Format::Markdown => print::result(&diff::markdown(comparison)),
        Format::Json => print::result(&diff::json(comparison)),
    }
}

/// What ends something stands out most.
fn paint(class: Class, text: &str) -> String {
    let style = match class {
        Class::Destructive | Class::Stop | Class::Refused => style::REMOVED,
        Class::Create => style::ADDED,
        Class::InPlace => style::HUNK,
        Class::Nothing | Class::Version => return visible(text).into_owned(),
    };
    let lines = text.split('\n').map(|line| format!("{style}{}{style:#}", visible(line)));
    lines.collect::<Vec<_>>().join("\n")
}

/// The texts of both sides; nothing, where the registry is wrong, and it was said how.
fn sides(args: &Args, registry: Option<Registry>) -> Result<Option<Sides>, Error> {
    let project = Project::here().ok();
    let folder = |path: Option<&str>| match (path, &project) {
        (Some(path), _) => PathBuf::from(path),
        (None, Some(project)) if project.out().is_dir() => project.out(),
        (None, _) => PathBuf::from("."),
    };
    if let Some((from, to)) = args.range() {
        let folder = folder(args.new.as_deref());
        let of = |name: &str| Source::Revision(name.to_owned(), folder.clone());
        return Sides::read(of(from), of(to)).map(Some);
    }
    let old = args.old.as_deref().map(|old| diff::source(old, &folder(None)));
    if let (Some(old), Some(new)) = (&old, &args.new) {
        return Sides::read(old.clone(), diff::source(new, &folder(None))).map(Some);
    }
    let (Some(registry), Some(project)) = (registry, &project) else {
        let error = Error::new(ErrorKind::Usage, "there is no registry here to compare with");
        return Err(error.help("name two sides: `diff OLD NEW`, or `diff main..HEAD`"));
    };
    let Some(catalogue) = checked(registry, "compared", MessageFormat::Human)? else {
        return Ok(None);
    };
    let old = old.unwrap_or_else(|| Source::Path(project.out()));
    Sides::read(old, Source::Texts(rendered(&catalogue, project)?)).map(Some)
}

/// What the registry would render.
fn rendered(catalogue: &Catalogue, project: &Project) -> Result<BTreeMap<String, String>, Error> {
    let renderer = renderer(project)?;
    let files = catalogue.render(&renderer, |item| item.job().is_some())?;
    let named =
        |file: crate::out::File| (file.path.to_string_lossy().replace('\\', "/"), file.text);
    Ok(files.into_iter().map(named).collect())
}

/// The jobs in texts; nothing, where one cannot be read, and it was said why.
fn jobs(reader: &Reader<'_>, texts: &BTreeMap<String, String>) -> Option<Vec<Job>> {
    let holds_job = |(name, text): &(&String, &String)| {
        let source = SourceFile::new(name.as_str(), text.as_str());
        JobFile::parse(&source).holds_job()
    };
    let texts = texts.iter().filter(holds_job).map(|(name, text)| (name.as_str(), text.as_str()));
    let files = JobFiles::of_texts(reader, texts);
    let wrong = files.findings.iter().filter(|finding| finding.severity == crate::Severity::Error);
    let wrong: Vec<_> = wrong.collect();
    wrong.iter().for_each(|finding| print::finding(finding));
    wrong.is_empty().then(|| files.into_jobs())
}

/// Answers git, which gives two files and what they are called.
fn driver(args: &Args, files: &[String]) -> Result<Answer, Error> {
    let [path, old, _, _, new, ..] = files else { return Ok(Answer::Failed) };
    let text = |file: &str| match file {
        "/dev/null" | "nul" => Ok(String::new()),
        file => std::fs::read(file)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .map_err(|error| {
                Error::new(ErrorKind::Io, "git's copy of the file cannot be read")
                    .source_error(error)
            }),
    };
    let (old, new) = (text(old)?, text(new)?);
    let (values, _) = args.values.read(true);
    let reader = Reader::new(Mode::Evaluate, &values);
    let read = |text: &str| {
        let reader = reader.as_ref().ok()?;
        let source = SourceFile::new(path.as_str(), text);
        let is_job = text.is_empty() || JobFile::parse(&source).holds_job();
        let files = JobFiles::of_texts(reader, (!text.is_empty()).then_some((path.as_str(), text)));
        let is_read =
            files.findings.iter().all(|finding| finding.severity != crate::Severity::Error);
        (is_job && is_read).then(|| files.into_jobs())
    };
    let head = format!("diff --jobwright a/{path} b/{path}\n");
    // What is no job, or none yet, is shown as git shows any text.
    let (Some(olds), Some(news)) = (read(&old), read(&new)) else {
        print::result(&head)?;
        return print::prepared(&print::unified(&old, &new));
    };
    let mut comparison = diff::compare(&olds, &news);
    if args.show_secrets {
        comparison.reveal();
    }
    print::result(&head)?;
    show(args, &comparison)
}
