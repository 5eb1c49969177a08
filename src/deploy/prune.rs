//! Jobs whose files are gone, stopped where somebody asks for it.

use std::ffi::OsString;

use super::answers::{Running, Submission};
use super::api::{Api, part};
use super::failure::Failure;
use super::nomad::SHORT;
use super::unit::{mark, words};
use crate::jobspec::{Attr, Job};

/// A job whose file is gone.
#[derive(Clone, Debug)]
pub struct Gone {
    /// Its ID.
    pub id: String,
    place: Vec<(&'static str, String)>,
}

impl Gone {
    /// The job of a file that was there.
    #[must_use]
    pub fn of(job: &Job) -> Self {
        let own = |attr: &Option<Attr<String>>| {
            attr.as_ref().and_then(Attr::as_str).unwrap_or_default().to_owned()
        };
        let place = [("namespace", own(&job.namespace)), ("region", own(&job.region))];
        let place = place.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        Self { id: job.id.clone(), place }
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
        Ok(submission
            .is_none_or(|found| found.body.source.is_empty() || mark(&found.body.source).is_some()))
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
        let said = api.nomad().call(&self.arguments(), None, SHORT, true)?;
        match said.code {
            Some(0) => Ok(()),
            _ => Err(Failure::of(None, &said.words())),
        }
    }

    fn arguments(&self) -> Vec<OsString> {
        let mut arguments = words(["job", "stop", "-detach"]);
        arguments.extend(self.place.iter().map(|(name, value)| format!("-{name}={value}").into()));
        arguments.push(self.id.clone().into());
        arguments
    }

    fn path(&self, rest: &str) -> String {
        let mut path = format!("/v1/job/{}{rest}", part(&self.id));
        for (name, value) in &self.place {
            let sign = if path.contains('?') { '&' } else { '?' };
            path.push_str(&format!("{sign}{name}={}", part(value)));
        }
        path
    }
}
