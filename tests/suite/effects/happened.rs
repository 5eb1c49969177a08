//! What `diff` predicts for jobs of other types beside what then happens to their allocations.

use std::collections::{BTreeMap, BTreeSet};

use jobwright::diff::{self, Class, Risk};
use jobwright::jobspec::{
    Attr, Group, Job, Network, Parameterized, Periodic, Port, RawExec, Resources, Task,
};

use super::edits::{self, Edit};
use super::plan;
use super::planned::{NOT_RUNNABLE, is_valid, otherwise, pick};
use super::random::Random;
use crate::support::agent::Agent;
use crate::support::nomad::{Nomad, nomad};
use crate::support::{Tested, wait_for};

/// Pairs of each kind.
const PAIRS: usize = 48;

/// At least so many must be judged.
const LEAST: usize = 40;

/// A kind of jobs.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    RunningBatch,
    EndedBatch,
    RunningSysbatch,
    EndedSysbatch,
    System,
    Periodic,
    Parameterized,
}

impl Kind {
    fn of_job(self) -> &'static str {
        match self {
            Self::RunningBatch | Self::EndedBatch | Self::Periodic | Self::Parameterized => "batch",
            Self::RunningSysbatch | Self::EndedSysbatch => "sysbatch",
            Self::System => "system",
        }
    }

    fn ends(self) -> bool {
        matches!(self, Self::EndedBatch | Self::EndedSysbatch)
    }

    fn waits(self) -> bool {
        matches!(self, Self::Periodic | Self::Parameterized)
    }

    fn base(self, id: &str) -> Job {
        let run = match self.ends() {
            true => RawExec::command("/bin/true"),
            false => RawExec::command("/bin/sleep").args(["3600"]),
        };
        let resources = Resources::new().cpu(20).memory(10);
        let task = Task::new("main", run).resources(resources);
        let mut group = Group::new("web").task(task);
        group.networks = vec![Network::new().port(Port::dynamic("http"))];
        let mut job = Job::new(id).datacenters(["*"]).group(group);
        job.type_ = Some(self.of_job().into());
        match self {
            Self::Periodic => job.periodic = Some(Periodic::at("0 0 1 1 *").into()),
            Self::Parameterized => job.parameterized = Some(Parameterized::new().into()),
            _ => {}
        }
        job
    }
}

/// How many allocations are started, replaced and kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Happened {
    started: usize,
    replaced: usize,
    kept: usize,
}

struct Pair {
    id: String,
    /// The job whose allocations are looked at: of one that waits, a run of it.
    runs: String,
    old: Job,
    new: Job,
    edits: Vec<String>,
}

#[test]
fn batch_jobs_that_run() -> Tested {
    judge(Kind::RunningBatch)
}

#[test]
fn batch_jobs_that_have_ended() -> Tested {
    judge(Kind::EndedBatch)
}

#[test]
fn sysbatch_jobs_that_run() -> Tested {
    judge(Kind::RunningSysbatch)
}

#[test]
fn sysbatch_jobs_that_have_ended() -> Tested {
    judge(Kind::EndedSysbatch)
}

#[test]
fn system_jobs() -> Tested {
    judge(Kind::System)
}

#[test]
fn periodic_jobs() -> Tested {
    judge(Kind::Periodic)
}

#[test]
fn parameterized_jobs() -> Tested {
    judge(Kind::Parameterized)
}

fn judge(kind: Kind) -> Tested {
    let _alone = super::alone();
    let Some(nomad) = nomad!() else { return Ok(()) };
    let agent = Agent::start(&nomad)?;
    let pairs = registered(&agent, kind, &nomad);
    let status = if kind.ends() { "complete" } else { "running" };
    let (mut settled, mut left) = (Vec::new(), Vec::new());
    for mut pair in pairs {
        if kind.waits() {
            // What runs is a run of it, which a new version does not touch.
            match plan::launch(&agent, &pair.id, kind == Kind::Periodic) {
                Ok(run) => pair.runs = run,
                Err(why) => {
                    left.push(format!("{:?}: {why}", pair.edits));
                    plan::purge(&agent, &pair.id)?;
                    continue;
                }
            }
        }
        if plan::wait(&agent, &pair.runs, count(&pair.old, kind), status, 20) {
            settled.push((ids(&agent, &pair.runs), pair));
        } else {
            left.push(format!("{:?}: not {status}", pair.edits));
            plan::purge(&agent, &pair.id)?;
        }
    }
    // What keeps its allocations is registered first: where one gets the port of another that still ends, Nomad 1.6 finds
    // no room on the node until that has ended, and replaces what it would have kept.
    let (replaced, kept): (Vec<_>, Vec<_>) =
        settled.into_iter().partition(|(_, pair)| predicted(pair, kind).replaced > 0);
    let mut registered = Vec::new();
    let mut differences = Vec::new();
    for pairs in [kept, replaced] {
        let new = registered.len();
        for (before, pair) in pairs {
            match plan::register(&agent, &pair.new) {
                Ok(()) => registered.push((before, pair)),
                Err(why) => left.push(format!("{:?}: {why}", pair.edits)),
            }
        }
        for (before, pair) in &registered[new..] {
            differences.extend(differs(&agent, pair, before, kind));
        }
    }
    // What was to stay still stays.
    std::thread::sleep(std::time::Duration::from_secs(2));
    for (before, pair) in &registered {
        let (expected, found) = (predicted(pair, kind), happened(&agent, &pair.runs, before));
        if expected != found {
            differences.push(format!("{:?}: predicted {expected:?}, later {found:?}", pair.edits));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    let left = left.join("\n");
    assert!(registered.len() >= LEAST, "{} of {PAIRS} judged:\n{left}", registered.len());
    println!(
        "{} pairs of a {} job did what was predicted\n{left}",
        registered.len(),
        kind.of_job()
    );
    Ok(())
}

/// What differs from the prediction, once Nomad has decided.
fn differs(agent: &Agent, pair: &Pair, before: &BTreeSet<String>, kind: Kind) -> Vec<String> {
    let mut differences = Vec::new();
    // Before Nomad has decided, nothing has happened to anything.
    let is_decided = || match kind.waits() {
        true => plan::version(agent, &pair.id).filter(|version| *version > 0).map(|_| ()),
        false => plan::is_decided(agent, &pair.id, 2).then_some(()),
    };
    let is_same = diff::compare(std::slice::from_ref(&pair.old), std::slice::from_ref(&pair.new));
    let is_same = is_same.jobs.iter().all(|job| job.class == Class::Nothing);
    if wait_for(30, is_decided).is_none() && !(kind.waits() && is_same) {
        differences.push(format!("{:?}: Nomad has not decided", pair.edits));
    }
    let expected = predicted(pair, kind);
    let reached = || (happened(agent, &pair.runs, before) == expected).then_some(());
    if wait_for(10, reached).is_none() {
        let found = happened(agent, &pair.runs, before);
        differences.push(format!("{:?}: predicted {expected:?}, happened {found:?}", pair.edits));
    }
    differences
}

/// Registers the first of each pair.
fn registered(agent: &Agent, kind: Kind, nomad: &Nomad) -> Vec<Pair> {
    let all = edits::all(nomad.version(), kind.of_job());
    let is_safe = |edit: &&Edit| {
        let unsafe_here =
            ["config", "driver", "resources", "update", "scaling", "periodic", "restart", "user"];
        let names = NOT_RUNNABLE.iter().chain(&unsafe_here);
        !edit.name.split('.').any(|step| names.clone().any(|name| step == *name))
    };
    let runnable: Vec<&Edit> = all.iter().filter(is_safe).collect();
    let mut random = Random::new(40 + kind as u64);
    let mut pairs = Vec::new();
    for number in 0..PAIRS * 12 {
        if pairs.len() == PAIRS {
            break;
        }
        let id = format!("pair-{number}");
        let own: Vec<Edit> = (0..random.below(2)).map(|_| pick(&runnable, &mut random)).collect();
        let more = (0..1 + random.below(2)).map(|_| pick(&runnable, &mut random));
        let after: Vec<Edit> = own.iter().cloned().chain(more).collect();
        let base = kind.base(&id);
        let (old, new) = (edits::with(&base, &own), edits::with(&base, &after));
        let is_left = otherwise(&own, &after, nomad.version()).is_some();
        if is_left
            || !is_valid(&old, nomad)
            || !is_valid(&new, nomad)
            || plan::plan(agent, &new).is_err()
        {
            continue;
        }
        if plan::register(agent, &old).is_ok() {
            let edits = after.iter().map(|edit| edit.name.clone()).collect();
            pairs.push(Pair { runs: id.clone(), id, old, new, edits });
        }
    }
    pairs
}

fn count(job: &Job, kind: Kind) -> usize {
    // Of a system job, on each node; there is one.
    let own = job.groups[0].count.as_ref().and_then(Attr::get).unwrap_or(1);
    if kind == Kind::System { own.min(1) as usize } else { own as usize }
}

/// The allocations that are there.
fn ids(agent: &Agent, id: &str) -> BTreeSet<String> {
    let all = plan::allocations(agent, id).into_iter();
    all.filter_map(|one| one["ID"].as_str().map(str::to_owned)).collect()
}

fn predicted(pair: &Pair, kind: Kind) -> Happened {
    let comparison =
        diff::compare(std::slice::from_ref(&pair.old), std::slice::from_ref(&pair.new));
    let had = count(&pair.old, kind);
    let job = comparison.jobs.iter().find(|job| job.class > Class::Version);
    let Some(job) = job else { return Happened { kept: had, ..Happened::default() } };
    let whole = job.groups[0].whole;
    let runs_again = job.flags.iter().any(|flag| flag.risk == Risk::Rerun);
    if kind.ends() {
        // What has ended is not touched, and runs once more where that is said.
        let started = if runs_again { count(&pair.new, kind) } else { whole.create as usize };
        // What a sysbatch job runs again, it stops first, though it has ended.
        let stopped =
            if kind == Kind::EndedSysbatch && runs_again { had } else { whole.stop as usize };
        return Happened { started, replaced: stopped, kept: had - stopped };
    }
    let replaced = (whole.destructive + whole.stop) as usize;
    Happened {
        started: (whole.create + whole.destructive) as usize,
        replaced,
        kept: (whole.in_place + whole.ignore) as usize,
    }
}

fn happened(agent: &Agent, id: &str, before: &BTreeSet<String>) -> Happened {
    let all = plan::allocations(agent, id);
    let mut found = Happened::default();
    let states: BTreeMap<&str, bool> = all
        .iter()
        .filter_map(|one| Some((one["ID"].as_str()?, one["DesiredStatus"] == "run")))
        .collect();
    for (id, runs) in states {
        match (before.contains(id), runs) {
            (true, true) => found.kept += 1,
            (true, false) => found.replaced += 1,
            (false, true) => found.started += 1,
            (false, false) => {}
        }
    }
    found
}
