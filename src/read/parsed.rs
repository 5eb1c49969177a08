//! Job files that are parsed, and read in one way or several.

use super::file::{self, Reading};
use super::finding::Finding;
use super::hcl_json::Rewritten;
use super::session::{Mode, Session};
use super::size;
use super::task_defaults::TaskDefaults;
use crate::jobspec::{Job, SourceId};
use jobwright_hcl::eval::{Context, Files, Inputs, job_context};
use jobwright_hcl::syntax::Body;

/// A job file that is already parsed: it can be read in several ways, and its tree be inspected,
/// without parsing it again.
///
/// ```
/// use jobwright::jobspec::{Location, SourceId};
/// use jobwright::read::Parsed;
/// use jobwright::syntax;
///
/// let text = "job \"web\" {\n  priority = 70\n}\n";
/// let body = syntax::parse(text).map_err(|errors| errors[0].clone())?;
/// let job = Parsed::native(text, &body).in_source(SourceId(3)).as_written().map_err(|found| found[0].message.clone())?;
/// let Some(Location::Text(source, span)) = job.priority.map(|priority| priority.location()) else { panic!("a text") };
/// assert_eq!((source, span.of(text)), (SourceId(3), "70"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Parsed<'t> {
    text: &'t str,
    body: &'t Body<'t>,
    source: SourceId,
    /// What was JSON, with the way back to it.
    json: Option<&'t Rewritten>,
}

impl<'t> Parsed<'t> {
    /// A source in native syntax, with its tree.
    #[must_use]
    pub fn native(text: &'t str, body: &'t Body<'t>) -> Self {
        Self { text, body, source: SourceId::default(), json: None }
    }

    /// A source in HCL's JSON syntax, rewritten in native syntax, with the tree of that.
    #[must_use]
    pub fn json(json: &'t Rewritten, body: &'t Body<'t>) -> Self {
        Self { text: &json.text, body, source: SourceId::default(), json: Some(json) }
    }

    /// The same, of which the locations in the job are in this text of a
    /// [`SourceMap`](crate::diagnostic::SourceMap); without it, in the first one.
    #[must_use]
    pub fn in_source(self, source: SourceId) -> Self {
        Self { source, ..self }
    }

    /// The same as the function [`evaluated`](super::evaluated).
    ///
    /// # Errors
    ///
    /// Everything in the file that keeps Nomad from reading it, all at once.
    pub fn evaluated(
        self,
        inputs: &Inputs<'_>,
        files: Option<Files>,
    ) -> Result<Reading, Vec<Finding>> {
        self.check_size()?;
        let (context, errors) = job_context(self.text, self.body, inputs, files);
        let mut session = Session::new(self.text, Mode::Evaluate, context);
        session.incomplete = !errors.is_empty();
        errors.into_iter().for_each(|error| session.push(error.into()));
        self.read(session, Some(TaskDefaults::default())).map(|(reading, _)| reading)
    }

    /// The same as the function [`kept`](super::kept).
    ///
    /// # Errors
    ///
    /// Everything in the file that is not a job, all at once.
    pub fn kept(self, files: Option<Files>) -> Result<Job, Vec<Finding>> {
        self.check_size()?;
        let context = Context::job(self.text.as_bytes());
        let context = match files {
            Some(files) => context.files(files),
            None => context,
        };
        let session = Session::new(self.text, Mode::Keep, context);
        self.read(session, Some(TaskDefaults::default())).map(|(reading, _)| reading.job)
    }

    /// The same, with the values of the variables that have one: what depends on others is kept.
    pub(crate) fn partly_evaluated(
        self,
        inputs: &Inputs<'_>,
        files: Files,
    ) -> Result<Job, Vec<Finding>> {
        self.check_size()?;
        let (context, _) = job_context(self.text, self.body, inputs, Some(files));
        let mut session = Session::new(self.text, Mode::Keep, context);
        session.has_values = true;
        self.read(session, Some(TaskDefaults::default())).map(|(reading, _)| reading.job)
    }

    /// The same as the function [`job`](super::job()).
    ///
    /// # Errors
    ///
    /// Everything in the file that is not a job, all at once.
    pub fn as_written(self) -> Result<Job, Vec<Finding>> {
        self.printed().map(|(job, _)| job)
    }

    /// The same, together with what Nomad's parser requires in it and does not find.
    pub(crate) fn printed(self) -> Result<(Job, Vec<Finding>), Vec<Finding>> {
        self.check_size()?;
        let context = Context::job(self.text.as_bytes());
        let session = Session::new(self.text, Mode::Keep, context);
        self.read(session, None).map(|(reading, lacking)| (reading.job, lacking))
    }

    fn check_size(self) -> Result<(), Vec<Finding>> {
        let checked = size::of_file(self.text, self.body);
        checked.map_err(|findings| match self.json {
            Some(json) => json.moved(findings),
            None => findings,
        })
    }

    /// The job and what is missing in its blocks, and findings with their locations in the JSON
    /// source.
    fn read(
        self,
        mut session: Session<'t>,
        defaults: Option<TaskDefaults>,
    ) -> Result<(Reading, Vec<Finding>), Vec<Finding>> {
        session.source = self.source;
        let Some(json) = self.json else { return file::job(session, defaults, self.body) };
        session.names = &json.names;
        match file::job(session, defaults, self.body) {
            Ok((Reading { job, warnings }, lacking)) => {
                let warnings = [json.warnings.clone(), json.moved(warnings)].concat();
                Ok((Reading { job, warnings }, json.moved(lacking)))
            }
            Err(findings) => Err(json.moved(findings)),
        }
    }
}
