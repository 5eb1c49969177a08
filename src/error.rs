//! The one error type of the program: what could not be done, with a location and help.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::visible::visible_line;

/// Something that could not be done.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    message: String,
    path: Option<PathBuf>,
    help: Option<String>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What kind of thing could not be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file or directory could not be read or written.
    Io,
    /// The output directory is not a directory that can be written to.
    OutFolder,
    /// A file is in the way that this program does not own.
    NotOwned,
    /// No job has the name.
    UnknownJob,
    /// The jobs themselves are wrong; nothing was rendered.
    Findings,
    /// A template does not print the job that was asked for.
    Template,
    /// There is no project here.
    Project,
    /// The arguments of the command line are invalid.
    Usage,
}

impl Error {
    /// An error of a kind; the message says what was found and what was expected.
    #[must_use]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            path: None,
            help: None,
            source: None,
        }))
    }

    pub(crate) fn io(what: &str, path: &Path, source: io::Error) -> Self {
        Self::new(ErrorKind::Io, what).path(path).source_error(source)
    }

    pub(crate) fn path(mut self, path: &Path) -> Self {
        self.0.path = Some(path.to_owned());
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    pub(crate) fn source_error(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// What kind it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The file or directory that it is about.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        self.0.path.as_deref()
    }

    /// How to fix it.
    #[must_use]
    pub fn advice(&self) -> Option<&str> {
        self.0.help.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        if let Some(path) = &self.0.path {
            write!(f, " `{}`", visible_line(&path.to_string_lossy()))?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
