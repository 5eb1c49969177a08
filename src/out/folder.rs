//! The output directory: which files belong in it, and which no longer do.

use std::collections::{BTreeSet, HashSet};
use std::ffi::OsStr;
use std::fs;
use std::io::ErrorKind as IoErrorKind;
use std::path::{Path, PathBuf};

use super::content::{Before, ours, site_of};
use crate::error::{Error, ErrorKind};
use crate::parallel;

/// The ending of the names of volume specifications.
pub const VOLUME: &str = ".volume.hcl";

/// The directory of jobs that show a pattern and are never deployed.
pub const REFERENCE: &str = "reference";

/// The file with the order of deployment.
pub const ORDER: &str = "order.json";

/// The directory of volume specifications.
const VOLUMES: &str = "volumes";

/// The directories in which `gen` writes, below the directory of a site. It looks in no others.
const FOLDERS: [&str; 3] = ["", VOLUMES, REFERENCE];

/// A file to generate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path in the directory.
    pub path: PathBuf,
    /// Its content.
    pub text: String,
}

/// The change that a file needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its path in the directory.
    pub path: PathBuf,
    /// Its current content; `None` if it does not exist.
    pub old: Option<String>,
    /// Its new content; `None` if it must be deleted.
    pub new: Option<String>,
}

/// The changes that the directory needs.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// The files that differ, in the order of their paths.
    pub changes: Vec<Change>,
    /// How many are unchanged.
    pub unchanged: usize,
}

/// A directory of generated files.
#[derive(Clone, Debug)]
pub struct OutFolder {
    pub(super) root: PathBuf,
    /// The sites whose files it holds; empty for all.
    sites: Vec<String>,
    /// Whether other projects may write there, too.
    is_shared: bool,
}

impl OutFolder {
    /// The directory at `root`, which need not exist yet.
    ///
    /// # Errors
    ///
    /// A file or a symbolic link at this path.
    pub fn at(root: &Path) -> Result<Self, Error> {
        // With a trailing slash, a link would be followed.
        let root: PathBuf = root.components().collect();
        check_folder(&root)?;
        Ok(Self { root, sites: Vec::new(), is_shared: false })
    }

    /// The same directory, in which files of sites other than these are left unchanged.
    #[must_use]
    pub fn only(self, sites: &[String]) -> Self {
        Self { sites: sites.to_vec(), ..self }
    }

    /// The same directory, to which other projects may write, too: a file that no definition
    /// generates is not deleted, but an error.
    #[must_use]
    pub fn shared(self) -> Self {
        Self { is_shared: true, ..self }
    }

    /// The changes after which the directory holds `wanted`. With `suffixes`, our files with one of
    /// these endings that are not in `wanted` are deleted; without, none are.
    ///
    /// # Errors
    ///
    /// A file in the way that is not ours, or one that cannot be read.
    pub fn compare(&self, wanted: Vec<File>, suffixes: &[&str]) -> Result<Changes, Error> {
        let paths: HashSet<PathBuf> = wanted.iter().map(|file| file.path.clone()).collect();
        let seen = parallel::map(&wanted, |file| self.differs(file));
        let seen = seen.into_iter().collect::<Result<Vec<_>, Error>>()?;
        self.compared(seen.into_iter().flatten().collect(), &paths, suffixes)
    }

    /// The change that a file needs; `None` if it is unchanged.
    ///
    /// # Errors
    ///
    /// A file in the way that is not ours, or one that cannot be read.
    pub fn differs(&self, file: &File) -> Result<Option<Change>, Error> {
        let change =
            |old| Some(Change { path: file.path.clone(), old, new: Some(file.text.clone()) });
        Ok(match self.before(file)? {
            Before::Same => None,
            Before::Absent => change(None),
            Before::Ours(old) => change(Some(old)),
        })
    }

    /// All changes, given those of the files to generate.
    ///
    /// # Errors
    ///
    /// A directory that cannot be listed, or a file that cannot be read.
    pub fn compared(
        &self,
        mut changes: Vec<Change>,
        wanted: &HashSet<PathBuf>,
        suffixes: &[&str],
    ) -> Result<Changes, Error> {
        let unchanged = wanted.len().saturating_sub(changes.len());
        let gone = self.left_over(wanted, suffixes)?;
        changes.extend(gone.into_iter().map(|(path, old)| Change {
            path,
            old: Some(old),
            new: None,
        }));
        changes.sort_by(|one, two| one.path.cmp(&two.path));
        Ok(Changes { changes, unchanged })
    }

    /// The existing content at the path of a file.
    pub(super) fn before(&self, file: &File) -> Result<Before, Error> {
        if let Some(below) = file.path.parent().filter(|below| !below.as_os_str().is_empty()) {
            check_folder(&self.root.join(below))?;
        }
        Before::at(&self.root.join(&file.path), &file.text)
    }

    /// Our files that are not in `wanted`, with their contents, provided that no other project can
    /// have written them.
    pub(super) fn to_delete(
        &self,
        wanted: &HashSet<PathBuf>,
        suffixes: &[&str],
    ) -> Result<Vec<(PathBuf, String)>, Error> {
        let left = self.left_over(wanted, suffixes)?;
        match left.first().filter(|_| self.is_shared) {
            Some((path, _)) => Err(Error::new(
                ErrorKind::OutFolder,
                "the output directory is outside the project and holds a file that no definition \
                 generates:",
            )
            .path(&self.root.join(path))
            .help(
                "remove the file, or use `--out` with a directory that no other project writes to",
            )),
            None => Ok(left),
        }
    }

    /// Our files that are not in `wanted`, with their contents.
    pub(super) fn left_over(
        &self,
        wanted: &HashSet<PathBuf>,
        suffixes: &[&str],
    ) -> Result<Vec<(PathBuf, String)>, Error> {
        let mut all = Vec::new();
        if !suffixes.is_empty() {
            for folder in self.folders()? {
                self.left_over_in(&folder, wanted, suffixes, &mut all)?;
            }
        }
        Ok(all)
    }

    /// The directories that may hold files of ours.
    pub(super) fn folders(&self) -> Result<Vec<Folder>, Error> {
        let mut sites: BTreeSet<String> = self.sites.iter().cloned().collect();
        let mut all = Vec::new();
        if self.sites.is_empty() {
            all.extend(FOLDERS.map(|below| Folder { path: below.into(), site: None }));
            // Also that of a site that no longer exists.
            sites.extend(subfolders(&self.root)?);
            sites.retain(|site| !FOLDERS.contains(&site.as_str()));
        }
        all.extend(sites.iter().flat_map(|site| {
            let path = |below: &str| match below {
                "" => PathBuf::from(site),
                below => Path::new(site).join(below),
            };
            FOLDERS.map(|below| Folder { path: path(below), site: Some(site.clone()) })
        }));
        Ok(all)
    }

    fn left_over_in(
        &self,
        of: &Folder,
        wanted: &HashSet<PathBuf>,
        suffixes: &[&str],
        all: &mut Vec<(PathBuf, String)>,
    ) -> Result<(), Error> {
        let (below, site) = (&of.path, of.site.as_deref());
        let folder = self.root.join(below);
        if !below.as_os_str().is_empty() {
            check_folder(&folder)?;
        }
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == IoErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(Error::io("cannot list", &folder, error)),
        };
        for entry in entries {
            let entry = entry.map_err(|error| Error::io("cannot list", &folder, error))?;
            let path = below.join(entry.file_name());
            if !ends_with(&path, suffixes) || wanted.contains(path.as_path()) {
                continue;
            }
            // A file that cannot be read is not known to be ours.
            if let Ok(Some((old, of_site))) = ours(&entry.path())
                // A copy of it is in a directory of another name.
                && of_site.as_deref() == site
            {
                all.push((path, old));
            }
        }
        Ok(())
    }
}

/// A directory in which `gen` writes.
#[derive(Debug)]
pub(super) struct Folder {
    /// Its path in the output directory.
    pub path: PathBuf,
    /// The site that it is for, if there are several.
    site: Option<String>,
}

/// The names of the directories in a directory, which need not exist. Hidden ones and links are not
/// included.
fn subfolders(root: &Path) -> Result<Vec<String>, Error> {
    let cannot = |error| Error::io("cannot list", root, error);
    let entries = match fs::read_dir(root) {
        Ok(entries) => entries,
        Err(error) if error.kind() == IoErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(cannot(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(cannot)?;
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let name = entry.file_name().into_string().ok();
        names.extend(name.filter(|name| is_folder && !name.starts_with('.')));
    }
    Ok(names)
}

/// The sites whose files are in an output directory, by their orders of deployment.
#[must_use]
pub fn sites_in(root: &Path) -> Vec<String> {
    let is_site = |name: &String| {
        let order = fs::read(root.join(name).join(ORDER)).unwrap_or_default();
        site_of(&order).as_deref() == Some(name)
    };
    let mut sites = subfolders(root).unwrap_or_default();
    sites.retain(is_site);
    sites.sort();
    sites
}

/// Whether a file's name ends in one of these; a suffix that does not begin with a dot is a whole
/// name.
fn ends_with(path: &Path, suffixes: &[&str]) -> bool {
    let name = path.file_name().map(OsStr::to_string_lossy).unwrap_or_default();
    let is_meant = |suffix: &&str| match suffix.starts_with('.') {
        true => name.ends_with(suffix),
        false => name == *suffix,
    };
    suffixes.iter().any(is_meant)
}

fn check_folder(folder: &Path) -> Result<(), Error> {
    let kind = match fs::symlink_metadata(folder) {
        Ok(metadata) => metadata.file_type(),
        Err(error) if error.kind() == IoErrorKind::NotFound => return Ok(()),
        Err(error) => {
            return Err(Error::io("cannot inspect the output directory", folder, error)
                .help("check the path, or use another directory with `--out`"));
        }
    };
    if kind.is_dir() {
        return Ok(());
    }
    let error = if kind.is_symlink() {
        let to = fs::read_link(folder).map(|to| to.display().to_string()).unwrap_or_default();
        Error::new(
            ErrorKind::OutFolder,
            format!(
                "the output directory is a symbolic link to \
            `{to}`:"
            ),
        )
        .help("replace it with a directory, or pass its target with `--out`")
    } else {
        Error::new(ErrorKind::OutFolder, "expected a directory for the output, found a file:")
            .help("move the file away, or use another directory with `--out`")
    };
    Err(error.path(folder))
}
