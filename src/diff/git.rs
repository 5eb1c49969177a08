//! What git has: the files of a revision, and what is different between two.
//!
//! Git is asked by its plumbing, which no configuration changes, and only ever about hashes that it gave itself: what
//! people name is looked up first, so that nothing of it can be an option.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::process::{ChildStdout, Command, Stdio};

use super::revision::Revision;
use crate::error::{Error, ErrorKind};
use crate::files;
use crate::import::MAX_SIZE;
use jobwright_hcl::nearest::nearest;

/// A directory in a repository.
#[derive(Debug)]
pub struct Repository {
    /// Where git runs: the top of the work tree.
    top: PathBuf,
    /// The directory from there, with a slash at its end; empty for the top itself.
    pub prefix: String,
    is_shallow: bool,
}

/// A file in a revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name from the directory, as git has it.
    pub name: Vec<u8>,
    /// What git has it under.
    pub id: String,
    /// What it is.
    pub kind: EntryKind,
}

/// What git has under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A file.
    File,
    /// A link to somewhere else.
    Link,
    /// A commit of another repository.
    Submodule,
}

/// A file with what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// Its name from the directory, as git has it.
    pub name: Vec<u8>,
    /// The content; nothing, where it is too large.
    pub bytes: Option<Vec<u8>>,
}

impl Repository {
    /// The repository around a directory, which need not exist: a revision may have it. `revision`
    /// is named in errors.
    pub fn around(folder: &Path, revision: &Revision) -> Result<Self, Error> {
        if folder.is_file() {
            let error =
                Error::new(ErrorKind::Usage, "expected a directory, found a file").path(folder);
            return Err(error.help("pass the directory that contains it, or compare two files"));
        }
        let existing = folder.ancestors().find(|folder| folder.is_dir());
        let rest = existing.and_then(|top| folder.strip_prefix(top).ok()).unwrap_or(folder);
        let existing = existing.unwrap_or(Path::new("."));
        let asked = ["rev-parse", "--show-prefix", "--show-cdup", "--is-shallow-repository"];
        let answer = match run(existing, &asked)? {
            Ok(answer) => String::from_utf8_lossy(&answer).into_owned(),
            Err(said) if said.contains("not a git repository") => {
                let message = format!(
                    "`{revision}` is not a file or a directory, and there is no git repository in"
                );
                let error = Error::new(ErrorKind::Usage, message).path(existing);
                let help = "pass two files or two directories, or change to a repository";
                return Err(error.help(match beside(&revision.to_string()) {
                    Some(near) => near,
                    None => help.to_owned(),
                }));
            }
            Err(said) => return Err(failed(&said)),
        };
        // The directory may have newlines in its name, what comes after it has none.
        let mut lines = answer.trim_end_matches('\n').rsplitn(3, '\n');
        let is_shallow = lines.next() == Some("true");
        let up = lines.next().unwrap_or_default();
        let mut prefix = lines.next().unwrap_or_default().to_owned();
        for part in rest.components() {
            let Component::Normal(part) = part else { return Err(no_folder(folder)) };
            prefix.push_str(&part.to_string_lossy());
            prefix.push('/');
        }
        Ok(Self { top: existing.join(up), prefix, is_shallow })
    }

    /// The hash of the commit that a revision means.
    pub fn commit(&self, revision: &Revision) -> Result<String, Error> {
        match revision {
            Revision::Named(name) => self.named(name),
            Revision::MergeBase(one, two) => {
                let (first, second) = (self.named(one)?, self.named(two)?);
                match run(&self.top, &["merge-base", &first, &second])? {
                    Ok(answer) => hash(&answer).ok_or_else(|| failed("no hash")),
                    Err(_) => Err(self.no_base(one, two)),
                }
            }
        }
    }

    fn named(&self, name: &str) -> Result<String, Error> {
        // It would be an option.
        if name.starts_with('-') {
            return Err(self.unknown(name));
        }
        let asked = format!("{name}^{{commit}}");
        let answer = run(&self.top, &["rev-parse", "--verify", "--quiet", &asked])?;
        answer.ok().as_deref().and_then(hash).ok_or_else(|| self.unknown(name))
    }

    fn unknown(&self, name: &str) -> Error {
        let message = format!("`{name}` is not a file, a directory or a commit that git knows");
        let error = Error::new(ErrorKind::Usage, message);
        if let Some((revision, path)) = name.split_once(':').filter(|_| !name.starts_with(':')) {
            return error
                .help(format!("pass the directory separately: `diff {revision} -- {path}`"));
        }
        let heads = ["for-each-ref", "--format=%(refname:short)", "--count=10000"];
        let known = run(&self.top, &heads).ok().and_then(Result::ok).unwrap_or_default();
        let known = String::from_utf8_lossy(&known).into_owned();
        if known.is_empty() && self.is_unborn() {
            return error.help(
                "the repository has no commits yet: create one, or pass two \
                directories",
            );
        }
        let near = nearest(name, known.lines()).map(|near| format!("did you mean `{near}`?"));
        error.help(match near.or_else(|| beside(name)) {
            Some(near) => near,
            None if self.is_shallow => format!(
                "the clone is shallow: fetch the commit with `git fetch --depth=1 origin {name}`"
            ),
            None => "check the spelling, or fetch it: `git fetch`".to_owned(),
        })
    }

    fn is_unborn(&self) -> bool {
        !run(&self.top, &["rev-parse", "--verify", "--quiet", "HEAD"])
            .is_ok_and(|head| head.is_ok())
    }

    fn no_base(&self, one: &str, two: &str) -> Error {
        let message = format!("git has no common commit of `{one}` and `{two}` here");
        let error = Error::new(ErrorKind::Usage, message);
        error.help(match self.is_shallow {
            true => "the clone is shallow: fetch the rest with `git fetch --unshallow`".to_owned(),
            false => format!("compare the two directly: `diff {one}..{two}`"),
        })
    }

    /// The files of a commit in the directory.
    pub fn files(&self, commit: &str) -> Result<Vec<Entry>, Error> {
        let mut asked = vec!["ls-tree", "-r", "-z", "--full-tree", commit];
        asked.extend(self.below());
        // `100644 blob ID`, a tab and the name.
        let listed = run(&self.top, &asked)?.map_err(|said| failed(&said))?;
        let entry = |line: &[u8]| {
            let tab = line.iter().position(|byte| *byte == b'\t')?;
            let head = std::str::from_utf8(line.get(..tab)?).ok()?;
            let mut head = head.split(' ');
            let (mode, id) = (head.next()?, head.nth(1)?);
            Some(self.entry(mode, id, line.get(tab + 1..)?))
        };
        Ok(listed.split(|byte| *byte == 0).filter_map(entry).collect())
    }

    /// The files in the directory that are different between two commits: those of the one, and those of the other.
    pub fn between(&self, old: &str, new: &str) -> Result<(Vec<Entry>, Vec<Entry>), Error> {
        let mut asked = vec!["--literal-pathspecs", "diff-tree", "-r", "-z", "--raw"];
        asked.extend(["--no-renames", "--no-abbrev", old, new]);
        asked.extend(self.below());
        let listed = run(&self.top, &asked)?.map_err(|said| failed(&said))?;
        let mut fields = listed.split(|byte| *byte == 0);
        let (mut olds, mut news) = (Vec::new(), Vec::new());
        // `:100644 100644 OLD NEW M`, and the name after it.
        while let (Some(head), Some(name)) = (fields.next(), fields.next()) {
            let head = String::from_utf8_lossy(head);
            let head: Vec<&str> = head.trim_start_matches(':').split(' ').collect();
            let [old_mode, new_mode, old, new, _] = head.as_slice() else { continue };
            for (side, mode, id) in [(&mut olds, old_mode, old), (&mut news, new_mode, new)] {
                if mode.bytes().any(|byte| byte != b'0') {
                    side.push(self.entry(mode, id, name));
                }
            }
        }
        Ok((olds, news))
    }

    /// Whether a commit has the directory.
    pub fn has_folder(&self, commit: &str) -> Result<bool, Error> {
        let folder = format!("{commit}:{}", self.prefix.trim_end_matches('/'));
        Ok(run(&self.top, &["cat-file", "-e", &folder])?.is_ok())
    }

    fn below(&self) -> Vec<&str> {
        if self.prefix.is_empty() { Vec::new() } else { vec!["--", &self.prefix] }
    }

    fn entry(&self, mode: &str, id: &str, name: &[u8]) -> Entry {
        let kind = match mode {
            "120000" => EntryKind::Link,
            "160000" => EntryKind::Submodule,
            _ => EntryKind::File,
        };
        let name = name.strip_prefix(self.prefix.as_bytes()).unwrap_or(name).to_vec();
        Entry { name, id: id.to_owned(), kind }
    }

    /// What is in files, none of them larger than `most`.
    pub fn read(&self, entries: &[Entry], most: u64) -> Result<Vec<Blob>, Error> {
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let mut command = command(&self.top, &["cat-file", "--batch"]);
        let mut child = command.stdin(Stdio::piped()).spawn().map_err(no_git)?;
        let asked: String = entries.iter().map(|entry| format!("{}\n", entry.id)).collect();
        let writer = child.stdin.take().map(|mut stdin| {
            // It answers while it reads.
            std::thread::spawn(move || stdin.write_all(asked.as_bytes()))
        });
        let mut answers = child.stdout.take().map(BufReader::new);
        let blobs = entries.iter().map(|entry| {
            let bytes = answers.as_mut().map(|from| answer(from, most)).transpose();
            let bytes = bytes.map_err(|error| cut_short(entry, error))?.flatten();
            Ok(Blob { name: entry.name.clone(), bytes })
        });
        let blobs: Result<Vec<Blob>, Error> = blobs.collect();
        // Who reads no more lets git end.
        drop(answers);
        drop(writer.map(std::thread::JoinHandle::join));
        child.wait().map_err(no_git)?;
        blobs
    }
}

/// The content of a file in the commit at `HEAD`; nothing, if the commit has none that could be a
/// job file.
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

/// The file that was probably meant.
fn beside(name: &str) -> Option<String> {
    let missing = files::missing(Path::new(name), io::ErrorKind::NotFound.into());
    let advice = missing.advice().filter(|advice| advice.starts_with("did you mean"));
    advice.map(str::to_owned)
}

/// One answer of `cat-file --batch`: `ID blob SIZE`, a newline, the content and another newline.
fn answer(from: &mut BufReader<ChildStdout>, most: u64) -> io::Result<Option<Vec<u8>>> {
    let mut head = String::new();
    from.read_line(&mut head)?;
    let words: Vec<&str> = head.split_whitespace().collect();
    let size: u64 = match words.as_slice() {
        [_, "blob", size] => size.parse().map_err(io::Error::other)?,
        [] => return Err(io::ErrorKind::UnexpectedEof.into()),
        _ => return Err(io::Error::other(head.trim_end().to_owned())),
    };
    if size > most {
        io::copy(&mut from.take(size + 1), &mut io::sink())?;
        return Ok(None);
    }
    let mut bytes = vec![0; usize::try_from(size).map_err(io::Error::other)?];
    from.read_exact(&mut bytes)?;
    from.read_exact(&mut [0])?;
    Ok(Some(bytes))
}

fn cut_short(entry: &Entry, error: io::Error) -> Error {
    let path = PathBuf::from(String::from_utf8_lossy(&entry.name).into_owned());
    Error::io("git cannot provide the content of", &path, error).help(
        "check the repository with `git fsck`; in a partial clone, fetch everything first: \
            `git fetch --refetch --no-filter`",
    )
}

/// The one hash that git answered.
fn hash(answer: &[u8]) -> Option<String> {
    let line = std::str::from_utf8(answer).ok()?.lines().next()?;
    let is_hash = line.len() >= 40 && line.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hash.then(|| line.to_owned())
}

/// The error for a directory that is nowhere.
pub fn no_folder(folder: &Path) -> Error {
    Error::new(ErrorKind::Usage, "the directory exists in neither revision, and not here:")
        .path(folder)
        .help("check the spelling; paths are relative to the current directory")
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(if folder == Path::new("") { Path::new(".") } else { folder });
    // A directory that looks like a repository, and came with foreign files, would bring commands in its settings.
    command.args(["-c", "safe.bareRepository=explicit"]);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    // In a hook, these are about the directory that the hook runs in. The output of git is read, so it must not
    // ask for input.
    for name in
        ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_LITERAL_PATHSPECS"]
    {
        command.env_remove(name);
    }
    command.env("LC_ALL", "C").env("GIT_TERMINAL_PROMPT", "0");
    // What is missing in a partial clone is not fetched: its settings would choose the command.
    command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_ALLOW_PROTOCOL", "none");
    command
}

/// What git answers in a directory, or what it says is wrong.
fn run(folder: &Path, arguments: &[&str]) -> Result<Result<Vec<u8>, String>, Error> {
    let output = command(folder, arguments).stderr(Stdio::piped()).output().map_err(no_git)?;
    if output.status.success() {
        return Ok(Ok(output.stdout));
    }
    Ok(Err(String::from_utf8_lossy(&output.stderr).into_owned()))
}

fn no_git(error: io::Error) -> Error {
    Error::new(ErrorKind::Io, "cannot run git, which is needed to read revisions")
        .source_error(error)
        .help("install git, or compare two directories: `diff OLD NEW`")
}

/// What git says, where that is nothing that people do every day.
fn failed(said: &str) -> Error {
    let line = said.lines().next().unwrap_or("nothing").trim_start_matches("fatal: ");
    let error = Error::new(ErrorKind::Io, format!("git says: {line}"));
    let advice = said.lines().find(|line| line.trim_start().starts_with("git config"));
    match advice {
        Some(advice) => error.help(format!("follow its advice: `{}`", advice.trim())),
        None => error.help("try the same with `git log` in the directory"),
    }
}
