//! `new`: one more job, volume or site in the registry.

mod job;
mod site;
mod volume;
mod write;

use super::Answer;
use crate::error::Error;
use crate::project::Project;
use crate::registry::Registry;

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub struct Args {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    job: job::Args,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Add a job; `job` is optional unless the job is named `job`, `volume` or
    /// `site`
    Job(Box<job::Args>),
    /// Add a volume
    Volume(volume::Args),
    /// Add a site, which is another cluster for the same registry
    Site(site::Args),
}

pub fn run(args: Args, registry: &Registry) -> Result<Answer, Error> {
    let project = Project::here()?;
    match args.what {
        Some(What::Volume(args)) => volume::run(args, registry, &project),
        Some(What::Site(args)) => site::run(&args, registry, &project),
        Some(What::Job(args)) => job::run(*args, registry, &project),
        None => job::run(args.job, registry, &project),
    }
}
