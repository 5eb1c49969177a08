//! `list`: the jobs of the registry.

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
        let rows: Vec<serde_json::Value> = catalogue.items.iter().map(as_json).collect();
        return print::result(&format!("{:#}\n", serde_json::Value::Array(rows)));
    }
    let rows: Vec<[&str; 3]> = catalogue.items.iter().map(row).collect();
    print::table(["NAME", "TYPE", "SOURCE"], &rows)
}

/// The folder of the source is the category.
fn row(item: &Item) -> [&str; 3] {
    [item.name(), kind(item), item.defined.source]
}

fn as_json(item: &Item) -> serde_json::Value {
    serde_json::json!({
        "name": item.name(),
        "type": kind(item),
        "category": item.category,
        "source": item.defined.source,
        "description": item.doc,
    })
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
