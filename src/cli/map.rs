//! `map`: an overview of what a set of jobs has.

use std::path::{Component, Path, PathBuf};

use super::print;
use super::site::SiteArgs;
use super::values::ValueArgs;
use super::{Answer, job_files};
use crate::error::{Error, ErrorKind};
use crate::generate::{Catalogue, find_all, of_sites};
use crate::import::STDIN;
use crate::map::{Map, Options};
use crate::out;
use crate::project::Project;
use crate::registry::Registry;
use crate::visible::visible_json;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only these jobs of the registry and their neighbours; or job files, and directories with job files
    #[arg(value_name = "JOB|PATH")]
    named: Vec<String>,
    /// What to make of them
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Write it into this file
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Link definitions relative to this address: https://github.com/me/jobs/blob/main
    #[arg(long, value_name = "URL", value_parser = address)]
    source_url: Option<String>,
    /// Who owns the entities of `--format backstage`
    #[arg(long, value_name = "ENTITY")]
    owner: Option<String>,
    /// The lifecycle of the components of `--format backstage` [default: unknown]
    #[arg(long, value_name = "NAME")]
    lifecycle: Option<String>,
    #[command(flatten)]
    site: SiteArgs,
    #[command(flatten)]
    values: ValueArgs,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Tables for a terminal
    #[default]
    Text,
    /// All of it as JSON
    Json,
    /// A flowchart in the language of Mermaid
    Mermaid,
    /// A drawing
    Svg,
    /// A page with a search, which needs nothing else
    Html,
    /// `catalog-info.yaml`
    Backstage,
}

/// A link that a browser follows: nothing that it would run.
fn address(text: &str) -> Result<String, String> {
    let is_plain = |letter: char| letter.is_ascii_graphic() && !"\"<>\\^`{|}".contains(letter);
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    match is_web && text.chars().all(is_plain) {
        true => Ok(text.to_owned()),
        false => Err("expected an address that begins with `https://` or `http://`".to_owned()),
    }
}

impl Args {
    /// Whether the registry of a project has nothing to do with it.
    pub fn needs_no_registry(&self) -> bool {
        self.is_of_files() || Project::here().is_err()
    }

    /// Refuses what says nothing for the format.
    fn check(&self) -> Result<(), Error> {
        let usage =
            |message: &str, help: &str| Err(Error::new(ErrorKind::Usage, message).help(help));
        let has_links = matches!(self.format, Format::Html | Format::Backstage);
        if self.owner.is_some() && self.format != Format::Backstage {
            return usage("`--owner` is for entities", "add `--format backstage`, or remove it");
        }
        if self.lifecycle.is_some() && self.format != Format::Backstage {
            return usage(
                "`--lifecycle` is for entities",
                "add `--format backstage`, or remove it",
            );
        }
        if self.source_url.is_some() && !has_links {
            let help = "add `--format html` or `--format backstage`, or remove it";
            return usage("`--source-url` is for links", help);
        }
        Ok(())
    }

    /// Whether what is named are files.
    fn is_of_files(&self) -> bool {
        let is_path = |name: &String| {
            name == "-"
                || name.contains(['/', '\\'])
                || name.ends_with(".hcl")
                || name.ends_with(".json")
        };
        let has_project = Project::here().is_ok();
        !self.named.is_empty() && (!has_project || self.named.iter().all(is_path))
    }
}

pub fn run(args: &Args, registry: Option<Registry>) -> Result<Answer, Error> {
    args.check()?;
    if args.is_of_files() {
        return of_files(args);
    }
    let Some(registry) = registry else {
        let message = "expected job files or a project, found neither";
        let help = "pass job files or directories, or change to a directory that contains `registry/site.rs`";
        return Err(Error::new(ErrorKind::Usage, message).help(help));
    };
    if !args.values.assignments().is_empty() || !args.values.files().is_empty() {
        let message = "`--var` and `--var-file` are for job files";
        return Err(
            Error::new(ErrorKind::Usage, message).help("pass job files, or remove these options")
        );
    }
    let catalogues = of_sites(&registry, &args.site.names)?;
    show(args, &of_jobs(&args.named, &catalogues)?)
}

/// The map of the registry; of some jobs, with what is around them.
fn of_jobs(named: &[String], catalogues: &[Catalogue]) -> Result<Map, Error> {
    let mut names = Vec::new();
    for name in named {
        // A job may be named by its file, too.
        let found = find_all(catalogues, name)?;
        names.extend(found.iter().map(|(_, item)| item.name().to_owned()));
    }
    let map = Map::of_catalogues(catalogues);
    Ok(if names.is_empty() { map } else { map.around(&names) })
}

/// The map of job files.
fn of_files(args: &Args) -> Result<Answer, Error> {
    if !args.site.names.is_empty() {
        let message = "`--site` is for the registry, and files are named";
        return Err(Error::new(ErrorKind::Usage, message).help("remove it, or pass no files"));
    }
    let paths: Vec<PathBuf> = args.named.iter().map(PathBuf::from).collect();
    let Some((files, is_whole)) = job_files::read(&paths, &args.values)? else {
        return Ok(Answer::Failed);
    };
    let map = Map::of_files(&files).with_paths(from_root());
    if is_whole {
        return show(args, &map);
    }
    if files.jobs().next().is_some() {
        show(args, &map)?;
    }
    Ok(Answer::Failed)
}

/// The paths of job files from the root of the project, or of the repository where there is no project; nothing for files
/// outside.
fn from_root() -> impl Fn(&str) -> Option<String> {
    let here = std::env::current_dir().unwrap_or_default();
    let repository = || here.ancestors().find(|folder| folder.join(".git").exists());
    let root = match Project::here() {
        Ok(project) => project.root().to_owned(),
        Err(_) => repository().unwrap_or(&here).to_owned(),
    };
    move |file: &str| {
        if file == STDIN {
            return None;
        }
        let mut path = PathBuf::new();
        for part in here.join(file).components() {
            match part {
                Component::ParentDir => _ = path.pop(),
                Component::CurDir => {}
                part => path.push(part),
            }
        }
        let inside = path.strip_prefix(&root).ok()?;
        Some(inside.to_str()?.replace('\\', "/"))
    }
}

fn show(args: &Args, map: &Map) -> Result<Answer, Error> {
    let source_url = args.source_url.as_deref();
    let text = match args.format {
        Format::Text => map.text(),
        Format::Json => json(map)?,
        Format::Mermaid => mermaid(map),
        Format::Svg => map.svg(),
        Format::Html => map.page(source_url),
        Format::Backstage => {
            let owner = args.owner.as_deref().unwrap_or("unknown");
            let lifecycle = args.lifecycle.as_deref().unwrap_or("unknown");
            map.backstage(&Options { owner, lifecycle, source_url })
        }
    };
    let Some(file) = args.out.as_deref().filter(|file| *file != Path::new("-")) else {
        return print::result(&text);
    };
    out::write(file, &text)?;
    print::say(&format!("wrote {}\n", print::path(file)));
    Ok(Answer::Yes)
}

fn json(map: &Map) -> Result<String, Error> {
    let failed =
        |error| Error::new(ErrorKind::Findings, "this cannot be said in JSON").source_error(error);
    let text = serde_json::to_string_pretty(map).map_err(failed)?;
    Ok(visible_json(&text).into_owned() + "\n")
}

fn mermaid(map: &Map) -> String {
    let chart = map.mermaid();
    if chart.is_large {
        print::say(
            "this is more than Mermaid draws without `maxTextSize` and `maxEdges` in its configuration: name jobs or a site, or use `--format svg`\n",
        );
    }
    chart.text
}
