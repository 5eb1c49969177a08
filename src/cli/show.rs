//! `show`: one job as it would be written, or what it needs.

use super::checked::checked;
use super::generate::{FormatArg, asked};
use super::print::MessageFormat;
use super::site::{self, SiteArgs};
use super::values::ValueArgs;
use super::{Answer, print, why};
use crate::error::Error;
use crate::generate::{Asked, Catalogue, CatalogueItem, Format, json, renderer};
use crate::needs;
use crate::project::Project;
use crate::registry::{Definition, Registry};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Name of the job
    job: String,
    /// Select the output format
    #[arg(long, value_enum, default_value_t)]
    format: FormatArg,
    /// Show its requirements instead: variables, volumes, plugins, drivers
    #[arg(long)]
    needs: bool,
    /// Show where an attribute was set instead, such as `task.resources.memory` or
    /// `env.PORT`
    #[arg(long, value_name = "ATTRIBUTE", conflicts_with = "needs")]
    why: Option<String>,
    #[command(flatten)]
    site: SiteArgs,
    #[command(flatten)]
    values: ValueArgs,
}

pub fn run(args: &Args, registry: Registry) -> Result<Answer, Error> {
    args.values.only_for(args.format.into())?;
    let Some(catalogues) = checked(registry, &args.site.names, "shown", MessageFormat::Human)?
    else {
        return Ok(Answer::No);
    };
    let (catalogue, item) = site::find(&catalogues, &args.job)?;
    if args.needs {
        return needs(item, catalogue, args.format.into());
    }
    if let Some(asked) = &args.why {
        return why::run(item, &catalogue.site, asked, args.format.into());
    }
    let (values, findings) = args.values.read(false);
    let Some(asked) = asked(args.format.into(), &values, findings) else {
        return Ok(Answer::Failed);
    };
    let renderer = renderer(&Project::here()?)?;
    let Asked::Json(inputs) = asked else {
        let files = catalogue.render(&renderer, |other| std::ptr::eq(other, item))?;
        return print::result(files.first().map_or("", |file| &file.text));
    };
    match item.job().map(|job| json::evaluated(job, item, &renderer, &inputs)).transpose()? {
        Some(evaluated) => print::report(&*evaluated?),
        None => print::result(""),
    }
}

/// What a job needs, as a table or as a JSON list.
fn needs(item: &CatalogueItem, catalogue: &Catalogue, format: Format) -> Result<Answer, Error> {
    let volumes = catalogue.items.iter().filter_map(|item| match &item.defined.definition {
        Definition::Volume(volume) => Some(volume),
        Definition::Job(_) | Definition::Reference(_) => None,
    });
    let volumes: Vec<_> = volumes.collect();
    let needs = item.job().map(|job| needs::of(job, &volumes)).unwrap_or_default();
    if format == Format::Json {
        return print::report(&needs);
    }
    let joined: Vec<[String; 2]> =
        needs.iter().map(|need| [need.details.join(", "), who(&need.by)]).collect();
    let rows: Vec<[&str; 4]> = needs
        .iter()
        .zip(&joined)
        .map(|(need, [details, by])| [need.kind.as_str(), &need.name, details, by])
        .collect();
    print::table(["NEEDS", "NAME", "DETAILS", "FOR"], &rows)
}

/// Who needs it: a short list, since what is needed matters more than all who need it.
fn who(by: &[String]) -> String {
    match by {
        [first, more @ ..] if more.len() > 1 => format!("{first} and {} more", more.len()),
        few => few.join(", "),
    }
}
