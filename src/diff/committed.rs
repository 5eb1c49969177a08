//! What a single file was when it was committed last.

use std::path::Path;

use super::git::Repository;
use super::revision::Revision;
use crate::error::Error;
use crate::import::MAX_SIZE;

/// The text that the commit at `HEAD` has of a file; nothing, where it has none that could be a job file.
///
/// # Errors
///
/// There is no git or no repository, or nothing was committed yet.
pub fn committed(file: &Path) -> Result<Option<String>, Error> {
    let head = Revision::Named("HEAD".to_owned());
    let mut repository = Repository::around(file.parent().unwrap_or(file), &head)?;
    let commit = repository.commit(&head)?;
    let name = file.file_name().unwrap_or_default();
    repository.prefix.push_str(&name.to_string_lossy());
    let entries = repository.files(&commit)?;
    let mut blobs = repository.read(&entries, MAX_SIZE)?;
    let bytes = blobs.pop().filter(|_| entries.len() == 1).and_then(|blob| blob.bytes);
    Ok(bytes.and_then(|bytes| String::from_utf8(bytes).ok()))
}
