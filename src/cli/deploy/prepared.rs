//! From files to steps: read, validated, in order, planned.

use std::path::{Path, PathBuf};

use super::chosen::{Chosen, is_volume};
use crate::deploy::{Allowed, Api, Failure, Nomad, Planned, Step, Unit, VolumeFile, What};

/// A file that Nomad does not take.
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
    value_files: &[PathBuf],
    allowed: &Allowed,
) -> Result<Vec<Step>, Vec<Wrong>> {
    let files = &chosen.files;
    let read = each(files, |file| one(nomad, file, value_files))?;
    let after = after(&read);
    let api = Api::of(nomad);
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
    Ok(planned.into_iter().zip(after).map(|(what, after)| Step { what, after }).collect())
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

fn one(nomad: &Nomad, file: &Path, value_files: &[PathBuf]) -> Result<Read, Wrong> {
    if is_volume(file) {
        let volume = VolumeFile::read(file).map_err(|failure| wrong(file, failure))?;
        return Ok(Read::Volume(Box::new(volume)));
    }
    let unit = Unit::read(nomad, file, value_files).map_err(|failure| wrong(file, failure))?;
    unit.validate(nomad).map_err(|failure| wrong(file, failure))?;
    Ok(Read::Job(Box::new(unit)))
}

/// The steps that come before each.
fn after(read: &[Read]) -> Vec<Vec<usize>> {
    let volumes: Vec<usize> =
        (0..read.len()).filter(|at| matches!(read[*at], Read::Volume(_))).collect();
    read.iter()
        .map(|one| match one {
            Read::Job(_) => volumes.clone(),
            Read::Volume(_) => Vec::new(),
        })
        .collect()
}
