//! Merges jobs into a registry: that of an existing project, or a new one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::categories::{categories, category};
use super::definition::Definition;
use super::imported::Imported;
use super::known::Known;
use super::lift::{Library, Source, TargetRegistry, library, site};
use super::together;
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::jobspec::{self, Attr};
use crate::lint::{self, Context};
use crate::parallel;
use crate::registry::Defined;
use crate::registry::{self, Registry};
use crate::render::Renderer;
use crate::scaffold::{Dependency, Plan, Skeleton, Wanted, package};

/// The project that jobs go into.
#[derive(Debug)]
pub struct Destination<'d> {
    /// Its directory.
    pub root: &'d Path,
    /// The existing definitions, if the project has a program that knows them.
    pub registry: Option<Registry>,
    /// The directory of `registry/` for all definitions, in place of one named after the directory
    /// of each file.
    pub category: Option<&'d str>,
    /// The dependency on jobwright of a new project.
    pub dependency: &'d Dependency,
    /// Whether files with other content are replaced.
    pub force: bool,
}

/// A job that is not imported, and why.
pub type Refused<'j> = (&'j Imported, Vec<Diagnostic>);

/// What becomes of the jobs. Nothing is written yet.
#[derive(Debug)]
pub struct Merge<'j> {
    /// Whether the project is a new one.
    pub is_new: bool,
    /// The number of jobs that the registry defines already, unchanged.
    pub unchanged: usize,
    /// The jobs that become definitions.
    pub taken: Vec<Taken<'j>>,
    /// The jobs that do not, and why.
    pub refused: Vec<Refused<'j>>,
    /// Warnings about the jobs.
    pub warnings: Vec<Diagnostic>,
    /// The findings for which `gen` refuses the registry with these jobs, and not without them: two
    /// of them use one port, for example.
    pub refused_by_gen: Vec<Diagnostic>,
    /// The files to write.
    pub files: Files,
}

/// A job that becomes a definition.
#[derive(Debug)]
pub struct Taken<'j> {
    /// The job.
    pub job: &'j Imported,
    /// Whether it uses the house layer.
    pub house: bool,
    /// Its files, by their paths below the project's directory.
    pub files: Vec<PathBuf>,
}

/// The files to write for jobs.
#[derive(Debug)]
pub enum Files {
    /// None: no job is left that needs a file.
    None,
    /// None, because of this finding, which is about all of them.
    Blocked(Box<Diagnostic>),
    /// These files.
    Some(Plan),
}

/// Decides what becomes of jobs in a project's registry.
///
/// ```
/// use jobwright::import::{Destination, Files, JobFile, Mode, JobReader, SourceFile, Values, merge};
/// use jobwright::scaffold::Dependency;
///
/// let values = Values::default();
/// let source = SourceFile::new("web.hcl", "job \"web\" {\n  group \"g\" {\n    task \"t\" {\n      driver = \"exec\"\n      \
///     config {\n        command = \"/bin/web\"\n      }\n    }\n  }\n}\n");
/// let reader = JobReader::new(Mode::Keep, &values).map_err(|found| found[0].to_string())?;
/// let jobs = [reader.read(JobFile::parse(&source)).map_err(|found| found[0].to_string())?];
///
/// let renderer = jobwright::render::Renderer::new(Default::default()).map_err(|error| error.to_string())?;
/// let dependency = Dependency::Version("0.1".to_owned());
/// let root = std::path::Path::new("/nowhere/jobs");
/// let destination = Destination { root, registry: None, category: None, dependency: &dependency, force: false };
/// let merged = merge(&jobs, &destination, &renderer);
/// assert!(merged.is_new && merged.refused.is_empty() && matches!(merged.files, Files::Some(_)));
/// # Ok::<(), String>(())
/// ```
#[must_use]
pub fn merge<'j>(jobs: &'j [Imported], into: &Destination<'_>, renderer: &Renderer) -> Merge<'j> {
    let is_new = !into.root.join("registry/site.rs").is_file();
    let known = Known::of(into.registry, into.root, renderer);
    let any_ids = is_new || known.site.as_ref().is_some_and(|site| site.any_ids);
    let is_there = |job: &&Imported| {
        let text = || renderer.job(&job.job, "").ok();
        !into.force && known.jobs.contains_key(&job.job.id) && known.is_there(&job.job.id, text())
    };
    let (there, jobs): (Vec<&Imported>, Vec<&Imported>) = jobs.iter().partition(is_there);
    let warnings = if any_ids { repeated(&jobs).into_iter().collect() } else { Vec::new() };
    let mut refused = Vec::new();
    let mut jobs = unique(&jobs, &known, (any_ids, into.force), &mut refused);
    if is_new {
        jobs = acceptable(&jobs, &mut refused);
    }
    let (unchanged, taken, files) = (there.len(), Vec::new(), Files::None);
    let refused_by_gen = Vec::new();
    let mut merge = Merge { is_new, unchanged, taken, refused, warnings, refused_by_gen, files };
    if !jobs.is_empty() {
        merge.files = match planned(&jobs, into, &known, &mut merge) {
            Ok(plan) => Files::Some(plan),
            Err(finding) => Files::Blocked(finding),
        };
        merge.refused_by_gen = for_gen(&merge.taken, &known, is_new);
    }
    merge
}

/// The findings for which `gen` refuses the registry with these jobs, if the site is known.
fn for_gen(taken: &[Taken<'_>], known: &Known, is_new: bool) -> Vec<Diagnostic> {
    let all: Vec<&jobspec::Job> = taken.iter().map(|taken| &taken.job.job).collect();
    let new = is_new.then(|| site(&all));
    let Some(site) = new.as_ref().or(known.site.as_ref()) else { return Vec::new() };
    let defined = |taken: &Taken<'_>| {
        let source = taken.files.last()?.to_string_lossy().into_owned();
        let definition = registry::Definition::Job(taken.job.job.clone());
        Some(Defined { source: source.into(), definition })
    };
    together::refused_by_gen(&taken.iter().filter_map(defined).collect::<Vec<_>>(), known, site)
}

/// The files for the jobs, and which jobs have some.
fn planned<'j>(
    jobs: &[&'j Imported],
    into: &Destination<'_>,
    known: &Known,
    merge: &mut Merge<'j>,
) -> Result<Plan, Box<Diagnostic>> {
    let mut plan = Plan::new(into.root, into.force);
    if merge.is_new {
        let skeleton = Skeleton::new(into.root, &package(into.root), into.dependency);
        let because = |finding: Box<Diagnostic>| {
            Box::new(finding.note("there is no project here, so a new one is created"))
        };
        plan.add("the new project", skeleton.own).map_err(because)?;
        skeleton.besides.into_iter().for_each(|file| plan.add_missing(file));
    }
    let printed = printed(jobs, known, merge.is_new);
    plan.add("what the jobs share", besides(&printed))?;
    let folders = folders(jobs, (into.root, into.category), known, &printed);
    for ((job, definition), folder) in jobs.iter().zip(printed.definitions).zip(folders) {
        let house = definition.house;
        let wanted = files(definition, &folder);
        let files = wanted.iter().map(|file| file.path.clone()).collect();
        match plan.add(&job.name, wanted) {
            Ok(()) => merge.taken.push(Taken { job, house, files }),
            Err(finding) => merge.refused.push((job, vec![*finding])),
        }
    }
    Ok(plan)
}

/// The jobs with unique IDs; one with a duplicate ID is refused.
fn unique<'j>(
    jobs: &[&'j Imported],
    known: &Known,
    (any_ids, force): (bool, bool),
    refused: &mut Vec<Refused<'j>>,
) -> Vec<&'j Imported> {
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    let mut kept = Vec::new();
    for imported in jobs.iter().copied() {
        let id = imported.job.id.as_str();
        let mut old = known.jobs.get(id).into_iter().flatten();
        let there = old.find(|old| !force || !old.alone);
        let twin = first.get(id).copied().filter(|_| !any_ids);
        let other = twin.or(there.map(|old| old.source.as_str()));
        let Some(other) = other else {
            first.insert(id, &imported.name);
            kept.push(imported);
            continue;
        };
        let message = format!("duplicate job `{id}`, defined in `{}` and `{other}`", imported.name);
        let help = if first.contains_key(id) {
            "rename one of them, import it into a separate project, or set `any_ids()` in the site"
        } else if there.is_some_and(|old| !old.alone) {
            "that file defines more than this job: change it by hand, or move the job to a file of \
             its own first"
        } else {
            "the registry has another job with that ID; pass `--force` to overwrite its definition"
        };
        refused.push((imported, vec![Diagnostic::error("job-name", message).help(help)]));
    }
    kept
}

/// The jobs that `gen` will accept in a new project: it would refuse the whole registry for one
/// that it does not.
fn acceptable<'j>(jobs: &[&'j Imported], refused: &mut Vec<Refused<'j>>) -> Vec<&'j Imported> {
    let all: Vec<&jobspec::Job> = jobs.iter().map(|imported| &imported.job).collect();
    let site = site(&all);
    let found = parallel::map(jobs, |imported| {
        let definition = registry::Definition::Job(imported.job.clone());
        let defined = Defined { source: "".into(), definition };
        let mut findings = lint::check(&Context::new(&site, &[&defined])).findings;
        findings.retain(|finding| finding.severity == Severity::Error);
        findings
    });
    let mut kept = Vec::new();
    for (imported, findings) in jobs.iter().copied().zip(found) {
        let said = |finding: Diagnostic| {
            finding
                .at(diagnostic::Place::Unknown)
                .note(format!("in the job of `{}`; `gen` would refuse it", imported.name))
        };
        if findings.is_empty() {
            kept.push(imported);
        } else {
            refused.push((imported, findings.into_iter().map(said).collect()));
        }
    }
    kept
}

/// The warning about duplicate IDs.
fn repeated(jobs: &[&Imported]) -> Option<Diagnostic> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for imported in jobs {
        *counts.entry(&imported.job.id).or_default() += 1;
    }
    counts.retain(|_, count| *count > 1);
    let all: usize = counts.values().sum();
    let mut shown: Vec<String> = counts.keys().take(4).map(|id| format!("`{id}`")).collect();
    if counts.len() > shown.len() {
        shown.push("…".to_owned());
    }
    if all == 0 {
        return None;
    }
    let ids = if counts.len() == 1 { "ID".to_owned() } else { format!("{} IDs", counts.len()) };
    let message = format!("{all} jobs share the {ids} {}", shown.join(", "));
    let replaced = match apart(jobs) {
        true => "they have namespaces or regions of their own",
        false => "they would replace each other in one cluster",
    };
    let note = format!("{replaced}; their files in `out/` are named after their definitions");
    let unchecked = "with `any_ids()` in the site, `gen` does not compare jobs, such as their static ports and \
        routes";
    let help = "import the jobs of each cluster into a separate project, or rename them";
    Some(Diagnostic::warning("job-name", message).note(note).note(unchecked).help(help))
}

/// Whether jobs of one ID are different jobs to a cluster, by their regions and namespaces.
fn apart(jobs: &[&Imported]) -> bool {
    let scope =
        |attr: &Option<Attr<String>>| attr.as_ref().and_then(Attr::as_str).map(str::to_owned);
    let mut seen = BTreeSet::new();
    jobs.iter().map(|imported| &imported.job).all(|job| {
        let namespace = scope(&job.namespace).unwrap_or_else(|| "default".to_owned());
        seen.insert((&job.id, scope(&job.region), namespace))
    })
}

/// The definitions, with what they share.
fn printed(jobs: &[&Imported], known: &Known, is_new: bool) -> Library {
    let sources: Vec<Source<'_>> = jobs
        .iter()
        .zip(known.rewritten(jobs))
        .map(|(imported, old)| Source {
            job: &imported.job,
            comments: &imported.comments,
            stem: old.and_then(|old| Path::new(&old.source).file_stem()?.to_str()),
        })
        .collect();
    let mut anew: BTreeSet<&str> = sources.iter().filter_map(|source| source.stem).collect();
    // What only such definitions share is written anew with them.
    let files: BTreeSet<&str> =
        known.rewritten(jobs).into_iter().flatten().map(|old| old.source.as_str()).collect();
    for (stem, users) in &known.shared {
        if !users.is_empty() && users.iter().all(|user| files.contains(user.as_str())) {
            anew.insert(stem);
        }
    }
    let all = known.stems.iter().chain(&known.helpers).map(String::as_str);
    let taken: Vec<&str> = all.filter(|stem| !anew.contains(stem)).collect();
    let place = match &known.site {
        _ if is_new => TargetRegistry::New,
        Some(site) => TargetRegistry::Site(site, &known.site_text),
        None => TargetRegistry::Unknown,
    };
    library(&sources, place, &taken)
}

/// The site, the helper modules, and the files that these include.
fn besides(printed: &Library) -> Vec<Wanted> {
    let module = |stem: &str, text: &String| Wanted {
        path: PathBuf::from(format!("registry/{stem}.rs")),
        text: text.clone(),
    };
    let mut all: Vec<Wanted> = printed.site.iter().map(|text| module("site", text)).collect();
    all.extend(printed.helpers.iter().map(|(stem, text)| module(stem, text)));
    let files = printed.files.iter();
    all.extend(files.map(|(path, text)| Wanted { path: path.clone(), text: text.clone() }));
    all
}

/// The category of each job.
fn folders(
    jobs: &[&Imported],
    (root, wanted): (&Path, Option<&str>),
    known: &Known,
    printed: &Library,
) -> Vec<String> {
    let mut taken = known.helpers.clone();
    taken.extend(printed.helpers.iter().map(|(stem, _)| stem.clone()));
    if let Some(name) = wanted {
        return vec![category(name, &taken); jobs.len()];
    }
    let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
    let files: Vec<Option<PathBuf>> =
        jobs.iter().map(|job| job.path.as_ref().map(absolute)).collect();
    let found = categories(&files, root, &taken);
    let own = known.rewritten(jobs).into_iter().map(|old| {
        let mut parts = old?.source.rsplit('/').skip(1);
        parts.next().map(str::to_owned)
    });
    found.into_iter().zip(own).map(|(found, own)| own.unwrap_or(found)).collect()
}

/// The files of a definition, itself the last.
fn files(definition: Definition, folder: &str) -> Vec<Wanted> {
    let Definition { file_stem, text, files, .. } = definition;
    let mut all: Vec<Wanted> =
        files.into_iter().map(|(path, text)| Wanted { path, text }).collect();
    all.push(Wanted { path: PathBuf::from(format!("registry/{folder}/{file_stem}.rs")), text });
    all
}
