//! `new job`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::write::{New, is_new, modules, named, site_text, write};
use crate::cli::{Answer, ask};
use crate::draft::{JobDraft, Kind, PortDraft, Stem, StorageDraft, shape, shapes};
use crate::error::{Error, ErrorKind};
use crate::generate::{Catalogue, of_sites};
use crate::import;
use crate::lint::Cron;
use crate::project::Project;
use crate::registry::{Definition, Registry};
use crate::scaffold::Wanted;

#[derive(Debug, clap::Args)]
#[group(skip)]
pub struct Args {
    /// Name of the job
    name: Option<String>,
    /// Write it to this directory of `registry/`
    #[arg(long, value_name = "NAME")]
    category: Option<String>,
    /// Select the type of the job
    #[arg(long, value_enum)]
    kind: Option<KindArg>,
    /// Run at the times of this cron expression; for `--kind periodic`
    #[arg(long, value_name = "EXPRESSION")]
    cron: Option<String>,
    /// Run this image with Docker
    #[arg(long, value_name = "IMAGE")]
    image: Option<String>,
    /// Run this command with its arguments, in the image or in a chroot
    #[arg(long, value_name = "WORDS")]
    command: Option<String>,
    /// Run `--command` as a plain process on the node
    #[arg(long, requires = "command")]
    raw: bool,
    /// Run this many instances
    #[arg(long, value_name = "N")]
    count: Option<u32>,
    /// Set CPU (MHz) and memory (MB): a shape of the site, or two numbers
    #[arg(long, value_name = "SHAPE")]
    shape: Option<String>,
    /// Add a port that it listens on; repeatable
    #[arg(long, value_name = "NAME=NUMBER")]
    port: Vec<PortDraft>,
    /// Check its health at this path
    #[arg(long, value_name = "PATH")]
    health: Option<String>,
    /// Route a path or a host to it; repeatable
    #[arg(long, value_name = "/PATH|HOST")]
    route: Vec<String>,
    /// Mount storage: `ephemeral`, `host` or `csi`, a name and a path; repeatable
    #[arg(long, value_name = "KIND:NAME:/PATH")]
    storage: Vec<StorageDraft>,
    /// Set the first line of its documentation
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Do not prompt; leave missing values out
    #[arg(long)]
    no_input: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum KindArg {
    /// Runs permanently
    Service,
    /// Runs once until it completes
    Batch,
    /// Runs permanently on each node
    System,
    /// Runs once on each node until it completes
    Sysbatch,
    /// Runs on the schedule of `--cron` until it completes
    Periodic,
}

impl From<KindArg> for Kind {
    fn from(kind: KindArg) -> Self {
        match kind {
            KindArg::Service => Self::Service,
            KindArg::Batch => Self::Batch,
            KindArg::System => Self::System,
            KindArg::Sysbatch => Self::Sysbatch,
            KindArg::Periodic => Self::Periodic,
        }
    }
}

pub fn run(mut args: Args, registry: &Registry, project: &Project) -> Result<Answer, Error> {
    let site_text = site_text(project)?;
    let modules = modules(project);
    let categories: Vec<String> = project.categories().into_iter().collect();
    let catalogues = of_sites(registry, &[])?;
    if !args.no_input && ask::can() {
        let known = Known { categories: &categories, modules: &modules, catalogues: &catalogues };
        asked(&mut args, &known)?;
        asked_more(&mut args, &site_text)?;
    }
    let name = named(args.name.take())?;
    let stem = Stem::of("job", &name)?;
    let category = match args.category.take() {
        Some(category) => folder(&category, &modules)?,
        None if categories.len() == 1 => usual(&categories),
        None => folder(&usual(&categories), &modules)?,
    };
    is_new("job", &name, &catalogues)?;
    let draft = args.draft(name);
    let Some(first) = catalogues.first() else { return Ok(Answer::Failed) };
    let drafted = draft.drafted(&first.site, &site_text, &[])?;
    let source = PathBuf::from(format!("registry/{category}/{}.rs", stem.as_str()));
    let definition = drafted.definition;
    let mut files: Vec<Wanted> =
        definition.files.into_iter().map(|(path, text)| Wanted { path, text }).collect();
    files.push(Wanted { path: source.clone(), text: definition.text });
    let definition = Definition::Job(drafted.job);
    write(New { source, files, definition }, &catalogues, project)
}

impl Args {
    fn draft(self, name: String) -> JobDraft {
        JobDraft {
            name,
            title: self.title,
            kind: self.kind.map(Kind::from).unwrap_or_default(),
            cron: self.cron,
            image: self.image,
            command: self.command,
            raw: self.raw,
            count: self.count,
            shape: self.shape,
            ports: self.port,
            health: self.health,
            routes: self.route,
            storage: self.storage,
        }
    }
}

/// The category where none is named: the only one, or one for applications.
fn usual(categories: &[String]) -> String {
    let known = |name: &&String| matches!(name.as_str(), "apps" | "applications");
    match categories {
        [only] => only.clone(),
        some => some.iter().find(known).cloned().unwrap_or_else(|| "apps".to_owned()),
    }
}

/// The directory of a category, which is a module of its own in the registry.
fn folder(category: &str, modules: &BTreeSet<String>) -> Result<String, Error> {
    if matches!(category, "volumes" | "files" | "templates" | "tests" | "target") {
        let message = format!("the directory `{category}` is not for jobs");
        return Err(Error::new(ErrorKind::Usage, message).help("use another category"));
    }
    Stem::of("category", category)?;
    Ok(import::category(category, modules))
}

/// What is there already.
struct Known<'k> {
    categories: &'k [String],
    modules: &'k BTreeSet<String>,
    catalogues: &'k [Catalogue],
}

/// Asks for what is missing.
fn asked(args: &mut Args, known: &Known<'_>) -> Result<(), Error> {
    if args.name.is_none() {
        let read = |answer: &str| {
            let checked =
                Stem::of("job", answer).and_then(|_| is_new("job", answer, known.catalogues));
            checked.map(|()| Some(answer.to_owned())).map_err(|error| error.to_string())
        };
        args.name = ask::until("name of the job", "", read)?;
    }
    if args.category.is_none() {
        let read = |answer: &str| {
            folder(answer, known.modules).map(Some).map_err(|error| error.to_string())
        };
        let usual = usual(known.categories);
        args.category = ask::until("category, a directory in registry/", &usual, read)?;
    }
    if args.kind.is_none() {
        let read = |answer: &str| {
            <KindArg as clap::ValueEnum>::from_str(answer, true)
                .map(Some)
                .map_err(|_| "expected service, batch, system, sysbatch or periodic".to_owned())
        };
        args.kind = ask::until("kind", "service", read)?;
    }
    if args.kind == Some(KindArg::Periodic) && args.cron.is_none() {
        let read = |answer: &str| match Cron::parse(answer) {
            Ok(_) => Ok(some(answer)),
            Err(fault) => Err(fault.to_string()),
        };
        args.cron = ask::until("schedule, as a cron expression", "0 3 * * *", read)?;
    }
    if args.image.is_none() && args.command.is_none() {
        let read =
            |answer: &str| match answer {
                "" => Err("expected an image with its tag, such as `docker.io/library/nginx:1.27`"
                    .to_owned()),
                image => Ok(Some(image.to_owned())),
            };
        args.image = ask::until("image", "", read)?;
    }
    Ok(())
}

/// Asks for the rest: what many jobs do without.
fn asked_more(args: &mut Args, site_text: &str) -> Result<(), Error> {
    let runs_on = matches!(args.kind, Some(KindArg::Service | KindArg::System) | None);
    if args.shape.is_none() && !shapes(site_text).is_empty() {
        let names: Vec<String> =
            shapes(site_text).into_iter().map(|(name, _)| name.to_lowercase()).collect();
        let question = format!("shape ({}), or none for the default", names.join(", "));
        args.shape = ask::until(&question, "", |answer| {
            let is_known = answer.is_empty() || shape(answer, site_text).is_some();
            let expected = "expected the name of a shape, or MHz and MB, such as 100,256";
            if is_known { Ok(some(answer)) } else { Err(expected.to_owned()) }
        })?;
    }
    if args.port.is_empty() && runs_on {
        args.port =
            ask::until("port, such as 8080 or http=8080, or none", "", |answer| match answer {
                "" => Ok(Vec::new()),
                port => port.parse().map(|port| vec![port]),
            })?;
    }
    if args.route.is_empty() && !args.port.is_empty() {
        let question = "route, a /path or a host, or none";
        args.route = ask::until(question, "", |answer| Ok(some(answer).into_iter().collect()))?;
    }
    if args.storage.is_empty() {
        let question = "storage, such as csi:NAME:/data, or none";
        args.storage = ask::until(question, "", |answer| match answer {
            "" => Ok(Vec::new()),
            storage => storage.parse().map(|storage| vec![storage]),
        })?;
    }
    Ok(())
}

fn some(answer: &str) -> Option<String> {
    (!answer.is_empty()).then(|| answer.to_owned())
}
