//! Files that are written one by one.

use std::fs;
use std::io::ErrorKind as IoErrorKind;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::replace::{self, replace};

/// Deletes a file; it is not an error if it does not exist.
pub(super) fn remove(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != IoErrorKind::NotFound => {
            Err(Error::io("cannot delete", path, error)
                .help("check the permissions of the directory, or use another with `--out`"))
        }
        _ => Ok(()),
    }
}

/// Writes a file that does not exist yet.
///
/// # Errors
///
/// The directory or the file cannot be created.
pub fn create(path: &Path, text: &str) -> Result<(), Error> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)
        .map_err(|error| Error::io("cannot create the directory", folder, error))?;
    replace(path, text.as_bytes()).map_err(|error| Error::io("cannot write", path, error))
}

/// Writes a file, whether or not it exists.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Error> {
    match path.symlink_metadata() {
        Ok(_) => rewrite(path, text),
        Err(_) => create(path, text),
    }
}

/// Replaces the content of a file, which keeps its permissions.
pub(crate) fn rewrite(path: &Path, text: &str) -> Result<(), Error> {
    rewrite_all(&[(path.to_owned(), text)])
}

/// The same for several files: none is replaced before all the new contents are staged, so that one
/// that cannot be written leaves all of them unchanged.
pub(crate) fn rewrite_all(files: &[(PathBuf, &str)]) -> Result<(), Error> {
    let cannot =
        |path: &Path, error| Error::io("cannot write", path, error).help("make it writable");
    let staged = files.iter().map(|(path, text)| {
        replace::stage(path, text.as_bytes()).map_err(|error| cannot(path, error))
    });
    let staged = staged.collect::<Result<Vec<_>, Error>>()?;
    for (at, (staged, (path, _))) in staged.into_iter().zip(files).enumerate() {
        staged.put().map_err(|error| {
            let before = files[..at].iter().map(|(path, _)| format!("`{}`", path.display()));
            let before = before.collect::<Vec<_>>().join(", ");
            match at {
                0 => cannot(path, error),
                _ => cannot(path, error).help(format!(
                    "make it writable and run this again: {before} are already written"
                )),
            }
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::rewrite_all;

    #[test]
    fn what_cannot_be_written_leaves_all_others_as_they_were() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = |name: &str| folder.path().join(name);
        let (first, second) = (path("first"), path("second"));
        fs::write(&first, "old")?;
        // A directory cannot be written to, whoever runs this.
        fs::create_dir(&second)?;
        let files: [(PathBuf, &str); 2] = [(first.clone(), "new"), (second.clone(), "new")];
        let error = rewrite_all(&files).expect_err("a folder is no file");
        assert!(error.to_string().contains("second"), "{error}");
        assert_eq!(fs::read_to_string(&first)?, "old");
        assert_eq!(fs::read_dir(folder.path())?.count(), 2, "nothing is left beside them");

        fs::remove_dir(&second)?;
        fs::write(&second, "old")?;
        rewrite_all(&files).expect("both can be written");
        assert_eq!([fs::read_to_string(&first)?, fs::read_to_string(&second)?], ["new", "new"]);
        assert_eq!(fs::read_dir(folder.path())?.count(), 2);
        Ok(())
    }
}
