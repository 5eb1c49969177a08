//! `init`: a new project, and what becomes of its files when jobwright is a newer one.

use std::env;
use std::path::{Path, PathBuf};

use super::import;
use super::origin::Origin;
use super::{Answer, ask, print};
use crate::error::{Error, ErrorKind};
use crate::files::plain;
use crate::import::job_files;
use crate::project::Project;
use crate::scaffold::{Dependency, Kept, Step, Update, create, is_free};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Directory of the project, created if missing [default: the current
    /// directory]
    #[arg(value_name = "DIR", default_value = ".", hide_default_value = true)]
    folder: PathBuf,
    /// Update the files written by `init`, except those that you have changed
    #[arg(long)]
    update: bool,
    /// Show what `--update` would change, and exit with code 1 if anything would
    #[arg(long)]
    check: bool,
    /// Create the project from the job files in the directory
    #[arg(long, conflicts_with_all = ["update", "check"])]
    import: bool,
    /// Create a project with samples, ignoring job files in the directory
    #[arg(long, conflicts_with_all = ["import", "update", "check"])]
    no_import: bool,
    #[command(flatten)]
    dependency: Origin,
}

impl Args {
    /// Whether it makes a project, so that there is no program that it would be handed on to.
    pub fn is_new(&self) -> bool {
        !self.update && !self.check
    }
}

pub fn run(args: &Args) -> Result<Answer, Error> {
    let here = env::current_dir()
        .map_err(|error| Error::io("cannot find the directory", Path::new("."), error))?;
    let root = plain(&here.join(&args.folder));
    let dependency = args.dependency.checked()?;
    if !args.is_new() {
        if dependency.is_some() {
            let message = "`--git`, `--path` and `--release` apply to a new project";
            let help = "remove them; an existing project sets the source of jobwright in its \
                Cargo.toml";
            return Err(Error::new(ErrorKind::Usage, message).help(help));
        }
        return update(&root, args.check);
    }
    is_free(&root)?;
    let dependency = dependency.unwrap_or_else(Dependency::found).named_from(&here, &root);
    let files = if args.no_import { Vec::new() } else { job_files(&root) };
    if imports(args, &files)? {
        return import::project(&root, dependency);
    }
    new(&here, &root, &dependency)
}

/// Whether the project is made of the job files that are there.
fn imports(args: &Args, files: &[PathBuf]) -> Result<bool, Error> {
    let found = match files {
        [] if args.import => {
            let message = "no job files in";
            let help = "remove `--import` for a project with samples, or import from elsewhere: \
                `jobwright import FILE`";
            return Err(Error::new(ErrorKind::Usage, message).path(&args.folder).help(help));
        }
        [] => return Ok(false),
        [one] => format!("found a job file here, {}", print::path(&print::here(one))),
        [first, ..] => {
            format!(
                "found {} job files here, {} and others",
                files.len(),
                print::path(&print::here(first))
            )
        }
    };
    if args.import {
        return Ok(true);
    }
    if let Some(answer) = ask::yes(&format!("{found}: import them into the project?"))? {
        return Ok(answer);
    }
    let message = format!("{found}, but neither `--import` nor `--no-import` was given");
    let help = "pass `--import` to import them, or `--no-import` for a project with samples; \
        `jobwright import .` in that directory imports them, too";
    Err(Error::new(ErrorKind::Usage, message).help(help))
}

/// Makes a project with samples.
fn new(here: &Path, root: &Path, dependency: &Dependency) -> Result<Answer, Error> {
    let plan = match create(root, dependency) {
        Ok(plan) => plan,
        Err(finding) => {
            print::finding(&finding);
            return Ok(Answer::Failed);
        }
    };
    let written = plan.write();
    print::say(&format!("{written} in {}\n", print::path(root)));
    if let Some(kept) = print::kept(plan.kept()) {
        print::say(&format!("{kept}\n"));
    }
    print::say(&format!("{}\n", dependency.note()));
    written.errors.iter().for_each(print::error);
    if !written.errors.is_empty() {
        return Ok(Answer::Failed);
    }
    if let Some(top) = root.ancestors().skip(1).find(|folder| folder.join(".git").exists()) {
        let below = root.strip_prefix(top).unwrap_or(root);
        let below = print::path(below);
        print::say(&format!(
            "it is inside the git repository {}: enable the hook with `git config core.hooksPath \
             {}`, and move .github/ and .gitlab-ci.yml to the top of that repository\n",
            print::path(top),
            word(&format!("{below}/.githooks"))
        ));
    }
    let mut next = Vec::new();
    if here != root {
        let folder = root.strip_prefix(here).unwrap_or(root);
        next.push(format!("cd {}", word(&print::path(folder))));
    }
    next.push(
        "jobwright gen            # builds the project's program, about a minute the first \
        time, and renders out/"
            .to_owned(),
    );
    next.push("nomad agent -dev         # a cluster to try it on, in another terminal".to_owned());
    next.push("jobwright deploy hello".to_owned());
    for (number, line) in next.iter().enumerate() {
        let head = if number == 0 { "next: " } else { "      " };
        print::say(&format!("{head}{line}\n"));
    }
    Ok(Answer::Yes)
}

/// A word for a shell.
fn word(text: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "/._-+@".contains(letter);
    if text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// Brings the files of the project around a directory up to date, or says what that would do.
fn update(folder: &Path, check: bool) -> Result<Answer, Error> {
    let project = Project::around(folder)?;
    let update = Update::of(project.root())?;
    let mut kept = 0;
    for step in &update.steps {
        kept += usize::from(matches!(step, Step::Keep(_)));
        say(step, check)?;
    }
    if kept > 0 && !check {
        print::say("help: apply what you need of the lines above; they are not shown again\n");
    }
    let is_needed = update.is_needed();
    if check {
        print::say(match is_needed {
            true => "run `jobwright init --update` to do that\n",
            false => "the files of `init` are up to date\n",
        });
        return Ok(if is_needed { Answer::No } else { Answer::Yes });
    }
    update.write()?;
    if !is_needed {
        print::say("the files of `init` are up to date\n");
    }
    Ok(Answer::Yes)
}

/// Says what becomes of a file.
fn say(step: &Step, check: bool) -> Result<(), Error> {
    let word = |done: &'static str, to_do: &'static str| if check { to_do } else { done };
    match step {
        Step::Add(file) => {
            print::say(&format!("{} {}\n", word("created", "new:"), print::path(&file.path)));
        }
        Step::Replace(file) => {
            print::say(&format!("{} {}\n", word("updated", "old:"), print::path(&file.path)));
        }
        Step::Same(file) => {
            let name = print::path(&file.path);
            print::say(&format!(
                "{} {name}, which you already changed to today's content\n",
                word("noted", "note:")
            ));
        }
        Step::Gone(path) => {
            print::say(&format!("skipped {}, which you deleted\n", print::path(path)));
        }
        Step::Left(path) => {
            let name = print::path(path);
            print::say(&format!("{name} is now yours: `init` no longer writes it\n"));
        }
        Step::Keep(Kept { today, theirs }) => {
            let name = print::path(&today.path);
            print::say(&format!(
                "{} {name}, which you changed; today's content would be:\n",
                word("kept", "yours:")
            ));
            let lines = print::unified(theirs, &today.text);
            print::prepared(&format!("--- {name}\n+++ {name} of today\n{lines}"))?;
        }
    }
    Ok(())
}
