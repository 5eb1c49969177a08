//! A new project, with or without jobs of its own.

use std::path::Path;

use super::dependency::Dependency;
use super::package::package;
use super::plan::Plan;
use super::sample::sample;
use super::skeleton::Skeleton;
use crate::diagnostic::Diagnostic;
use crate::error::{Error, ErrorKind};
use crate::project::Project;

/// What to do where a file of the new project has a place that is taken.
const HELP: &str =
    "look what it holds, and move it out of the way, or make the project in a folder of its own";

/// Whether a new project may be made in a folder, which need not be there yet.
///
/// # Errors
///
/// There is a project in or around it, or another package of Rust.
pub fn is_free(root: &Path) -> Result<(), Error> {
    if let Ok(project) = Project::around(root) {
        let (message, help) = if project.root() == root {
            let help = "`jobwright new job NAME` adds a job to it, `jobwright import FILE` jobs that you have, and `jobwright \
                        init --update` brings its files up to date";
            ("there is a project already in", help)
        } else {
            let help = "a project in a project would be taken for one: make it elsewhere, or add a job to this one with `jobwright \
                        new job NAME`";
            ("the folder is in a project already, that of", help)
        };
        return Err(Error::new(ErrorKind::Project, message).path(project.root()).help(help));
    }
    if root.exists() && !root.is_dir() {
        let message = "the place of the project is taken by a file,";
        let help = "name a folder, which need not be there yet";
        return Err(Error::new(ErrorKind::Project, message).path(root).help(help));
    }
    let manifest = root.join("Cargo.toml");
    if manifest.symlink_metadata().is_ok() {
        let message = "there is another package of Rust already, by its";
        let help = "make the project in a folder of its own: `jobwright init jobs`";
        return Err(Error::new(ErrorKind::Project, message).path(&manifest).help(help));
    }
    Ok(())
}

/// The files of a new project with a sample of jobs.
///
/// # Errors
///
/// What is in the way of a file without which the project would be none.
pub fn create(root: &Path, dependency: &Dependency) -> Result<Plan, Box<Diagnostic>> {
    let skeleton = Skeleton::new(root, &package(root), dependency);
    let mut plan = Plan::careful(root, HELP);
    let mut own = skeleton.own;
    own.extend(sample());
    plan.add("a file of the new project", own)?;
    skeleton.besides.into_iter().for_each(|file| plan.add_missing(file));
    Ok(plan)
}
