//! `diff`: what changed, and what it will do to running allocations.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::checked::checked;
use super::print::{self, MessageFormat, count};
use super::site::SiteArgs;
use super::values::ValueArgs;
use super::{Answer, git_driver, style};
use crate::Severity;
use crate::audit::JobFiles;
use crate::deploy::{RECEIPT_VERSION, Receipt};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::diff::{
    self, Between, Class, Comparison, Detail, Files, PlaceChange, Revision, Sides, Source,
};
use crate::error::{Error, ErrorKind};
use crate::generate::{Catalogue, renderer};
use crate::import::{JobReader, Mode, SourceFile};
use crate::jobspec::{Attr, Job, VolumeSpec};
use crate::out::sites_in;
use crate::project::Project;
use crate::registry::Registry;
use crate::visible::{visible, visible_line};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Old side: a file, a directory, a git revision, a range (`main..HEAD`,
    /// `main...HEAD`) or `-` for standard input [default: the project's `out/`]
    old: Option<String>,
    /// New side [default: the rendered registry]
    new: Option<String>,
    /// Directory to compare in revisions [default: the project's `out/`, or the
    /// current directory]
    #[arg(last = true, value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Select the output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Show all changes, and multi-line strings line by line
    #[arg(long)]
    full: bool,
    /// Show passwords, tokens and keys
    #[arg(long)]
    show_secrets: bool,
    /// Exit with code 1 if there are differences
    #[arg(long)]
    exit_code: bool,
    /// Run as git's external diff: `git config diff.jobwright.command "jobwright diff --git-driver"`
    #[arg(long, num_args = 1..=9, allow_hyphen_values = true, value_name = "ARGS", conflicts_with_all = ["old", "format", "exit_code"])]
    git_driver: Option<Vec<String>>,
    /// Compare the predictions with the results in a receipt of `deploy`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["old", "format", "git_driver"])]
    verify: Option<PathBuf>,
    /// Compare two sites of the registry
    #[arg(long, num_args = 2, value_names = ["SITE", "SITE"], conflicts_with_all = ["old", "git_driver", "verify", "names"])]
    between: Option<Vec<String>>,
    #[command(flatten)]
    site: SiteArgs,
    #[command(flatten)]
    values: ValueArgs,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Plain text, for a terminal
    #[default]
    Text,
    /// Markdown, for a pull request
    Markdown,
    /// One JSON document
    Json,
}

impl Args {
    /// Whether everything that is asked for can be done without a registry.
    pub fn needs_no_registry(&self) -> bool {
        if self.between.is_some() {
            return false;
        }
        self.git_driver.is_some()
            || self.verify.is_some()
            || self.range().is_some()
            || self.new.is_some()
            // Where there is no project, one side is too little, and that is said.
            || self.old.is_some() && Project::here().is_err()
    }

    /// Two revisions in one argument.
    fn range(&self) -> Option<(Revision, Revision)> {
        let old = self.old.as_deref()?;
        Revision::range(old).filter(|_| !PathBuf::from(old).exists())
    }
}

pub fn run(args: &Args, registry: Option<Registry>) -> Result<Answer, Error> {
    let reveal = |comparison: &mut Comparison| {
        if args.show_secrets {
            comparison.reveal();
        }
    };
    if let Some(arguments) = &args.git_driver {
        return git_driver::run(arguments, &args.values, |mut comparison| {
            reveal(&mut comparison);
            show(args, &comparison)
        });
    }
    if let Some(path) = &args.verify {
        return verify(path);
    }
    if let Some(names) = &args.between {
        return run_between(args, names, registry, reveal);
    }
    let Some(sides) = sides(args, registry)? else { return Ok(Answer::No) };
    let sites = of_sites(args, sides.by_site())?;
    if sites.len() > 1 && args.format == Format::Json {
        let names: Vec<&str> = sites.iter().filter_map(|(site, _)| site.as_deref()).collect();
        let message = format!(
            "expected one site for a JSON document, found differences at {}",
            names.join(", ")
        );
        return Err(Error::new(ErrorKind::Usage, message).help("select one with `--site`"));
    }
    let mut comparisons: Vec<(Option<String>, Comparison)> = Vec::new();
    let is_flat = matches!(sites.as_slice(), [(None, _)]);
    for (site, sides) in sites {
        let Some(mut comparison) = compared(args, sides, |_, _| ()) else {
            return Ok(Answer::Failed);
        };
        reveal(&mut comparison);
        comparisons.push((site, comparison));
    }
    diff::moved(&mut comparisons);
    let all = comparisons.len();
    for (at, (site, comparison)) in comparisons.iter().enumerate() {
        match is_flat {
            true => show(args, comparison)?,
            false => show_site(args, comparison, site.as_deref(), (at, all))?,
        };
    }
    Ok(answer(args, comparisons.iter().all(|(_, comparison)| comparison.is_empty())))
}

/// Those of the sites that are named; of one at which nothing is different, two sides without a file.
fn of_sites(
    args: &Args,
    mut sites: Vec<(Option<String>, Sides)>,
) -> Result<Vec<(Option<String>, Sides)>, Error> {
    let named = &args.site.names;
    let mut known: BTreeSet<String> = sites.iter().filter_map(|(site, _)| site.clone()).collect();
    if let Ok(project) = Project::here() {
        known.extend(sites_in(&project.out()));
    }
    // The only site has no directory of its own.
    if named.is_empty() || known.is_empty() {
        return Ok(sites);
    }
    if let Some(name) = named.iter().find(|name| !known.contains(*name)) {
        let error = Error::new(ErrorKind::Usage, format!("no files of a site `{name}`"));
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        return Err(error.help(format!("use one of the sites {}", known.join(", "))));
    }
    sites.retain(|(site, _)| site.as_ref().is_some_and(|site| named.contains(site)));
    if sites.is_empty() {
        sites.extend(named.iter().take(1).map(|name| (Some(name.clone()), Sides::default())));
    }
    Ok(sites)
}

fn answer(args: &Args, is_same: bool) -> Answer {
    if args.exit_code && !is_same { Answer::No } else { Answer::Yes }
}

/// One of several sites, below its name.
fn show_site(
    args: &Args,
    comparison: &Comparison,
    site: Option<&str>,
    (at, all): (usize, usize),
) -> Result<Answer, Error> {
    if args.format != Format::Markdown {
        let space = if at == 0 { "" } else { "\n" };
        let heading = match site {
            Some(site) => format!("site {}", visible_line(site)),
            None => "files without a site".to_owned(),
        };
        if args.format == Format::Text {
            print::result(&format!("{space}{heading}\n\n"))?;
        }
        return show(args, comparison);
    }
    let start = if at == 0 { diff::MARK } else { "" };
    let most = diff::MOST / all - diff::MARK.len() - 2;
    let text = diff::site_markdown(site, comparison, most);
    let room = most.saturating_sub(text.chars().count());
    print::result(&format!("{start}\n{text}{}", diff::volumes_markdown(&comparison.volumes, room)))
}

/// What is different from one site to another.
fn run_between(
    args: &Args,
    names: &[String],
    registry: Option<Registry>,
    reveal: impl Fn(&mut Comparison),
) -> Result<Answer, Error> {
    let (Some(registry), [one, two]) = (registry, names) else {
        let message = "expected a registry with sites to compare, found no project";
        let help = "change to a directory that contains `registry/site.rs`, or to one below it";
        return Err(Error::new(ErrorKind::Usage, message).help(help));
    };
    let project = Project::here()?;
    let Some(catalogues) = checked(registry, names, "compared", MessageFormat::Human)? else {
        return Ok(Answer::No);
    };
    let renderer = renderer(&project)?;
    let files = |name: &String| -> Result<BTreeMap<String, String>, Error> {
        let Some(catalogue) = catalogues.iter().find(|one| one.site.name == *name) else {
            return Ok(BTreeMap::new());
        };
        let files = catalogue.render(&renderer, |_| true)?;
        let named = |file: crate::out::File| {
            let path = file.path.strip_prefix(&catalogue.folder).unwrap_or(&file.path);
            (path.to_string_lossy().replace('\\', "/"), file.text)
        };
        Ok(files.into_iter().map(named).collect())
    };
    let places = RefCell::new(Vec::new());
    let align = |old: &mut Side, new: &Side| places.borrow_mut().extend(old.align(new));
    let sides = Sides::of_texts(files(one)?, files(two)?);
    let Some(mut comparison) = compared(args, sides, align) else { return Ok(Answer::Failed) };
    reveal(&mut comparison);
    let places = places.into_inner();
    let between = Between { sites: (one, two), comparison: &comparison, places: &places };
    let text = |paint| between.text(args.full, paint);
    match args.format {
        Format::Text => print::painted(&text(paint), &text(diff::plain))?,
        Format::Markdown => print::result(&diff::fenced("", &text(diff::plain)))?,
        Format::Json => print::result(&between.json())?,
    };
    Ok(answer(args, between.is_empty()))
}

/// What happened otherwise than a receipt predicted.
fn verify(path: &Path) -> Result<Answer, Error> {
    let text =
        std::fs::read_to_string(path).map_err(|error| Error::io("cannot read", path, error))?;
    let receipt: Receipt = serde_json::from_str(&text).map_err(|error| {
        let message = format!("expected a receipt, found something else ({error}):");
        let error = Error::new(ErrorKind::Usage, message).path(path);
        error.help("pass a file written by `deploy --receipt FILE`")
    })?;
    if receipt.version != RECEIPT_VERSION {
        let found = receipt.version;
        let message = format!("expected a receipt of version {RECEIPT_VERSION}, found {found}:");
        let error = Error::new(ErrorKind::Usage, message).path(path);
        return Err(error.help("compare it with the jobwright version that wrote it"));
    }
    let surprises = receipt.surprises();
    let lines = surprises.iter().map(|one| format!("{}: {}", one.job, one.message));
    let lines = lines.map(|line| visible_line(&line).into_owned() + "\n");
    print::result(&lines.collect::<String>())?;
    let looked = receipt.steps.iter().filter(|entry| entry.job.is_some() && entry.state == "done");
    let jobs = count(looked.count(), "job");
    print::say(&format!("{jobs} deployed, {} differ from the prediction\n", surprises.len()));
    Ok(if surprises.is_empty() { Answer::Yes } else { Answer::No })
}

/// Both sides, read and compared; nothing, where one cannot be read, and it was said why.
fn compared(args: &Args, sides: Sides, prepare: impl Fn(&mut Side, &Side)) -> Option<Comparison> {
    let (values, mut findings) = args.values.read(true);
    findings.extend(sides.findings);
    let reader = match JobReader::new(Mode::Evaluate, &values) {
        Ok(reader) => reader,
        Err(found) => return none_of(findings.into_iter().chain(found).collect()),
    };
    let is_single = [sides.old.is_single, sides.new.is_single];
    let [mut old, mut new] = [sides.old, sides.new].map(|side| read(&reader, side, &mut findings));
    if is_single[0] != is_single[1] && (if is_single[0] { &old } else { &new }).is_empty() {
        let error = Diagnostic::error("empty", "the file is empty, so it names no job to compare");
        findings.push(error.help("pass a file with a job, or another file to compare with"));
    }
    let findings = none_if_wrong(findings)?;
    findings.iter().for_each(print::finding);
    // Who names one file asks for what it holds.
    match is_single {
        [true, false] => new.retain(&old),
        [false, true] => old.retain(&new),
        _ => {}
    }
    prepare(&mut old, &new);
    let mut comparison = diff::compare(&old.jobs, &new.jobs);
    comparison.volumes = diff::volumes(&old.volumes, &new.volumes);
    Some(comparison)
}

/// What the files of a side hold.
struct Side {
    jobs: Vec<Job>,
    /// The IDs of jobs that were stopped, and have no allocations.
    stopped: Vec<String>,
    volumes: Vec<VolumeSpec>,
}

impl Side {
    fn is_empty(&self) -> bool {
        self.jobs.is_empty() && self.stopped.is_empty() && self.volumes.is_empty()
    }

    /// Moves its jobs to where the other side has those of the same IDs, and tells of what differs there: each site has a
    /// region and a namespace of its own, by which nothing is another job.
    fn align(&mut self, other: &Self) -> Vec<PlaceChange> {
        let there: BTreeMap<&String, &Job> = other.jobs.iter().map(|job| (&job.id, job)).collect();
        let mut changes = Vec::new();
        for job in &mut self.jobs {
            let Some(there) = there.get(&job.id) else { continue };
            let pairs = [
                ("namespace", "default", &mut job.namespace, &there.namespace),
                ("region", "global", &mut job.region, &there.region),
            ];
            for (path, usual, own, other) in pairs {
                let said = |attr: &Option<Attr<String>>| {
                    let own = attr.as_ref().and_then(Attr::as_str).filter(|own| !own.is_empty());
                    own.unwrap_or(usual).to_owned()
                };
                let (old, new) = (said(own), said(other));
                if old != new {
                    changes.push(PlaceChange { job: job.id.clone(), path, old, new });
                }
                own.clone_from(other);
            }
        }
        changes
    }

    /// Keeps what the other side has, too.
    fn retain(&mut self, other: &Self) {
        let ids = other.jobs.iter().map(|job| &job.id).chain(&other.stopped);
        let ids: BTreeSet<&String> = ids.collect();
        self.jobs.retain(|job| ids.contains(&job.id));
        let volumes: BTreeSet<_> = other.volumes.iter().map(VolumeSpec::source).collect();
        self.volumes.retain(|volume| volumes.contains(&volume.source()));
    }
}

/// The findings, where nothing among them is wrong.
fn none_if_wrong(findings: Vec<Diagnostic>) -> Option<Vec<Diagnostic>> {
    match findings.iter().any(|finding| finding.severity == Severity::Error) {
        true => none_of(findings),
        false => Some(findings),
    }
}

/// Says why nothing was compared.
fn none_of<T>(findings: Vec<Diagnostic>) -> Option<T> {
    findings.iter().for_each(print::finding);
    let errors = findings.iter().filter(|one| one.severity == Severity::Error).count();
    print::say(&format!("{}, nothing was compared\n", count(errors, "error")));
    None
}

fn show(args: &Args, comparison: &Comparison) -> Result<Answer, Error> {
    match args.format {
        Format::Text => {
            // In a log of git, the words would be explained for each file anew.
            let detail = Detail { full: args.full, explain: args.git_driver.is_none() };
            let of = |paint| {
                let volumes = diff::volumes_text(&comparison.volumes);
                let space = if volumes.is_empty() { "" } else { "\n" };
                (diff::text(comparison, detail, paint), format!("{space}{volumes}"))
            };
            let ((plain, volumes), (painted, _)) = (of(diff::plain), of(paint));
            let coloured = format!("{painted}{}", visible(&volumes));
            print::painted(&coloured, &(plain + &volumes))
        }
        Format::Markdown => {
            let text = diff::markdown(comparison);
            let room = diff::MOST.saturating_sub(text.chars().count());
            print::result(&(text + &diff::volumes_markdown(&comparison.volumes, room)))
        }
        Format::Json => print::result(&diff::json(comparison)),
    }
}

/// Styles a string by its class of change: what ends something is the most visible.
pub fn paint(class: Class, text: &str) -> String {
    let style = match class {
        Class::Destructive | Class::Stop | Class::Refused => style::REMOVED,
        Class::Create => style::ADDED,
        Class::InPlace => style::HUNK,
        Class::Nothing | Class::Version => return visible(text).into_owned(),
    };
    let lines = text.split('\n').map(|line| format!("{style}{}{style:#}", visible(line)));
    lines.collect::<Vec<_>>().join("\n")
}

/// The files of both sides; nothing, where the registry is wrong, and it was said how.
fn sides(args: &Args, registry: Option<Registry>) -> Result<Option<Sides>, Error> {
    let project = Project::here().ok();
    let folder = || match (&args.folder, &project) {
        (Some(folder), _) => folder.clone(),
        (None, Some(project)) => project.out(),
        (None, None) => PathBuf::from("."),
    };
    if let Some((old, new)) = args.range() {
        // As in git: what follows a range is where to look.
        let folder = match (&args.new, &args.folder) {
            (Some(_), Some(_)) => return Err(two_folders()),
            (Some(new), None) => PathBuf::from(new),
            _ => folder(),
        };
        let of = |revision| Source::Revision(revision, folder.clone());
        return Sides::read(of(old), of(new)).map(Some);
    }
    let old = args.old.as_deref().map(|old| Source::named(old, &folder()));
    if let (Some(old), Some(new)) = (&old, &args.new) {
        return Sides::read(old.clone(), Source::named(new, &folder())).map(Some);
    }
    let (Some(registry), Some(project)) = (registry, &project) else {
        let error = Error::new(
            ErrorKind::Usage,
            "expected a registry to compare with, found no \
            project",
        );
        let help = match (&args.old, &old) {
            (Some(name), Some(Source::Revision(..))) => {
                format!("pass two sides: `diff {name}..HEAD`, or `diff {name} out`")
            }
            (Some(name), _) => format!("pass two sides: `diff {name} OTHER`"),
            _ => "pass two sides: `diff OLD NEW`, or `diff main..HEAD`".to_owned(),
        };
        return Err(error.help(help));
    };
    let Some(catalogues) = checked(registry, &args.site.names, "compared", MessageFormat::Human)?
    else {
        return Ok(None);
    };
    let old = old.unwrap_or_else(|| match project.out() {
        out if out.exists() => Source::Path(out),
        // Nothing was rendered yet.
        _ => Source::Texts(BTreeMap::new()),
    });
    Sides::read(old, Source::Texts(rendered(&catalogues, project)?)).map(Some)
}

fn two_folders() -> Error {
    let error = Error::new(ErrorKind::Usage, "expected one directory to compare, found two");
    error.help("pass one: `diff main..HEAD -- DIR`")
}

/// What the output directory would hold: what the registry renders, and what others have put there.
fn rendered(
    catalogues: &[Catalogue],
    project: &Project,
) -> Result<BTreeMap<String, String>, Error> {
    let renderer = renderer(project)?;
    let out = project.out();
    let mut all = if out.is_dir() { diff::of_others(&out)? } else { BTreeMap::new() };
    let named =
        |file: crate::out::File| (file.path.to_string_lossy().replace('\\', "/"), file.text);
    for catalogue in catalogues {
        all.extend(catalogue.render(&renderer, |_| true)?.into_iter().map(named));
    }
    Ok(all)
}

/// The jobs and the volumes of a side, and what is wrong with its files.
fn read(reader: &JobReader<'_>, side: Files, findings: &mut Vec<Diagnostic>) -> Side {
    let kinds = side.split();
    let mut volumes = Vec::new();
    for source in kinds.volumes {
        match crate::read::file(&source.text) {
            Ok(volume) => volumes.push(volume),
            Err(found) => {
                let text = Arc::new(SourceText::new(source.name.as_str(), source.text.as_str()));
                findings.extend(found.iter().map(|one| one.diagnostic(Severity::Error, &text)));
            }
        }
    }
    let stopped = read_jobs(reader, &kinds.stopped, findings).into_iter().map(|job| job.id);
    let stopped: Vec<String> = stopped.collect();
    for (id, source) in stopped.iter().zip(&kinds.stopped) {
        let message = format!(
            "job `{id}` in `{}` is stopped (`Stop` is true) and is compared as absent",
            source.name
        );
        findings.push(Diagnostic::warning("stopped", message));
    }
    Side { jobs: read_jobs(reader, &kinds.jobs, findings), stopped, volumes }
}

fn read_jobs(
    reader: &JobReader<'_>,
    sources: &[SourceFile],
    findings: &mut Vec<Diagnostic>,
) -> Vec<Job> {
    let mut files = JobFiles::of_sources(reader, sources);
    let found = std::mem::take(&mut files.findings);
    findings.extend(found.into_iter().filter(|finding| finding.severity == Severity::Error));
    let names = files.job_names();
    let jobs = files.into_jobs();
    let mut known = BTreeMap::new();
    for (job, name) in jobs.iter().zip(&names) {
        if let Some(other) = known.insert(diff::key(job), name) {
            let message = format!("job `{}` is in both `{other}` and `{name}`", job.id);
            let help = "compare the directories of each cluster separately, such as `diff \
                main..HEAD -- out/east`";
            findings.push(Diagnostic::error("twice", message).help(help));
        }
    }
    jobs
}
