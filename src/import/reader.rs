//! Reading one source: the job, the findings about it, and whether its expressions are still in it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::comments::comments_of;
use super::definition::is_obeyed;
use super::foreign;
use super::form::Form;
use super::imported::{Imported, variables};
use super::job_file::{Content, JobFile};
use super::reasons;
use super::source_file::SourceFile;
use super::values::Values;
use crate::api;
use crate::diagnostic::{Diagnostic, Place, Severity, SourceText};
use crate::house::Site;
use crate::jobspec::Job;
use crate::read::{self, Finding, Parsed};
use crate::render::{RenderError, Renderer};
use jobwright_hcl::eval::{Files, Inputs, OUTSIDE};
use jobwright_hcl::syntax::{Body, Span};

/// The maximum number of errors shown for one file: those that follow are most often a consequence.
const SHOWN: usize = 10;

/// What becomes of variables, local values and expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// They stay: values can still be given at deployment.
    Keep,
    /// They become their values.
    Evaluate,
}

/// The job as HCL, if it is known already that it can be printed.
type Printed = Option<String>;

/// Reads job files, all under the same conditions.
#[derive(Debug)]
pub struct JobReader<'v> {
    /// What becomes of expressions.
    pub mode: Mode,
    values: &'v Values,
    pub(crate) inputs: Inputs<'v>,
    renderer: Renderer,
    folders: Vec<PathBuf>,
    home: Option<PathBuf>,
    destination: Option<PathBuf>,
    json: bool,
    registry: bool,
    site: Option<Site>,
    /// The directory from which Nomad would be run.
    started_in: Option<PathBuf>,
    /// What to do about a variable without a value.
    unset: &'static str,
}

/// What to do about a variable without a value, where it may stay one.
const UNSET: &str = "set it with `--var NAME=VALUE`, `--var-file FILE` or `--env`; with `--to \
    rust` or `--to hcl` and without `--evaluate`, variables are kept";

impl<'v> JobReader<'v> {
    /// A reader that gives these values to variables.
    ///
    /// # Errors
    ///
    /// Variable files that are invalid.
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
            unset: UNSET,
        })
    }

    /// Sets the help for a variable without a value, for callers with other sources of values.
    #[must_use]
    pub fn unset_help(mut self, help: &'static str) -> Self {
        self.unset = help;
        self
    }

    /// The templates with which it proves that jobs can be written: ours.
    #[must_use]
    pub fn renderer(&self) -> &Renderer {
        &self.renderer
    }

    /// Lets `file()` and its kin read below this directory too, not only below the job file's own.
    #[must_use]
    pub fn allow(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folders.push(folder.into());
        self
    }

    /// Sets the directory that `~` means in the paths of a job file.
    #[must_use]
    pub fn home(mut self, home: impl Into<PathBuf>) -> Self {
        self.home = Some(home.into());
        self
    }

    /// Sets the directory in which the jobs will be: expressions that are kept must have the same
    /// values there.
    #[must_use]
    pub fn destination(mut self, folder: impl Into<PathBuf>) -> Self {
        self.destination = Some(folder.into());
        self
    }

    /// Sets the directory from which Nomad would be run. Nomad reads the files of `file()` relative
    /// to it, and import relative to the job file: where that makes a difference, there is a
    /// warning.
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
    pub fn read(&self, file: JobFile<'_>) -> Result<Imported, Vec<Diagnostic>> {
        self.checked(file).map_err(limited)
    }

    fn checked(&self, file: JobFile<'_>) -> Result<Imported, Vec<Diagnostic>> {
        if let Some(finding) = file.as_list() {
            return Err(vec![finding]);
        }
        let (source, is_inspected) = (file.source(), file.is_inspected());
        let (mut imported, mut printed) = self.content(file)?;
        imported.warnings.extend(self.undecoded(source));
        if let Some(site) = self.site.as_ref().filter(|_| is_inspected) {
            beside_site(&mut imported.job, site);
        }
        if printed.is_none() {
            printed = self.writable(&imported.job, source)?;
        }
        imported.text = printed.filter(|_| !self.registry);
        if self.registry {
            reasons::of_allowances(&mut imported.job, &mut imported.comments);
            reasons::of_services(&mut imported.job, &source.name, &mut imported.warnings);
            reasons::of_ports(&mut imported.job, &mut imported.comments);
            reasons::of_blocks(&mut imported.job, &mut imported.comments);
        }
        Ok(imported)
    }

    fn content(&self, file: JobFile<'_>) -> Result<(Imported, Printed), Vec<Diagnostic>> {
        let (source, form, content) = file.into_parts();
        let text = source.text.as_str();
        let refused = |body, findings| Err(self.refused(source, form, body, findings));
        match content {
            Content::Native(Ok((body, spans))) => {
                let parsed = Parsed::native(text, &body);
                match self.job_file(source, parsed, &body, foreign::placeholders(text, &body)) {
                    Ok((mut imported, printed)) => {
                        imported.comments = comments_of(text, &body, &spans);
                        if self.registry {
                            imported.warnings.extend(spelt_out(source, &spans));
                        }
                        Ok((imported, printed))
                    }
                    Err(findings) => refused(Some(&body), findings),
                }
            }
            Content::HclJson(Ok(json)) => {
                let read = json.parse().and_then(|body| {
                    self.job_file(source, Parsed::json(&json, &body), &body, Vec::new())
                });
                read.or_else(|findings| refused(None, findings))
            }
            Content::Native(Err(findings)) | Content::HclJson(Err(findings)) => {
                refused(None, findings)
            }
            Content::ApiJson(Ok(mut root)) => match read::api_json_of(&mut root) {
                Ok(read) => {
                    let mut imported = Imported::with_losses(source, read.job, &read.losses);
                    let warnings = self.diagnostics(Severity::Warning, &read.warnings, source);
                    imported.warnings.extend(warnings);
                    Ok((imported, None))
                }
                Err(findings) => refused(None, findings),
            },
            Content::ApiJson(Err(findings)) => refused(None, findings),
        }
    }

    fn job_file(
        &self,
        file: &SourceFile,
        parsed: Parsed<'_>,
        body: &Body<'_>,
        placeholders: Vec<Finding>,
    ) -> Result<(Imported, Printed), Vec<Finding>> {
        let mut files = self.files(&file.folder());
        if let Some(folder) = &self.started_in {
            files = files.started_in(folder);
        }
        let evaluated = parsed.evaluated(&self.inputs, Some(files.clone()));
        let all = |findings: &[Finding]| self.diagnostics(Severity::Warning, findings, file);
        let (job, mut warnings, printed) = match (evaluated, self.mode) {
            (Ok(reading), Mode::Evaluate) => (reading.job, all(&reading.warnings), None),
            (Ok(reading), Mode::Keep) => {
                let mut warnings = all(&reading.warnings);
                let (job, printed) = self.kept(reading.job, parsed, file, &mut warnings);
                (job, warnings, printed)
            }
            (Err(findings), Mode::Keep) if findings.iter().all(Finding::unset_variable) => {
                let mut warnings = Vec::new();
                let job = self.as_written(parsed, file)?;
                let printed = self.elsewhere(&job, file, &mut warnings);
                (job, warnings, printed)
            }
            (Err(mut findings), mode) => {
                findings.retain(|finding| mode == Mode::Evaluate || !finding.unset_variable());
                return Err(findings);
            }
        };
        warnings.extend(all(&placeholders));
        warnings.extend(files.differing().iter().map(|path| differing(path, file)));
        let variables = variables(body);
        Ok((Imported { variables, warnings, ..Imported::new(file, job) }, printed))
    }

    /// The finding about a file with bytes that are not UTF-8, where Nomad accepts them.
    pub(crate) fn undecoded(&self, file: &SourceFile) -> Option<Diagnostic> {
        let finding = file.undecoded.told()?;
        Some(self.diagnostic(Severity::Warning, &finding, file, &file.source_text()))
    }

    /// The findings about a file that Nomad does not accept as a job.
    pub(crate) fn refused(
        &self,
        file: &SourceFile,
        form: Form,
        body: Option<&Body<'_>>,
        findings: Vec<Finding>,
    ) -> Vec<Diagnostic> {
        let findings = match form {
            Form::Native => foreign::explained(&file.text, body, findings),
            Form::HclJson | Form::ApiJson => findings,
        };
        self.diagnostics(Severity::Error, &findings, file)
    }

    /// The job as its author wrote it, if Nomad reads that as the same job; else as it was evaluated.
    fn kept(
        &self,
        evaluated: Job,
        parsed: Parsed<'_>,
        file: &SourceFile,
        warnings: &mut Vec<Diagnostic>,
    ) -> (Job, Printed) {
        // Only expressions are worth a word: without them, nothing is lost.
        let expressions = |job: &Job| api::has_expressions(job);
        let why = match self.as_written(parsed, file) {
            Ok(job) => match self.is_same(&job, &evaluated, file) {
                Ok(text) => return (job, Some(text)),
                Err(_) if !expressions(&job) => return (evaluated, None),
                Err(why) => why,
            },
            Err(findings) => first(&findings),
        };
        let name = &file.name;
        let message =
            format!("variables and expressions of `{name}` were replaced with their values: {why}");
        let warning = Diagnostic::warning("replaced-expressions", message);
        warnings.push(warning.help("check that these are the values that you deploy with"));
        (evaluated, None)
    }

    /// The job as it is written, with variables, local values and expressions.
    fn as_written(&self, parsed: Parsed<'_>, file: &SourceFile) -> Result<Job, Vec<Finding>> {
        parsed.kept(Some(self.files(&file.folder())))
    }

    /// The job as HCL, if it gives Nomad this one when it is printed, put where it will lie, and read again.
    fn is_same(&self, job: &Job, evaluated: &Job, file: &SourceFile) -> Result<String, String> {
        let text = self.renderer.job(job, "").map_err(|error| error.to_string())?;
        let reading = read::evaluated(&text, &self.inputs, Some(self.files_there(file)));
        let reading = reading.map_err(|findings| {
            format!(
                "kept, because they cannot be read in the new location of the job: {}",
                first(&findings)
            )
        })?;
        if reading.job == *evaluated || api::job(&reading.job) == api::job(evaluated) {
            Ok(text)
        } else {
            Err("kept, because they change the job".to_owned())
        }
    }

    /// Warns of a job with variables without values that cannot be read where it will lie.
    fn elsewhere(&self, job: &Job, file: &SourceFile, warnings: &mut Vec<Diagnostic>) -> Printed {
        let text = self.renderer.job(job, "").ok()?;
        let there = Some(self.files_there(file));
        let Err(findings) = read::evaluated(&text, &self.inputs, there) else { return Some(text) };
        let real = findings.into_iter().find(|finding| !finding.unset_variable());
        if let Some(finding) = real {
            let message =
                format!("Nomad cannot read the job in its new location: {}", finding.message);
            let warning =
                Diagnostic::warning("other-directory", format!("`{}`: {message}", file.name));
            warnings.push(warning.help(
                "set all variables with `--var`, so that expressions can be \
                replaced with their values",
            ));
        }
        Some(text)
    }

    /// What cannot be printed cannot be generated either.
    fn writable(&self, job: &Job, file: &SourceFile) -> Result<Printed, Vec<Diagnostic>> {
        if self.json {
            return Ok(None);
        }
        match self.renderer.job(job, "") {
            Ok(text) => Ok(Some(text)),
            Err(error) => Err(vec![unrenderable(&file.name, &error)]),
        }
    }

    /// The files that expressions may read in a job file in this directory.
    pub(crate) fn files(&self, folder: &Path) -> Files {
        let mut files = Files::below(folder);
        for folder in &self.folders {
            files = files.and_below(folder);
        }
        match &self.home {
            Some(home) => files.home(home),
            None => files,
        }
    }

    fn files_there(&self, file: &SourceFile) -> Files {
        match &self.destination {
            Some(folder) => self.files(folder),
            None => self.files(&file.folder()),
        }
    }

    /// The findings as diagnostics, each in the source that it is about.
    pub(crate) fn diagnostics(
        &self,
        severity: Severity,
        findings: &[Finding],
        file: &SourceFile,
    ) -> Vec<Diagnostic> {
        if findings.is_empty() {
            return Vec::new();
        }
        let own = file.source_text();
        let shown = |finding| self.diagnostic(severity, finding, file, &own);
        findings.iter().map(shown).collect()
    }

    fn diagnostic(
        &self,
        severity: Severity,
        finding: &Finding,
        file: &SourceFile,
        own: &Arc<SourceText>,
    ) -> Diagnostic {
        let shown = match self.values.text_of(&finding.source, &self.inputs) {
            Some((name, text)) => {
                let source = Arc::new(SourceText::new(name, text));
                let shown = finding.diagnostic(severity, &source);
                shown.note(format!("for `{}`", file.name))
            }
            None => finding.diagnostic(severity, own),
        };
        if finding.unset_variable() {
            return shown.help(self.unset);
        }
        if finding.message.ends_with(OUTSIDE) {
            return shown.help(
                "a job may read files below its own directory; `--allow-files DIR` adds another one",
            );
        }
        shown
    }
}

/// A finding that comments hold characters which a definition escapes: at the first location, for
/// all.
fn spelt_out(file: &SourceFile, comments: &[Span]) -> Option<Diagnostic> {
    let found = |span: &Span| {
        let text = span.of(&file.text);
        let at = span.start + u32::try_from(text.find(is_obeyed)?).ok()?;
        Some((at, text.chars().find(|letter| is_obeyed(*letter))?))
    };
    let (at, letter) = comments.iter().find_map(found)?;
    let number = u32::from(letter);
    let message = format!(
        "a comment contains the invisible control character U+{number:04X}; it is replaced with \
         `{}` in the definition",
        letter.escape_unicode()
    );
    let end = at + letter.len_utf8() as u32;
    let place = Place::Text(file.source_text(), Span::new(at, end));
    let help = "remove it: it can show the file in another order than Nomad reads it";
    Some(Diagnostic::warning("hidden-character", message).at(place).help(help))
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

fn first(findings: &[Finding]) -> String {
    findings.first().map_or_else(String::new, |finding| finding.message.clone())
}

fn unrenderable(name: &str, error: &RenderError) -> Diagnostic {
    let message = format!("cannot write the job of `{name}` as HCL: {error}");
    let help = match error {
        RenderError::Lacks(_) => "add what is missing: Nomad refuses a job file without it",
        _ => {
            "fix the errors above; if Nomad accepts the job unchanged, please report it with the \
             file"
        }
    };
    Diagnostic::error("unprinted", message).help(help)
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
fn differing(path: &str, file: &SourceFile) -> Diagnostic {
    let message = format!(
        "`{path}` is read relative to the job file; Nomad, called in this directory, reads another \
         file"
    );
    let help = "call `nomad` in the directory of the job file, or make the two files identical";
    let finding = Diagnostic::warning("other-directory", message).help(help);
    match file.text.find(&format!("\"{path}\"")).and_then(|at| u32::try_from(at).ok()) {
        Some(at) => {
            let end = at.saturating_add(u32::try_from(path.len()).unwrap_or_default() + 2);
            finding.at(Place::Text(file.source_text(), Span::new(at, end)))
        }
        None => finding,
    }
}
