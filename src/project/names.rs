//! The names in a project, as far as its files contain them: nothing is built for them, since shell
//! completion has to be quick.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::out::{REFERENCE, VOLUME};

/// The ending of the names of job files.
const JOB: &str = ".nomad.hcl";

/// How definitions begin that name a job, or a volume.
const JOBS: [&str; 2] = ["Workload::", "Job::"];
const VOLUMES: [&str; 1] = ["VolumeSpec::"];

/// The jobs: those that are rendered, and those that are only defined yet.
pub fn jobs(root: &Path) -> BTreeSet<String> {
    let mut names = rendered(root, "", JOB);
    names.extend(rendered(root, REFERENCE, JOB));
    names.extend(defined(root, false, &JOBS));
    names
}

/// The volumes.
pub fn volumes(root: &Path) -> BTreeSet<String> {
    let mut names = rendered(root, "volumes", VOLUME);
    names.extend(defined(root, true, &VOLUMES));
    names
}

/// The sites, if there are several.
pub fn sites(root: &Path) -> BTreeSet<String> {
    let folders = below(&root.join("out")).into_iter().filter(|path| path.is_dir());
    let names = folders.filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    names.filter(|name| name != REFERENCE && name != "volumes").collect()
}

/// The categories of jobs.
pub fn categories(root: &Path) -> BTreeSet<String> {
    let others = ["files", "target", "templates", "tests", "volumes"];
    let folders = below(&root.join("registry")).into_iter().filter(|path| path.is_dir());
    let names = folders.filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    names.filter(|name| !name.starts_with('.') && !others.contains(&name.as_str())).collect()
}

/// The names of files in a directory of `out/`, and in that directory of each site.
fn rendered(root: &Path, folder: &str, ending: &str) -> BTreeSet<String> {
    let out = root.join("out");
    let of_sites = sites(root).into_iter().map(|site| out.join(site).join(folder));
    let folders = std::iter::once(out.join(folder)).chain(of_sites);
    let files = folders.flat_map(|folder| below(&folder));
    let name =
        |path: PathBuf| Some(path.file_name()?.to_string_lossy().strip_suffix(ending)?.to_owned());
    files.filter_map(name).collect()
}

/// The first name in each definition.
fn defined(root: &Path, volumes: bool, types: &[&str]) -> BTreeSet<String> {
    let folders = below(&root.join("registry"));
    let folders = folders.into_iter().filter(|folder| folder.ends_with("volumes") == volumes);
    let files = folders.flat_map(|folder| below(&folder));
    let files = files.filter(|file| file.extension().is_some_and(|extension| extension == "rs"));
    let name = |file: PathBuf| {
        let text = fs::read_to_string(file).ok()?;
        types.iter().find_map(|of| {
            let (_, rest) = text.split_once(of)?;
            let (_, rest) = rest.split_once("(\"")?;
            rest.split_once('"').map(|(name, _)| name.to_owned())
        })
    };
    files.filter_map(name).collect()
}

/// The contents of a directory; empty if it does not exist.
fn below(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}
