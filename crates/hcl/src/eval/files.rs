//! Which files expressions may read.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex};

use walkdir::{DirEntry, WalkDir};

use super::budget::Budget;
use super::glob::Glob;

/// A file that is larger than this is not read.
const MAX_SIZE: u64 = 16 << 20;

/// How many files and directories `fileset` looks at.
const MAX_ENTRIES: usize = 100_000;

/// The end of a message about a file that expressions may not read.
pub const OUTSIDE: &str = "is outside the directories that may be read";

/// The directories below which files may be read; nothing else is looked at.
#[derive(Clone, Debug)]
pub struct Files {
    base: PathBuf,
    folders: Vec<PathBuf>,
    home: Option<PathBuf>,
    /// The directory that Nomad would start in, if that is another one.
    started_in: Option<PathBuf>,
    /// The paths of files with other contents there.
    differing: Arc<Mutex<BTreeSet<String>>>,
}

type Found<T> = Result<T, String>;

impl Files {
    /// Allows reading below `base`, from where relative paths start.
    #[must_use]
    pub fn below(base: impl Into<PathBuf>) -> Self {
        let base = base.into();
        Self {
            folders: vec![base.clone()],
            base,
            home: None,
            started_in: None,
            differing: Arc::default(),
        }
    }

    /// Allows reading below another directory too.
    #[must_use]
    pub fn and_below(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folders.push(folder.into());
        self
    }

    /// Sets the home directory, which `~` is replaced with.
    #[must_use]
    pub fn home(mut self, home: impl Into<PathBuf>) -> Self {
        self.home = Some(home.into());
        self
    }

    /// Sets the directory that Nomad would be started in: its relative paths start there. Nothing
    /// is read from there but to see whether it is the same.
    #[must_use]
    pub fn started_in(mut self, folder: impl Into<PathBuf>) -> Self {
        self.started_in = Some(folder.into());
        self
    }

    /// The relative paths that were read and lead to other contents where Nomad would be started.
    #[must_use]
    pub fn differing(&self) -> Vec<String> {
        self.differing.lock().map(|paths| paths.iter().cloned().collect()).unwrap_or_default()
    }

    /// Records the path if Nomad would read something else.
    fn compare(&self, path: &str, real: &Path, text: &[u8]) {
        let Some(folder) = self.started_in.as_ref().and_then(|one| one.canonicalize().ok()) else {
            return;
        };
        let other = folder.join(path).canonicalize().ok();
        let other = other.filter(|other| other.starts_with(&folder) && other != real);
        let small = |facts: &std::fs::Metadata| facts.is_file() && facts.len() <= MAX_SIZE;
        let Some(other) = other.filter(|other| other.metadata().is_ok_and(|facts| small(&facts)))
        else {
            return;
        };
        if std::fs::read(other).is_ok_and(|other| other != text)
            && let Ok(mut differing) = self.differing.lock()
        {
            differing.insert(path.to_owned());
        }
    }

    /// The path with `~` replaced.
    pub(super) fn expand(&self, path: &str) -> Found<String> {
        let Some(rest) = path.strip_prefix('~') else { return Ok(path.to_owned()) };
        if !rest.is_empty() && !rest.starts_with('/') {
            return Err("the home directory of another user is unknown".to_owned());
        }
        let home = self.home.as_ref().ok_or("the home directory for `~` is unknown")?;
        Ok(clean(&format!("{}/{}", home.display(), rest)))
    }

    /// The path from the root.
    pub(super) fn absolute(&self, path: &str) -> String {
        if path.starts_with('/') {
            return clean(path);
        }
        clean(&format!("{}/{path}", self.base.display()))
    }

    /// The path of something that exists, after links, if it may be read.
    fn allowed(&self, path: &str) -> Found<Option<PathBuf>> {
        let path = self.absolute(&self.expand(path)?);
        let outside = || format!("`{path}` {OUTSIDE}");
        let plain = Path::new(&path);
        let folder = |folder: &PathBuf| folder.canonicalize().ok();
        let folders: Vec<PathBuf> = self.folders.iter().filter_map(folder).collect();
        match plain.canonicalize() {
            Ok(real) if folders.iter().any(|folder| real.starts_with(folder)) => Ok(Some(real)),
            Ok(_) => Err(outside()),
            Err(_) if self.folders.iter().any(|folder| plain.starts_with(folder)) => Ok(None),
            Err(_) => Err(outside()),
        }
    }

    pub(super) fn read(&self, path: &str) -> Found<Vec<u8>> {
        let missing = || match path.starts_with(['/', '~']) {
            true => format!("no file exists at `{path}`"),
            false => format!("no file exists at `{path}` in `{}`", self.absolute(".")),
        };
        let real = self.allowed(path)?.ok_or_else(missing)?;
        let facts = real.metadata().map_err(|_| missing())?;
        if !facts.is_file() {
            return Err(format!("`{path}` is not a file"));
        }
        if facts.len() > MAX_SIZE {
            return Err(format!("`{path}` is larger than 16 MiB"));
        }
        let text = std::fs::read(&real);
        let text = text.map_err(|error| format!("cannot read `{path}`: {error}"))?;
        if !path.starts_with(['/', '~']) {
            self.compare(path, &real, &text);
        }
        Ok(text)
    }

    pub(super) fn exists(&self, path: &str) -> Found<bool> {
        let Some(real) = self.allowed(path)? else { return Ok(false) };
        match real.metadata() {
            Ok(facts) if facts.is_file() => Ok(true),
            Ok(_) => Err(format!("`{path}` is not a file")),
            Err(_) => Ok(false),
        }
    }

    /// The files in a directory whose paths match a pattern, as paths from that directory. Links
    /// are followed, but not to where nothing may be read, and not in cycles.
    pub(super) fn matching(
        &self,
        folder: &str,
        pattern: &str,
        budget: &Budget,
    ) -> Found<Vec<String>> {
        let root = self.absolute(folder);
        let (start, pattern) = self.literal_start(&clean(&format!("{root}/{pattern}")));
        let glob = Glob::new(&pattern)?;
        let Some(real) = self.allowed(&start)? else { return Ok(Vec::new()) };
        let mut walk = WalkDir::new(&real).min_depth(1).follow_links(true).sort_by_file_name();
        if let Some(depth) = glob.depth {
            walk = walk.max_depth(depth);
        }
        let readable = |entry: &DirEntry| {
            !entry.path_is_symlink() || self.allowed(&entry.path().to_string_lossy()).is_ok()
        };
        let mut found = Vec::new();
        for (at, entry) in walk.into_iter().filter_entry(readable).enumerate() {
            if at >= MAX_ENTRIES {
                return Err(format!("the directory holds more than {MAX_ENTRIES} files"));
            }
            // What cannot be read is not there, as for Nomad.
            let Ok(entry) = entry else { continue };
            let below = entry.path().strip_prefix(&real).ok().and_then(Path::to_str);
            let Some(path) = below else { continue };
            if !budget.take(glob.cost * (path.len() as u64 / 16 + 1)) {
                return Err("too many steps".to_owned());
            }
            if entry.file_type().is_file() && glob.matches(path) {
                found.push(relative(&root, &clean(&format!("{start}/{path}"))));
            }
        }
        Ok(found)
    }

    /// Splits a path with patterns after the directories that are named literally; the directory
    /// that relative paths start from is one of them.
    fn literal_start(&self, path: &str) -> (String, String) {
        let base = self.absolute(".");
        if path == base {
            return (base, String::new());
        }
        let below = path.strip_prefix(&base).and_then(|rest| rest.strip_prefix('/'));
        let (start, rest) = match (below, path.strip_prefix('/')) {
            (Some(rest), _) => (format!("{base}/"), rest),
            (None, Some(rest)) => ("/".to_owned(), rest),
            (None, None) => (String::new(), path),
        };
        let special = rest.find(['*', '?', '[', '{', '\\']).unwrap_or(rest.len());
        let literal = rest.get(..special).and_then(|literal| literal.rsplit_once('/'));
        let folders = literal.map_or("", |(folders, _)| folders);
        let pattern = rest.get(folders.len()..).unwrap_or_default().trim_start_matches('/');
        (clean(&format!("{start}{folders}")), pattern.to_owned())
    }
}

/// The relative path from a directory to a file, both from the root.
fn relative(folder: &str, file: &str) -> String {
    let parts = |path: &str| -> Vec<String> {
        path.split('/').filter(|part| !matches!(*part, "" | ".")).map(str::to_owned).collect()
    };
    let (from, to) = (parts(folder), parts(file));
    let shared = from.iter().zip(&to).take_while(|(one, two)| one == two).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to[shared..].iter().map(String::as_str)).collect::<Vec<_>>().join("/")
}

/// The path without `.`, `..` and doubled slashes; never empty.
fn clean(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in Path::new(path).components() {
        match part {
            Component::ParentDir if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            Component::ParentDir if !rooted => parts.push(".."),
            Component::Normal(name) => parts.push(name.to_str().unwrap_or_default()),
            _ => {}
        }
    }
    match (rooted, parts.is_empty()) {
        (true, _) => format!("/{}", parts.join("/")),
        (false, true) => ".".to_owned(),
        (false, false) => parts.join("/"),
    }
}

/// The last part of a path.
pub(super) fn base(path: &str) -> String {
    let trimmed = path.trim_end_matches('/');
    match (path, trimmed.rsplit('/').next()) {
        ("", _) => ".".to_owned(),
        (_, Some("")) | (_, None) => "/".to_owned(),
        (_, Some(last)) => last.to_owned(),
    }
}

/// All but the last part of a path.
pub(super) fn folder(path: &str) -> String {
    match path.rfind('/') {
        Some(at) => clean(&path[..=at]),
        None => ".".to_owned(),
    }
}
