//! `templates`: which there are, and copies of them to change.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Subcommand;
use jobwright_hcl::nearest::nearest;

use super::{Answer, print};
use crate::error::{Error, ErrorKind};
use crate::out;
use crate::project::Project;
use crate::render::{Origin, ejected, is_generic, origin, prints, template, template_names};

/// How all of their files end.
const ENDING: &str = ".hcl.j2";

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List all blocks with the templates that print them
    List,
    /// Copy built-in templates to the project's `templates/`
    Eject {
        /// Names of templates, such as `task`, or of blocks printed by the generic
        /// template, such as `check`
        #[arg(value_name = "NAME", required = true)]
        names: Vec<String>,
        /// Overwrite templates that already exist in the project
        #[arg(long)]
        force: bool,
    },
}

pub fn run(args: &Args) -> Result<Answer, Error> {
    match &args.command {
        Command::List => list(),
        Command::Eject { names, force } => eject(names, *force),
    }
}

fn list() -> Result<Answer, Error> {
    let own = Project::here()?.templates()?;
    let included = own.keys().map(String::as_str).filter(|name| template(name).is_none());
    let rows: Vec<[String; 3]> = template_names()
        .map(|name| [name.to_owned(), from(name, own.get(name)), prints(name)])
        .chain(included.map(|name| {
            [name.to_owned(), from(name, own.get(name)), "macros for other templates".to_owned()]
        }))
        .collect();
    let rows: Vec<[&str; 3]> = rows.iter().map(|row| row.each_ref().map(String::as_str)).collect();
    print::table(["TEMPLATE", "FROM", "PRINTS"], &rows)
}

/// Where the template of a name is, given the project's.
fn from(name: &str, own: Option<&String>) -> String {
    match own.map(|text| origin(name, text)) {
        Some(Origin::Own) => format!("templates/{name}"),
        Some(Origin::Stale) => format!("templates/{name}, an older copy"),
        None | Some(Origin::BuiltIn) if is_generic(name) => "generic".to_owned(),
        None | Some(Origin::BuiltIn) => "built in".to_owned(),
    }
}

/// All of them, or none.
fn eject(names: &[String], force: bool) -> Result<Answer, Error> {
    let names: BTreeSet<&str> = names.iter().map(|name| stem(name)).collect();
    let folder = Project::here()?.root().join("templates");
    let mut copies: Vec<(PathBuf, String)> = Vec::new();
    for name in names {
        let file = format!("{name}{ENDING}");
        let text = ejected(&file).ok_or_else(|| unknown(name))?;
        let path = folder.join(file);
        if path.exists() && !force {
            return Err(Error::new(ErrorKind::NotOwned, "the project already has this template:")
                .path(&path)
                .help("change it, or replace it with a copy of the built-in one with `--force`"));
        }
        copies.push((path, text));
    }
    for (path, text) in copies {
        let done = if path.exists() { "replaced" } else { "created" };
        out::create(&path, &text)?;
        print::say(&format!("{done} {}\n", path.display()));
    }
    Ok(Answer::Yes)
}

fn unknown(name: &str) -> Error {
    let error = Error::new(ErrorKind::Template, format!("unknown template `{name}{ENDING}`"));
    error.help(match nearest(name, template_names().map(stem)) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => "run `templates list` to see all of them".to_owned(),
    })
}

fn stem(name: &str) -> &str {
    name.strip_suffix(ENDING).unwrap_or(name)
}
