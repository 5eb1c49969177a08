//! One source read: the job, what must be said about it, and whether its expressions are still in it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::form::Form;
use super::job_file::JobFile;
use super::reasons;
use super::values::{Values, diagnostic};
use crate::api;
use crate::diagnostic::{Diagnostic, Severity};
use crate::house::Site;
use crate::jobspec::Job;
use crate::read::{self, Comment, Finding};
use crate::render::{RenderError, Renderer};
use jobwright_hcl::eval::{self, Files, Inputs, OUTSIDE};
use jobwright_hcl::syntax::{self, Span};

/// So many mistakes are shown of one file: what follows is most often a consequence.
const SHOWN: usize = 10;

/// What becomes of variables, local values and expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// They stay: values can still be given at deployment.
    Keep,
    /// They become their values.
    Evaluate,
}

/// A job that was read.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The job.
    pub job: Job,
    /// The comments of its file.
    pub comments: Vec<Comment>,
    /// The variables that its file declares.
    pub variables: BTreeSet<String>,
    /// What surprises.
    pub warnings: Vec<Diagnostic>,
}

/// Reads job files, all under the same conditions.
#[derive(Debug)]
pub struct Reader<'v> {
    /// What becomes of expressions.
    pub mode: Mode,
    values: &'v Values,
    inputs: Inputs<'v>,
    renderer: Renderer,
    folders: Vec<PathBuf>,
    home: Option<PathBuf>,
    destination: Option<PathBuf>,
    json: bool,
    registry: bool,
    site: Option<Site>,
    /// Where Nomad would be called.
    started_in: Option<PathBuf>,
}

impl<'v> Reader<'v> {
    /// A reader that gives these values to variables.
    ///
    /// # Errors
    ///
    /// Variable files that are none.
    pub fn new(mode: Mode, values: &'v Values) -> Result<Self, Vec<Diagnostic>> {
        let renderer = Renderer::new(std::collections::BTreeMap::new());
        let renderer = renderer.map_err(|error| vec![unrenderable("the templates", &error)])?;
        let inputs = values.inputs()?;
        let (folders, home, destination) = (Vec::new(), None, None);
        let (json, registry, site, started_in) = (false, false, None, None);
        Ok(Self {
            mode,
            values,
            inputs,
            renderer,
            folders,
            home,
            destination,
            json,
            registry,
            site,
            started_in,
        })
    }

    /// Lets `file()` and its kin read below this folder too, not only below the job file's own.
    #[must_use]
    pub fn allow(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folders.push(folder.into());
        self
    }

    /// What `~` stands for in the paths of a job file.
    #[must_use]
    pub fn home(mut self, home: impl Into<PathBuf>) -> Self {
        self.home = Some(home.into());
        self
    }

    /// The folder in which the jobs will lie: expressions that stay must have the same values there.
    #[must_use]
    pub fn destination(mut self, folder: impl Into<PathBuf>) -> Self {
        self.destination = Some(folder.into());
        self
    }

    /// The folder in which Nomad would be called. It reads the files of `file()` from there, and import beside the job file:
    /// where that makes a difference, a warning says so.
    #[must_use]
    pub fn started_in(mut self, folder: impl Into<PathBuf>) -> Self {
        self.started_in = Some(folder.into());
        self
    }

    /// The jobs become API JSON: they need not be such as HCL can say.
    #[must_use]
    pub fn for_json(mut self) -> Self {
        self.json = true;
        self
    }

    /// The jobs become definitions of a registry, whose rules they must obey.
    #[must_use]
    pub fn for_registry(mut self) -> Self {
        self.registry = true;
        self
    }

    /// The site of the registry. What it says in every job that says nothing else, a server's job must say itself where
    /// it is what Nomad does by itself.
    #[must_use]
    pub fn site(mut self, site: Site) -> Self {
        self.site = Some(site);
        self
    }

    /// Reads a job file.
    ///
    /// # Errors
    ///
    /// Everything that keeps it from being a job that Nomad reads and that can be written again.
    pub fn read(&self, file: &JobFile) -> Result<Imported, Vec<Diagnostic>> {
        let read = match file.form() {
            Form::ApiJson => api_json(file),
            Form::Native | Form::HclJson => self.job_file(file),
        };
        let read = read.and_then(|mut imported| {
            if let Some(site) = self.site.as_ref().filter(|_| file.is_inspected()) {
                beside_site(&mut imported.job, site);
            }
            self.writable(&imported.job, file)?;
            if self.registry {
                reasons::of_services(&mut imported.job, file, &mut imported.warnings);
                reasons::of_ports(&mut imported.job, &mut imported.comments);
                reasons::of_blocks(&mut imported.job, &mut imported.comments);
            }
            Ok(imported)
        });
        read.map_err(limited)
    }

    fn job_file(&self, file: &JobFile) -> Result<Imported, Vec<Diagnostic>> {
        let mut files = self.files(&file.folder());
        if let Some(folder) = &self.started_in {
            files = files.started_in(folder);
        }
        let evaluated = read::evaluated(&file.text, &self.inputs, Some(files.clone()));
        let all = |findings: &[Finding]| self.diagnostics(findings, file);
        let (job, mut warnings) = match (evaluated, self.mode) {
            (Ok(reading), Mode::Evaluate) => (reading.job, all(&reading.warnings)),
            (Ok(reading), Mode::Keep) => {
                let mut warnings = all(&reading.warnings);
                let job = self.kept(reading.job, file, &mut warnings);
                (job, warnings)
            }
            (Err(findings), Mode::Keep) if findings.iter().all(Finding::unset_variable) => {
                let mut warnings = Vec::new();
                let job = self.as_written(file).map_err(|findings| all(&findings))?;
                self.elsewhere(&job, file, &mut warnings);
                (job, warnings)
            }
            (Err(mut findings), mode) => {
                findings.retain(|finding| mode == Mode::Evaluate || !finding.unset_variable());
                return Err(all(&match file.form() {
                    Form::Native => read::explained(&file.text, findings),
                    Form::HclJson | Form::ApiJson => findings,
                }));
            }
        };
        if let Ok(body) = syntax::parse(&file.text) {
            warnings.extend(all(&read::placeholders(&file.text, &body)));
        }
        warnings.extend(files.differing().iter().map(|path| differing(path, file)));
        for warning in &mut warnings {
            warning.severity = Severity::Warning;
        }
        Ok(Imported { job, comments: comments(file), variables: variables(file), warnings })
    }

    /// The job as its author wrote it, if Nomad reads that as the same job; else as it was evaluated.
    fn kept(&self, evaluated: Job, file: &JobFile, warnings: &mut Vec<Diagnostic>) -> Job {
        // Only expressions are worth a word: without them, nothing is lost.
        let expressions = |job: &Job| api::has_expressions(job);
        let why = match self.as_written(file) {
            Ok(job) => match self.is_same(&job, &evaluated, file) {
                Ok(()) => return job,
                Err(_) if !expressions(&job) => return evaluated,
                Err(why) => why,
            },
            Err(findings) => first(&findings),
        };
        let name = &file.name;
        let message =
            format!("variables and expressions of `{name}` were replaced by their values: {why}");
        let warning = Diagnostic::warning("import", message);
        warnings.push(warning.help("look whether the values are those that you deploy with"));
        evaluated
    }

    /// The job as it is written, with variables, local values and expressions.
    fn as_written(&self, file: &JobFile) -> Result<Job, Vec<Finding>> {
        read::kept(&file.text, Some(self.files(&file.folder())))
    }

    /// Whether the job gives Nomad this one when it is printed, put where it will lie, and read again.
    fn is_same(&self, job: &Job, evaluated: &Job, file: &JobFile) -> Result<(), String> {
        let text = self.renderer.job(job, "").map_err(|error| error.to_string())?;
        let reading = read::evaluated(&text, &self.inputs, Some(self.files_there(file)));
        let reading = reading.map_err(|findings| {
            format!("kept, they cannot be read where the job will lie: {}", first(&findings))
        })?;
        if api::job(&reading.job) == api::job(evaluated) {
            Ok(())
        } else {
            Err("kept, they give another job".to_owned())
        }
    }

    /// Warns of a job with variables without values that cannot be read where it will lie.
    fn elsewhere(&self, job: &Job, file: &JobFile, warnings: &mut Vec<Diagnostic>) {
        let Ok(text) = self.renderer.job(job, "") else { return };
        let there = Some(self.files_there(file));
        let Err(findings) = read::evaluated(&text, &self.inputs, there) else { return };
        let real = findings.into_iter().find(|finding| !finding.unset_variable());
        if let Some(finding) = real {
            let message =
                format!("where the job will lie, Nomad cannot read it: {}", finding.message);
            let warning = Diagnostic::warning("import", format!("`{}`: {message}", file.name));
            warnings.push(warning.help("give all variables values with `--var`, so that expressions can be replaced by theirs"));
        }
    }

    /// What cannot be printed cannot be generated either.
    fn writable(&self, job: &Job, file: &JobFile) -> Result<(), Vec<Diagnostic>> {
        if self.json {
            return Ok(());
        }
        match self.renderer.job(job, "") {
            Ok(_) => Ok(()),
            Err(error) => Err(vec![unrenderable(&file.name, &error)]),
        }
    }

    /// What expressions may read in a job file that lies in this folder.
    fn files(&self, folder: &Path) -> Files {
        let mut files = Files::below(folder);
        for folder in &self.folders {
            files = files.and_below(folder);
        }
        match &self.home {
            Some(home) => files.home(home),
            None => files,
        }
    }

    fn files_there(&self, file: &JobFile) -> Files {
        match &self.destination {
            Some(folder) => self.files(folder),
            None => self.files(&file.folder()),
        }
    }

    /// The findings as people see them, each in the text that it is about.
    fn diagnostics(&self, findings: &[Finding], file: &JobFile) -> Vec<Diagnostic> {
        findings.iter().map(|finding| self.diagnostic(finding, file)).collect()
    }

    fn diagnostic(&self, finding: &Finding, file: &JobFile) -> Diagnostic {
        let argument = |wanted: &str| {
            let mut all = self.inputs.arguments.iter().rev();
            all.find(|(name, _)| name == wanted).map_or("", |(_, text)| text.as_str())
        };
        let environment = |wanted: &str| {
            let mut all = self.inputs.environment.iter().rev();
            all.find(|(name, _)| name == wanted).map_or("", |(_, text)| text.as_str())
        };
        let place = match &finding.source {
            eval::Source::Job => None,
            eval::Source::File(at) => {
                self.values.files.get(*at).map(|file| (file.name.clone(), file.text.as_str()))
            }
            eval::Source::Environment(name) => {
                Some((format!("NOMAD_VAR_{name}"), environment(name)))
            }
            eval::Source::Argument(name) => Some((format!("--var {name}"), argument(name))),
        };
        let shown = match &place {
            Some((name, text)) => {
                diagnostic(finding, name, text).note(format!("for `{}`", file.name))
            }
            None => diagnostic(finding, &file.name, &file.text),
        };
        if finding.unset_variable() {
            return shown.help(
                "give it one with `--var NAME=VALUE`, `--var-file FILE` or `--env`; with `--to rust` or `--to hcl` and without `--evaluate`, variables stay",
            );
        }
        if finding.message.ends_with(OUTSIDE) {
            return shown.help(
                "a job may read the files below its own folder; `--allow-files DIR` lets it read those below another one too",
            );
        }
        shown
    }
}

/// The comments of a job file. JSON has none.
fn comments(file: &JobFile) -> Vec<Comment> {
    match file.form() {
        Form::Native => read::comments(&file.text),
        Form::HclJson | Form::ApiJson => Vec::new(),
    }
}

fn api_json(file: &JobFile) -> Result<Imported, Vec<Diagnostic>> {
    let shown = |finding: &Finding| diagnostic(finding, &file.name, &file.text);
    let (job, losses) = read::api_json_with_losses(&file.text)
        .map_err(|findings| findings.iter().map(shown).collect::<Vec<_>>())?;
    let warning = |finding| {
        let mut warning = shown(finding);
        warning.severity = Severity::Warning;
        warning.note("a job file cannot say this; it is left out")
    };
    let warnings = losses.iter().map(warning).collect();
    Ok(Imported { job, comments: Vec::new(), variables: BTreeSet::new(), warnings })
}

/// A server's job says what the site would say otherwise.
fn beside_site(job: &mut Job, site: &Site) {
    if site.region.is_some() {
        job.region.get_or_insert_with(|| read::REGION.to_owned().into());
    }
    if !site.datacenters.is_empty() {
        job.datacenters.get_or_insert_with(|| read::DATACENTERS.to_vec().into());
    }
}

/// The names of the variables that a job file declares.
fn variables(file: &JobFile) -> BTreeSet<String> {
    let job = read::kept(&file.text, None).ok();
    job.into_iter().flat_map(|job| job.variables).map(|variable| variable.name).collect()
}

fn first(findings: &[Finding]) -> String {
    findings.first().map_or_else(String::new, |finding| finding.message.clone())
}

fn unrenderable(name: &str, error: &RenderError) -> Diagnostic {
    let message = format!("the job of `{name}` cannot be written as HCL: {error}");
    Diagnostic::error("import", message)
        .help("this should not happen to a job that Nomad reads; please report it with the file")
}

/// The first findings, and whether there are more.
fn limited(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let more = findings.len() > SHOWN;
    findings.truncate(SHOWN);
    if let Some(last) = findings.last_mut().filter(|_| more) {
        last.notes.push("the file has more errors".to_owned());
    }
    findings
}

/// What is said of a file that Nomad would read elsewhere.
fn differing(path: &str, file: &JobFile) -> Diagnostic {
    let message = format!(
        "`{path}` is read beside the job file; Nomad, called in this folder, reads another text there"
    );
    let help = "call `nomad` in the folder of the job file, or make the two files one";
    let finding = Diagnostic::warning("import", message).help(help);
    match file.text.find(&format!("\"{path}\"")).and_then(|at| u32::try_from(at).ok()) {
        Some(at) => {
            let end = at.saturating_add(u32::try_from(path.len()).unwrap_or_default() + 2);
            finding.in_text(&file.name, &file.text, Span::new(at, end))
        }
        None => finding,
    }
}
