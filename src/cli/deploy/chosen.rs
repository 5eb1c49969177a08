//! Which files are deployed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::cli::checked::checked;
use crate::cli::print::{self, MessageFormat};
use crate::error::{Error, ErrorKind};
use crate::generate::{Catalogue, Format, renderer};
use crate::out::{MARK, REFERENCE, VOLUME};
use crate::project::Project;
use crate::registry::{Definition, Registry};

/// The files of a deployment.
#[derive(Debug, Default)]
pub struct Chosen {
    /// Job files and volume specifications.
    pub files: Vec<PathBuf>,
    /// The folder that the order is about.
    pub folder: PathBuf,
}

impl Chosen {
    /// Those that are named, as files or by the IDs of their jobs; without any, all that the project deploys. Nothing,
    /// where they are not to be deployed, and it was said why.
    ///
    /// # Errors
    ///
    /// Names of nothing.
    pub fn of(named: &[String], registry: Option<Registry>) -> Result<Option<Self>, Error> {
        let project = Project::here().ok();
        let (Some(registry), Some(project)) = (registry, project) else {
            return Self::files(named).map(Some);
        };
        let Some(catalogue) = checked(registry, "deployed", MessageFormat::Human)? else {
            return Ok(None);
        };
        let out = project.out();
        let out = out.canonicalize().unwrap_or(out);
        let rendered = rendered(&catalogue, &project)?;
        let order = catalogue.order(Format::Hcl);
        let mut files = Vec::new();
        for name in named {
            let path = Path::new(name);
            // An ID, also where a file or folder here has that name.
            let item = match catalogue.find(name) {
                Err(_) if is_path(name) || path.exists() => {
                    files.push(existing(path)?);
                    continue;
                }
                item => item?,
            };
            if matches!(item.defined.definition, Definition::Reference(_)) {
                return Err(reference(&format!("job `{name}`")));
            }
            files.push(out.join(item.path(Format::Hcl)));
            // A job that is deployed alone still needs its volumes.
            let after = order.job(item.name()).map(|step| &step.after);
            let steps = after.into_iter().flatten().filter_map(|at| order.steps.get(*at));
            files.extend(steps.filter(|step| !step.is_job()).map(|step| out.join(&step.file)));
        }
        files.sort();
        files.dedup();
        if named.is_empty() {
            let deployed = |path: &&PathBuf| !path.starts_with(REFERENCE) && is_deployed(path);
            files.extend(rendered.keys().filter(deployed).map(|path| out.join(path)));
        }
        let chosen = Self { files, folder: out };
        chosen.refuse_references()?;
        Ok(chosen.is_fresh(&rendered)?.then_some(chosen))
    }

    /// Without a registry: files alone.
    fn files(named: &[String]) -> Result<Self, Error> {
        if named.is_empty() {
            let error =
                Error::new(ErrorKind::Usage, "expected job files, found none and no project");
            return Err(error.help("name them: `deploy out/*.nomad.hcl`"));
        }
        let mut files = Vec::new();
        for name in named {
            let file = existing(Path::new(name))?;
            // One that is named again is the same one.
            if !files.contains(&file) {
                files.push(file);
            }
        }
        let folder = files.first().and_then(|file| file.parent()).unwrap_or(Path::new("."));
        let chosen = Self { folder: folder.to_owned(), files };
        chosen.refuse_references()?;
        Ok(chosen)
    }

    fn refuse_references(&self) -> Result<(), Error> {
        for file in &self.files {
            // One that is not there is stale, which is said later.
            let Ok(text) = std::fs::read_to_string(file) else { continue };
            let is_said = text
                .lines()
                .take_while(|line| {
                    line.trim().is_empty() || line.trim_start().starts_with(['#', '/'])
                })
                .any(|line| {
                    let line = line.to_ascii_lowercase();
                    line.contains("reference only") || line.contains("reference-only")
                });
            let is_there =
                file.components().rev().nth(1).is_some_and(|part| part.as_os_str() == REFERENCE);
            if is_said || is_there && text.contains(MARK) {
                return Err(reference(&format!("`{}`", file.display())));
            }
        }
        Ok(())
    }

    /// Whether the files are what the registry renders; it is said which are not.
    fn is_fresh(&self, rendered: &BTreeMap<PathBuf, String>) -> Result<bool, Error> {
        let mut stale = 0;
        let order = self.folder.join(crate::order::FILE);
        for file in self.files.iter().chain([&order]) {
            let Ok(own) = file.strip_prefix(&self.folder) else { continue };
            let text = match std::fs::read_to_string(file) {
                // It was never rendered.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
                read => read.map_err(|error| Error::io("cannot read", file, error))?,
            };
            if rendered.get(own).is_none_or(|wanted| *wanted != text) {
                stale += 1;
                print::say(&format!("stale: {}\n", print::path(file)));
            }
        }
        if stale > 0 {
            print::say(&format!(
                "{} not what the registry renders, nothing was deployed; run `gen`, and commit\n",
                if stale == 1 { "1 file is".to_owned() } else { format!("{stale} files are") }
            ));
        }
        Ok(stale == 0)
    }
}

/// Whether a file is one of a volume.
pub fn is_volume(file: &Path) -> bool {
    file.to_string_lossy().ends_with(VOLUME)
}

fn is_deployed(file: &Path) -> bool {
    let name = file.to_string_lossy();
    name.ends_with(".nomad.hcl") || name.ends_with(VOLUME)
}

/// Whether a name is one of a file, also where there is none.
fn is_path(name: &str) -> bool {
    name.contains('/') || name.ends_with(".hcl") || name.ends_with(".json")
}

fn existing(path: &Path) -> Result<PathBuf, Error> {
    if path.is_dir() {
        let message = format!("expected a job ID or a file, and `{}` is a folder", path.display());
        let files = path.join("*.nomad.hcl");
        let help = format!("name the files in it: `{}`", files.display());
        return Err(Error::new(ErrorKind::Usage, message).help(help));
    }
    match path.symlink_metadata() {
        Ok(_) => Ok(path.canonicalize().unwrap_or_else(|_| path.to_owned())),
        Err(error) => Err(crate::files::missing(path, error)),
    }
}

fn reference(what: &str) -> Error {
    let error = Error::new(ErrorKind::Usage, format!("{what} is for reference only"));
    error.help("it shows a pattern and is never deployed: copy it into a definition of your own")
}

fn rendered(catalogue: &Catalogue, project: &Project) -> Result<BTreeMap<PathBuf, String>, Error> {
    let renderer = renderer(project)?;
    let mut files = catalogue.render(&renderer, |_| true)?;
    files.extend(catalogue.order_file(Format::Hcl));
    Ok(files.into_iter().map(|file| (file.path, file.text)).collect())
}
