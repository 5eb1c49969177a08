//! `gen`: the registry into the output folder, or the answer whether it is there already.

use std::path::{Path, PathBuf};

use super::checked::checked;
use super::print::MessageFormat;
use super::progress::Progress;
use super::values::{ValueArgs, unused};
use super::{Answer, print};
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::generate::{Asked, Catalogue, Format, Item, has_errors, read_again, renderer};
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
    let Some(catalogue) = checked(registry, "written", args.message_format)? else {
        return Ok(Answer::No);
    };
    let named: Vec<&Item> =
        args.jobs.iter().map(|name| catalogue.find(name)).collect::<Result<_, _>>()?;
    let all = args.jobs.is_empty();
    let renderer = renderer(&project)?;
    let wanted = |item: &&Item| all || named.iter().any(|named| std::ptr::eq(*named, *item));
    let items: Vec<&Item> = catalogue.items.iter().filter(wanted).collect();
    let progress = Progress::of(items.len(), "jobs");
    let (values, findings) = args.values.read(true);
    let Some(asked) = asked(format, &values, findings) else { return Ok(Answer::Failed) };
    let rendered = Catalogue::render_all(&renderer, &asked, &items, || progress.tick())?;
    drop(progress);
    unused(&values, |name| declares(&items, name));
    let mut files = rendered.files;
    rendered.unevaluated.iter().for_each(print::error);
    let whole = rendered.unevaluated.is_empty();
    let out = args.out.clone().unwrap_or_else(|| project.out());
    let folder = OutFolder::at(&out)?;
    let order = Ordered::of(&catalogue, format, &out);
    // One job says nothing about the order of all.
    files.extend(order.file.filter(|_| all));
    // The file of a job without values may be somebody else's, made with them.
    let suffixes = if all && whole { order.suffixes.as_slice() } else { &[] };
    if args.check {
        let changes = folder.compare(&files, suffixes)?;
        let findings = match format {
            Format::Hcl => read_again(&catalogue, &files),
            Format::Json => Vec::new(),
        };
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
    let changes = folder.update_if(&files, suffixes, |changes| {
        refused = catalogue.refused_updates(changes);
        refused.is_empty()
    })?;
    print::findings(&refused, "written", args.message_format);
    let Some(changes) = changes else { return Ok(Answer::No) };
    print::changes(&changes);
    Ok(if whole { Answer::Yes } else { Answer::Failed })
}

/// What a run has to do with the order of deployment.
struct Ordered {
    /// The file that says it.
    file: Option<File>,
    /// The ends of the names of the files that the run owns.
    suffixes: Vec<&'static str>,
}

impl Ordered {
    /// Where the folder has HCL of some of the jobs, the order is that of the HCL, and not of the JSON beside it.
    fn of(catalogue: &Catalogue, format: Format, out: &Path) -> Self {
        let has_hcl =
            |item: &Item| item.job().is_some() && out.join(item.path(Format::Hcl)).is_file();
        if format == Format::Json && catalogue.items.iter().any(has_hcl) {
            let suffixes = format.suffixes().iter().copied().filter(|one| *one != order::FILE);
            return Self { file: None, suffixes: suffixes.collect() };
        }
        Self { file: catalogue.order_file(format), suffixes: format.suffixes().to_vec() }
    }
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

/// Whether some of the jobs has a variable of this name.
fn declares(items: &[&Item], name: &str) -> bool {
    let jobs = items.iter().filter_map(|item| item.job());
    jobs.flat_map(|job| &job.variables).any(|variable| variable.name == name)
}
