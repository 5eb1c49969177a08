//! `gen`: the registry into the output directory, or the answer whether it is there already.

use std::path::{Path, PathBuf};

use super::docs::Document;
use super::print::MessageFormat;
use super::progress::Progress;
use super::site::SiteArgs;
use super::values::{ValueArgs, unused};
use super::{Answer, print};
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::generate::{Asked, Catalogue, Format, Run, Target, has_errors, of_sites, renderer};
use crate::import::Values;
use crate::map::Map;
use crate::order;
use crate::out::{File, OutFolder};
use crate::project::Project;
use crate::registry::Registry;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Jobs to render [default: the whole registry with its volumes]
    jobs: Vec<String>,
    /// Show what would change, and exit with code 1 if anything would
    #[arg(long)]
    check: bool,
    /// Update the tables between the markers in README.md, too, or in another file
    /// of the project; repeatable
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, default_missing_value = "README.md", conflicts_with_all = ["jobs", "names"])]
    docs: Vec<PathBuf>,
    /// Write to this directory instead of the project's `out/`
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Select the format of the files
    #[arg(long, value_enum, default_value_t)]
    format: FormatArg,
    /// Select the format of errors in definitions
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
    // What is wrong with these files is said before anything is written.
    let documents = match args.docs.is_empty() {
        true => Vec::new(),
        false => {
            let map = Map::of_catalogues(&of_sites(&registry, &[])?);
            Document::read(&args.docs, &project, &map)?
        }
    };
    let renderer = renderer(&project)?;
    let (values, findings) = args.values.read(true);
    let Some(asked) = asked(format, &values, findings) else { return Ok(Answer::Failed) };
    let sites = registry.sites()?.len();
    let only = if sites > 1 { args.site.names.as_slice() } else { &[] };
    let files = registry.entries.len() * if only.is_empty() { sites } else { only.len() };
    let out = args.out.clone().unwrap_or_else(|| project.out());
    let is_own = project.holds(&out)?;
    let folder = OutFolder::at(&out)?.only(only);
    let folder = if is_own { folder } else { folder.shared() };
    let target = match args.check {
        true => Target::Compared(&folder),
        false => Target::Written(folder.begin()?),
    };
    let (sites, jobs) = (&args.site.names, &args.jobs);
    let run = Run { registry: &registry, sites, jobs, asked: &asked, renderer: &renderer };
    let progress = Progress::of(files, "files of the registry");
    let mut prepared = run.prepare(&target, &|| progress.tick())?;
    drop(progress);
    print::findings(&prepared.findings, "written", args.message_format);
    if has_errors(&prepared.findings) {
        return Ok(Answer::No);
    }
    let mut ready = prepared.choose()?;
    unused(&values, |name| ready.declared.contains(name));
    ready.unevaluated.iter().for_each(print::error);
    let (all, whole) = (jobs.is_empty(), ready.unevaluated.is_empty());
    let order = Ordered::of(&prepared.catalogues, format, &out);
    // One job says nothing about the order of all.
    for file in order.files.into_iter().filter(|_| all) {
        prepared.add(file, &mut ready)?;
    }
    // The file of a job without values may be from another run, made with them.
    let suffixes = if all && whole { order.suffixes.as_slice() } else { &[] };
    let only = match prepared.catalogues.as_slice() {
        [only] => Some(only.site.name.clone()),
        _ => None,
    };
    drop(prepared);
    let findings = std::mem::take(&mut ready.findings);
    let update = match target {
        Target::Compared(folder) => {
            let changes = ready.compared(folder, suffixes)?;
            print::of_definitions(&findings, args.message_format);
            let name = out.strip_prefix(project.root()).unwrap_or(&out);
            print::differences(&changes, name, args.message_format);
            let fresh_documents = Document::check(&documents, args.message_format);
            let fresh = changes.changes.is_empty() && !has_errors(&findings) && fresh_documents;
            return Ok(match fresh {
                _ if !whole => Answer::Failed,
                true => Answer::Yes,
                false => Answer::No,
            });
        }
        Target::Written(update) => update,
    };
    print::findings(&findings, "written", args.message_format);
    if !findings.is_empty() {
        return Ok(Answer::No);
    }
    print::changes(&ready.written(update, suffixes)?, only.as_deref());
    Document::write(&documents)?;
    Ok(if whole { Answer::Yes } else { Answer::Failed })
}

/// What a run has to do with the order of deployment.
struct Ordered {
    /// The files that specify it, one for each site.
    files: Vec<File>,
    /// The ends of the names of the files that the run owns.
    suffixes: Vec<&'static str>,
}

impl Ordered {
    /// Where the directory has HCL of some of the jobs, the order is that of the HCL, and not of the JSON beside it.
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

/// What the files are to contain; nothing, where the files of values are wrong and the findings
/// were printed.
pub fn asked(format: Format, values: &Values, findings: Vec<Diagnostic>) -> Option<Asked<'_>> {
    let asked = match format {
        _ if !findings.is_empty() => Err(findings),
        Format::Hcl => Ok(Asked::Hcl),
        Format::Json => values.inputs().map(Asked::Json),
    };
    asked.map_err(|findings| findings.iter().for_each(print::finding)).ok()
}
