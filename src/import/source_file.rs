//! The text of a file: a job, or values for variables.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, SourceText};
use jobwright_hcl::syntax::Span;

/// The largest file that is read, in bytes. Nomad's servers keep a job's source up to 1 MB and refuse jobs that are much
/// larger; what is larger than this is no job file, and reading it would only fill the memory.
pub const MAX_SIZE: u64 = 8 << 20;

/// The name of standard input in messages.
pub const STDIN: &str = "<stdin>";

/// The text of a file, with the name that people know it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The name in messages.
    pub name: String,
    /// The file; nothing for standard input.
    pub path: Option<PathBuf>,
    /// What is in it.
    pub text: String,
}

impl SourceFile {
    /// A text that is at hand already; paths in it start from the working folder.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), path: None, text: text.into() }
    }

    /// The text as findings share it.
    pub(crate) fn source_text(&self) -> Arc<SourceText> {
        Arc::new(SourceText::new(self.name.as_str(), self.text.as_str()))
    }

    /// Reads a file.
    ///
    /// # Errors
    ///
    /// It cannot be read, is too large, or is no UTF-8.
    pub fn file(path: &Path) -> Result<Self, Box<Diagnostic>> {
        let name = path.to_string_lossy().into_owned();
        let opened = File::open(path).map_err(|error| unreadable(&name, &error))?;
        let text = text(&name, opened)?;
        Ok(Self { name, path: Some(path.to_owned()), text })
    }

    /// Reads standard input.
    ///
    /// # Errors
    ///
    /// It cannot be read, is too large, or is no UTF-8.
    pub fn stdin() -> Result<Self, Box<Diagnostic>> {
        let text = text(STDIN, io::stdin().lock())?;
        Ok(Self::new(STDIN, text))
    }

    /// The folder that relative paths in the file start from, from the root.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        let folder = self.path.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        let folder = if folder == Path::new("") { Path::new(".") } else { folder };
        std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned())
    }
}

fn text(name: &str, from: impl Read) -> Result<String, Box<Diagnostic>> {
    let bytes = bounded(from).map_err(|error| unreadable(name, &error))?;
    let bytes = bytes.ok_or_else(|| Box::new(too_large(name)))?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Box::new(not_text(name, error.as_bytes(), at))
    })
}

/// Reads no more than it must to know that there is too much: nothing is returned then.
pub(crate) fn bounded(from: impl Read) -> io::Result<Option<Vec<u8>>> {
    bounded_of(from, 0)
}

/// What is in a file; nothing, where it is too large.
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
    let help = "move large texts into artifacts, images or volumes, or split the file";
    Diagnostic::error("size", message).help(help)
}

fn unreadable(name: &str, error: &io::Error) -> Box<Diagnostic> {
    let help = match error.kind() {
        io::ErrorKind::PermissionDenied => {
            "make it readable for you, for instance with `chmod u+r`"
        }
        io::ErrorKind::NotFound => "check the spelling; paths start in the current folder",
        _ => "check that it is a file and that the disk is well",
    };
    let message = format!("`{name}` cannot be read: {error}");
    Box::new(Diagnostic::error("unreadable", message).help(help))
}

/// The finding for bytes that are no text.
pub(crate) fn not_text(name: &str, bytes: &[u8], at: usize) -> Diagnostic {
    let byte = bytes.get(at).copied().unwrap_or_default();
    // Up to the place, the offsets in this text are those in the bytes.
    let text = String::from_utf8_lossy(bytes);
    let start = u32::try_from(at).unwrap_or(u32::MAX);
    Diagnostic::error("utf-8", format!("expected UTF-8, found the byte 0x{byte:02x}"))
        .at(Place::in_text(name, &text, Span::new(start, start)))
        .help("save the file as UTF-8, for instance with `iconv -f ISO-8859-1 -t UTF-8`")
}
