//! `show`: one job as it would be written.

use super::{Answer, checked, print};
use crate::error::Error;
use crate::generate::{Format, evaluable, renderer};
use crate::project::Project;
use crate::registry::Registry;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The job's name
    job: String,
    /// How to show it
    #[arg(long, value_enum, default_value_t)]
    format: super::generate::FormatArg,
}

pub fn run(args: &Args, registry: Registry) -> Result<Answer, Error> {
    let Some(catalogue) = checked(registry, "shown")? else { return Ok(Answer::No) };
    let item = catalogue.find(&args.job)?;
    if let (Format::Json, Some(job)) = (args.format.into(), item.job()) {
        evaluable(item)?;
        return print::json(job);
    }
    let renderer = renderer(&Project::here()?)?;
    let files = catalogue.render(&renderer, Format::Hcl, |other| std::ptr::eq(other, item))?;
    print::result(files.first().map_or("", |file| &file.text))
}
