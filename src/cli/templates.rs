//! `templates`: which there are, and a copy of one to change.

use std::path::PathBuf;

use clap::Subcommand;

use super::{Answer, print};
use crate::error::{Error, ErrorKind};
use crate::out;
use crate::project::Project;
use crate::render::{Origin, ejected, origin, template, template_names};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the templates, and which of them the project overrides
    List,
    /// Copy a built-in template into the project's `templates/`, to change it there
    Eject {
        /// The template's name, such as `task`
        name: String,
    },
}

pub fn run(args: &Args) -> Result<Answer, Error> {
    match &args.command {
        Command::List => list(),
        Command::Eject { name } => eject(name),
    }
}

fn list() -> Result<Answer, Error> {
    let own = Project::here()?.templates()?;
    let mut names: Vec<&str> = template_names().collect();
    names.extend(own.keys().map(String::as_str).filter(|name| template(name).is_none()));
    let rows: Vec<[&str; 2]> = names
        .iter()
        .map(|name| {
            let origin = match own.get(*name) {
                None => "built in",
                Some(text) => match origin(name, text) {
                    Origin::BuiltIn => "built in",
                    Origin::Own => "this project",
                    Origin::Stale => "this project, from an older built-in one",
                },
            };
            [*name, origin]
        })
        .collect();
    print::table(["TEMPLATE", "FROM"], &rows)
}

fn eject(name: &str) -> Result<Answer, Error> {
    let file = if name.ends_with(".hcl.j2") { name.to_owned() } else { format!("{name}.hcl.j2") };
    let Some(text) = template(&file) else {
        return Err(Error::new(ErrorKind::Template, format!("there is no template `{file}`"))
            .help("`templates list` shows all of them"));
    };
    let path: PathBuf = Project::here()?.root().join("templates").join(&file);
    if path.exists() {
        return Err(Error::new(ErrorKind::NotOwned, "the project has this template already:")
            .path(&path)
            .help("change it, or remove it to eject the built-in one again"));
    }
    out::create(&path, &ejected(text))?;
    print::say(&format!("created {}\n", path.display()));
    Ok(Answer::Yes)
}
