//! From files to steps: read, validated, in order, planned.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::chosen::{Chosen, is_volume};
use crate::cli::cluster::{news, usual_namespace};
use crate::cli::print::here;
use crate::deploy::{
    Allowed, Api, Environment, Failure, Nomad, Planned, Step, Unit, Variables, VolumeFile, What,
};
use crate::order::{self, Given, Order};

/// A file that Nomad refuses.
#[derive(Debug)]
pub struct Wrong {
    pub file: PathBuf,
    pub failure: Failure,
}

enum Read {
    Job(Box<Unit>),
    Volume(Box<VolumeFile>),
}

/// All steps in their order, each with its plan; or everything that is wrong with the files.
pub fn steps(
    nomad: &Nomad,
    chosen: &Chosen,
    given: &Variables,
    allowed: &Allowed,
) -> Result<Vec<Step>, Vec<Wrong>> {
    let files = &chosen.files;
    let last = Mutex::new(String::new());
    // All that are asked at the same time wait for the same.
    let tell = |words: &str| {
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        if *last != words {
            words.clone_into(&mut last);
            news(words);
        }
    };
    let api = Api::of(nomad).telling(&tell);
    let read = each(files, |file| one(api, file, given))?;
    let twice = twice(&read, nomad.environment());
    if !twice.is_empty() {
        return Err(twice);
    }
    let order = ordered(chosen, &read)?;
    // In the order in which they are deployed.
    let mut at: Vec<usize> = Vec::new();
    for step in &order.steps {
        let is_it = |own: &Read| own.name(&chosen.folder) == step.file;
        at.extend(read.iter().position(is_it));
    }
    let mut slots: Vec<Option<Read>> = read.into_iter().map(Some).collect();
    let read: Vec<Read> = at.into_iter().filter_map(|at| slots.get_mut(at)?.take()).collect();
    let planned = each(&read, |read| {
        Ok(match read {
            Read::Job(unit) => {
                let planned = Planned::of(api, unit, allowed);
                What::Job(
                    unit.clone(),
                    Box::new(planned.map_err(|failure| wrong(&unit.file, failure))?),
                )
            }
            Read::Volume(volume) => {
                let is_there = volume.is_there(api);
                What::Volume(
                    volume.clone(),
                    is_there.map_err(|failure| wrong(&volume.file, failure))?,
                )
            }
        })
    })?;
    let step = |(at, what)| Step { what, after: order.before(at).collect() };
    Ok(planned.into_iter().enumerate().map(step).collect())
}

fn wrong(file: &Path, failure: Failure) -> Wrong {
    Wrong { file: file.to_owned(), failure }
}

/// The same for all, at the same time.
fn each<T: Sync, R: Send>(
    all: &[T],
    work: impl Fn(&T) -> Result<R, Wrong> + Sync,
) -> Result<Vec<R>, Vec<Wrong>> {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for done in crate::parallel::each(all, work) {
        match done {
            Ok(done) => good.push(done),
            Err(wrong) => bad.push(wrong),
        }
    }
    if bad.is_empty() { Ok(good) } else { Err(bad) }
}

fn one(api: Api<'_>, file: &Path, given: &Variables) -> Result<Read, Wrong> {
    if is_volume(file) {
        let volume = VolumeFile::read(file).map_err(|failure| wrong(file, failure))?;
        return Ok(Read::Volume(Box::new(volume)));
    }
    let unit = Unit::read(api.nomad(), file, given).map_err(|failure| wrong(file, failure))?;
    unit.validate(api).map_err(|failure| wrong(file, failure))?;
    Ok(Read::Job(Box::new(unit)))
}

/// Files with a job that an earlier one also has: which of them counts is unknown.
fn twice(read: &[Read], environment: &Environment) -> Vec<Wrong> {
    let namespace = usual_namespace(environment);
    let region = environment.get("NOMAD_REGION").unwrap_or_default();
    let mut seen: BTreeMap<(&str, &str, &str), &Path> = BTreeMap::new();
    let mut twice = Vec::new();
    for own in read {
        let Read::Job(unit) = own else { continue };
        let place = &unit.place;
        let key = (
            place.region.as_deref().unwrap_or(&region),
            place.namespace.as_deref().unwrap_or(&namespace),
            unit.id.as_str(),
        );
        let Some(first) = seen.insert(key, &unit.file) else { continue };
        let first = here(first);
        let message =
            format!("`{}` defines job `{}`, too: deploy one of them", first.display(), unit.id);
        twice.push(wrong(&unit.file, Failure::Refused(message)));
    }
    twice
}

impl Read {
    /// The path from the directory that the order is about, as it names files.
    fn name(&self, folder: &Path) -> String {
        let file = match self {
            Self::Job(unit) => &unit.file,
            Self::Volume(volume) => &volume.file,
        };
        file.strip_prefix(folder).unwrap_or(file).to_string_lossy().replace('\\', "/")
    }
}

/// The order in which they are deployed: what they show, and what the order beside them says.
fn ordered(chosen: &Chosen, read: &[Read]) -> Result<Order, Vec<Wrong>> {
    let file = chosen.folder.join(order::FILE);
    let refused = |message: String| vec![wrong(&file, Failure::Refused(message))];
    let said = Order::read(&chosen.folder).map_err(|error| refused(error.to_string()))?;
    let given: Vec<Given<'_>> = read
        .iter()
        .map(|own| match own {
            Read::Job(unit) => Given::job(own.name(&chosen.folder), "", &unit.job),
            Read::Volume(volume) => Given::volume(own.name(&chosen.folder), &volume.spec),
        })
        .collect();
    let sorted = order::of_files(&given, said.as_ref());
    match sorted.faults.first() {
        Some(fault) => Err(refused(fault.message(&given))),
        None => Ok(sorted.order),
    }
}
