//! `gen`: the registry into the output folder, or the answer whether it is there already.

use std::path::{Path, PathBuf};

use super::checked::checked;
use super::print::MessageFormat;
use super::progress::Progress;
use super::site::SiteArgs;
use super::values::{ValueArgs, unused};
use super::{Answer, print};
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::generate::{Asked, Catalogue, Format, Item, find_all, has_errors, read_again, renderer};
use crate::import::Values;
use crate::order;
use crate::out::{File, OutFolder};
use crate::project::Project;
use crate::registry::Registry;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only these jobs; without any, the whole registry with its volumes
    jobs: Vec<String>,
    /// Write nothing; show what would change, and exit with 1 if anything
    #[arg(long)]
    check: bool,
    /// The folder to write into, in place of the project's `out/`
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// What to write
    #[arg(long, value_enum, default_value_t)]
    format: FormatArg,
    /// How to print what is wrong with the definitions
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, hide_short_help = true)]
    message_format: MessageFormat,
    #[command(flatten)]
    site: SiteArgs,
    #[command(flatten)]
    values: ValueArgs,
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
pub enum FormatArg {
    /// Nomad's HCL
    #[default]
    Hcl,
    /// Nomad's API JSON, for policy engines
    Json,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Hcl => Self::Hcl,
            FormatArg::Json => Self::Json,
        }
    }
}

pub fn run(args: &Args, registry: Registry) -> Result<Answer, Error> {
    let project = Project::here()?;
    let format = args.format.into();
    args.values.only_for(format)?;
    let Some(catalogues) = checked(registry, &args.site.names, "written", args.message_format)?
    else {
        return Ok(Answer::No);
    };
    let all = args.jobs.is_empty();
    let chosen = chosen(&catalogues, &args.jobs)?;
    let renderer = renderer(&project)?;
    let items = || chosen.iter().flat_map(|(_, items)| items).copied();
    let progress = Progress::of(items().count(), "jobs");
    let (values, findings) = args.values.read(true);
    let Some(asked) = asked(format, &values, findings) else { return Ok(Answer::Failed) };
    let (mut files, mut unevaluated) = (Vec::new(), Vec::new());
    for (catalogue, items) in &chosen {
        let rendered = catalogue.render_all(&renderer, &asked, items, || progress.tick())?;
        files.extend(rendered.files);
        unevaluated.extend(rendered.unevaluated);
    }
    drop(progress);
    unused(&values, |name| items().any(|item| declares(item, name)));
    unevaluated.iter().for_each(print::error);
    let whole = unevaluated.is_empty();
    let out = args.out.clone().unwrap_or_else(|| project.out());
    let folder = OutFolder::at(&out)?.only(&folders(&catalogues, &args.site.names));
    let order = Ordered::of(&catalogues, format, &out);
    // One job says nothing about the order of all.
    files.extend(order.files.into_iter().filter(|_| all));
    // The file of a job without values may be somebody else's, made with them.
    let suffixes = if all && whole { order.suffixes.as_slice() } else { &[] };
    if args.check {
        let findings = match format {
            Format::Hcl => {
                catalogues.iter().flat_map(|catalogue| read_again(catalogue, &files)).collect()
            }
            Format::Json => Vec::new(),
        };
        let changes = folder.compare(files, suffixes)?;
        print::of_definitions(&findings, args.message_format);
        let name = out.strip_prefix(project.root()).unwrap_or(&out);
        print::differences(&changes, name, args.message_format);
        let fresh = changes.changes.is_empty() && !has_errors(&findings);
        return Ok(match fresh {
            _ if !whole => Answer::Failed,
            true => Answer::Yes,
            false => Answer::No,
        });
    }
    let mut refused = Vec::new();
    let changes = folder.update_if(files, suffixes, |changes| {
        let of_site = catalogues.iter().flat_map(|catalogue| catalogue.refused_updates(changes));
        refused = of_site.collect();
        refused.is_empty()
    })?;
    print::findings(&refused, "written", args.message_format);
    let Some(changes) = changes else { return Ok(Answer::No) };
    let only = match catalogues.as_slice() {
        [only] => Some(only.site.name.as_str()),
        _ => None,
    };
    print::changes(&changes, only);
    Ok(if whole { Answer::Yes } else { Answer::Failed })
}

/// What a run has to do with the order of deployment.
struct Ordered {
    /// The files that say it, one for each site.
    files: Vec<File>,
    /// The ends of the names of the files that the run owns.
    suffixes: Vec<&'static str>,
}

impl Ordered {
    /// Where the folder has HCL of some of the jobs, the order is that of the HCL, and not of the JSON beside it.
    fn of(catalogues: &[Catalogue], format: Format, out: &Path) -> Self {
        let has_hcl = |catalogue: &Catalogue| {
            let jobs = catalogue.items.iter().filter(|item| item.job().is_some());
            let mut paths = jobs.map(|item| catalogue.path(item, Format::Hcl));
            paths.any(|path| out.join(path).is_file())
        };
        if format == Format::Json && catalogues.iter().any(has_hcl) {
            let suffixes = format.suffixes().iter().copied().filter(|one| *one != order::FILE);
            return Self { files: Vec::new(), suffixes: suffixes.collect() };
        }
        let files = catalogues.iter().filter_map(|catalogue| catalogue.order_file(format));
        Self { files: files.collect(), suffixes: format.suffixes().to_vec() }
    }
}

/// The items of each site that are wanted: those that are named, or all.
fn chosen<'c>(
    catalogues: &'c [Catalogue],
    named: &[String],
) -> Result<Vec<(&'c Catalogue, Vec<&'c Item>)>, Error> {
    let mut chosen: Vec<(&Catalogue, Vec<&Item>)> = Vec::new();
    // What no site has is a slip.
    for name in named {
        find_all(catalogues, name)?;
    }
    for catalogue in catalogues {
        let all = catalogue.items.iter().filter(|_| named.is_empty());
        let named = named.iter().filter_map(|name| catalogue.find(name).ok());
        let mut items: Vec<&Item> = all.collect();
        for item in named {
            if !items.iter().any(|known| std::ptr::eq(*known, item)) {
                items.push(item);
            }
        }
        chosen.push((catalogue, items));
    }
    Ok(chosen)
}

/// The folders of the sites that are named, where there are several.
fn folders(catalogues: &[Catalogue], named: &[String]) -> Vec<String> {
    let names = catalogues.iter().filter_map(|catalogue| catalogue.name());
    names.filter(|_| !named.is_empty()).map(str::to_owned).collect()
}

/// What the files are to hold; nothing, where the files of values are wrong, and it was said how.
pub fn asked(format: Format, values: &Values, findings: Vec<Diagnostic>) -> Option<Asked<'_>> {
    let asked = match format {
        _ if !findings.is_empty() => Err(findings),
        Format::Hcl => Ok(Asked::Hcl),
        Format::Json => values.inputs().map(Asked::Json),
    };
    asked.map_err(|findings| findings.iter().for_each(print::finding)).ok()
}

/// Whether it is a job with a variable of this name.
fn declares(item: &Item, name: &str) -> bool {
    item.job().is_some_and(|job| job.variables.iter().any(|variable| variable.name == name))
}
