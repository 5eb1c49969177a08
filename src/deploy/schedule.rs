//! All steps of a deployment: independent ones at the same time, and none before those that it comes after.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::answers::{Allocation, Running};
use super::api::Api;
use super::failure::Failure;
use super::follow::{End, Follower, How};
use super::happened;
use super::nomad::SHORT;
use super::planned::{Allowed, Operation, Planned};
use super::receipt::{Entry, Receipt, VERSION};
use super::register::{Registered, evaluation, register, since};
use super::unit::{Unit, words};
use super::volumes::VolumeFile;
use crate::diff::{Class, Counts};

/// Something to deploy.
#[derive(Debug)]
pub struct Step {
    /// What it is.
    pub what: What,
    /// The steps that must be done before it.
    pub after: Vec<usize>,
}

/// What a step is about.
#[derive(Debug)]
pub enum What {
    /// A job, and what its deployment would do.
    Job(Box<Unit>, Box<Planned>),
    /// A volume, and whether it is there.
    Volume(Box<VolumeFile>, bool),
}

/// How to deploy.
#[derive(Clone, Debug)]
pub struct Options {
    /// So many steps at the same time.
    pub parallel: usize,
    /// How each job is followed.
    pub how: How,
    /// What is allowed that is refused otherwise.
    pub allowed: Allowed,
    /// Return a job that failed to its last stable version.
    pub rollback: bool,
}

/// What became of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It was not begun.
    NotBegun,
    /// It is being worked on: in which way.
    Working(String),
    /// There was nothing to do.
    Unchanged,
    /// It is done.
    Done,
    /// Its canaries run, and wait for somebody to say this.
    Promotable(String),
    /// It failed: why, and what is known about it.
    Failed(String, Vec<String>),
    /// Somebody stopped it: what is known about it.
    Interrupted(String),
}

impl State {
    /// Whether what comes after it may begin.
    #[must_use]
    pub const fn is_good(&self) -> bool {
        matches!(self, Self::Unchanged | Self::Done | Self::Promotable(_))
    }

    /// As a receipt has it.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::NotBegun => "not_begun",
            Self::Working(_) | Self::Interrupted(_) => "interrupted",
            Self::Unchanged => "unchanged",
            Self::Done => "done",
            Self::Promotable(_) => "promotable",
            Self::Failed(..) => "failed",
        }
    }
}

/// Is told what happens.
pub trait Watch: Sync {
    /// A step has come to another state.
    fn see(&self, step: usize, state: &State);
}

/// What was done.
#[derive(Debug)]
pub struct Outcome {
    /// What became of each step.
    pub states: Vec<State>,
    /// The same for programs, with what was predicted and what happened.
    pub receipt: Receipt,
}

impl Outcome {
    /// Whether all of it is done.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.states.iter().all(State::is_good)
    }
}

struct Board {
    states: Vec<State>,
    entries: Vec<Entry>,
    begun: Vec<bool>,
}

/// Deploys.
#[must_use]
pub fn deploy(api: Api<'_>, steps: &[Step], options: &Options, watch: &dyn Watch) -> Outcome {
    let board = Board {
        states: vec![State::NotBegun; steps.len()],
        entries: steps.iter().map(entry).collect(),
        begun: vec![false; steps.len()],
    };
    let (board, changed) = (Mutex::new(board), Condvar::new());
    let locked = || board.lock().unwrap_or_else(PoisonError::into_inner);
    let set = |step: usize, state: State| {
        watch.see(step, &state);
        let mut board = locked();
        board.states[step] = state;
        changed.notify_all();
    };
    let work = || {
        loop {
            let Some(step) = next(locked(), &changed, steps, api) else { return };
            let tell = |words: &str| set(step, State::Working(words.to_owned()));
            let worker = Worker { api: api.telling(&tell), options, tell: &tell };
            let entry = locked().entries[step].clone();
            let (state, entry) = worker.step(&steps[step], entry);
            locked().entries[step] = entry;
            set(step, state);
        }
    };
    thread::scope(|scope| {
        for _ in 1..options.parallel.min(steps.len()).max(1) {
            scope.spawn(work);
        }
        work();
    });
    let board = board.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut entries = board.entries;
    for (entry, state) in entries.iter_mut().zip(&board.states) {
        entry.state = state.as_str().to_owned();
        entry.message = match state {
            State::Failed(words, _) | State::Interrupted(words) => words.clone(),
            State::Promotable(command) => format!("waits for `{command}`"),
            _ => String::new(),
        };
    }
    Outcome { states: board.states, receipt: Receipt { version: VERSION, steps: entries } }
}

/// The next step that may begin; nothing, when none will.
fn next(
    mut board: MutexGuard<'_, Board>,
    changed: &Condvar,
    steps: &[Step],
    api: Api<'_>,
) -> Option<usize> {
    loop {
        let has_failed = board
            .states
            .iter()
            .any(|state| matches!(state, State::Failed(..) | State::Interrupted(_)));
        if has_failed || api.nomad().stop().is_asked() {
            return None;
        }
        let is_ready = |at: &usize| {
            !board.begun[*at] && steps[*at].after.iter().all(|other| board.states[*other].is_good())
        };
        if let Some(step) = (0..steps.len()).find(is_ready) {
            board.begun[step] = true;
            return Some(step);
        }
        let is_working = |at: usize| {
            board.begun[at] && matches!(board.states[at], State::NotBegun | State::Working(_))
        };
        if !(0..steps.len()).any(is_working) {
            return None;
        }
        let waited = changed.wait_timeout(board, Duration::from_millis(200));
        board = waited.unwrap_or_else(PoisonError::into_inner).0;
    }
}

fn entry(step: &Step) -> Entry {
    match &step.what {
        What::Volume(volume, _) => Entry {
            volume: Some(volume.source().to_owned()),
            file: volume.file.display().to_string(),
            ..Entry::default()
        },
        What::Job(unit, planned) => Entry {
            job: Some(unit.id.clone()),
            namespace: unit.place.namespace.clone(),
            file: unit.file.display().to_string(),
            operation: Some(planned.operation),
            version: planned.version,
            ..Entry::default()
        },
    }
}

fn help(failure: &Failure) -> String {
    format!("help: {}", failure.help())
}

struct Worker<'a> {
    api: Api<'a>,
    options: &'a Options,
    tell: &'a (dyn Fn(&str) + Sync),
}

impl Worker<'_> {
    fn step(&self, step: &Step, mut entry: Entry) -> (State, Entry) {
        let state = match &step.what {
            What::Volume(volume, is_there) => self.volume(volume, *is_there),
            What::Job(unit, planned) => self.job(unit, planned, &mut entry),
        };
        let state = state.unwrap_or_else(|failure| match failure {
            Failure::Stopped => State::Interrupted("nothing was registered".to_owned()),
            Failure::Unknown(words) if self.api.nomad().stop().is_asked() => {
                State::Interrupted(words)
            }
            failure => State::Failed(failure.to_string(), vec![help(&failure)]),
        });
        (state, entry)
    }

    fn follower<'w>(&'w self, unit: &'w Unit, version: u64) -> Follower<'w> {
        Follower { api: self.api, unit, version, how: self.options.how, tell: self.tell }
    }

    fn volume(&self, volume: &VolumeFile, is_there: bool) -> Result<State, Failure> {
        if is_there {
            return Ok(State::Unchanged);
        }
        let end = Instant::now() + self.options.how.limit;
        while let Some(missing) = volume.plugin_is_missing(self.api)? {
            (self.tell)(&missing);
            if Instant::now() > end {
                return Ok(State::Failed(
                    missing,
                    vec!["help: deploy the jobs of the plugin first".to_owned()],
                ));
            }
            self.api.nomad().stop().sleep(Duration::from_secs(1));
            if self.api.nomad().stop().is_asked() {
                return Ok(State::Interrupted("nothing was made".to_owned()));
            }
        }
        self.api.again(|| {
            // Somebody else may have made it meanwhile, or an attempt of which nobody knows how it ended.
            if volume.is_there(self.api)? {
                return Ok(State::Unchanged);
            }
            (self.tell)("making the volume");
            volume.make(self.api)?;
            Ok(State::Done)
        })
    }

    fn job(&self, unit: &Unit, planned: &Planned, entry: &mut Entry) -> Result<State, Failure> {
        if !planned.differs() {
            return self.unchanged(unit, planned);
        }
        (self.tell)("planning");
        // What came before it may have made room, or its volumes.
        let now = Planned::of(self.api, unit, &self.options.allowed)?;
        // Somebody else has done it meanwhile.
        if !now.differs() {
            return self.done_by_others(unit, &now);
        }
        if now.index != planned.index {
            return Err(since(unit));
        }
        // What waits for its time is not placed now; of a system job, some nodes may be full and others not.
        let must_fit = unit.kind != "system" && !unit.waits() && !self.options.allowed.unplaced;
        if must_fit && !now.unplaced.is_empty() {
            let told = super::planned::no_place(&Some(now.unplaced.clone()));
            let message = "there is no place for it, so nothing was registered".to_owned();
            let help =
                "help: make room, or register it and let it wait: `--allow-unplaced`".to_owned();
            return Ok(State::Failed(message, told.into_iter().chain([help]).collect()));
        }
        let before = self.follower(unit, 0).all()?;
        predict(&now, entry);
        (self.tell)("registering");
        let start = Instant::now();
        let registered = match register(self.api, unit, &now) {
            Err(moved @ Failure::Moved(_)) => {
                // It may be the same that they have registered.
                let now = Planned::of(self.api, unit, &self.options.allowed)?;
                return if now.differs() { Err(moved) } else { self.done_by_others(unit, &now) };
            }
            registered => registered?,
        };
        entry.version = Some(registered.version);
        self.follow(unit, &registered, start, &before, entry)
    }

    /// What comes of a registration.
    fn follow(
        &self,
        unit: &Unit,
        registered: &Registered,
        start: Instant,
        before: &[Allocation],
        entry: &mut Entry,
    ) -> Result<State, Failure> {
        let version = registered.version;
        let follower = self.follower(unit, version);
        let end = match follower.follow(registered.evaluation.as_deref()) {
            Err(Failure::Stopped) => {
                let words = format!("version {version} is registered, and its roll-out goes on");
                return Ok(State::Interrupted(words));
            }
            Err(failure) => {
                let words = format!("version {version} is registered, and its roll-out may go on");
                return Ok(State::Failed(failure.to_string(), vec![words, help(&failure)]));
            }
            Ok(end) => end,
        };
        entry.seconds = start.elapsed().as_secs_f64();
        if let Ok(after) = follower.all() {
            entry.happened = happened::counts(&unit.kind, before, &after);
            entry.predicted = happened::expected(&unit.kind, &entry.predicted, before, &after);
        }
        self.ended(unit, registered, end)
    }

    fn ended(&self, unit: &Unit, registered: &Registered, end: End) -> Result<State, Failure> {
        Ok(match end {
            End::Healthy => State::Done,
            End::Promotable(id) => State::Promotable(unit.command("deployment promote", &id)),
            End::Failed(words, mut told) => {
                if self.options.rollback && !words.contains("rolling back") {
                    told.push(match self.roll_back(unit, registered.version) {
                        Ok(words) => words,
                        Err(failure) => format!("it could not be rolled back: {failure}"),
                    });
                }
                State::Failed(words, told)
            }
        })
    }

    /// A job that somebody else has registered, as it is wanted, while this ran.
    fn done_by_others(&self, unit: &Unit, planned: &Planned) -> Result<State, Failure> {
        if let Some(id) = evaluation(self.api, unit, planned.index)? {
            let version = planned.version.unwrap_or_default();
            self.follower(unit, version).scheduled(&id)?;
        }
        self.unchanged(unit, planned)
    }

    /// A job of which nothing is different: what came of the roll-out of its version still counts.
    fn unchanged(&self, unit: &Unit, planned: &Planned) -> Result<State, Failure> {
        let Some(version) = planned.version.filter(|_| !unit.waits()) else {
            return Ok(State::Unchanged);
        };
        if unit.kind != "service" {
            return self.still_failed(unit, version);
        }
        let follower = self.follower(unit, version);
        let Some(deployment) = follower.deployment()? else { return Ok(State::Unchanged) };
        match deployment.status.as_str() {
            "failed" => {
                let all = follower.all()?;
                let live = all.iter().filter(|own| own.version == version && own.is_active());
                let healthy = live.filter(|own| {
                    own.status == "running"
                        && own.health.as_ref().is_some_and(|health| health.healthy == Some(true))
                });
                let wanted: u64 =
                    unit.groups().map(|group| group["Count"].as_u64().unwrap_or(1)).sum();
                // It failed, and everything came up later all the same.
                if healthy.count() as u64 >= wanted {
                    return Ok(State::Unchanged);
                }
                let words = format!(
                    "the deployment of version {version} failed: {}",
                    deployment.description
                );
                Ok(self.same_failure(unit, version, &all, words))
            }
            "running" | "pending" | "paused" | "blocked" => match follower.follow(None) {
                Err(Failure::Stopped) => Ok(State::Interrupted(format!(
                    "version {version} is registered, and its roll-out goes on"
                ))),
                end => match self.ended(unit, &Registered { version, evaluation: None }, end?)? {
                    State::Done => Ok(State::Unchanged),
                    state => Ok(state),
                },
            },
            _ => Ok(State::Unchanged),
        }
    }

    /// The same of a job without roll-outs.
    fn still_failed(&self, unit: &Unit, version: u64) -> Result<State, Failure> {
        let is_batch = unit.kind != "system";
        if is_batch && !self.options.how.wait_batch {
            return Ok(State::Unchanged);
        }
        let follower = self.follower(unit, version);
        let mut all = follower.all()?;
        let has = |all: &[Allocation], is: fn(&Allocation) -> bool| {
            all.iter().any(|own| own.version == version && is(own))
        };
        if is_batch && has(&all, Allocation::is_active) {
            match follower.follow(None)? {
                End::Failed(words, told) => return Ok(State::Failed(words, told)),
                _ => all = follower.all()?,
            }
        }
        let is_last = |own: &&Allocation| {
            all.iter().all(|other| other.name != own.name || other.created <= own.created)
        };
        let is_failed = |own: &&Allocation| own.desired == "run" && own.status == "failed";
        match all
            .iter()
            .filter(|own| own.version == version)
            .filter(is_failed)
            .any(|own| is_last(&own))
        {
            true => {
                let words = format!("an allocation of version {version} failed");
                Ok(self.same_failure(unit, version, &all, words))
            }
            false => Ok(State::Unchanged),
        }
    }

    /// A failure that was there before.
    fn same_failure(&self, unit: &Unit, version: u64, all: &[Allocation], words: String) -> State {
        let mut told = super::why::newest(self.api, unit, all, version);
        told.push(format!(
            "help: the specification is the one that failed: mend it, or try it again with `{}`",
            unit.command("job eval -force-reschedule", &unit.id)
        ));
        State::Failed(words, told)
    }

    /// Returns a job to its last stable version.
    fn roll_back(&self, unit: &Unit, failed: u64) -> Result<String, Failure> {
        #[derive(serde::Deserialize)]
        struct Versions {
            #[serde(rename = "Versions")]
            all: Option<Vec<Running>>,
        }
        let found = self.api.get::<Versions>(&unit.path("/versions"))?;
        let all = found.and_then(|found| found.body.all).unwrap_or_default();
        let stable = all.iter().filter(|own| own.is_stable && own.version < failed);
        let Some(stable) = stable.map(|own| own.version).max() else {
            return Ok("there is no stable version to return to".to_owned());
        };
        (self.tell)(&format!("rolling back to version {stable}"));
        let mut arguments = words(["job", "revert", "-detach"]);
        arguments.extend(unit.place.words());
        arguments.extend([unit.id.clone().into(), stable.to_string().into()]);
        self.api.again(|| self.api.nomad().done(&arguments, SHORT))?;
        let running = self.api.get::<Running>(&unit.path(""))?;
        let version = running.map_or(failed + 1, |found| found.body.version);
        Ok(match self.follower(unit, version).follow(None)? {
            End::Failed(words, _) => {
                format!("rolled back to version {stable}, which fails, too: {words}")
            }
            _ => format!("rolled back to version {stable}, which is healthy as version {version}"),
        })
    }
}

/// What both specifications say will happen.
fn predict(planned: &Planned, entry: &mut Entry) {
    let Some(change) = &planned.change else { return };
    // A job that was stopped has no allocations, whatever its old specification says.
    for group in &change.groups {
        let counts = Counts { canary: 0, ..group.whole };
        if counts != Counts::default() {
            entry.predicted.insert(group.name.clone(), counts);
        }
    }
    let least = change.groups.iter().filter(|group| group.class == Class::Destructive);
    let least = least.filter_map(|group| group.rollout.as_ref()?.least);
    entry.least_seconds = least.map(|time| time.as_nanos() as f64 / 1e9).reduce(f64::max);
}

impl Operation {
    /// In the words of people who run Nomad.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Restore => "restore",
            Self::Version => "new version",
            Self::InPlace => "update in place",
            Self::Scale => "scale",
            Self::Destructive => "update destructive",
            Self::Create => "create",
        }
    }
}
