//! Which files expressions may read.

use std::path::{Component, Path, PathBuf};

/// A file that is larger than this is not read.
const MAX_SIZE: u64 = 16 << 20;

/// How many files and folders `fileset` looks at.
const MAX_ENTRIES: usize = 100_000;

/// What is said of a file that expressions may not read.
pub(crate) const OUTSIDE: &str = "is outside the folders that may be read";

/// Files may be read below some folders; nothing else is looked at.
#[derive(Clone, Debug)]
pub struct Files {
    base: PathBuf,
    folders: Vec<PathBuf>,
    home: Option<PathBuf>,
}

type Found<T> = Result<T, String>;

impl Files {
    /// Reading below `base`, from where relative paths start.
    #[must_use]
    pub fn below(base: impl Into<PathBuf>) -> Self {
        let base = base.into();
        Self { folders: vec![base.clone()], base, home: None }
    }

    /// Reading below another folder too.
    #[must_use]
    pub fn and_below(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folders.push(folder.into());
        self
    }

    /// What `~` stands for.
    #[must_use]
    pub fn home(mut self, home: impl Into<PathBuf>) -> Self {
        self.home = Some(home.into());
        self
    }

    /// The path with `~` replaced.
    pub(super) fn expand(&self, path: &str) -> Found<String> {
        let Some(rest) = path.strip_prefix('~') else { return Ok(path.to_owned()) };
        if !rest.is_empty() && !rest.starts_with('/') {
            return Err("the home of another user is not known".to_owned());
        }
        let home = self.home.as_ref().ok_or("it is not known what `~` stands for")?;
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
        let missing = || format!("there is no file `{path}`");
        let real = self.allowed(path)?.ok_or_else(missing)?;
        let facts = real.metadata().map_err(|_| missing())?;
        if !facts.is_file() {
            return Err(format!("`{path}` is no file"));
        }
        if facts.len() > MAX_SIZE {
            return Err(format!("`{path}` is larger than 16 MiB"));
        }
        std::fs::read(&real).map_err(|error| format!("`{path}` cannot be read: {error}"))
    }

    pub(super) fn exists(&self, path: &str) -> Found<bool> {
        let Some(real) = self.allowed(path)? else { return Ok(false) };
        match real.metadata() {
            Ok(facts) if facts.is_file() => Ok(true),
            Ok(_) => Err(format!("`{path}` is no file")),
            Err(_) => Ok(false),
        }
    }

    /// The files in a folder whose paths match a pattern, as paths from that folder.
    pub(super) fn matching(&self, folder: &str, pattern: &str) -> Found<Vec<String>> {
        let root = self.absolute(folder);
        let whole = clean(&format!("{root}/{pattern}"));
        let Some(relative) = whole.strip_prefix(&root).and_then(|rest| rest.strip_prefix('/'))
        else {
            return Err("the pattern leads out of the folder".to_owned());
        };
        let Some(real) = self.allowed(&root)? else { return Ok(Vec::new()) };
        let pattern: Vec<&str> = relative.split('/').collect();
        let mut found = Vec::new();
        let mut waiting = vec![(real, String::new())];
        let mut seen = 0;
        while let Some((folder, prefix)) = waiting.pop() {
            let Ok(entries) = std::fs::read_dir(&folder) else { continue };
            for entry in entries.flatten() {
                seen += 1;
                if seen > MAX_ENTRIES {
                    return Err(format!("the folder holds more than {MAX_ENTRIES} files"));
                }
                let Ok(name) = entry.file_name().into_string() else { continue };
                let path = format!("{prefix}{name}");
                // Links are followed to files only, and only to where reading is allowed.
                let Ok(Some(real)) = self.allowed(&entry.path().to_string_lossy()) else {
                    continue;
                };
                if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                    waiting.push((entry.path(), format!("{path}/")));
                } else if real.is_file() {
                    let parts: Vec<&str> = path.split('/').collect();
                    if matches_path(&pattern, &parts) {
                        found.push(path);
                    }
                }
            }
        }
        Ok(found)
    }
}

/// Whether path components match a pattern, in which `**` stands for any number of them.
fn matches_path(pattern: &[&str], path: &[&str]) -> bool {
    match (pattern.split_first(), path.split_first()) {
        (None, None) => true,
        (Some((&"**", rest)), _) => {
            (0..=path.len()).any(|skip| matches_path(rest, path.get(skip..).unwrap_or_default()))
        }
        (Some((first, rest)), Some((name, names))) => {
            let (first, name): (Vec<char>, Vec<char>) =
                (first.chars().collect(), name.chars().collect());
            matches_name(&first, &name) && matches_path(rest, names)
        }
        _ => false,
    }
}

/// Whether a name matches a pattern with `*`, `?`, `[a-z]`, `{a,b}` and `\`.
fn matches_name(pattern: &[char], name: &[char]) -> bool {
    match (pattern, name) {
        ([], []) => true,
        (['*', rest @ ..], _) => {
            (0..=name.len()).any(|skip| matches_name(rest, name.get(skip..).unwrap_or_default()))
        }
        (['?', rest @ ..], [_, names @ ..]) => matches_name(rest, names),
        (['\\', literal, rest @ ..], [first, names @ ..]) => {
            literal == first && matches_name(rest, names)
        }
        (['{', rest @ ..], _) => {
            let Some(end) = rest.iter().position(|c| *c == '}') else { return false };
            let (inner, after) = rest.split_at(end);
            inner.split(|c| *c == ',').any(|choice| {
                let whole: Vec<char> = choice.iter().chain(&after[1..]).copied().collect();
                matches_name(&whole, name)
            })
        }
        (['[', rest @ ..], [first, names @ ..]) => {
            let Some(end) = rest.iter().position(|c| *c == ']') else { return false };
            let (inner, after) = rest.split_at(end);
            let (negated, inner) = match inner {
                ['^' | '!', inner @ ..] => (true, inner),
                inner => (false, inner),
            };
            in_class(inner, *first) != negated && matches_name(&after[1..], names)
        }
        ([literal, rest @ ..], [first, names @ ..]) => {
            literal == first && matches_name(rest, names)
        }
        _ => false,
    }
}

fn in_class(class: &[char], character: char) -> bool {
    match class {
        [] => false,
        [low, '-', high, rest @ ..] => {
            (*low..=*high).contains(&character) || in_class(rest, character)
        }
        [one, rest @ ..] => *one == character || in_class(rest, character),
    }
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
