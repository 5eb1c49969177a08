//! Jobs whose files are gone, stopped if that is requested.

use serde::{Deserialize, Serialize};

use super::answers::Submission;
use super::api::{Api, part};
use super::failure::Failure;
use super::place::ApiScope;
use super::unit::mark;

/// The job that a file is about: which one, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defined {
    /// Its ID.
    pub id: String,
    /// Where it is, as far as the file says.
    pub place: ApiScope,
    /// Whether the file says that it was generated.
    pub is_marked: bool,
}

/// The job as the cluster has it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Found {
    namespace: String,
    region: String,
    version: u64,
    #[serde(rename = "JobModifyIndex")]
    index: u64,
    #[serde(rename = "Stop")]
    is_stopped: bool,
}

/// A job that runs, and whose file is gone.
#[derive(Clone, Debug)]
pub struct Gone {
    defined: Defined,
    found: Found,
}

/// What became of one, as a receipt has it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Pruned {
    /// The job's ID.
    pub job: String,
    /// Its namespace.
    pub namespace: String,
    /// Its region, where its file named one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Whether it was stopped: `done`, `failed` or `not_begun`.
    pub state: String,
    /// Why it could not be stopped.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub message: String,
}

impl Defined {
    /// The job of a file with this text.
    #[must_use]
    pub fn of(id: &str, place: ApiScope, text: &str) -> Self {
        Self { id: id.to_owned(), place, is_marked: mark(text).is_some() }
    }

    fn path(&self, rest: &str) -> String {
        self.place.path(&format!("/v1/job/{}{rest}", part(&self.id)))
    }

    fn find(&self, api: Api<'_>) -> Result<Option<Found>, Failure> {
        Ok(api.get(&self.path(""))?.map(|found| found.body))
    }

    /// Whether the job that runs is the one that the file was about.
    fn is_own(&self, found: &Found, api: Api<'_>) -> Result<bool, Failure> {
        let path = self.path(&format!("/submission?version={}", found.version));
        let submission = api.get::<Submission>(&path)?;
        // Without a source its origin is unknown, and it is named all the same: the operator reads the list.
        Ok(submission.is_none_or(|found| {
            let source = found.body.source;
            source.is_empty() || mark(&source).is_some() == self.is_marked
        }))
    }
}

impl Gone {
    /// The job of a file that was there, if it runs, and none of the files that are there now is about it.
    ///
    /// # Errors
    ///
    /// Nomad did not answer.
    pub fn find(old: &Defined, now: &[Defined], api: Api<'_>) -> Result<Option<Self>, Failure> {
        let of_this_id = || now.iter().filter(|own| own.id == old.id);
        if of_this_id().any(|own| own.place == old.place) {
            return Ok(None);
        }
        let found = old.find(api)?.filter(|found| !found.is_stopped);
        let Some(found) = found else { return Ok(None) };
        // Which namespace and region is meant where a file names none, only the cluster tells.
        for own in of_this_id() {
            if own.find(api)?.is_some_and(|other| other.is_at(&found)) {
                return Ok(None);
            }
        }
        let is_own = old.is_own(&found, api)?;
        Ok(is_own.then(|| Self { defined: old.clone(), found }))
    }

    /// What it is sorted by, and what is the same for no two.
    #[must_use]
    pub fn key(&self) -> (&str, &str, &str) {
        (&self.defined.id, &self.found.namespace, &self.found.region)
    }

    /// What people call it: with its namespace, and with its region where its file named one.
    #[must_use]
    pub fn title(&self) -> String {
        let mut title = self.defined.id.clone();
        if self.found.namespace != "default" {
            title += &format!(" in namespace `{}`", self.found.namespace);
        }
        if let Some(region) = &self.defined.place.region {
            title += &format!(" in region `{region}`");
        }
        title
    }

    /// The command that stops it, for messages.
    #[must_use]
    pub fn command(&self) -> String {
        let place =
            ApiScope { namespace: Some(self.found.namespace.clone()), ..self.place().clone() };
        let words: String =
            place.words().iter().map(|word| format!(" {}", word.to_string_lossy())).collect();
        format!("nomad job stop{words} {}", self.defined.id)
    }

    fn place(&self) -> &ApiScope {
        &self.defined.place
    }

    /// Stops it; if a request to stop comes meanwhile, the outcome is still found out.
    ///
    /// # Errors
    ///
    /// Why Nomad refuses it; or the job was changed meanwhile.
    pub fn stop(&self, api: Api<'_>) -> Result<(), Failure> {
        let api = api.insisting();
        match self.defined.find(api)? {
            Some(now) if now.is_stopped => Ok(()),
            Some(now) if now.index != self.found.index => Err(Failure::Moved(format!(
                "job `{}` was changed since it was listed, so it was not stopped",
                self.defined.id
            ))),
            // `nomad job stop` would take an ID that is not there for the beginning of another one.
            Some(_) => api.delete(&self.defined.path("")),
            None => Ok(()),
        }
    }

    /// What became of it.
    #[must_use]
    pub fn entry(&self, state: &str, message: String) -> Pruned {
        Pruned {
            job: self.defined.id.clone(),
            namespace: self.found.namespace.clone(),
            region: self.place().region.clone(),
            state: state.to_owned(),
            message,
        }
    }
}

impl Found {
    fn is_at(&self, other: &Self) -> bool {
        (&self.namespace, &self.region) == (&other.namespace, &other.region)
    }
}
