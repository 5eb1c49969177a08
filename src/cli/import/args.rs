//! What `import` takes.

use std::path::{Path, PathBuf};

use crate::cli::origin::Origin;
use crate::cli::values::ValueArgs;
use crate::error::Error;
use crate::import::Mode;
use crate::project::Project;
use crate::scaffold::Dependency;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Job files or directories, or `-` for standard input
    #[arg(required = true, value_name = "FILE")]
    pub paths: Vec<PathBuf>,
    /// Select the output format
    #[arg(long, value_enum, default_value_t)]
    pub to: Target,
    /// Replace variables, local values and expressions with their values
    #[arg(long)]
    pub evaluate: bool,
    #[command(flatten)]
    pub values: ValueArgs,
    /// Read values of variables from the environment, too: `NOMAD_VAR_name`
    #[arg(long)]
    pub env: bool,
    /// Let `file()` and similar functions read below this directory, too;
    /// repeatable
    #[arg(long, value_name = "DIR")]
    pub allow_files: Vec<PathBuf>,
    /// Print one job to standard output; the default for HCL and JSON without
    /// `--out`
    #[arg(long, conflicts_with = "out")]
    pub stdout: bool,
    /// Write HCL and JSON files to this directory, or to `-` for standard output
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Write the definitions to this directory of `registry/` instead of one named
    /// after the directory of each file
    #[arg(long, value_name = "NAME")]
    pub category: Option<String>,
    /// Overwrite existing files with other content
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub dependency: Origin,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Target {
    /// Rust definitions in the registry of this project, or of a new one
    #[default]
    Rust,
    /// Canonical HCL
    Hcl,
    /// Nomad's API JSON, as `nomad job run -output` prints it
    Json,
}

impl Args {
    /// All job files of the directory at hand, for a new project that takes jobwright from there.
    pub fn of_folder(dependency: Dependency) -> Self {
        Self {
            paths: vec![PathBuf::from(".")],
            to: Target::Rust,
            evaluate: false,
            values: ValueArgs::default(),
            env: false,
            allow_files: Vec::new(),
            stdout: false,
            out: None,
            category: None,
            force: false,
            dependency: Origin::from(dependency),
        }
    }

    /// Whether the registry of a project has nothing to do with it.
    pub fn needs_no_registry(&self) -> bool {
        self.to != Target::Rust || self.stdout || Project::here().is_err()
    }

    /// The directory for the generated sources; nothing for standard output.
    pub fn folder(&self) -> Option<&Path> {
        self.out.as_deref().filter(|out| *out != Path::new("-"))
    }

    pub fn mode(&self) -> Mode {
        if self.evaluate || self.to == Target::Json { Mode::Evaluate } else { Mode::Keep }
    }
}

/// The project's root, or the directory in which there will be one.
pub fn root() -> Result<PathBuf, Error> {
    if let Ok(project) = Project::here() {
        return Ok(project.root().to_owned());
    }
    let here = std::env::current_dir();
    here.map_err(|error| Error::io("cannot find the directory", Path::new("."), error))
}
