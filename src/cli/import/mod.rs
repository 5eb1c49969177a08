//! `import`: jobs that are there already, as definitions of the registry, as HCL or as API JSON.

mod origin;
mod registry;
mod summary;
mod texts;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use super::progress::Progress;
use super::values::{ValueArgs, unused};
use super::{Answer, print};
use crate::diagnostic::Diagnostic;
use crate::error::{Error, ErrorKind};
use crate::house::Site;
use crate::import::{Candidate, Dependency, Imported, Mode, Opened, Reader, Values, candidates};
use crate::parallel;
use crate::project::Project;
use crate::registry::Registry;
use summary::Summary;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Job files, or folders with job files; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    paths: Vec<PathBuf>,
    /// What the jobs become
    #[arg(long, value_enum, default_value_t)]
    to: Target,
    /// Replace variables, local values and expressions by their values
    #[arg(long)]
    evaluate: bool,
    #[command(flatten)]
    values: ValueArgs,
    /// Take values for variables from the environment too: `NOMAD_VAR_name`
    #[arg(long)]
    env: bool,
    /// Let `file()` and its like read below this folder too, not only below the job's own; may be given again
    #[arg(long, value_name = "DIR")]
    allow_files: Vec<PathBuf>,
    /// Print to standard output, one job only; the default for HCL and JSON without `--out`
    #[arg(long, conflicts_with = "out")]
    stdout: bool,
    /// The folder for HCL and JSON files; `-` is standard output
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The folder of `registry/` for the definitions, in place of one named like the folder of each file
    #[arg(long, value_name = "NAME")]
    category: Option<String>,
    /// Replace files that are there and say something else
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    dependency: Origin,
}

/// Where a new project gets jobwright from; without a word, from where this program was built.
#[derive(Debug, clap::Args)]
#[group(multiple = false)]
struct Origin {
    /// A new project takes jobwright from this git repository
    #[arg(long, value_name = "URL", value_parser = origin::git)]
    git: Option<String>,
    /// A new project takes jobwright from this folder
    #[arg(long, value_name = "DIR")]
    path: Option<PathBuf>,
    /// A new project takes this released version of jobwright
    #[arg(long, value_name = "VERSION", value_parser = origin::version)]
    release: Option<String>,
}

impl Origin {
    /// What was asked for.
    fn wanted(&self) -> Option<Dependency> {
        let git = self.git.clone().map(Dependency::Git);
        let path = || self.path.clone().map(Dependency::Path);
        git.or_else(path).or_else(|| self.release.clone().map(Dependency::Version))
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Target {
    /// Definitions in Rust, in the registry of the project here, or of a new one
    #[default]
    Rust,
    /// Canonical HCL
    Hcl,
    /// Nomad's API JSON, as `nomad job run -output` prints it
    Json,
}

/// What was made of a job file; nothing where it is only counted.
type Read = Option<Result<Imported, Vec<Diagnostic>>>;

impl Args {
    /// Whether the registry of a project has nothing to do with it.
    pub fn needs_no_registry(&self) -> bool {
        self.to != Target::Rust || self.stdout || Project::here().is_err()
    }

    /// The folder for the texts; none for standard output.
    fn folder(&self) -> Option<&Path> {
        self.out.as_deref().filter(|out| *out != Path::new("-"))
    }

    fn mode(&self) -> Mode {
        if self.evaluate || self.to == Target::Json { Mode::Evaluate } else { Mode::Keep }
    }
}

/// Imports; where there is a project, its registry says what there is already.
pub fn run(args: &Args, registry: Option<Registry>) -> Result<Answer, Error> {
    let start = Instant::now();
    check(args)?;
    let (values, findings) = values(args);
    findings.iter().for_each(print::finding);
    if !findings.is_empty() {
        return Ok(Answer::Failed);
    }
    let site = registry.as_ref().map(|registry| (registry.site)());
    let reader = match reader(args, &values, site) {
        Ok(reader) => reader,
        Err(findings) => {
            findings.iter().for_each(print::finding);
            return Ok(Answer::Failed);
        }
    };
    let out = Project::here().ok().map(|project| project.out());
    let found = candidates(&args.paths, out.as_deref());
    let mut errors = found.errors;
    let opened = open(&reader, &found.files, texts::is_one(args));
    let mut summary = Summary::default();
    let files = summary.others(&opened);
    if files == 0 {
        errors.iter().for_each(print::error);
        return if errors.is_empty() { Err(nothing(&summary)) } else { Ok(Answer::Failed) };
    }
    texts::only(args, files + errors.len())?;
    let jobs = jobs(&found.files, opened, &mut summary);
    unused(&values, |name| jobs.iter().any(|job| job.variables.contains(name)));
    let done = match args.to {
        Target::Rust if args.stdout => texts::print_rust(&jobs, &mut summary),
        Target::Rust => registry::write(args, registry, &jobs, reader.renderer(), &mut summary),
        Target::Hcl | Target::Json => texts::write(args, &jobs, reader.renderer(), &mut summary),
    };
    let answer = done?;
    errors.extend(std::mem::take(&mut summary.errors));
    errors.iter().for_each(print::error);
    // What kept all of it from being done has been said, and no job was counted.
    if answer != Answer::Failed {
        summary.print(start.elapsed());
    }
    Ok(match answer {
        _ if !errors.is_empty() => Answer::Failed,
        Answer::Yes if summary.refused > 0 => Answer::No,
        answer => answer,
    })
}

/// There is no job in all that was named.
fn nothing(summary: &Summary) -> Error {
    let help = "name files that hold a `job` block or a job's API JSON, or folders with such files";
    let counts = [
        (summary.skipped, "without a job"),
        (summary.own, "generated by this project"),
        (summary.templates, "that must be rendered first, see above"),
    ];
    let counts = counts.iter().filter(|(number, _)| *number > 0);
    let found: Vec<String> = counts.map(|(number, what)| format!("{number} {what}")).collect();
    let message = match found.as_slice() {
        [] => "no job files found".to_owned(),
        some => format!("no job files found; of the files that may be some, {}", some.join(", ")),
    };
    Error::new(ErrorKind::Usage, message).help(help)
}

/// What does not go together.
fn check(args: &Args) -> Result<(), Error> {
    if args.to == Target::Rust && args.out.is_some() {
        let error = Error::new(ErrorKind::Usage, "`--out` is for `--to hcl` and `--to json`");
        return Err(error.help("definitions go into the registry of the project in this folder"));
    }
    if args.category.is_some() && (args.to != Target::Rust || args.stdout) {
        let error = Error::new(ErrorKind::Usage, "`--category` is for definitions in a registry");
        return Err(error.help("leave it out"));
    }
    if let Some(folder) =
        args.dependency.path.as_ref().filter(|path| !Dependency::are_sources(path))
    {
        let message = "`--path` takes the folder of jobwright's sources, and this is none:";
        let help = "name the folder that holds its Cargo.toml and `crates/build`";
        return Err(Error::new(ErrorKind::Usage, message).path(folder).help(help));
    }
    if args.dependency.wanted().is_some()
        && (args.to != Target::Rust || args.stdout || Project::here().is_ok())
    {
        let message = "`--git`, `--path` and `--release` are for a new project";
        let help = "leave them out; a project that is there says in its Cargo.toml where jobwright comes from";
        return Err(Error::new(ErrorKind::Usage, message).help(help));
    }
    if let Some(folder) = args.allow_files.iter().find(|folder| !folder.is_dir()) {
        let message = "`--allow-files` takes a folder, and this is none:";
        return Err(Error::new(ErrorKind::Usage, message).path(folder).help("check the spelling"));
    }
    Ok(())
}

/// The values for variables, and what is wrong with the files that they are in.
fn values(args: &Args) -> (Values, Vec<Diagnostic>) {
    let several = args.paths.len() > 1 || args.paths.iter().any(|path| path.is_dir());
    let (mut values, findings) = args.values.read(several);
    let environment = if args.env { std::env::vars_os().collect() } else { Vec::new() };
    values.environment = environment
        .into_iter()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    (values, findings)
}

fn reader<'v>(
    args: &Args,
    values: &'v Values,
    site: Option<Site>,
) -> Result<Reader<'v>, Vec<Diagnostic>> {
    let mut reader = Reader::new(args.mode(), values)?;
    for folder in &args.allow_files {
        reader = reader.allow(std::path::absolute(folder).unwrap_or_else(|_| folder.clone()));
    }
    if let Ok(here) = std::env::current_dir() {
        reader = reader.started_in(here);
    }
    if let Some(home) = std::env::var_os("HOME") {
        reader = reader.home(PathBuf::from(home));
    }
    if args.to == Target::Json {
        reader = reader.for_json();
    }
    if args.to == Target::Rust {
        reader = reader.for_registry();
    }
    if let Some(site) = site.filter(|_| args.to == Target::Rust && !args.stdout) {
        reader = reader.site(site);
    }
    if args.to == Target::Rust
        && !args.stdout
        && let Ok(root) = root()
    {
        reader = reader.destination(root.join("out"));
    }
    Ok(reader)
}

/// The project's root, or the folder in which there will be one.
fn root() -> Result<PathBuf, Error> {
    if let Ok(project) = Project::here() {
        return Ok(project.root().to_owned());
    }
    let here = std::env::current_dir();
    here.map_err(|error| Error::io("cannot find the folder", Path::new("."), error))
}

/// Opens the files and reads the jobs. Where there is to be one only, more of them are counted and not read.
fn open(reader: &Reader<'_>, files: &[Candidate], one: bool) -> Vec<Opened<Read>> {
    let progress = Progress::of(files.len(), "files");
    let count = AtomicUsize::new(0);
    parallel::map(files, |candidate| {
        let opened = candidate.open(|file| {
            let is_more = one && count.fetch_add(1, Ordering::Relaxed) > 0;
            (!is_more).then(|| reader.read(file))
        });
        progress.tick();
        opened
    })
}

/// The jobs that were read; says what is wrong with the other files.
fn jobs(files: &[Candidate], opened: Vec<Opened<Read>>, summary: &mut Summary) -> Vec<Imported> {
    let mut jobs = Vec::new();
    for (candidate, opened) in files.iter().zip(opened) {
        match opened {
            Opened::Job(Some(Ok(imported))) => {
                imported.warnings.iter().for_each(print::finding);
                summary.warned += usize::from(!imported.warnings.is_empty());
                jobs.push(imported);
            }
            Opened::Job(Some(Err(findings))) => summary.refuse(&candidate.name(), &findings),
            Opened::Unreadable(finding) => summary.refuse(&candidate.name(), &[*finding]),
            Opened::Job(None) | Opened::NoJob | Opened::Own | Opened::Template(_) => {}
        }
    }
    jobs
}
