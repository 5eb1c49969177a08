//! The HCL files in Nomad's own source, read beside the real Nomad: the same files are jobs, and the same jobs they are.
//!
//! Each file is read in its own folder, as `nomad job run -output FILE` is run there, so that `file("./x")` finds its
//! neighbours. Where Nomad says that variables are not set, both are given the same values.

use super::said;
use crate::support::call::{Called, call};
use crate::support::compare;
use crate::support::go::module_or_skip;
use crate::support::nomad::{Nomad, nomad};
use crate::support::{files, judge, skip};
use jobwright::eval::{Files, Inputs};
use jobwright::jobspec::Version;
use jobwright::{api, read};
use serde_json::Value as Json;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

const NOMAD: &str = "github.com/hashicorp/nomad";

/// How many of the HCL files in Nomad 1.6.3 are jobs to Nomad: as they stand, and once unset variables have a value.
/// Another count would mean that we look in the wrong place or call Nomad in the wrong way.
const JOBS: (usize, usize) = (237, 6);

/// Files of an older Nomad with attributes that a later one took away, and these.
const GONE: ([&str; 4], &str) = (
    [
        "jobspec/test-fixtures/bad-ports.hcl",
        "jobspec/test-fixtures/basic.hcl",
        "jobspec/test-fixtures/incorrect-service-def.hcl",
        "jobspec/test-fixtures/overlapping-ports.hcl",
    ],
    "unknown attribute `consul_token` in `job`",
);

/// Values for unset variables: the one is good for a text and a number, the other for a bool.
const VALUES: [&str; 2] = ["1", "true"];

/// What Nomad makes of a file.
struct Theirs {
    /// The values that it was given.
    variables: Vec<(String, String)>,
    /// The job, or why it is none.
    job: Result<Json, String>,
}

/// What we make of it, beside that.
enum Verdict {
    Same,
    /// It is no job to either.
    BothRefuse,
    /// It has what later Nomads took away.
    Gone,
    Different(String),
}

#[test]
fn hcl_files_of_nomads_source_are_the_same_jobs() {
    let Some(nomad) = nomad!() else { return };
    let Some(module) = module_or_skip(NOMAD, skip::name_of(|| ())) else { return };
    let is_hcl = |file: &PathBuf| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let name = name.strip_suffix(".tpl").unwrap_or(&name);
        name.ends_with(".hcl") || name.ends_with(".nomad")
    };
    let sources: Vec<PathBuf> =
        files(&module).expect("the module").into_iter().filter(is_hcl).collect();
    let (plain, given) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let verdicts = each(&sources, |file| {
        let theirs = theirs(&nomad, &module, file);
        if theirs.job.is_ok() {
            let count = if theirs.variables.is_empty() { &plain } else { &given };
            count.fetch_add(1, Ordering::Relaxed);
        }
        verdict(ours(&module, file, &theirs.variables), theirs.job, nomad.version())
    });
    let mut verdicts = verdicts;
    for (source, verdict) in sources.iter().zip(&mut verdicts) {
        if GONE.0.iter().any(|file| source.ends_with(file)) {
            let gone = matches!(verdict, Verdict::Different(how) if how.contains(GONE.1));
            let excepted = judge::excepted(!gone, nomad.version());
            assert!(excepted, "{}: no exception for {}", source.display(), nomad.version());
            *verdict = if gone { Verdict::Gone } else { Verdict::Same };
        }
    }
    report("HCL", &module, &sources, &verdicts);
    let jobs = (plain.into_inner(), given.into_inner());
    println!("{} jobs to Nomad {}, and {} with variables", jobs.0, nomad.version(), jobs.1);
    // A newer Nomad no longer takes some of them.
    let enough = if nomad.version() <= judge::BUILT { jobs == JOBS } else { jobs.0 > 200 };
    assert!(enough, "{jobs:?} jobs, and with variables; {JOBS:?} expected");
}

#[test]
fn json_files_of_nomads_source_are_the_same_jobs() {
    let Some(nomad) = nomad!() else { return };
    let Some(module) = module_or_skip(NOMAD, skip::name_of(|| ())) else { return };
    // Nomad takes any JSON object as a job, one without an ID at that; what is meant as a job says `Job`.
    let is_job = |file: &PathBuf| {
        let json = file.extension().is_some_and(|end| end == "json");
        let text = if json { fs::read_to_string(file).ok() } else { None };
        let value = text.and_then(|text| serde_json::from_str::<Json>(&text).ok());
        value.is_some_and(|value| value.get("Job").is_some_and(Json::is_object))
    };
    let sources: Vec<PathBuf> =
        files(&module).expect("the module").into_iter().filter(is_job).collect();
    assert!(sources.len() >= 2, "the module has {} job files in JSON", sources.len());
    let verdicts = each(&sources, |file| {
        let theirs = job_of(&run(&nomad, &module, file, &["-json".to_owned()]));
        let text = fs::read_to_string(file).expect("a file");
        let ours = read::api_json(&text).map(|job| api::job(&job));
        verdict(ours.map_err(|findings| said(&text, &findings)), theirs, nomad.version())
    });
    report("JSON", &module, &sources, &verdicts);
}

/// What we read, given these values.
fn ours(module: &Path, file: &Path, variables: &[(String, String)]) -> Result<Json, String> {
    let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
    let folder = file.parent().unwrap_or(module);
    // Nomad reads any file; ours are those of the module.
    let files = Files::below(folder).and_below(module).home(module);
    let inputs = Inputs { arguments: variables.to_vec(), ..Inputs::default() };
    let reading = read::evaluated(&text, &inputs, Some(files));
    reading.map(|reading| api::job(&reading.job)).map_err(|findings| said(&text, &findings))
}

/// What Nomad reads, once all variables have a value.
fn theirs(nomad: &Nomad, module: &Path, file: &Path) -> Theirs {
    let first = run(nomad, module, file, &[]);
    let unset: Vec<&str> = first
        .stderr
        .split("Unset variable \"")
        .skip(1)
        .filter_map(|rest| rest.split_once('"').map(|(name, _)| name))
        .collect();
    let mut theirs = Theirs { variables: Vec::new(), job: job_of(&first) };
    if unset.is_empty() {
        return theirs;
    }
    let value = |name: &&str| ((*name).to_owned(), VALUES[0].to_owned());
    theirs.variables = unset.iter().map(value).collect();
    // Each message names one variable whose type is another.
    for _ in 0..=unset.len() {
        let given =
            |(name, value): &(String, String)| ["-var".to_owned(), format!("{name}={value}")];
        let words: Vec<String> = theirs.variables.iter().flat_map(given).collect();
        let called = run(nomad, module, file, &words);
        theirs.job = job_of(&called);
        let unfit = called.stderr.split_once("The received arg value for ");
        let Some((unfit, _)) = unfit.and_then(|(_, rest)| rest.split_once(' ')) else { break };
        for (_, value) in theirs.variables.iter_mut().filter(|(name, _)| name == unfit) {
            VALUES[1].clone_into(value);
        }
    }
    theirs
}

/// `nomad job run -output WORDS FILE`, in the file's own folder. At home, which is the module's, there are no keys, which
/// one job wants to read.
fn run(nomad: &Nomad, module: &Path, file: &Path, words: &[String]) -> Called {
    let mut command = nomad.command();
    command.env("HOME", module);
    command.args(["job", "run", "-output"]).args(words).args(file.file_name());
    if let Some(folder) = file.parent() {
        command.current_dir(folder);
    }
    call(&mut command, "")
}

fn job_of(called: &Called) -> Result<Json, String> {
    if called.code != Some(0) {
        return Err(called.stderr.trim().to_owned());
    }
    let mut json: Json = serde_json::from_str(&called.stdout).map_err(|error| error.to_string())?;
    Ok(json["Job"].take())
}

fn verdict(ours: Result<Json, String>, theirs: Result<Json, String>, by: Version) -> Verdict {
    match (ours, theirs) {
        (Ok(ours), Ok(theirs)) => {
            let found = compare::differences(&ours, &theirs, by);
            let found: Vec<String> = found.into_iter().map(cut).collect();
            if found.is_empty() { Verdict::Same } else { Verdict::Different(found.join("\n  ")) }
        }
        (Err(_), Err(_)) => Verdict::BothRefuse,
        (Ok(_), Err(theirs)) => Verdict::Different(format!("we read it; Nomad does not: {theirs}")),
        (Err(ours), Ok(_)) => Verdict::Different(format!("Nomad reads it; we do not: {ours}")),
    }
}

/// A line of a report: whole scripts can differ.
fn cut(line: String) -> String {
    let end = line.char_indices().nth(400).map(|(end, _)| end);
    end.map_or_else(|| line.clone(), |end| format!("{}…", &line[..end]))
}

/// Judges every file, on all processors.
fn each(files: &[PathBuf], judge: impl Fn(&Path) -> Verdict + Sync) -> Vec<Verdict> {
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some((number, file)) = taken(&next, files) {
                    let verdict = judge(file);
                    done.lock().expect("the verdicts").push((number, verdict));
                }
            });
        }
    });
    let mut done = done.into_inner().expect("the verdicts");
    done.sort_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, verdict)| verdict).collect()
}

fn taken<'f>(next: &AtomicUsize, files: &'f [PathBuf]) -> Option<(usize, &'f PathBuf)> {
    let number = next.fetch_add(1, Ordering::Relaxed);
    files.get(number).map(|file| (number, file))
}

/// Says how many are the same; fails with what is not.
fn report(kind: &str, module: &Path, files: &[PathBuf], verdicts: &[Verdict]) {
    let refused = verdicts.iter().filter(|verdict| matches!(verdict, Verdict::BothRefuse)).count();
    let same = verdicts.iter().filter(|verdict| matches!(verdict, Verdict::Same)).count();
    let gone = verdicts.iter().filter(|verdict| matches!(verdict, Verdict::Gone)).count();
    let jobs = files.len() - refused;
    let counts = format!(
        "{kind}: {same} of {jobs} jobs the same, {gone} with what is gone, {refused} files refused by both"
    );
    let shown = |(file, verdict): (&PathBuf, &Verdict)| match verdict {
        Verdict::Different(how) => {
            let name = file.strip_prefix(module).unwrap_or(file);
            Some(format!("{}:\n  {how}", name.display()))
        }
        _ => None,
    };
    let different: Vec<String> = files.iter().zip(verdicts).filter_map(shown).collect();
    println!("{counts}");
    assert!(different.is_empty(), "{counts}\n{}", different.join("\n"));
}
