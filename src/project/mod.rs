//! Where a project's directories are, and what cargo has built of it.

mod built;
mod names;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Error, ErrorKind};
use crate::render::{template, template_names};
use jobwright_hcl::nearest::nearest;

/// Cargo, as the caller of this program runs it.
#[must_use]
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// A project: the directory that holds `registry/site.rs`.
#[derive(Clone, Debug)]
pub struct Project {
    root: PathBuf,
}

impl Project {
    /// The project around a directory: the nearest ancestor, or the directory itself, with
    /// `registry/site.rs`.
    ///
    /// # Errors
    ///
    /// There is no project.
    pub fn around(folder: &Path) -> Result<Self, Error> {
        let root = folder.ancestors().find(|folder| folder.join("registry/site.rs").is_file());
        match root {
            Some(root) => Ok(Self { root: root.to_owned() }),
            None => {
                Err(Error::new(ErrorKind::Project, "no project in or above").path(folder).help(
                    "create one with `jobwright init DIR`, or from existing job files with \
                     `jobwright import FILE`; or change to a directory that contains \
                     `registry/site.rs`",
                ))
            }
        }
    }

    /// The project around the current directory.
    ///
    /// # Errors
    ///
    /// There is no project, or the directory does not exist any more.
    pub fn here() -> Result<Self, Error> {
        let here = std::env::current_dir()
            .map_err(|error| Error::io("cannot find the directory", Path::new("."), error))?;
        Self::around(&here)
    }

    /// The manifest of the package that holds the registry: beside it, or in it.
    #[must_use]
    pub fn manifest(&self) -> PathBuf {
        let inside = self.root.join("registry/Cargo.toml");
        if inside.is_file() { inside } else { self.root.join("Cargo.toml") }
    }

    /// Whether its program has been built, so that the next build is a matter of seconds.
    #[must_use]
    pub fn is_built(&self) -> bool {
        let here = std::env::current_dir().unwrap_or_else(|_| self.root.clone());
        built::is_built(&self.manifest(), &here, |name| std::env::var_os(name))
    }

    /// The name of its program, if the manifest has it.
    #[must_use]
    pub fn program_name(&self) -> Option<String> {
        built::program(&self.manifest())
    }

    /// The version of jobwright that its program is built with, if it is known.
    #[must_use]
    pub fn jobwright(&self) -> Option<String> {
        built::locked(&self.manifest())
    }

    /// The names of its jobs, as far as its files contain them without being compiled.
    #[must_use]
    pub fn jobs(&self) -> BTreeSet<String> {
        names::jobs(&self.root)
    }

    /// The names of its volumes, likewise.
    #[must_use]
    pub fn volumes(&self) -> BTreeSet<String> {
        names::volumes(&self.root)
    }

    /// The names of its rendered sites, if it has several.
    #[must_use]
    pub fn sites(&self) -> BTreeSet<String> {
        names::sites(&self.root)
    }

    /// The categories of its jobs: the directories of `registry/`.
    #[must_use]
    pub fn categories(&self) -> BTreeSet<String> {
        names::categories(&self.root)
    }

    /// Cargo, with the arguments that run the project's program, up to that program's own.
    #[must_use]
    pub fn program(&self) -> Command {
        let mut command = cargo();
        command.arg("run");
        // The first build takes minutes, during which cargo shows its progress; every later one
        // takes seconds.
        if self.is_built() {
            command.arg("--quiet");
        }
        command.arg("--manifest-path").arg(self.manifest()).arg("--");
        command
    }

    /// The error for a machine on which the project's program cannot be built.
    #[must_use]
    pub fn no_cargo(&self, error: io::Error) -> Error {
        Error::io(
            "cannot start cargo, which builds the program of the project in",
            &self.root,
            error,
        )
        .help("install Rust from https://rustup.rs, or put `cargo` on the PATH")
    }

    /// The project's directory.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where `gen` writes.
    #[must_use]
    pub fn out(&self) -> PathBuf {
        self.root.join("out")
    }

    /// Whether a directory is in this project, and not one to which other projects may write, too.
    ///
    /// # Errors
    ///
    /// The directory is in another project, whose files do not belong to this one.
    pub fn holds(&self, out: &Path) -> Result<bool, Error> {
        let whole = std::path::absolute(out).unwrap_or_else(|_| out.to_owned());
        // A path that does not exist yet is where its first existing ancestor leads.
        let there = whole.ancestors().find_map(|folder| fs::canonicalize(folder).ok());
        let around = there.and_then(|there| Self::around(&there).ok());
        let own = fs::canonicalize(&self.root).unwrap_or_else(|_| self.root.clone());
        match around {
            Some(other) if other.root != own => Err(Error::new(
                ErrorKind::OutFolder,
                format!("the output directory is inside the project `{}`:", other.root.display()),
            )
            .path(out)
            .help("run `gen` in that project, or use another directory with `--out`")),
            around => Ok(around.is_some()),
        }
    }

    /// The project's own templates, by file name. This repository's `templates/` are the built-in
    /// ones: a file that is equal to the built-in one overrides nothing.
    ///
    /// # Errors
    ///
    /// A template that cannot be read.
    pub fn templates(&self) -> Result<BTreeMap<String, String>, Error> {
        let folder = self.root.join("templates");
        let mut templates = BTreeMap::new();
        let listed = fs::read_dir(&folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let mut entries = match listed {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(templates),
            Err(error) => return Err(Error::io("cannot list", &folder, error)),
        };
        // Of several mistakes, the same one is reported each time.
        entries.sort_by_key(fs::DirEntry::file_name);
        for path in entries.iter().map(fs::DirEntry::path) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.ends_with(".j2") {
                known(&name, &path)?;
                let text = read(&path).map_err(|error| Error::io("cannot read", &path, error))?;
                known_blocks(&text, &path)?;
                templates.insert(name, text);
            }
        }
        Ok(templates)
    }
}

/// The content of a template. Reading something that is not a file might block.
fn read(path: &Path) -> io::Result<String> {
    match fs::metadata(path)? {
        facts if !facts.is_file() => Err(io::Error::other("it is not a file")),
        facts if facts.len() > MOST => Err(io::Error::other("it is larger than 1 MiB")),
        _ => fs::read_to_string(path),
    }
}

/// The maximum size of a template, in bytes.
const MOST: u64 = 1 << 20;

/// A template that extends a built-in one may only fill in blocks that the built-in one has.
fn known_blocks(text: &str, path: &Path) -> Result<(), Error> {
    let Some(base) = tags(text, "extends").next().map(|name| name.trim_matches(['"', '\''])) else {
        return Ok(());
    };
    let name = base.strip_prefix("builtin/").unwrap_or(base);
    let Some(builtin) = template(name) else { return Ok(()) };
    let Some(unknown) =
        tags(text, "block").find(|block| tags(builtin, "block").all(|one| one != *block))
    else {
        return Ok(());
    };
    let message = format!("unknown block `{unknown}` in `{base}`, which this template extends:");
    let error = Error::new(ErrorKind::Template, message).path(path);
    let all: Vec<String> = tags(builtin, "block").map(|block| format!("`{block}`")).collect();
    Err(error.help(match nearest(unknown, tags(builtin, "block")) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None if all.is_empty() => format!("override `{base}` as a whole: it has no blocks"),
        None => format!("use one of its blocks: {}", all.join(", ")),
    }))
}

/// What is after a keyword in the tags of a template.
fn tags<'t>(text: &'t str, keyword: &'static str) -> impl Iterator<Item = &'t str> {
    text.split("{%").skip(1).filter_map(move |tag| {
        let tag = tag.trim_start_matches(['-', '+']).trim_start();
        let rest = tag.strip_prefix(keyword)?.strip_prefix(char::is_whitespace)?;
        let end = rest.trim_start().find([' ', '%', '\n']).unwrap_or(0);
        rest.trim_start()
            .get(..end)
            .map(|name| name.trim_end_matches('-'))
            .filter(|name| !name.is_empty())
    })
}

/// A template overrides a built-in one, or begins with `_` and is for others to include. Anything
/// else is a mistake.
fn known(name: &str, path: &Path) -> Result<(), Error> {
    if name.starts_with('_') || template(name).is_some() {
        return Ok(());
    }
    let error = Error::new(ErrorKind::Template, "a template that overrides nothing:").path(path);
    // The ending is not significant: all of them have it.
    fn stem(name: &str) -> &str {
        name.strip_suffix(".hcl.j2").unwrap_or(name)
    }
    let nearest = nearest(stem(name), template_names().map(stem));
    Err(error.help(match nearest {
        Some(nearest) => {
            format!(
                "did you mean `{nearest}.hcl.j2`? begin the name of a file to be included with \
                `_`"
            )
        }
        None => {
            "run `templates list` to see all templates; begin the name of a file to be included \
             with `_`"
                .to_owned()
        }
    }))
}
