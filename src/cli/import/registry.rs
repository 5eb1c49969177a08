//! Jobs as definitions of the registry in the working folder's project, or of a new project.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::summary::Summary;
use super::{Args, Job, root};
use crate::cli::{Answer, print};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::error::{Error, ErrorKind};
use crate::house::Site;
use crate::import::{
    Definition, Dependency, Library, Place, Plan, SHARED, Skeleton, Source, Wanted, categories,
    category, library, site,
};
use crate::jobspec;
use crate::lint::{self, Context};
use crate::registry::Defined;
use crate::registry::Registry;
use crate::render::Renderer;

/// What the registry has already.
#[derive(Default)]
struct Known {
    site: Option<Site>,
    /// The text of `site.rs`.
    site_text: String,
    /// The definitions of the jobs, by their IDs.
    jobs: BTreeMap<String, Vec<Old>>,
    /// The stems of the definitions.
    stems: BTreeSet<String>,
    /// The helper modules beside `site.rs`.
    helpers: BTreeSet<String>,
    /// Those of them that `import` has written, each with the definitions that use it.
    shared: BTreeMap<String, BTreeSet<String>>,
}

/// A definition that is there.
struct Old {
    /// The file that defines the job.
    source: String,
    /// The job as HCL.
    text: Option<String>,
    /// The file defines nothing else.
    alone: bool,
}

/// Writes the definitions.
pub fn write(
    args: &Args,
    registry: Option<Registry>,
    jobs: &[Job<'_>],
    summary: &mut Summary,
) -> Result<Answer, Error> {
    let root = root()?;
    let is_new = !root.join("registry/site.rs").is_file();
    let renderer = Renderer::new(BTreeMap::new()).map_err(|error| {
        Error::new(ErrorKind::Template, "the templates cannot be used").source_error(error)
    })?;
    let known = known(registry, &root, &renderer);
    let any_ids = is_new || known.site.as_ref().is_some_and(|site| site.any_ids);
    let text = |job: &Job<'_>| renderer.job(&job.1.job, "").ok();
    let jobs: Vec<&Job<'_>> = jobs
        .iter()
        .filter(|job| {
            let there = !args.force && known.is_there(&job.1.job.id, text(job));
            summary.unchanged += usize::from(there);
            !there
        })
        .collect();
    let jobs = unique(args, &jobs, &known, any_ids, summary);
    let jobs = if is_new { acceptable(&jobs, summary) } else { jobs };
    if jobs.is_empty() {
        return Ok(Answer::Yes);
    }
    let mut plan = Plan::new(&root, args.force);
    let dependency = args.dependency.wanted().unwrap_or_else(Dependency::found);
    if is_new {
        let skeleton = Skeleton::new(&root, &dependency);
        if let Err(finding) = plan.add("the new project", skeleton.own) {
            print::finding(&finding.clone().note("here is no project, so a new one is made"));
            return Ok(Answer::Failed);
        }
        skeleton.besides.into_iter().for_each(|file| plan.add_missing(file));
    }
    let printed = printed(&jobs, &known, is_new);
    if let Err(finding) = plan.add("what the jobs share", besides(&printed)) {
        print::finding(&finding);
        return Ok(Answer::Failed);
    }
    let folders = folders(args, &jobs, &root, &known, &printed);
    for ((job, definition), folder) in jobs.iter().zip(printed.definitions).zip(folders) {
        let (file, imported) = job;
        let house = definition.house;
        match plan.add(&file.name, files(definition, &folder)) {
            Ok(()) => {
                summary.imported(&imported.job);
                summary.house += usize::from(house);
            }
            Err(finding) => summary.refuse(&file.name, &[*finding]),
        }
    }
    let written = plan.write();
    summary.notes.push(format!("{written} in {}", root.display()));
    if is_new {
        summary.notes.push(dependency.note());
    }
    summary.next = Some("jobwright gen".to_owned());
    summary.errors.extend(written.errors);
    Ok(Answer::Yes)
}

impl Known {
    /// Whether a definition gives just this job.
    fn is_there(&self, id: &str, text: Option<String>) -> bool {
        let old = self.jobs.get(id).into_iter().flatten();
        text.is_some() && old.into_iter().any(|old| old.text == text)
    }
}

fn known(registry: Option<Registry>, root: &Path, renderer: &Renderer) -> Known {
    let mut known = Known::default();
    let folder = root.join("registry");
    for path in fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if path.extension().is_some_and(|extension| extension == "rs") {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if fs::read_to_string(&path).is_ok_and(|text| text.starts_with(SHARED)) {
                known.shared.insert(stem.clone(), BTreeSet::new());
            }
            known.helpers.insert(stem);
        }
    }
    let Some(registry) = registry else { return known };
    let site = (registry.site)();
    for entry in registry.entries {
        let stem = Path::new(entry.source).file_stem();
        known.stems.extend(stem.map(|stem| stem.to_string_lossy().into_owned()));
        let text = fs::read_to_string(root.join(entry.source)).unwrap_or_default();
        for (stem, users) in &mut known.shared {
            if text.contains(&format!("crate::{stem}")) {
                users.insert(entry.source.to_owned());
            }
        }
        let definitions = (entry.define)(&site);
        let alone = definitions.len() == 1;
        for definition in definitions {
            if let crate::registry::Definition::Job(job)
            | crate::registry::Definition::Reference(job) = definition
            {
                let source = entry.source.to_owned();
                let old = Old { source, text: renderer.job(&job, "").ok(), alone };
                known.jobs.entry(job.id).or_default().push(old);
            }
        }
    }
    known.site = Some(site);
    known.site_text = fs::read_to_string(folder.join("site.rs")).unwrap_or_default();
    known
}

/// The jobs with IDs of their own; what has the ID of another one is refused.
fn unique<'j, 'f>(
    args: &Args,
    jobs: &[&'j Job<'f>],
    known: &Known,
    any_ids: bool,
    summary: &mut Summary,
) -> Vec<&'j Job<'f>> {
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    let mut kept = Vec::new();
    if any_ids {
        repeated(jobs);
    }
    for job in jobs.iter().copied() {
        let (file, imported) = job;
        let id = imported.job.id.as_str();
        let mut old = known.jobs.get(id).into_iter().flatten();
        let there = old.find(|old| !args.force || !old.alone);
        let twin = first.get(id).copied().filter(|_| !any_ids);
        let other = twin.or(there.map(|old| old.source.as_str()));
        let Some(other) = other else {
            first.insert(id, &file.name);
            kept.push(job);
            continue;
        };
        let message = format!("`{}` defines the job `{id}`, and so does `{other}`", file.name);
        let help = if first.contains_key(id) {
            "rename one of them, import it into a project of its own, or let the site have `any_ids()`"
        } else if there.is_some_and(|old| !old.alone) {
            "that file defines more than this job: change it by hand, or move the job into a file of its own first"
        } else {
            "the registry has another job of that ID; `--force` writes its definition anew"
        };
        summary.refuse(&file.name, &[Diagnostic::error("job-name", message).help(help)]);
    }
    kept
}

/// The jobs that `gen` will take in a new project: one that it refuses would keep it from all others.
fn acceptable<'j, 'f>(jobs: &[&'j Job<'f>], summary: &mut Summary) -> Vec<&'j Job<'f>> {
    let all: Vec<&jobspec::Job> = jobs.iter().map(|(_, imported)| &imported.job).collect();
    let site = site(&all);
    let mut kept = Vec::new();
    for job in jobs {
        let (file, imported) = job;
        let definition = crate::registry::Definition::Job(imported.job.clone());
        let defined = Defined { source: "", definition };
        let mut findings = lint::registry(&Context::new(&site, &[&defined]));
        findings.retain(|finding| finding.severity == Severity::Error);
        let said = |finding: Diagnostic| {
            finding
                .at(diagnostic::Place::Unknown)
                .note(format!("in the job of `{}`; `gen` would refuse it", file.name))
        };
        if findings.is_empty() {
            kept.push(*job);
        } else {
            summary.refuse(&file.name, &findings.into_iter().map(said).collect::<Vec<_>>());
        }
    }
    kept
}

/// Warns of IDs that several jobs have.
fn repeated(jobs: &[&Job<'_>]) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, imported) in jobs {
        *counts.entry(&imported.job.id).or_default() += 1;
    }
    counts.retain(|_, count| *count > 1);
    let all: usize = counts.values().sum();
    let mut shown: Vec<String> = counts.keys().take(4).map(|id| format!("`{id}`")).collect();
    if counts.len() > shown.len() {
        shown.push("…".to_owned());
    }
    if all == 0 {
        return;
    }
    let ids = if counts.len() == 1 { "ID".to_owned() } else { format!("{} IDs", counts.len()) };
    let message = format!("{all} jobs share the {ids} {}", shown.join(", "));
    let note = "in one cluster they would replace each other; their files in `out/` are named after their definitions";
    let help = "import the jobs of each cluster into a project of its own, or rename them";
    print::finding(&Diagnostic::warning("job-name", message).note(note).help(help));
}

fn printed(jobs: &[&Job<'_>], known: &Known, is_new: bool) -> Library {
    let sources: Vec<Source<'_>> = jobs
        .iter()
        .zip(rewritten(jobs, known))
        .map(|((_, imported), old)| Source {
            job: &imported.job,
            comments: &imported.comments,
            stem: old.and_then(|old| Path::new(&old.source).file_stem()?.to_str()),
        })
        .collect();
    let mut anew: BTreeSet<&str> = sources.iter().filter_map(|source| source.stem).collect();
    // What only such definitions share is written anew with them.
    let files: BTreeSet<&str> =
        rewritten(jobs, known).into_iter().flatten().map(|old| old.source.as_str()).collect();
    for (stem, users) in &known.shared {
        if !users.is_empty() && users.iter().all(|user| files.contains(user.as_str())) {
            anew.insert(stem);
        }
    }
    let all = known.stems.iter().chain(&known.helpers).map(String::as_str);
    let taken: Vec<&str> = all.filter(|stem| !anew.contains(stem)).collect();
    let place = match &known.site {
        _ if is_new => Place::New,
        Some(site) => Place::Site(site, &known.site_text),
        None => Place::Unknown,
    };
    library(&sources, place, &taken)
}

/// The definition that each job is written over, if there is one: the first job of an ID replaces the first one.
fn rewritten<'k>(jobs: &[&Job<'_>], known: &'k Known) -> Vec<Option<&'k Old>> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut all = Vec::new();
    for (_, imported) in jobs {
        let id = imported.job.id.as_str();
        let count = counts.entry(id).or_default();
        all.push(known.jobs.get(id).and_then(|old| old.get(*count)));
        *count += 1;
    }
    all
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
    args: &Args,
    jobs: &[&Job<'_>],
    root: &Path,
    known: &Known,
    printed: &Library,
) -> Vec<String> {
    let mut taken = known.helpers.clone();
    taken.extend(printed.helpers.iter().map(|(stem, _)| stem.clone()));
    if let Some(name) = &args.category {
        return vec![category(name, &taken); jobs.len()];
    }
    let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
    let files: Vec<Option<PathBuf>> =
        jobs.iter().map(|(file, _)| file.path.as_ref().map(absolute)).collect();
    let found = categories(&files, root, &taken);
    let own = rewritten(jobs, known).into_iter().map(|old| {
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
