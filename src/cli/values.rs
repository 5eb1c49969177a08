//! Values for the variables of jobs, as the command line gives them.

use std::ffi::OsString;
use std::path::PathBuf;

use super::print;
use crate::deploy::Environment;
use crate::diagnostic::Diagnostic;
use crate::error::{Error, ErrorKind};
use crate::generate::Format;
use crate::import::{SourceFile, Values};

#[derive(Debug, Default, clap::Args)]
pub struct ValueArgs {
    /// Set a variable; repeatable
    #[arg(long = "var", value_name = "NAME=VALUE", value_parser = assignment)]
    variables: Vec<String>,
    /// Read values of variables from this file; repeatable
    #[arg(long = "var-file", value_name = "FILE")]
    variable_files: Vec<PathBuf>,
}

/// The environment, as far as it is text.
pub fn environment() -> Vec<(String, String)> {
    let text = |(name, value): (OsString, OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    std::env::vars_os().filter_map(text).collect()
}

fn assignment(text: &str) -> Result<String, String> {
    match text.split_once('=') {
        Some((name, _)) if !name.is_empty() => Ok(text.to_owned()),
        _ => Err("expected NAME=VALUE, such as `--var tag=1.4.2`".to_owned()),
    }
}

impl ValueArgs {
    /// The values that are given by name: `NAME=VALUE`.
    pub fn assignments(&self) -> &[String] {
        &self.variables
    }

    /// The files with values.
    pub fn files(&self) -> &[PathBuf] {
        &self.variable_files
    }

    /// Refuses values where nothing is evaluated.
    pub fn only_for(&self, format: Format) -> Result<(), Error> {
        let given = !self.variables.is_empty() || !self.variable_files.is_empty();
        if format == Format::Json || !given {
            return Ok(());
        }
        let message = "`--var` and `--var-file` apply to JSON: a job in HCL keeps its variables";
        let help = "add `--format json`, or pass the values to `nomad job run`";
        Err(Error::new(ErrorKind::Usage, message).help(help))
    }

    /// The values, and what is wrong with the files that they are in. Lenient ones may be for some of several jobs.
    pub fn read(&self, lenient: bool) -> (Values, Vec<Diagnostic>) {
        let mut findings = Vec::new();
        let mut files = Vec::new();
        for path in &self.variable_files {
            match SourceFile::file(path) {
                Ok(file) => files.push(file),
                Err(finding) => findings.push(*finding),
            }
        }
        let arguments = self.variables.clone();
        (Values { arguments, files, environment: Vec::new(), lenient }, findings)
    }

    /// The same for some of several jobs, with what the environment says: as `nomad job run` takes them.
    pub fn as_for_run(&self, own: &Environment) -> (Values, Vec<Diagnostic>) {
        let (values, findings) = self.read(true);
        let mut environment = environment();
        for (name, value) in own.variables() {
            environment.retain(|(known, _)| known != name);
            environment.push((name.to_owned(), value.to_owned()));
        }
        (Values { environment, ..values }, findings)
    }
}

/// Reports the values of variables that no job declares.
pub fn unused(values: &Values, declared: impl Fn(&str) -> bool) {
    for name in values.names().filter(|name| values.lenient && !declared(name)) {
        let message = format!("undeclared variable `{name}`: no job declares it");
        let help = "check the spelling, or remove `--var`";
        print::finding(&Diagnostic::warning("variable", message).help(help));
    }
}
