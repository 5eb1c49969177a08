//! The replacement of one file: the new content is written to a temporary file beside it, which is
//! then renamed, so that at any instant the file is either the old or the new one.
//!
//! It survives a killed process. It does not wait for the disk: what a power failure leaves is up
//! to the file system.

use std::ffi::OsStr;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

/// The ending of the names of temporary files.
pub(crate) const TEMPORARY: &str = ".jobwright-tmp";

/// The part before that ending in the names of temporary files whose process holds a lock of the
/// directory.
const LOCKED: &str = ".out";

/// A temporary file of this age is abandoned, unless it belongs to the holder of the directory's
/// lock.
const ABANDONED: Duration = Duration::from_secs(60);

/// How many other names are tried if the path of a temporary file is taken.
const TRIES: usize = 1000;

/// How many characters of a file's name its temporary file's name contains: the length of names is
/// limited.
const NAME: usize = 40;

/// What keeps other processes from removing a temporary file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keeper {
    /// A lock of the directory: its next holder finds there what a killed run left behind.
    Lock,
    /// Its age: it is renamed right away, so that an old one was left behind.
    Age,
}

/// Creates the file, or replaces it by a new one.
pub(crate) fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    stage_new(path, content, Keeper::Age)?.put()
}

/// The part of [`replace`] that may fail: only the renaming remains.
pub(crate) fn stage_new(path: &Path, content: &[u8], keeper: Keeper) -> io::Result<Staged> {
    Staged::beside(path, content, &mut File::options(), keeper, |_| Ok(()))
}

/// Replaces the content of an existing file; permissions are kept, and so is the owner if the
/// system permits it. If the path is a symbolic link, the link is kept and its target is changed.
pub(crate) fn rewrite(path: &Path, content: &[u8]) -> io::Result<()> {
    stage(path, content)?.put()
}

/// The part of [`rewrite`] that may fail: only the renaming remains.
pub(crate) fn stage(path: &Path, content: &[u8]) -> io::Result<Staged> {
    let link = fs::symlink_metadata(path)?.file_type().is_symlink();
    let path = if link { &fs::canonicalize(path)? } else { path };
    // Write access to the directory permits replacing the file, but a write-protected file shall
    // stay as it is.
    let old = File::options().write(true).open(path)?.metadata()?;
    stage_like(path, content, &old, Keeper::Age)
}

/// New content for an existing file, whose permissions and owner it gets if the system permits it.
pub(crate) fn stage_like(
    path: &Path,
    content: &[u8],
    old: &Metadata,
    keeper: Keeper,
) -> io::Result<Staged> {
    let mut options = File::options();
    // A file that other users may not read is not readable for them while it is written, either.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    Staged::beside(path, content, &mut options, keeper, |new| {
        keep_owner(old, new)?;
        new.set_permissions(old.permissions())
    })
}

/// Gives the new file the old one's owner and group, or at least its group.
#[cfg(unix)]
fn keep_owner(old: &Metadata, new: &File) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let is = new.metadata()?;
    if (is.uid(), is.gid()) != (old.uid(), old.gid())
        && fchown(new, Some(old.uid()), Some(old.gid())).is_err()
    {
        // Only root may give files away; the content is right all the same.
        _ = fchown(new, None, Some(old.gid()));
    }
    Ok(())
}

#[cfg(not(unix))]
fn keep_owner(_: &Metadata, _: &File) -> io::Result<()> {
    Ok(())
}

/// New content in a temporary file beside the file. It is removed when it is dropped, unless it was
/// renamed.
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
        keeper: Keeper,
        finish: impl FnOnce(&File) -> io::Result<()>,
    ) -> io::Result<Self> {
        let name: String =
            path.file_name().unwrap_or_default().to_string_lossy().chars().take(NAME).collect();
        let (temporary, mut file) = create(path, &name, options, keeper)?;
        let staged = Self { temporary, path: path.to_owned(), is_put: AtomicBool::new(false) };
        file.write_all(content)?;
        finish(&file)?;
        Ok(staged)
    }

    /// Renames it to the path of its file.
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

/// Creates a temporary file that did not exist: whatever is at its path already is left alone.
fn create(
    path: &Path,
    name: &str,
    options: &mut OpenOptions,
    keeper: Keeper,
) -> io::Result<(PathBuf, File)> {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    static PROCESS: LazyLock<u32> = LazyLock::new(process::id);
    options.write(true).create_new(true);
    let locked = if keeper == Keeper::Lock { LOCKED } else { "" };
    let mut tries = 0;
    loop {
        let (process, count) = (*PROCESS, COUNT.fetch_add(1, Ordering::Relaxed));
        let temporary =
            path.with_file_name(format!(".{name}.{process}-{count}{locked}{TEMPORARY}"));
        match options.open(&temporary) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && tries < TRIES => tries += 1,
            opened => return Ok((temporary, opened?)),
        }
    }
}

/// What kept a temporary file, by its name: `.NAME.PROCESS-COUNT.jobwright-tmp`, with `.out` in it
/// for a lock. `None` if it is not the name of a temporary file.
fn keeper(name: &OsStr) -> Option<Keeper> {
    let name = name.to_str()?;
    let number =
        |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let rest = name.strip_prefix('.')?.strip_suffix(TEMPORARY)?;
    let (rest, keeper) = match rest.strip_suffix(LOCKED) {
        Some(rest) => (rest, Keeper::Lock),
        None => (rest, Keeper::Age),
    };
    let (_, numbers) = rest.rsplit_once('.')?;
    let (process, count) = numbers.split_once('-')?;
    (number(process) && number(count)).then_some(keeper)
}

/// Whether this is the name of a temporary file.
pub(crate) fn is_temporary(name: &OsStr) -> bool {
    keeper(name).is_some()
}

/// Removes a temporary file that a killed run left behind, but not one that is being written.
/// `is_locked` says that the caller has locked the directory. It does no harm if the file stays.
pub(crate) fn sweep(path: &Path, is_locked: bool) {
    let keeper = path.file_name().and_then(keeper);
    let Ok(facts) = fs::symlink_metadata(path) else { return };
    let is_old = || {
        let age = facts.modified().ok().and_then(|changed| changed.elapsed().ok());
        age.is_some_and(|age| age > ABANDONED)
    };
    let is_abandoned = match keeper {
        Some(Keeper::Lock) => is_locked,
        Some(Keeper::Age) => is_old(),
        None => false,
    };
    if is_abandoned && facts.is_file() {
        _ = fs::remove_file(path);
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::time::{Duration, SystemTime};

    use super::{Keeper, TRIES, keeper, replace, stage_new, sweep};

    #[test]
    fn a_name_says_who_keeps_the_file() {
        let of = |name: &str| keeper(name.as_ref());
        assert_eq!(of(".web.nomad.hcl.12-3.jobwright-tmp"), Some(Keeper::Age));
        assert_eq!(of(".web.nomad.hcl.12-3.out.jobwright-tmp"), Some(Keeper::Lock));
        for name in [
            "web.nomad.hcl.12-3.jobwright-tmp",
            ".web.nomad.hcl.jobwright-tmp",
            ".web.12-.jobwright-tmp",
            ".web.12-3.out",
            ".web.12-3.jobwright-tmp~",
        ] {
            assert_eq!(of(name), None, "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_what_stands_at_a_temporary_name() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = |name: &str| folder.path().join(name);
        fs::write(path("victim"), "precious")?;
        let process = std::process::id();
        // Which numbers are next depends on the tests beside this one.
        for count in 0..TRIES / 2 {
            let name = path(&format!(".web.hcl.{process}-{count}.jobwright-tmp"));
            std::os::unix::fs::symlink("victim", name)?;
        }
        replace(&path("web.hcl"), b"new")?;
        assert_eq!(fs::read_to_string(path("web.hcl"))?, "new");
        assert!(fs::symlink_metadata(path("web.hcl"))?.is_file());
        assert_eq!(fs::read_to_string(path("victim"))?, "precious");
        Ok(())
    }

    #[test]
    fn only_what_nobody_keeps_is_swept() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = |name: &str| folder.path().join(name);
        let (old, young) = (path(".a.1-1.jobwright-tmp"), path(".b.1-1.jobwright-tmp"));
        let (locked, in_the_way) = (path(".c.1-1.out.jobwright-tmp"), path(".d.1-1.jobwright-tmp"));
        let long_ago = SystemTime::now() - Duration::from_secs(3600);
        for file in [&old, &young, &locked] {
            fs::write(file, "")?;
        }
        for file in [&old, &locked] {
            fs::File::options().write(true).open(file)?.set_modified(long_ago)?;
        }
        fs::create_dir(&in_the_way)?;
        let sweep_all = |is_locked| {
            [&old, &young, &locked, &in_the_way].map(|path: &std::path::PathBuf| {
                sweep(path, is_locked);
                Path::exists(path)
            })
        };
        assert_eq!(sweep_all(false), [false, true, true, true]);
        assert_eq!(sweep_all(true), [false, true, false, true]);
        Ok(())
    }

    #[test]
    fn what_is_not_put_there_goes() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        drop(stage_new(&folder.path().join("web.hcl"), b"new", Keeper::Lock)?);
        assert_eq!(fs::read_dir(folder.path())?.count(), 0);
        Ok(())
    }
}
