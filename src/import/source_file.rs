//! The content of a file: a job, or values for variables.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::undecoded::{REPLACEMENT, Undecoded, decode};
use crate::diagnostic::{Diagnostic, Severity, SourceText};

/// The largest file that is read, in bytes. Nomad's servers keep a job's source up to 1 MB and
/// refuse jobs that are much larger; a larger file is not a job file, and reading it would only
/// fill the memory.
pub const MAX_SIZE: u64 = 8 << 20;

/// The name of standard input in messages.
pub const STDIN: &str = "<stdin>";

/// The content of a file, with its name in messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The name in messages.
    pub name: String,
    /// The file; `None` for standard input.
    pub path: Option<PathBuf>,
    /// The content.
    pub text: String,
    /// The bytes in it that are not UTF-8.
    pub(crate) undecoded: Undecoded,
}

impl SourceFile {
    /// A source that is already loaded; paths in it are relative to the working directory.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let (name, text, undecoded) = (name.into(), text.into(), Undecoded::default());
        Self { name, path: None, text, undecoded }
    }

    /// The source text, as findings share it.
    pub(crate) fn source_text(&self) -> Arc<SourceText> {
        Arc::new(SourceText::new(self.name.as_str(), self.text.as_str()))
    }

    /// Reads a file.
    ///
    /// # Errors
    ///
    /// It cannot be read, is too large, or is not UTF-8.
    pub fn file(path: &Path) -> Result<Self, Box<Diagnostic>> {
        Self::job_file(path)?.decoded()
    }

    /// Reads standard input.
    ///
    /// # Errors
    ///
    /// It cannot be read, is too large, or is not UTF-8.
    pub fn stdin() -> Result<Self, Box<Diagnostic>> {
        Self::job_on_stdin()?.decoded()
    }

    /// Reads a file that may have bytes that are not UTF-8, where Nomad accepts them.
    pub(crate) fn job_file(path: &Path) -> Result<Self, Box<Diagnostic>> {
        let name = path.to_string_lossy().into_owned();
        let opened = File::open(path).map_err(|error| unreadable(&name, &error))?;
        let bytes = bytes(&name, opened)?;
        Ok(Self { path: Some(path.to_owned()), ..Self::of_bytes(name, bytes) })
    }

    /// The same for standard input.
    pub(crate) fn job_on_stdin() -> Result<Self, Box<Diagnostic>> {
        Ok(Self::of_bytes(STDIN, bytes(STDIN, io::stdin().lock())?))
    }

    /// The same for bytes that are already loaded.
    pub(crate) fn of_bytes(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        let (text, undecoded) = decode(bytes, REPLACEMENT);
        Self { undecoded, ..Self::new(name, text) }
    }

    /// The bytes that it was made of.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        self.undecoded.restore(&self.text)
    }

    fn decoded(self) -> Result<Self, Box<Diagnostic>> {
        match self.undecoded.first() {
            None => Ok(self),
            Some(finding) => {
                Err(Box::new(finding.diagnostic(Severity::Error, &self.source_text())))
            }
        }
    }

    /// The directory that relative paths in the file start from, from the root.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        let folder = self.path.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        let folder = if folder == Path::new("") { Path::new(".") } else { folder };
        std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned())
    }
}

/// Reads a file that is not too large.
fn bytes(name: &str, from: impl Read) -> Result<Vec<u8>, Box<Diagnostic>> {
    let bytes = bounded(from).map_err(|error| unreadable(name, &error))?;
    bytes.ok_or_else(|| Box::new(too_large(name)))
}

/// Reads no more than is needed to know that the input is too large: `None` then.
pub(crate) fn bounded(from: impl Read) -> io::Result<Option<Vec<u8>>> {
    bounded_of(from, 0)
}

/// The bytes of a file; `None` if it is too large.
pub(crate) fn file_bytes(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    if length > MAX_SIZE { Ok(None) } else { bounded_of(file, length) }
}

/// The same, where there are as many bytes as expected most often.
fn bounded_of(from: impl Read, expected: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0) + 1);
    from.take(MAX_SIZE + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= MAX_SIZE).then_some(bytes))
}

/// The finding for a file that is too large to be read.
pub(crate) fn too_large(name: &str) -> Diagnostic {
    let message =
        format!("expected at most {} MiB in a job file, found more in `{name}`", MAX_SIZE >> 20);
    let help = "move large strings to artifacts, images or volumes, or split the file";
    Diagnostic::error("size", message).help(help)
}

fn unreadable(name: &str, error: &io::Error) -> Box<Diagnostic> {
    let help = match error.kind() {
        io::ErrorKind::PermissionDenied => "make it readable, for example with `chmod u+r`",
        io::ErrorKind::NotFound => {
            "check the spelling; paths are relative to the current directory"
        }
        _ => "check that it is a file and that the disk works",
    };
    let message = format!("cannot read `{name}`: {error}");
    Box::new(Diagnostic::error("unreadable", message).help(help))
}
