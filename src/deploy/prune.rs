//! Jobs whose files are gone, stopped where somebody asks for it.

use std::ffi::OsString;

use super::answers::{Running, Submission};
use super::api::{Api, part};
use super::failure::Failure;
use super::nomad::{SHORT, words};
use super::place::Place;
use super::unit::mark;
use crate::jobspec::Job;

/// A job whose file is gone.
#[derive(Clone, Debug)]
pub struct Gone {
    /// Its ID.
    pub id: String,
    /// Whether its file said that it was generated.
    is_marked: bool,
    place: Place,
}

impl Gone {
    /// The job of a file that was there, with its text.
    #[must_use]
    pub fn of(job: &Job, text: &str) -> Self {
        Self { id: job.id.clone(), is_marked: mark(text).is_some(), place: Place::of_job(job) }
    }

    /// Whether it runs, and is the one that the file was about.
    ///
    /// # Errors
    ///
    /// Nomad did not answer.
    pub fn runs(&self, api: Api<'_>) -> Result<bool, Failure> {
        let Some(found) = api.get::<Running>(&self.path(""))? else { return Ok(false) };
        if found.body.is_stopped {
            return Ok(false);
        }
        let path = self.path(&format!("/submission?version={}", found.body.version));
        let submission = api.get::<Submission>(&path)?;
        // Without a source nobody knows whose it is, and it is named all the same: who prunes reads the list.
        Ok(submission.is_none_or(|found| {
            let source = found.body.source;
            source.is_empty() || mark(&source).is_some() == self.is_marked
        }))
    }

    /// The command that stops it, for messages.
    #[must_use]
    pub fn command(&self) -> String {
        let words: Vec<String> =
            self.arguments().iter().map(|word| word.to_string_lossy().into_owned()).collect();
        format!("nomad {}", words.join(" "))
    }

    /// Stops it.
    ///
    /// # Errors
    ///
    /// What Nomad has against it.
    pub fn stop(&self, api: Api<'_>) -> Result<(), Failure> {
        api.again(|| api.nomad().done(&self.arguments(), SHORT))
    }

    fn arguments(&self) -> Vec<OsString> {
        let mut arguments = words(["job", "stop", "-detach"]);
        arguments.extend(self.place.words());
        arguments.push(self.id.clone().into());
        arguments
    }

    fn path(&self, rest: &str) -> String {
        self.place.path(&format!("/v1/job/{}{rest}", part(&self.id)))
    }
}
