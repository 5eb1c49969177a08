//! `images`: the images that jobs run, and newer tags for them.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::print::{self, count};
use super::site::SiteArgs;
use super::values::ValueArgs;
use super::{Answer, job_files};
use crate::error::{Error, ErrorKind};
use crate::generate::of_sites;
use crate::images::{
    Given, Image, Plan, Sources, Unfound, Update, Use, UsedBy, list, of_job, plan,
};
use crate::out;
use crate::project::Project;
use crate::registry::Registry;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Job files, directories, or `-` for standard input [default: the project's
    /// registry]
    paths: Vec<PathBuf>,
    /// Select the output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Update image tags in the registry from lines `repository:tag NEWER-TAG` of
    /// this file, or of `-` for standard input
    #[arg(long, value_name = "FILE")]
    outdated: Option<PathBuf>,
    #[command(flatten)]
    site: SiteArgs,
    #[command(flatten)]
    values: ValueArgs,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A table
    #[default]
    Text,
    /// A JSON list
    Json,
}

impl Args {
    /// Whether the registry of a project has nothing to do with it.
    pub fn needs_no_registry(&self) -> bool {
        !self.paths.is_empty() || Project::here().is_err()
    }

    /// Refuses arguments that have no effect together.
    fn check(&self) -> Result<(), Error> {
        let usage =
            |message: &str, help: &str| Err(Error::new(ErrorKind::Usage, message).help(help));
        let has_values = !self.values.assignments().is_empty() || !self.values.files().is_empty();
        let of_files = !self.paths.is_empty();
        if of_files && !self.site.names.is_empty() {
            return usage(
                "`--site` applies to the registry, but files are named",
                "remove it, or pass no files",
            );
        }
        if !of_files && has_values {
            let help = "pass job files, or remove the values";
            return usage("`--var` and `--var-file` apply to job files", help);
        }
        if self.outdated.is_some() && (of_files || !self.site.names.is_empty()) {
            let message =
                "`--outdated` applies to the whole registry: several sites may share one literal";
            return usage(message, "remove the files and `--site`");
        }
        if self.outdated.is_some() && self.format != Format::Text {
            return usage("`--outdated` prints no list", "remove `--format`");
        }
        Ok(())
    }
}

pub fn run(args: &Args, registry: Option<Registry>) -> Result<Answer, Error> {
    args.check()?;
    match registry {
        _ if !args.paths.is_empty() => of_files(args),
        Some(registry) => of_registry(args, registry),
        None => {
            let message = "expected a project with images to list, found none";
            let help = "pass job files or directories, or change to a directory that contains \
                `registry/site.rs`";
            Err(Error::new(ErrorKind::Usage, message).help(help))
        }
    }
}

/// The images of job files.
fn of_files(args: &Args) -> Result<Answer, Error> {
    let Some((files, is_whole)) = job_files::read(&args.paths, &args.values)? else {
        return Ok(Answer::Failed);
    };
    let uses = files.jobs().flat_map(|(source, job)| {
        let used = |used: Use| {
            let given = Given { site: None, source, used: &used };
            let by = UsedBy::in_file(given, &files.place(used.location));
            (used, by)
        };
        of_job(job).into_iter().map(used).collect::<Vec<_>>()
    });
    let images = list(uses);
    if is_whole {
        return show(args, &images, 0);
    }
    if files.jobs().next().is_some() {
        show(args, &images, 0)?;
    }
    Ok(Answer::Failed)
}

/// The images of the registry, or newer tags for them.
fn of_registry(args: &Args, registry: Registry) -> Result<Answer, Error> {
    let catalogues = of_sites(&registry, &args.site.names)?;
    let sources = Sources::read(&Project::here()?)?;
    let items = catalogues.iter().flat_map(|catalogue| {
        let site = catalogue.site.name.as_str();
        catalogue.items.iter().map(move |item| (site, item))
    });
    let uses = items.flat_map(|(site, item)| {
        let uses = item.job().map(of_job).unwrap_or_default();
        uses.into_iter().map(move |used| (site, &*item.defined.source, used))
    });
    if let Some(file) = &args.outdated {
        let uses: Vec<Use> = uses.map(|(.., used)| used).collect();
        return update(file, &uses, &sources);
    }
    let uses = uses.map(|(site, source, used)| {
        let by = UsedBy::in_rust(Given { site: Some(site), source, used: &used }, &sources);
        (used, by)
    });
    show(args, &list(uses), catalogues.len())
}

/// Prints images as a table, a line for each task, or as a JSON list.
fn show(args: &Args, images: &[Image], sites: usize) -> Result<Answer, Error> {
    if args.format == Format::Json {
        return print::report(&images);
    }
    let uses = || images.iter().flat_map(|image| image.uses.iter().map(move |by| (image, by)));
    let rows: Vec<Vec<String>> = uses()
        .map(|(image, by)| {
            let at = match by.sites.len() {
                all if all == sites => "all".to_owned(),
                _ => by.sites.join(", "),
            };
            let place = source(image, by);
            let mut row = vec![image.image.clone(), by.job.clone(), by.task.clone(), at, place];
            if sites < 2 {
                row.remove(3);
            }
            row
        })
        .collect();
    let rows: Vec<Vec<&str>> =
        rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let head: &[&str] = match sites {
        0 | 1 => &["IMAGE", "JOB", "TASK", "SOURCE"],
        _ => &["IMAGE", "JOB", "TASK", "SITES", "SOURCE"],
    };
    print::of_columns(head, &rows)?;
    say_unfound(
        &uses().filter(|(image, _)| image.is_tagged()).map(|(_, by)| by).collect::<Vec<_>>(),
    );
    Ok(Answer::Yes)
}

/// How many images come from no literal that is known to be theirs, for each reason.
fn say_unfound(uses: &[&UsedBy]) {
    let many =
        |why: Option<Unfound>| uses.iter().filter(|by| !by.literal && by.unfound == why).count();
    let only = many(Some(Unfound::OnlyInOut));
    if only > 0 {
        print::say(&format!(
            "an update bot would change {only} of these in `out/` alone: write each as one literal `repository:tag`\n"
        ));
    }
    let hidden = many(None);
    if hidden > 0 {
        print::say(&format!(
            "{hidden} of these come from no known literal: write each as one literal \
             `repository:tag`, which update bots find\n"
        ));
    }
    let several = many(Some(Unfound::Several));
    if several > 0 {
        print::say(&format!(
            "{several} of these come from one of several literals: keep one, and refer to it from \
             the others\n"
        ));
    }
}

/// Where an image is written, and what keeps it from being kept current.
fn source(image: &Image, by: &UsedBy) -> String {
    let place = match by.line {
        Some(line) => format!("{}:{line}", by.file),
        None => by.file.clone(),
    };
    match by.unfound {
        _ if by.literal => place,
        _ if !image.is_tagged() => format!("{place} (no tag)"),
        Some(Unfound::Several) => format!("{place} (several literals)"),
        Some(Unfound::OnlyInOut) => format!("{place} (only in out/)"),
        None => format!("{place} (no literal)"),
    }
}

/// Brings newer tags into the Rust: all that can be, once it is known for each what would change.
fn update(file: &Path, uses: &[Use], sources: &Sources) -> Result<Answer, Error> {
    let (name, text) = read(file)?;
    let updates = match Update::list(&name, &text) {
        Ok(updates) => updates,
        Err(findings) => {
            findings.iter().for_each(print::finding);
            print::say(&format!("{}, nothing was written\n", count(findings.len(), "error")));
            return Ok(Answer::Failed);
        }
    };
    let Plan { texts, made, refused } = plan(&updates, uses, sources);
    let project = Project::here()?;
    let files: Vec<_> =
        texts.iter().map(|(name, text)| (project.root().join(name), text.as_str())).collect();
    out::rewrite_all(&files)?;
    print::of_definitions(&refused, print::MessageFormat::Human);
    for (update, literals) in &made {
        print::say(&format!("{} → {}, {}\n", update.old, update.new, count(*literals, "literal")));
    }
    for (name, _) in &texts {
        print::say(&format!("updated {}\n", print::path(Path::new(name))));
    }
    print::say(match made.is_empty() {
        true => "nothing to update\n",
        false => "next: run `gen` to update `out/`\n",
    });
    Ok(if refused.is_empty() { Answer::Yes } else { Answer::No })
}

/// The content of a file, or of standard input, with its name.
fn read(file: &Path) -> Result<(String, String), Error> {
    if file == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map_err(|error| {
            Error::new(ErrorKind::Io, "cannot read standard input").source_error(error)
        })?;
        return Ok(("<stdin>".to_owned(), text));
    }
    let text = std::fs::read_to_string(file).map_err(|error| {
        Error::io("cannot read the list of newer tags", file, error)
            .help("pass a file with lines `repository:tag NEWER-TAG`, or `-`")
    })?;
    Ok((print::path(file), text))
}
