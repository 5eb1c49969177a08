//! Which files are deployed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::cli::checked::checked;
use crate::cli::cluster::Target;
use crate::cli::print::{self, MessageFormat};
use crate::cli::site::which_site;
use crate::error::{Error, ErrorKind};
use crate::generate::{Catalogue, Format, find_all, renderer};
use crate::house::Site;
use crate::out::{MARK, REFERENCE, VOLUME};
use crate::project::Project;
use crate::registry::{Definition, Registry};

/// The files of a deployment.
#[derive(Debug, Default)]
pub struct Chosen {
    /// Job files and volume specifications.
    pub files: Vec<PathBuf>,
    /// The directory that the order is about.
    pub folder: PathBuf,
    /// The site that they are for, if there is a registry.
    pub site: Option<Site>,
    /// Whether the registry has other sites.
    pub is_one_of_several: bool,
}

impl Chosen {
    /// Those that are named, as files or by the IDs of their jobs; without any, all that the project deploys. Nothing,
    /// where they are not to be deployed, and it was said why.
    ///
    /// # Errors
    ///
    /// Names of nothing.
    pub fn of(
        named: &[String],
        sites: &[String],
        registry: Option<Registry>,
    ) -> Result<Option<Vec<Self>>, Error> {
        let project = Project::here().ok();
        let (Some(registry), Some(project)) = (registry, project) else {
            if let Some(site) = sites.first() {
                let message =
                    format!("expected a registry with the site `{site}`, found no project");
                let help = "change to the directory of the project, or remove `--site` and pass \
                    its files";
                return Err(Error::new(ErrorKind::Usage, message).help(help));
            }
            return Self::files(named).map(|own| Some(vec![own]));
        };
        let Some(mut catalogues) = checked(registry, sites, "deployed", MessageFormat::Human)?
        else {
            return Ok(None);
        };
        if sites.is_empty() && catalogues.len() > 1 {
            return Err(which_site(&catalogues));
        }
        // In the order in which they are named.
        let place = |one: &Catalogue| sites.iter().position(|name| *name == one.site.name);
        catalogues.sort_by_key(place);
        for name in named.iter().filter(|name| !is_path(name) && !Path::new(name).exists()) {
            find_all(&catalogues, name)?;
        }
        let mut all = Vec::new();
        for catalogue in &catalogues {
            match Self::of_site(named, catalogue, &project)? {
                // Another site has what is named.
                Some(chosen) if chosen.files.is_empty() && !named.is_empty() => {
                    let site = &catalogue.site.name;
                    print::say(&format!("site {site} has none of the named jobs\n"));
                }
                Some(chosen) => all.push(chosen),
                None => return Ok(None),
            }
        }
        Ok(Some(all))
    }

    /// Those of one site.
    fn of_site(
        named: &[String],
        catalogue: &Catalogue,
        project: &Project,
    ) -> Result<Option<Self>, Error> {
        let all = project.out();
        let all = all.canonicalize().unwrap_or(all);
        let out = all.join(&catalogue.folder);
        let rendered = rendered(catalogue, project)?;
        let order = catalogue.order(Format::Hcl);
        let mut files = Vec::new();
        for name in named {
            let path = Path::new(name);
            // An ID, also where a file or directory here has that name.
            let item = match catalogue.find(name) {
                Err(_) if is_path(name) || path.exists() => {
                    let file = existing(path)?;
                    if file.starts_with(&all) && !file.starts_with(&out) {
                        return Err(of_another_site(&file, &catalogue.site));
                    }
                    files.push(file);
                    continue;
                }
                // Another site has it.
                Err(_) if catalogue.name().is_some() => continue,
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
        let is_one_of_several = catalogue.name().is_some();
        let site = Some(catalogue.site.clone());
        let chosen = Self { files, folder: out, site, is_one_of_several };
        chosen.refuse_references()?;
        Ok(chosen.is_fresh(&rendered)?.then_some(chosen))
    }

    /// Without a registry: files alone.
    fn files(named: &[String]) -> Result<Self, Error> {
        if named.is_empty() {
            let error =
                Error::new(ErrorKind::Usage, "expected job files, found none and no project");
            return Err(error.help("pass them: `deploy out/*.nomad.hcl`"));
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
        let chosen = Self { folder: folder.to_owned(), files, ..Self::default() };
        chosen.refuse_references()?;
        Ok(chosen)
    }

    /// The name of its site, where the registry has several.
    pub fn site_name(&self) -> Option<&str> {
        let site = self.site.as_ref().filter(|_| self.is_one_of_several);
        site.map(|site| site.name.as_str())
    }

    /// The site whose cluster it is about.
    pub fn target(&self) -> Option<Target<'_>> {
        let is_one_of_several = self.is_one_of_several;
        self.site.as_ref().map(|site| Target { site, is_one_of_several })
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
                "{} differ from the registry, nothing was deployed; run `gen`, and commit\n",
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

/// Whether a name is the path of a file, whether or not the file exists.
fn is_path(name: &str) -> bool {
    name.contains('/') || name.ends_with(".hcl") || name.ends_with(".json")
}

fn existing(path: &Path) -> Result<PathBuf, Error> {
    if path.is_dir() {
        let message =
            format!("expected a job ID or a file, found the directory `{}`", path.display());
        let files = path.join("*.nomad.hcl");
        let help = format!("pass the files in it: `{}`", files.display());
        return Err(Error::new(ErrorKind::Usage, message).help(help));
    }
    match path.symlink_metadata() {
        Ok(_) => Ok(path.canonicalize().unwrap_or_else(|_| path.to_owned())),
        Err(error) => Err(crate::files::missing(path, error)),
    }
}

fn reference(what: &str) -> Error {
    let error = Error::new(ErrorKind::Usage, format!("{what} is for reference only"));
    error.help("copy it into a definition of your own: it shows a pattern and is never deployed")
}

fn rendered(catalogue: &Catalogue, project: &Project) -> Result<BTreeMap<PathBuf, String>, Error> {
    let renderer = renderer(project)?;
    let mut files = catalogue.render(&renderer, |_| true)?;
    files.extend(catalogue.order_file(Format::Hcl));
    let own =
        |path: PathBuf| path.strip_prefix(&catalogue.folder).map(Path::to_owned).unwrap_or(path);
    Ok(files.into_iter().map(|file| (own(file.path), file.text)).collect())
}

fn of_another_site(file: &Path, site: &Site) -> Error {
    let message = format!("expected a file of the site `{}`, found", site.name);
    let error = Error::new(ErrorKind::Usage, message).path(file);
    error.help("pass a file in its directory, or the site that the file belongs to")
}
