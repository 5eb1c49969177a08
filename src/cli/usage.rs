//! What is wrong with a command line, in the words and the look of all other errors.

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind as Clap};

use crate::error::{Error, ErrorKind};
use jobwright_hcl::nearest::nearest;

/// The error for people: what was expected, what was found, and what to type to the program.
pub fn error(error: &clap::Error, program: &Command) -> Error {
    let arg = one(error, ContextKind::InvalidArg);
    let value = one(error, ContextKind::InvalidValue);
    let message = match (error.kind(), &arg, &value) {
        (Clap::InvalidSubcommand, ..) => {
            let typed = one(error, ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("unknown command `{typed}`")
        }
        (Clap::UnknownArgument, Some(arg), _) if arg.starts_with('-') => {
            format!("unknown option `{arg}`")
        }
        (Clap::UnknownArgument, Some(arg), _) => format!("unexpected argument `{arg}`"),
        (Clap::InvalidValue, Some(arg), Some(value)) if value.is_empty() => {
            format!("missing value for `{arg}`")
        }
        (Clap::InvalidValue, Some(arg), Some(value)) => {
            format!("invalid value `{value}` for `{arg}`")
        }
        (Clap::ValueValidation, Some(arg), Some(value)) => {
            let why = std::error::Error::source(error).map(|why| format!(": {why}"));
            format!("invalid value `{value}` for `{arg}`{}", why.unwrap_or_default())
        }
        (Clap::TooManyValues, Some(arg), Some(value)) => {
            format!("unexpected value `{value}` for `{arg}`")
        }
        (Clap::MissingRequiredArgument, Some(arg), _) => format!("missing argument `{arg}`"),
        (Clap::ArgumentConflict, Some(arg), _) => match one(error, ContextKind::PriorArg) {
            Some(prior) if prior == *arg => format!("duplicate option `{arg}`"),
            Some(prior) => format!("`{arg}` and `{prior}` cannot be combined"),
            None => format!("`{arg}` cannot be combined with the other arguments"),
        },
        _ => plain(error),
    };
    Error::new(ErrorKind::Usage, message).help(help(error, program))
}

fn help(error: &clap::Error, program: &Command) -> String {
    let suggested =
        [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
            .into_iter()
            .find_map(|kind| one(error, kind));
    let typed = one(error, ContextKind::InvalidSubcommand);
    let near = typed.and_then(|typed| {
        nearest(&typed, program.get_subcommands().map(Command::get_name)).map(str::to_owned)
    });
    if let Some(suggested) = suggested.or(near) {
        return format!("did you mean `{suggested}`?");
    }
    if let Some(values) = all(error, ContextKind::ValidValue).filter(|values| !values.is_empty()) {
        let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
        return format!("use one of {}", values.join(", "));
    }
    let usage = error.get(ContextKind::Usage).map(ToString::to_string).unwrap_or_default();
    let usage = usage.trim().trim_start_matches("Usage:").trim();
    if usage.is_empty() {
        return "add `--help` to the command for its usage".to_owned();
    }
    format!("write `{usage}`; add `--help` for details")
}

/// What the error says of one thing; the first, if there are several.
fn one(error: &clap::Error, kind: ContextKind) -> Option<String> {
    all(error, kind)?.into_iter().next()
}

fn all(error: &clap::Error, kind: ContextKind) -> Option<Vec<String>> {
    Some(match error.get(kind)? {
        ContextValue::String(text) => vec![text.clone()],
        ContextValue::Strings(texts) => texts.clone(),
        ContextValue::StyledStr(text) => vec![text.to_string()],
        ContextValue::StyledStrs(texts) => texts.iter().map(ToString::to_string).collect(),
        _ => return None,
    })
}

/// The first sentence of an error that has no words of ours.
fn plain(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let first = text.split("\n\n").next().unwrap_or_default();
    first.trim_start_matches("error: ").split_whitespace().collect::<Vec<_>>().join(" ")
}
