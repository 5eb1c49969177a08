//! What is compared: files, folders, revisions of git.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::error::{Error, ErrorKind};
use crate::import::{Candidate, Opened, candidates};

/// Where one side comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file, or the job files in a folder.
    Path(PathBuf),
    /// What git has under a name, in a folder.
    Revision(String, PathBuf),
    /// Texts with the names of their files.
    Texts(BTreeMap<String, String>),
}

/// The texts of both sides, by the names of their files; those that are the same on both are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    /// The old ones.
    pub old: BTreeMap<String, String>,
    /// The new ones.
    pub new: BTreeMap<String, String>,
}

impl Sides {
    /// Reads two sides.
    ///
    /// # Errors
    ///
    /// Files that are not there or cannot be read, revisions that git does not know.
    pub fn read(old: Source, new: Source) -> Result<Self, Error> {
        if let (Source::Revision(old, folder), Source::Revision(new, same)) = (&old, &new)
            && folder == same
        {
            return between(old, new, folder);
        }
        let mut sides = Self { old: texts(old)?, new: texts(new)? };
        let same = |name: &String| sides.old.get(name) == sides.new.get(name);
        let same: BTreeSet<String> = sides.old.keys().filter(|name| same(name)).cloned().collect();
        sides.old.retain(|name, _| !same.contains(name));
        sides.new.retain(|name, _| !same.contains(name));
        Ok(sides)
    }
}

fn texts(source: Source) -> Result<BTreeMap<String, String>, Error> {
    match source {
        Source::Texts(texts) => Ok(texts),
        Source::Path(path) => of_path(&path),
        Source::Revision(revision, folder) => of_revision(&revision, &folder),
    }
}

/// The files of a folder have their names in it; a file has none, so that two of them are one.
fn of_path(path: &Path) -> Result<BTreeMap<String, String>, Error> {
    let found = candidates(&[path.to_owned()], None);
    if let Some(error) = found.errors.into_iter().next() {
        return Err(error);
    }
    let is_folder = path.is_dir();
    let mut texts = BTreeMap::new();
    let read = crate::parallel::map(&found.files, |file: &Candidate| {
        let text = file.open(|job| job.source().text.clone());
        (file.clone(), text)
    });
    for (file, opened) in read {
        let name = match is_folder {
            true => file.path.strip_prefix(path).unwrap_or(&file.path).display().to_string(),
            false => String::new(),
        };
        match opened {
            Opened::Job(text) => _ = texts.insert(name.replace('\\', "/"), text),
            Opened::Unreadable(finding) => {
                return Err(Error::new(ErrorKind::Io, finding.to_string()));
            }
            Opened::NoJob | Opened::Own | Opened::Template(_) => {}
        }
    }
    Ok(texts)
}

/// The name of a job file, as far as that tells.
fn is_job_file(name: &str) -> bool {
    [".nomad.hcl", ".nomad", ".hcl", ".nomad.json"].iter().any(|end| name.ends_with(end))
}

/// What is different between two revisions, in a folder.
fn between(old: &str, new: &str, folder: &Path) -> Result<Sides, Error> {
    let listed = git(
        folder,
        &["diff", "--raw", "-z", "--no-renames", "--no-abbrev", "--relative", old, new, "--", "."],
        None,
    )?;
    let listed = String::from_utf8_lossy(&listed).into_owned();
    let mut fields = listed.split('\0');
    let mut wanted = Vec::new();
    // `:100644 100644 OLD NEW M`, and the name behind it.
    while let (Some(head), Some(name)) = (fields.next(), fields.next()) {
        let ids: Vec<&str> = head.split(' ').collect();
        if let [_, _, old, new, _] = ids.as_slice()
            && is_job_file(name)
        {
            wanted.push((name.to_owned(), (*old).to_owned(), (*new).to_owned()));
        }
    }
    let of = |pick: fn(&(String, String, String)) -> &String| {
        let there = wanted.iter().filter(|one| pick(one).bytes().any(|byte| byte != b'0'));
        let asked: Vec<(String, String)> =
            there.map(|one| (one.0.clone(), pick(one).clone())).collect();
        contents(folder, &asked)
    };
    Ok(Sides { old: of(|one| &one.1)?, new: of(|one| &one.2)? })
}

/// The job files that git has under a name, in a folder.
fn of_revision(revision: &str, folder: &Path) -> Result<BTreeMap<String, String>, Error> {
    let listed = git(folder, &["ls-tree", "-r", "-z", revision, "--", "."], None)?;
    let listed = String::from_utf8_lossy(&listed).into_owned();
    // `100644 blob ID`, a tab and the name.
    let each = listed.split('\0').filter_map(|line| {
        let (head, name) = line.split_once('\t')?;
        let id = head.split(' ').nth(2)?;
        is_job_file(name).then(|| (name.to_owned(), id.to_owned()))
    });
    contents(folder, &each.collect::<Vec<_>>())
}

/// The texts of objects, by names.
fn contents(folder: &Path, wanted: &[(String, String)]) -> Result<BTreeMap<String, String>, Error> {
    if wanted.is_empty() {
        return Ok(BTreeMap::new());
    }
    let asked: String = wanted.iter().map(|(_, id)| format!("{id}\n")).collect();
    let answer = git(folder, &["cat-file", "--batch"], Some(asked))?;
    let mut rest = answer.as_slice();
    let mut texts = BTreeMap::new();
    for (name, _) in wanted {
        // `ID blob SIZE`, a newline, the content and another newline.
        let Some(end) = rest.iter().position(|byte| *byte == b'\n') else { break };
        let head = String::from_utf8_lossy(&rest[..end]).into_owned();
        let size = head.rsplit(' ').next().and_then(|size| size.parse::<usize>().ok()).unwrap_or(0);
        let content = rest.get(end + 1..end + 1 + size).unwrap_or_default();
        texts.insert(name.clone(), String::from_utf8_lossy(content).into_owned());
        rest = rest.get(end + 2 + size..).unwrap_or_default();
    }
    Ok(texts)
}

/// What git answers in a folder.
fn git(folder: &Path, arguments: &[&str], input: Option<String>) -> Result<Vec<u8>, Error> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
    let failed = |error: std::io::Error| {
        Error::new(ErrorKind::Io, "git cannot be run")
            .source_error(error)
            .help("install git, or compare two folders: `diff OLD NEW`")
    };
    let mut child = command.spawn().map_err(failed)?;
    let writer = child.stdin.take().zip(input).map(|(mut stdin, input)| {
        // It answers while it reads.
        std::thread::spawn(move || stdin.write_all(input.as_bytes()))
    });
    let output = child.wait_with_output().map_err(failed)?;
    drop(writer.map(std::thread::JoinHandle::join));
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().next().unwrap_or_default().trim_start_matches("fatal: ").to_owned();
    let error = Error::new(ErrorKind::Io, format!("git says: {said}"));
    Err(error.help("name two files, two folders or two revisions, such as `diff main..HEAD`"))
}

/// What an argument means: a path that is there, or a revision of git.
#[must_use]
pub fn source(argument: &str, folder: &Path) -> Source {
    let path = Path::new(argument);
    match path.exists() || argument == "-" {
        true => Source::Path(path.to_owned()),
        false => Source::Revision(argument.to_owned(), folder.to_owned()),
    }
}
