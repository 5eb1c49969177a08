//! `schema`: the model as JSON.

use super::{Answer, print};
use crate::error::Error;
use crate::{api, schema_json};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to print
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// The model: names, types, defaults, since when, and what a change does
    #[default]
    Json,
    /// A JSON Schema of API JSON, which editors and other programs check jobs against
    JsonSchema,
}

pub fn run(args: &Args) -> Result<Answer, Error> {
    match args.format {
        Format::Json => print::report(&schema_json::export()),
        Format::JsonSchema => print::report(&api::json_schema()),
    }
}
