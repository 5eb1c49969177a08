//! What `lint` can be asked for.

use std::path::{Path, PathBuf};

use crate::cli::site::SiteArgs;
use crate::cli::values::ValueArgs;
use crate::error::{Error, ErrorKind};
use crate::jobspec::Version;
use crate::project::Project;
use crate::{Severity, lint};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Job files, directories, or `-` for standard input [default: the project's
    /// registry]
    pub paths: Vec<PathBuf>,
    /// Select the output format
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: Format,
    /// Report, and fail on, findings of at least this severity
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t)]
    pub min_severity: Least,
    /// Report everything newer than this Nomad version as an error
    #[arg(long, value_name = "VERSION", value_parser = version)]
    pub nomad: Option<Version>,
    /// Ignore the findings in this file
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write the findings to the file of `--baseline`, or `lint-baseline.json`
    #[arg(long)]
    pub write_baseline: bool,
    /// Apply fixes that leave the job unchanged for Nomad
    #[arg(long)]
    pub fix: bool,
    /// Apply all fixes, even if they change the job
    #[arg(long)]
    pub unsafe_fixes: bool,
    /// Add an allowance with this reason to every finding
    #[arg(
        long,
        value_name = "REASON",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "existed before lint was introduced; not reviewed yet"
    )]
    pub add_allow: Option<String>,
    /// Explain a rule
    #[arg(long, value_name = "RULE")]
    pub explain: Option<String>,
    /// List all rules
    #[arg(long)]
    pub list: bool,
    #[command(flatten)]
    pub site: SiteArgs,
    #[command(flatten)]
    pub values: ValueArgs,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Findings with their source lines
    #[default]
    Text,
    /// Number of findings per rule
    Summary,
    /// One JSON document
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// GitHub workflow commands, shown next to the lines of a pull request
    Github,
    /// GitLab code quality report
    Gitlab,
    /// JUnit XML
    Junit,
    /// JSON messages of the compiler, for editors
    Cargo,
}

/// The severities, as a word of the command line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Least {
    /// All findings
    Info,
    /// Warnings and errors
    #[default]
    Warning,
    /// Errors only
    Error,
}

impl From<Least> for Severity {
    fn from(least: Least) -> Self {
        match least {
            Least::Info => Self::Info,
            Least::Warning => Self::Warning,
            Least::Error => Self::Error,
        }
    }
}

fn version(text: &str) -> Result<Version, String> {
    Version::parse(text).ok_or_else(|| "expected a version such as `1.9` or `1.10.3`".to_owned())
}

impl Args {
    /// Whether the registry of a project has nothing to do with it.
    pub fn needs_no_registry(&self) -> bool {
        !self.paths.is_empty() || self.explain.is_some() || self.list || Project::here().is_err()
    }

    /// The file of the baseline.
    pub fn baseline_file(&self) -> &Path {
        self.baseline.as_deref().unwrap_or(Path::new("lint-baseline.json"))
    }

    /// What does not go together.
    pub fn check(&self) -> Result<(), Error> {
        let usage =
            |message: &str, help: &str| Err(Error::new(ErrorKind::Usage, message).help(help));
        let writes = [
            (self.write_baseline, "--write-baseline"),
            (self.fix || self.unsafe_fixes, "--fix"),
            (self.add_allow.is_some(), "--add-allow"),
        ];
        let writes: Vec<&str> =
            writes.iter().filter(|(asked, _)| *asked).map(|(_, name)| *name).collect();
        if let [one, two, ..] = writes.as_slice() {
            let message = format!("`{one}` and `{two}` cannot be combined");
            return usage(&message, "run one after the other");
        }
        if let Some(reason) = &self.add_allow
            && (reason.trim().is_empty() || reason.contains(['\n', '\r']))
        {
            return usage(
                "expected a one-line reason for `--add-allow`",
                "remove it, or say why the findings may stay",
            );
        }
        let writes_files = self.fix || self.unsafe_fixes || self.add_allow.is_some();
        if writes_files && self.paths.iter().any(|path| path == Path::new("-")) {
            let message = "standard input cannot be changed";
            return usage(message, "pass the file by name, or remove the option that writes it");
        }
        if !self.paths.is_empty() && !self.site.names.is_empty() {
            let help = "remove it, or pass no files";
            return usage("`--site` applies to the registry, but files are named", help);
        }
        if self.paths.is_empty() && (self.fix || self.unsafe_fixes) {
            let help = "pass the files or directories; fix a definition in its Rust source";
            return usage("`--fix` applies to job files", help);
        }
        Ok(())
    }

    /// The rule to explain.
    pub fn rule(name: &str) -> Result<&'static lint::Rule, Error> {
        lint::rule(name).ok_or_else(|| {
            let error = Error::new(ErrorKind::Usage, format!("unknown rule `{name}`"));
            error.help(lint::unknown_rule(name))
        })
    }
}
