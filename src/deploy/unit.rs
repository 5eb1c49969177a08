//! A job file as Nomad reads it, ready to be deployed.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::api::{Api, part};
use super::failure::Failure;
use super::nomad::{Nomad, SHORT, words};
use super::place::ApiScope;
use crate::jobspec::Job;
use crate::out::MARK;

/// What is said for the variables of job files, besides the environment.
#[derive(Clone, Debug, Default)]
pub struct Variables {
    /// `NAME=VALUE`, which count more than what files say.
    pub values: Vec<String>,
    /// Files with values; later ones count more.
    pub files: Vec<PathBuf>,
}

/// A job file.
#[derive(Clone, Debug)]
pub struct Unit {
    /// The file.
    pub file: PathBuf,
    /// What it says.
    pub text: String,
    /// The values of its variables.
    pub given: Variables,
    /// The job's ID.
    pub id: String,
    /// Its type: `service`, `batch`, `system` or `sysbatch`.
    pub kind: String,
    /// Where it is.
    pub place: ApiScope,
    /// As Nomad reads it, in API JSON.
    pub document: Value,
    /// The same, in the model.
    pub job: Job,
    /// The line by which the program that generated the file marked it.
    pub mark: Option<String>,
}

impl Unit {
    /// Lets Nomad read a file.
    ///
    /// # Errors
    ///
    /// What Nomad has against it, in its words.
    pub fn read(nomad: &Nomad, file: &Path, given: &Variables) -> Result<Self, Failure> {
        let wrong = |words: String| Failure::Refused(words);
        let text = std::fs::read_to_string(file).map_err(|error| cannot_read(file, &error))?;
        let mut arguments = words(["job", "run", "-output"]);
        arguments.extend(options(file, given));
        let said = nomad.call(&arguments, None, SHORT, false)?;
        if said.code != Some(0) {
            return Err(Failure::plain(&said.words()));
        }
        let mut document: Value = serde_json::from_str(&said.stdout)
            .map_err(|error| wrong(format!("cannot read Nomad's version of the job: {error}")))?;
        let document = document["Job"].take();
        let job: Job = serde_json::from_value(document.clone()).map_err(|error| {
            wrong(format!("the job contains data that this version does not know: {error}"))
        })?;
        let own = |name: &str| document[name].as_str().unwrap_or_default().to_owned();
        let kind = Some(own("Type")).filter(|kind| !kind.is_empty());
        Ok(Self {
            file: file.to_owned(),
            given: given.clone(),
            id: own("ID"),
            kind: kind.unwrap_or_else(|| "service".to_owned()),
            place: ApiScope::of(&own("Namespace"), &own("Region")),
            mark: mark(&text),
            text,
            document,
            job,
        })
    }

    /// Lets Nomad validate it.
    ///
    /// # Errors
    ///
    /// Why Nomad refuses it, in its words; or that it could not validate all of it.
    pub fn validate(&self, api: Api<'_>) -> Result<(), Failure> {
        api.again(|| self.judged(api))
    }

    fn judged(&self, api: Api<'_>) -> Result<(), Failure> {
        let mut arguments = words(["job", "validate"]);
        arguments.extend(self.options());
        let said = api.nomad().call(&arguments, None, SHORT, false)?;
        // Without an agent it checks less, and exits with 0 all the same.
        if said.code == Some(0) && !said.stdout.contains("not validated") {
            return Ok(());
        }
        if said.code != Some(0) {
            return Err(Failure::of(None, &said.words()));
        }
        // It does not say why.
        let api = api.impatient();
        api.put::<Value>(&self.place.path("/v1/validate/job"), &self.question(&[]))?;
        let words = "`nomad job validate` did not reach the agent, so the drivers' configuration was not validated";
        let address = api.nomad().address();
        let own = api.nomad().environment();
        let has_certificate =
            ["NOMAD_CACERT", "NOMAD_CAPATH"].iter().any(|name| own.get(name).is_some());
        Err(match address.strip_prefix("http://").filter(|_| has_certificate) {
            Some(host) => Failure::Refused(format!("{words}; ask at `https://{host}`")),
            None => Failure::Busy(words.to_owned()),
        })
    }

    /// A path of the API about the job.
    #[must_use]
    pub fn path(&self, rest: &str) -> String {
        self.place.path(&format!("/v1/job/{}{rest}", part(&self.id)))
    }

    /// How to call the CLI about the job, for messages.
    #[must_use]
    pub fn command(&self, verb: &str, what: &str) -> String {
        let place: String =
            self.place.words().iter().map(|word| format!(" {}", word.to_string_lossy())).collect();
        format!("nomad {verb}{place} {what}")
    }

    /// What the CLI needs to read the file.
    #[must_use]
    pub fn options(&self) -> Vec<OsString> {
        options(&self.file, &self.given)
    }

    /// The same job with these counts in place of those of the file.
    #[must_use]
    pub fn keeping(&self, counts: &[(String, u64)]) -> Self {
        Self { document: self.with_counts(counts), ..self.clone() }
    }

    /// Whether the file is still the one that was read.
    ///
    /// # Errors
    ///
    /// It is another one, or cannot be read any more.
    pub fn is_same_file(&self) -> Result<(), Failure> {
        match std::fs::read_to_string(&self.file) {
            Ok(text) if text == self.text => Ok(()),
            Ok(_) => Err(Failure::Moved(format!(
                "`{}` was changed since it was planned, so nothing was registered",
                self.file.display()
            ))),
            Err(error) => Err(cannot_read(&self.file, &error)),
        }
    }

    /// Whether it waits to be started by its schedule or to be dispatched.
    #[must_use]
    pub fn waits(&self) -> bool {
        !self.document["Periodic"].is_null() || !self.document["ParameterizedJob"].is_null()
    }

    /// Its groups, in API JSON.
    pub fn groups(&self) -> impl Iterator<Item = &Value> {
        self.document["TaskGroups"].as_array().into_iter().flatten()
    }

    /// What the scheduler is asked: with these counts in place of those of the file.
    #[must_use]
    pub fn question(&self, counts: &[(String, u64)]) -> Vec<u8> {
        json!({ "Job": self.with_counts(counts), "Diff": true }).to_string().into_bytes()
    }

    /// The job with these counts in place of those of the file.
    #[must_use]
    pub fn with_counts(&self, counts: &[(String, u64)]) -> Value {
        let mut document = self.document.clone();
        for group in document["TaskGroups"].as_array_mut().into_iter().flatten() {
            if let Some((_, count)) = counts.iter().find(|(name, _)| group["Name"] == **name) {
                group["Count"] = json!(count);
            }
        }
        document
    }
}

fn cannot_read(file: &Path, error: &std::io::Error) -> Failure {
    Failure::Refused(format!("cannot read `{}`: {error}", file.display()))
}

fn options(file: &Path, given: &Variables) -> Vec<OsString> {
    if file.extension().is_some_and(|end| end == "json") {
        return vec!["-json".into(), file.into()];
    }
    // A value may be for another one of several jobs.
    let mut all = vec!["-hcl2-strict=false".into()];
    let with = |option: &str, value: &OsStr| {
        let mut word = OsString::from(option);
        word.push(value);
        word
    };
    all.extend(given.values.iter().map(|value| with("-var=", value.as_ref())));
    all.extend(given.files.iter().map(|file| with("-var-file=", file.as_ref())));
    all.push(file.into());
    all
}

/// The line of a job file that marks it as generated.
pub fn mark(text: &str) -> Option<String> {
    let line = text.lines().take(2).find(|line| line.contains(MARK))?;
    let at = line.find(MARK)?;
    Some(line[at..].trim_end_matches([',', '"']).to_owned())
}
