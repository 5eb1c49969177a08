//! `list`: the jobs of the registry.

use serde::Serialize;

use super::{Answer, print};
use crate::error::Error;
use crate::generate::{Catalogue, Item};
use crate::registry::{Definition, Registry};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// How to print the list
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A table
    #[default]
    Text,
    /// A JSON list
    Json,
}

pub fn run(args: &Args, registry: Registry) -> Result<Answer, Error> {
    let catalogue = Catalogue::of(&registry);
    if args.format == Format::Json {
        let jobs: Vec<Listed<'_>> = catalogue.items.iter().map(Listed::of).collect();
        return print::report(&jobs);
    }
    if catalogue.site.any_ids {
        // A job's name need not be that of its file, and `show` and `gen` take either.
        let rows: Vec<[&str; 4]> = catalogue.items.iter().map(named).collect();
        return print::table(["NAME", "FILE", "TYPE", "SOURCE"], &rows);
    }
    let rows: Vec<[&str; 3]> = catalogue.items.iter().map(row).collect();
    print::table(["NAME", "TYPE", "SOURCE"], &rows)
}

/// The folder of the source is the category.
fn row(item: &Item) -> [&str; 3] {
    [item.name(), kind(item), &item.defined.source]
}

fn named(item: &Item) -> [&str; 4] {
    [item.name(), &item.file_stem, kind(item), &item.defined.source]
}

/// A job in the JSON list.
#[derive(Serialize)]
struct Listed<'a> {
    category: &'a str,
    /// What its file in `out/` is called, without the ending.
    file: &'a str,
    description: &'a str,
    name: &'a str,
    source: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
}

impl<'a> Listed<'a> {
    fn of(item: &'a Item) -> Self {
        Self {
            category: item.category,
            file: &item.file_stem,
            description: item.doc,
            name: item.name(),
            source: &item.defined.source,
            kind: kind(item),
        }
    }
}

fn kind(item: &Item) -> &str {
    match &item.defined.definition {
        Definition::Job(job) => {
            job.type_.as_ref().and_then(|kind| kind.as_str()).unwrap_or("service")
        }
        Definition::Reference(_) => "reference",
        Definition::Volume(_) => "volume",
    }
}
