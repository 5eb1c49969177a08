//! What is compared: files, directories, revisions of git.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::git::{self, Entry, EntryKind, Repository};
use super::revision::Revision;
use crate::diagnostic::Diagnostic;
use crate::error::{Error, ErrorKind};
use crate::files;
use crate::import::{ENDINGS, JobFile, MAX_SIZE, SourceFile, file_bytes, too_large};
use crate::out::{MARK, REFERENCE, VOLUME, site_of};
use crate::visible::visible_line;

/// More files than this are not a directory of jobs: the path is probably wrong.
const MOST: usize = 20_000;

/// Where one side comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file, `-` for standard input, or the job files in a directory.
    Path(PathBuf),
    /// What a repository had in a directory.
    Revision(Revision, PathBuf),
    /// Sources by the names of their files.
    Texts(BTreeMap<String, String>),
}

/// The files of one side by their names from the directory that was named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// Those that may be job files.
    pub files: BTreeMap<String, SourceFile>,
    /// The file itself was named: it is a job, and no other file is compared.
    pub is_single: bool,
}

/// The files of both sides; those that are the same on both are left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sides {
    /// The old ones.
    pub old: Files,
    /// The new ones.
    pub new: Files,
    /// What cannot be read, and what was not looked at.
    pub findings: Vec<Diagnostic>,
}

/// Files as they lie there.
#[derive(Debug, Default)]
struct Raw {
    files: BTreeMap<String, RawFile>,
    /// How many files there were, those included that are left out because they are the same.
    seen: usize,
    is_single: bool,
    findings: Vec<Diagnostic>,
}

#[derive(Debug)]
struct RawFile {
    /// What people know it by.
    name: String,
    path: Option<PathBuf>,
    /// Nothing, where it is too large.
    bytes: Option<Vec<u8>>,
}

impl RawFile {
    fn is_same(&self, other: &Self) -> bool {
        self.bytes.is_some() && self.bytes == other.bytes
    }
}

impl Source {
    /// What an argument means: a path that is there, standard input, or a revision of git, of which the directory counts.
    #[must_use]
    pub fn named(argument: &str, folder: &Path) -> Self {
        let path = Path::new(argument);
        let is_path = argument.starts_with(['.', '/']) || argument.contains("/..");
        match is_path || argument == "-" || path.exists() {
            true => Self::Path(path.to_owned()),
            false => Self::Revision(Revision::Named(argument.to_owned()), folder.to_owned()),
        }
    }

    fn is_stdin(&self) -> bool {
        matches!(self, Self::Path(path) if path == Path::new("-"))
    }
}

impl Sides {
    /// Reads two sides.
    ///
    /// # Errors
    ///
    /// Paths that are not there or cannot be listed, revisions that git does not know.
    pub fn read(old: Source, new: Source) -> Result<Self, Error> {
        if old.is_stdin() && new.is_stdin() {
            let error = Error::new(ErrorKind::Usage, "both sides are standard input");
            return Err(error.help("pass a file for one of them"));
        }
        let (old, new) = match (&old, &new) {
            (Source::Revision(old, folder), Source::Revision(new, same)) if folder == same => {
                between(old, new, folder)?
            }
            _ => {
                let names = [&old, &new].map(named);
                let (old, new) = match (old, new) {
                    (Source::Path(old), Source::Path(new))
                        if is_folder(&old) && is_folder(&new) =>
                    {
                        of_folders(&old, &new)?
                    }
                    (old, new) => (raw(old)?, raw(new)?),
                };
                let is_nothing =
                    |raw: &Raw| raw.seen == 0 && raw.files.is_empty() && raw.findings.is_empty();
                if let (true, true, [Some(one), Some(two)]) =
                    (is_nothing(&old), is_nothing(&new), names)
                {
                    let message = format!("no job files in {one} or {two}");
                    let error = Error::new(ErrorKind::Usage, message);
                    return Err(error.help("pass the directories that contain them, such as `out`"));
                }
                (old, new)
            }
        };
        Ok(Self::of(old, new))
    }

    fn of(mut old: Raw, mut new: Raw) -> Self {
        let is_same = |name: &String| {
            let pair = old.files.get(name).zip(new.files.get(name));
            pair.is_some_and(|(old, new)| old.is_same(new))
        };
        // Files that were named are looked at: they must hold jobs.
        let is_same = |name: &&String| !name.is_empty() && is_same(name);
        let same: BTreeSet<String> = old.files.keys().filter(is_same).cloned().collect();
        old.files.retain(|name, _| !same.contains(name));
        new.files.retain(|name, _| !same.contains(name));
        let mut findings = std::mem::take(&mut old.findings);
        findings.append(&mut new.findings);
        let [old, new] = [old, new].map(|raw| raw.text(&mut findings));
        Self { old, new, findings }
    }
}

/// The files of a side by what they hold.
#[derive(Clone, Debug, Default)]
pub struct Kinds {
    /// Jobs which may run.
    pub jobs: Vec<SourceFile>,
    /// Jobs that a server has stopped.
    pub stopped: Vec<SourceFile>,
    /// Volume specifications.
    pub volumes: Vec<SourceFile>,
}

impl Files {
    /// Files by what they hold: what is neither a job nor a volume specification is left out, and so is what `gen` wrote
    /// for reference only. An empty file that was named is a side without a job.
    #[must_use]
    pub fn split(self) -> Kinds {
        let mut kinds = Kinds::default();
        for (name, source) in self.files {
            if name.ends_with(VOLUME) || self.is_single && source.name.ends_with(VOLUME) {
                kinds.volumes.push(source);
                continue;
            }
            // Nothing from standard input is the answer of a command that failed.
            if self.is_single && source.path.is_some() && source.text.trim().is_empty() {
                continue;
            }
            let file = JobFile::parse(&source);
            if file.is_stopped() {
                kinds.stopped.push(source);
                continue;
            }
            let is_reference =
                file.is_generated() && name.split('/').rev().skip(1).any(|part| part == REFERENCE);
            let holds_job = file.holds_job() || file.as_list().is_some();
            if self.is_single || holds_job && !is_reference {
                kinds.jobs.push(source);
            }
        }
        kinds
    }
}

impl Raw {
    /// The sources of the files; one that is too large is a finding. JSON that is too large or not
    /// UTF-8 is skipped: it may well be something else.
    fn text(self, findings: &mut Vec<Diagnostic>) -> Files {
        let mut files = BTreeMap::new();
        for (key, RawFile { name, path, bytes }) in self.files {
            let Some(bytes) = bytes else {
                if !key.ends_with(".json") {
                    findings.push(too_large(&name));
                }
                continue;
            };
            let source = SourceFile { path, ..SourceFile::of_bytes(name, bytes) };
            if source.undecoded.is_empty() || !key.ends_with(".json") {
                files.insert(key, source);
            }
        }
        Files { files, is_single: self.is_single }
    }
}

/// A side that has a name of its own.
fn named(source: &Source) -> Option<String> {
    match source {
        Source::Path(path) => Some(format!("`{}`", visible_line(&path.to_string_lossy()))),
        Source::Revision(revision, folder) => {
            Some(format!("`{}` of `{revision}`", visible_line(&folder.to_string_lossy())))
        }
        Source::Texts(_) => None,
    }
}

fn raw(source: Source) -> Result<Raw, Error> {
    match source {
        Source::Texts(texts) => {
            let file = |(name, text): (String, String)| {
                let raw =
                    RawFile { name: name.clone(), path: None, bytes: Some(text.into_bytes()) };
                (name, raw)
            };
            Ok(Raw { files: texts.into_iter().map(file).collect(), ..Raw::default() })
        }
        Source::Path(path) if is_folder(&path) => of_folder(&path),
        Source::Path(path) => of_file(&path),
        Source::Revision(revision, folder) => of_revision(&revision, &folder),
    }
}

fn is_folder(path: &Path) -> bool {
    path != Path::new("-") && path.is_dir()
}

/// A file has no name from anywhere, so that two of them are one.
fn of_file(path: &Path) -> Result<Raw, Error> {
    let mut raw = Raw { is_single: true, ..Raw::default() };
    let read = match path == Path::new("-") {
        true => SourceFile::job_on_stdin(),
        false => {
            if let Err(error) = path.symlink_metadata() {
                return Err(files::missing(path, error));
            }
            SourceFile::job_file(path)
        }
    };
    match read {
        Ok(source) => {
            let bytes = Some(source.to_bytes());
            let file = RawFile { name: source.name, path: source.path, bytes };
            raw.files.insert(String::new(), file);
        }
        Err(finding) => raw.findings.push(*finding),
    }
    Ok(raw)
}

fn of_folder(folder: &Path) -> Result<Raw, Error> {
    let listed: Vec<(String, PathBuf)> = listed(folder)?.into_iter().collect();
    let read = crate::parallel::map(&listed, |(name, path)| Ok((name.clone(), file(path)?)));
    let files: Result<BTreeMap<_, _>, Error> = read.into_iter().collect();
    Ok(Raw { seen: listed.len(), files: files?, ..Raw::default() })
}

/// Two directories; of what is the same in both, nothing is kept.
fn of_folders(old: &Path, new: &Path) -> Result<(Raw, Raw), Error> {
    let (olds, mut news) = (listed(old)?, listed(new)?);
    let seen = [olds.len(), news.len()];
    let pairs: Vec<(String, Option<PathBuf>, Option<PathBuf>)> = {
        let both = olds.into_iter().map(|(name, old)| {
            let new = news.remove(&name);
            (name, Some(old), new)
        });
        let mut pairs: Vec<_> = both.collect();
        pairs.extend(news.into_iter().map(|(name, new)| (name, None, Some(new))));
        pairs
    };
    let read = crate::parallel::map(&pairs, |(name, old, new)| {
        let [old, new] = [old, new].map(|path| path.as_deref().map(file).transpose());
        let (old, new) = (old?, new?);
        let is_same = old.as_ref().zip(new.as_ref()).is_some_and(|(old, new)| old.is_same(new));
        Ok((!is_same).then(|| (name.clone(), old, new)))
    });
    let [mut old, mut new] = seen.map(|seen| Raw { seen, ..Raw::default() });
    for pair in read {
        let Some((name, one, two)) = pair? else { continue };
        old.files.extend(one.map(|file| (name.clone(), file)));
        new.files.extend(two.map(|file| (name, file)));
    }
    Ok((old, new))
}

/// The files in a directory that may be job files, by their names from there.
fn listed(folder: &Path) -> Result<BTreeMap<String, PathBuf>, Error> {
    let found = files::below(folder, ENDINGS, MOST);
    if let Some(error) = found.errors.into_iter().next() {
        return Err(error);
    }
    at_most(found.files.len(), folder)?;
    let named = |path: PathBuf| {
        let name = path.strip_prefix(folder).unwrap_or(&path).as_os_str().as_encoded_bytes();
        (shown(name).replace('\\', "/"), path)
    };
    Ok(found.files.into_iter().map(named).collect())
}

fn file(path: &Path) -> Result<RawFile, Error> {
    let bytes = file_bytes(path).map_err(|error| Error::io("cannot read", path, error))?;
    let name = path.to_string_lossy().into_owned();
    Ok(RawFile { name, path: Some(path.to_owned()), bytes })
}

/// The files in an output directory that `gen` has not written, and will leave alone.
///
/// # Errors
///
/// A directory that cannot be listed, or files that cannot be read.
pub fn of_others(folder: &Path) -> Result<BTreeMap<String, String>, Error> {
    let mut others = BTreeMap::new();
    for (name, file) in of_folder(folder)?.files {
        // What is no text is said to be none where it is compared.
        let text = String::from_utf8(file.bytes.unwrap_or_default()).unwrap_or_default();
        let is_ours = text.lines().take(2).any(|line| line.contains(MARK));
        // A copy of it belongs to the user.
        let folder = name.split_once('/').map(|(folder, _)| folder);
        let is_copy = site_of(text.as_bytes()).is_some_and(|site| folder != Some(&site));
        if !text.is_empty() && (!is_ours || is_copy) {
            others.insert(name, text);
        }
    }
    Ok(others)
}

fn at_most(count: usize, folder: &Path) -> Result<(), Error> {
    if count <= MOST {
        return Ok(());
    }
    let message = format!("more than {MOST} files may be job files in");
    let error = Error::new(ErrorKind::Usage, message).path(folder);
    Err(error.help("pass the directories of the jobs one by one"))
}

/// What is different between two revisions, in a directory.
fn between(old: &Revision, new: &Revision, folder: &Path) -> Result<(Raw, Raw), Error> {
    let repository = Repository::around(folder, old)?;
    let [before, after] = [repository.commit(old)?, repository.commit(new)?];
    let (olds, news) = repository.between(&before, &after)?;
    if olds.is_empty() && news.is_empty() && !folder.is_dir() {
        let has = |commit| repository.has_folder(commit);
        if !has(&before)? && !has(&after)? {
            return Err(git::no_folder(folder));
        }
    }
    let old = of_entries(&repository, folder, &name(old, &before), olds)?;
    let new = of_entries(&repository, folder, &name(new, &after), news)?;
    Ok((old, new))
}

/// The job files that git has under a name, in a directory.
fn of_revision(revision: &Revision, folder: &Path) -> Result<Raw, Error> {
    let repository = Repository::around(folder, revision)?;
    let commit = repository.commit(revision)?;
    let entries = repository.files(&commit)?;
    if entries.is_empty() && !folder.is_dir() && !repository.has_folder(&commit)? {
        return Err(git::no_folder(folder));
    }
    of_entries(&repository, folder, &name(revision, &commit), entries)
}

/// What a revision is called before the names of its files.
fn name(revision: &Revision, commit: &str) -> String {
    match revision {
        Revision::Named(name) => name.clone(),
        Revision::MergeBase(..) => commit.chars().take(12).collect(),
    }
}

fn of_entries(
    repository: &Repository,
    folder: &Path,
    revision: &str,
    entries: Vec<Entry>,
) -> Result<Raw, Error> {
    let mut raw = Raw::default();
    let (submodules, entries): (Vec<_>, Vec<_>) =
        entries.into_iter().partition(|entry| entry.kind == EntryKind::Submodule);
    for entry in submodules {
        let name = format!("{}{}", repository.prefix, shown(&entry.name));
        let message = format!("`{revision}:{name}` is a submodule, which cannot be compared");
        let help = "compare the submodule's own revisions, in its own directory";
        raw.findings.push(Diagnostic::warning("submodule", message).help(help));
    }
    let is_job_file = |entry: &Entry| {
        let name = shown(&entry.name);
        // As in a directory on the disk: no links, and nothing that is hidden.
        let is_hidden = name.split('/').any(|part| part.starts_with('.'));
        entry.kind == EntryKind::File
            && !is_hidden
            && ENDINGS.iter().any(|ending| name.ends_with(ending))
    };
    let entries: Vec<Entry> = entries.into_iter().filter(is_job_file).collect();
    at_most(entries.len(), folder)?;
    for blob in repository.read(&entries, MAX_SIZE)? {
        let key = shown(&blob.name);
        let name = format!("{revision}:{}{key}", repository.prefix);
        raw.files.insert(key, RawFile { name, path: None, bytes: blob.bytes });
    }
    Ok(raw)
}

/// A name as text: bytes that are none become `\xff`, so that no two names become one.
fn shown(name: &[u8]) -> String {
    let mut text = String::new();
    for chunk in name.utf8_chunks() {
        text.push_str(chunk.valid());
        chunk.invalid().iter().for_each(|byte| text.push_str(&format!("\\x{byte:02x}")));
    }
    text
}
