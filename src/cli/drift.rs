//! `drift`: where the cluster is not what the job files say.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::Answer;
use super::cluster::{ClusterArgs, Target, news, stop, usual_namespace};
use super::print::{self, count};
use super::site::which_site;
use super::values::unused;
use crate::deploy::{Api, Difference, Drift, DriftKind, GroupDrift, find_drift, reach};
use crate::diagnostic::Diagnostic;
use crate::diff;
use crate::error::{Error, ErrorKind};
use crate::generate::of_sites;
use crate::import::{JobFile, JobReader, Mode, SourceFile};
use crate::jobspec::Job;
use crate::out::{REFERENCE, site_of};
use crate::project::Project;
use crate::registry::Registry;
use crate::visible::visible_line;
use crate::{Severity, files};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Job files or directories [default: the project's `out/`]; unknown jobs are
    /// only reported for directories
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Select the output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Compare this site of a registry
    #[arg(long, value_name = "NAME", conflicts_with = "files")]
    site: Option<String>,
    #[command(flatten)]
    cluster: ClusterArgs,
}

impl Args {
    /// Whether there is no registry that would say where the cluster is.
    pub fn needs_no_registry(&self) -> bool {
        !self.files.is_empty() || Project::here().is_err()
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// One line for each job, followed by its differences
    #[default]
    Text,
    /// One JSON document
    Json,
}

/// What to do about a variable without a value.
const UNSET: &str = "set it with `--var NAME=VALUE`, `--var-file FILE`, or `NOMAD_VAR_NAME` in the \
    environment";

/// The version of the document's form.
const VERSION: u32 = 1;

/// The document for programs: `schema/drift.schema.json`.
#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    jobs: usize,
    drift: &'a [Drift],
}

pub fn run(args: &Args, registry: Option<Registry>) -> Result<Answer, Error> {
    let catalogues = match registry.filter(|_| args.files.is_empty()) {
        Some(registry) => of_sites(&registry, args.site.as_slice())?,
        None => Vec::new(),
    };
    if catalogues.len() > 1 {
        return Err(which_site(&catalogues));
    }
    let target = catalogues.first().map(|one| {
        let is_one_of_several = one.name().is_some();
        Target { site: &one.site, is_one_of_several }
    });
    let Some(jobs) = jobs(args, target)? else { return Ok(Answer::Failed) };
    let nomad = args.cluster.nomad(target, stop()?)?;
    let failed = |failure: crate::deploy::Failure| {
        let error =
            Error::new(ErrorKind::Usage, format!("at {}: {}", nomad.address(), failure.line()));
        error.help(failure.help())
    };
    reach(&nomad, &news).map_err(failed)?;
    let mut drift = find_drift(Api::of(&nomad), &jobs, &usual_namespace(nomad.environment()))
        .map_err(failed)?;
    // Files that are named are not all that there is.
    if !args.files.is_empty() && args.files.iter().all(|path| !path.is_dir()) {
        drift.retain(|one| one.kind != DriftKind::Unknown);
    }
    match args.format {
        Format::Text => text(&drift, jobs.len())?,
        Format::Json => {
            print::report(&Document { version: VERSION, jobs: jobs.len(), drift: &drift })?
        }
    };
    Ok(if drift.is_empty() { Answer::Yes } else { Answer::No })
}

fn text(drift: &[Drift], jobs: usize) -> Result<Answer, Error> {
    let mut text = String::new();
    for one in drift {
        let namespace = Some(one.namespace.as_str()).filter(|own| *own != "default");
        let place = diff::place(namespace, one.region.as_deref());
        let at = if place.is_empty() { place } else { format!(" ({place})") };
        let words = match one.kind {
            DriftKind::Differs => "differs from its file",
            DriftKind::Missing => "is not on the cluster",
            DriftKind::Stopped => "was stopped",
            DriftKind::Unknown => "is running, but no file defines it",
            DriftKind::Allocations => "does not have the allocations that its file requests",
            DriftKind::Refused => "cannot be compared: Nomad refuses its file",
        };
        let mut lines = vec![format!("{}{at} {words}", one.job)];
        lines.extend(one.differences.iter().map(difference));
        lines.extend(one.allocations.iter().map(allocations));
        let message = one.message.iter().flat_map(|message| message.lines());
        lines.extend(message.map(|line| format!("  {line}")));
        text.extend(lines.iter().map(|line| visible_line(line).into_owned() + "\n"));
    }
    print::result(&text)?;
    let unknown = drift.iter().filter(|one| one.kind == DriftKind::Unknown).count();
    print::say(&format!(
        "{} checked: {} different from the files; {} not defined in any file\n",
        count(jobs, "job"),
        drift.len() - unknown,
        count(unknown, "job")
    ));
    Ok(Answer::Yes)
}

fn difference(own: &Difference) -> String {
    let path = &own.path;
    let quoted = |text: &str| format!("\"{}\"", text.replace('\n', "\\n"));
    match (&own.running, &own.file) {
        (Some(running), Some(file)) => {
            // Of long strings, the first line that is not the same.
            let mut lines = running.lines().zip(file.lines()).enumerate();
            match lines.find(|(_, (running, file))| running != file) {
                Some((at, (old, new))) if running.contains('\n') || file.contains('\n') => {
                    let (at, old, new) = (at + 1, quoted(old), quoted(new));
                    format!("  {path}: line {at} is {old} on the cluster, {new} in the file")
                }
                _ => {
                    let (running, file) = (quoted(running), quoted(file));
                    format!("  {path}: {running} on the cluster, {file} in the file")
                }
            }
        }
        (Some(running), None) if running.is_empty() => format!("  {path}: not in the file"),
        (Some(running), None) => {
            format!("  {path}: {} on the cluster, unset in the file", quoted(running))
        }
        (None, Some(file)) if file.is_empty() => format!("  {path}: only in the file"),
        (None, file) => {
            let file = quoted(file.as_deref().unwrap_or_default());
            format!("  {path}: unset on the cluster, {file} in the file")
        }
    }
}

fn allocations(own: &GroupDrift) -> String {
    let words =
        [(own.missing, "missing"), (own.too_many, "too many"), (own.to_be_moved, "to migrate")];
    let words = words.iter().filter(|(count, _)| *count > 0);
    let words: Vec<String> = words.map(|(count, word)| format!("{count} {word}")).collect();
    format!("  group \"{}\": {}", own.group, words.join(", "))
}

/// The jobs of the files; nothing, where one cannot be read, and it was said why.
fn jobs(args: &Args, target: Option<Target<'_>>) -> Result<Option<Vec<Job>>, Error> {
    let mut paths = Vec::new();
    let named = match (args.files.is_empty(), Project::here()) {
        (false, _) => args.files.clone(),
        (true, Ok(project)) => match target.filter(|target| target.is_one_of_several) {
            Some(target) => vec![project.out().join(&target.site.name)],
            None => vec![project.out()],
        },
        (true, Err(error)) => {
            return Err(error.help("pass job files, or directories of them: `drift out`"));
        }
    };
    for path in &named {
        if path.is_dir() {
            let found = files::below(path, [".nomad.hcl", ".nomad.json"], 20_000);
            if let Some(error) = found.errors.into_iter().next() {
                return Err(error);
            }
            paths.extend(found.files.into_iter().filter(|file| !is_reference(file)));
        } else if let Err(error) = path.symlink_metadata() {
            return Err(files::missing(path, error));
        } else {
            paths.push(path.clone());
        }
    }
    of_one_cluster(args, &paths)?;
    let environment = target.map(Target::environment).unwrap_or_default();
    let (values, findings) = args.cluster.values().as_for_run(&environment);
    let mut findings: Vec<Diagnostic> = findings;
    let reader = match JobReader::new(Mode::Evaluate, &values) {
        Ok(reader) => reader.unset_help(UNSET),
        Err(found) => return Ok(said(found)),
    };
    let read = crate::parallel::map(&paths, |path| {
        let source = SourceFile::job_file(path).map_err(|finding| vec![*finding])?;
        reader.read(JobFile::parse(&source)).map(|imported| (imported.job, imported.variables))
    });
    let (mut jobs, mut declared) = (BTreeMap::new(), BTreeSet::new());
    for (job, path) in read.into_iter().zip(&paths) {
        match job {
            Ok((job, variables)) => {
                jobs.insert(path.clone(), job);
                declared.extend(variables);
            }
            Err(found) => findings.extend(found),
        }
    }
    unused(&values, |name| declared.contains(name));
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Ok(said(findings));
    }
    Ok(Some(jobs.into_values().collect()))
}

/// Files of one of several sites are compared with its cluster, which the usual address need not be.
fn of_one_cluster(args: &Args, paths: &[PathBuf]) -> Result<(), Error> {
    let of = |path: &PathBuf| {
        let site = site_of(&std::fs::read(path).ok()?)?;
        let is_in_it = |part: std::path::Component<'_>| part.as_os_str() == site.as_str();
        path.components().any(is_in_it).then_some(site)
    };
    if args.files.is_empty() {
        return Ok(());
    }
    let sites: BTreeSet<String> = paths.iter().filter_map(of).collect();
    let Some(first) = sites.first() else { return Ok(()) };
    let is_one = sites.len() == 1;
    if is_one && args.cluster.has_address() {
        return Ok(());
    }
    let names: Vec<&str> = sites.iter().map(String::as_str).collect();
    let message = format!("expected files without a site, found files of {}", names.join(", "));
    let help = match is_one {
        true => format!(
            "pass the site instead of its files: `--site {first}`; or pass its address: `--address \
             URL`"
        ),
        false => format!("check one site at a time: `--site {first}`"),
    };
    Err(Error::new(ErrorKind::Usage, message).help(help))
}

fn said<T>(findings: Vec<Diagnostic>) -> Option<T> {
    findings.iter().for_each(print::finding);
    None
}

fn is_reference(file: &Path) -> bool {
    file.parent().and_then(Path::file_name).is_some_and(|name| name == REFERENCE)
}
