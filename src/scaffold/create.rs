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

/// The help if the path of a file of the new project is taken.
const HELP: &str = "check its content and move it away, or create the project in another directory";

/// Checks that a new project may be created in a directory, which need not exist yet.
///
/// # Errors
///
/// There is a project in or around it, or another Rust package.
pub fn is_free(root: &Path) -> Result<(), Error> {
    if let Ok(project) = Project::around(root) {
        let (message, help) = if project.root() == root {
            let help = "run `jobwright new job NAME` to add a job, `jobwright import FILE` to \
                import jobs, and `jobwright init --update` to update its files";
            ("a project already exists in", help)
        } else {
            let help = "create it elsewhere, because nested projects are not supported, or add a \
                job to this one with `jobwright new job NAME`";
            ("the directory is inside the project", help)
        };
        return Err(Error::new(ErrorKind::Project, message).path(project.root()).help(help));
    }
    if root.exists() && !root.is_dir() {
        let message = "expected a directory for the project, found a file:";
        let help = "pass a directory, which may not exist yet";
        return Err(Error::new(ErrorKind::Project, message).path(root).help(help));
    }
    let manifest = root.join("Cargo.toml");
    if manifest.symlink_metadata().is_ok() {
        let message = "found another Rust package, by its";
        let help = "create the project in a directory of its own: `jobwright init jobs`";
        return Err(Error::new(ErrorKind::Project, message).path(&manifest).help(help));
    }
    Ok(())
}

/// The files of a new project with a sample of jobs.
///
/// # Errors
///
/// What is in the way of a file that is essential for the project.
pub fn create(root: &Path, dependency: &Dependency) -> Result<Plan, Box<Diagnostic>> {
    let skeleton = Skeleton::new(root, &package(root), dependency);
    let mut plan = Plan::careful(root, HELP);
    let mut own = skeleton.own;
    own.extend(sample());
    plan.add("a file of the new project", own)?;
    skeleton.besides.into_iter().for_each(|file| plan.add_missing(file));
    Ok(plan)
}
