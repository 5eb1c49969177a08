//! The replacement of one file: it is written beside its place and then moved there, so that at any instant it is either
//! the old or the new one.
//!
//! It survives a killed process. Nothing waits for the disk: after a power cut it is up to the file system.

use std::ffi::OsStr;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// The end of the names of files that are being written.
pub(crate) const TEMPORARY: &str = ".jobwright-tmp";

/// So much of a file's name is found again in the name of its temporary file: a file name has its limits.
const NAME: usize = 40;

/// Makes the file, or replaces it by a new one.
pub(crate) fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    stage_new(path, content)?.put()
}

/// As much of [`replace`] as may fail: what is missing is to put it there.
pub(crate) fn stage_new(path: &Path, content: &[u8]) -> io::Result<Staged> {
    Staged::beside(path, content, &mut File::options(), |_| Ok(()))
}

/// Replaces the content of a file that is there; permissions stay, and so does the owner where the system lets us.
/// Where a link leads to the file, the link stays and the file changes.
pub(crate) fn rewrite(path: &Path, content: &[u8]) -> io::Result<()> {
    stage(path, content)?.put()
}

/// As much of [`rewrite`] as may fail: what is missing is to put it there.
pub(crate) fn stage(path: &Path, content: &[u8]) -> io::Result<Staged> {
    let link = fs::symlink_metadata(path)?.file_type().is_symlink();
    let path = if link { &fs::canonicalize(path)? } else { path };
    // Who may write to the folder may replace the file, but a file that is write-protected shall stay as it is.
    let old = File::options().write(true).open(path)?.metadata()?;
    let mut options = File::options();
    // What nobody else may read is not shown to them while it is written, either.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    Staged::beside(path, content, &mut options, |new| {
        keep_owner(&old, new);
        new.set_permissions(old.permissions())
    })
}

/// Gives the new file the old one's owner and group, or at least its group.
#[cfg(unix)]
fn keep_owner(old: &Metadata, new: &File) {
    use std::os::unix::fs::{MetadataExt, fchown};
    if fchown(new, Some(old.uid()), Some(old.gid())).is_err() {
        // Only root may give files away; the content is right all the same.
        _ = fchown(new, None, Some(old.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &Metadata, _: &File) {}

/// A new content that lies beside the place of its file. It goes when it is dropped, unless it was put there.
#[derive(Debug)]
pub(crate) struct Staged {
    temporary: PathBuf,
    path: PathBuf,
    is_put: AtomicBool,
}

impl Staged {
    fn beside(
        path: &Path,
        content: &[u8],
        options: &mut OpenOptions,
        finish: impl FnOnce(&File) -> io::Result<()>,
    ) -> io::Result<Self> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name: String =
            path.file_name().unwrap_or_default().to_string_lossy().chars().take(NAME).collect();
        let (process, count) = (process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let temporary = path.with_file_name(format!(".{name}.{process}-{count}{TEMPORARY}"));
        let opened = options.write(true).create(true).truncate(true).open(&temporary);
        let staged = Self { temporary, path: path.to_owned(), is_put: AtomicBool::new(false) };
        let mut file = opened?;
        file.write_all(content)?;
        finish(&file)?;
        Ok(staged)
    }

    /// Puts it in the place of its file.
    pub(crate) fn put(&self) -> io::Result<()> {
        fs::rename(&self.temporary, &self.path)?;
        self.is_put.store(true, Ordering::Relaxed);
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.is_put.load(Ordering::Relaxed) {
            // The first error is the one that matters.
            _ = fs::remove_file(&self.temporary);
        }
    }
}

/// Whether a file of this name was being written: `.NAME.PROCESS-COUNT.jobwright-tmp`.
pub(crate) fn is_temporary(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let number =
        |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    name.starts_with('.')
        && name
            .strip_suffix(TEMPORARY)
            .and_then(|rest| rest.rsplit_once('.'))
            .and_then(|(_, numbers)| numbers.split_once('-'))
            .is_some_and(|(process, count)| number(process) && number(count))
}
