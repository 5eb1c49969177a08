//! One step of a deployment: a volume made, or a job registered and followed to its end.

use std::time::{Duration, Instant};

use super::answers::Allocation;
use super::api::Api;
use super::failure::Failure;
use super::follow::{End, Follower};
use super::happened;
use super::planned::Planned;
use super::receipt::Entry;
use super::register::{Registered, evaluation, register, since};
use super::revert::roll_back;
use super::standing::{self, Standing};
use super::step::{Options, State, Step, What};
use super::unit::Unit;
use super::volumes::VolumeFile;
use crate::diff::{Class, Counts};

/// How long a volume waits for its plugin, where none of the jobs that are deployed runs it.
const ALONE: Duration = Duration::from_secs(30);

fn goes_on(version: u64) -> State {
    State::Interrupted(format!("version {version} is registered, and its rollout continues"))
}

fn help(failure: &Failure) -> String {
    format!("help: {}", failure.help())
}

/// Executes one step.
pub struct Worker<'a> {
    pub api: Api<'a>,
    pub options: &'a Options,
    /// Is told what is being done.
    pub tell: &'a (dyn Fn(&str) + Sync),
    /// Is told that it has failed, before the state in which it is left is known.
    pub fails: &'a (dyn Fn() + Sync),
}

impl Worker<'_> {
    /// Executes it, and returns what became of it, with what happened in its entry of the receipt.
    pub fn step(&self, step: &Step, mut entry: Entry) -> (State, Entry) {
        let state = match &step.what {
            What::Volume(volume, is_there) => {
                let limit = match step.after.is_empty() {
                    // Nothing of this deployment brings its plugin; it may be on its way all the same.
                    true => self.options.how.limit.min(ALONE),
                    false => self.options.how.limit,
                };
                self.volume(volume, *is_there, limit)
            }
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

    fn volume(
        &self,
        volume: &VolumeFile,
        is_there: bool,
        limit: Duration,
    ) -> Result<State, Failure> {
        if is_there {
            return Ok(State::Unchanged);
        }
        let end = Instant::now() + limit;
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
                return Ok(State::Interrupted("nothing was created".to_owned()));
            }
        }
        self.api.again(|| {
            // Another client may have created it meanwhile, or an attempt whose outcome is unknown.
            if volume.is_there(self.api)? {
                return Ok(State::Unchanged);
            }
            (self.tell)("creating the volume");
            volume.make(self.api)?;
            Ok(State::Done)
        })
    }

    fn job(&self, unit: &Unit, planned: &Planned, entry: &mut Entry) -> Result<State, Failure> {
        if !planned.differs() {
            return self.unchanged(&unit.keeping(&planned.kept), planned);
        }
        (self.tell)("planning");
        // What came before it may have made room, or its volumes.
        let now = Planned::of(self.api, unit, &self.options.allowed)?;
        let unit = &unit.keeping(&now.kept);
        // Another client has done it meanwhile.
        if !now.differs() {
            return self.done_by_others(unit, &now);
        }
        if now.index != planned.index {
            return Err(since(unit));
        }
        // What waits for its time is not placed now.
        let told = now.nowhere(unit);
        if !told.is_empty() && !unit.waits() && !self.options.allowed.unplaced {
            let message = "it cannot be placed, so nothing was registered".to_owned();
            let help = "help: free capacity, or register it and let it wait: `--allow-unplaced`"
                .to_owned();
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
            Err(Failure::Stopped) => return Ok(goes_on(version)),
            Err(failure) => {
                let words =
                    format!("version {version} is registered, and its rollout may continue");
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
                (self.fails)();
                if self.options.rollback {
                    told.push(match roll_back(&self.follower(unit, registered.version)) {
                        Ok(words) => words,
                        Err(failure) => format!("the rollback failed: {failure}"),
                    });
                }
                State::Failed(words, told)
            }
        })
    }

    /// A job that another client registered as planned while this ran.
    fn done_by_others(&self, unit: &Unit, planned: &Planned) -> Result<State, Failure> {
        if let Some(id) = evaluation(self.api, unit, planned.index)? {
            let version = planned.version.unwrap_or_default();
            self.follower(unit, version).scheduled(&id)?;
        }
        self.unchanged(unit, planned)
    }

    /// A job of which nothing is different.
    fn unchanged(&self, unit: &Unit, planned: &Planned) -> Result<State, Failure> {
        let Some(version) = planned.version.filter(|_| !unit.waits()) else {
            return Ok(State::Unchanged);
        };
        let follower = self.follower(unit, version);
        match standing::of(&follower)? {
            Standing::Good => Ok(State::Unchanged),
            Standing::Failed(words, told) => Ok(State::Failed(words, told)),
            Standing::RollingOut => match follower.follow(None) {
                Err(Failure::Stopped) => Ok(goes_on(version)),
                end => match self.ended(unit, &Registered { version, evaluation: None }, end?)? {
                    State::Done => Ok(State::Unchanged),
                    state => Ok(state),
                },
            },
        }
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
