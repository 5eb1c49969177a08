//! The categories of imported jobs: the directories of `registry/` that their definitions go into.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::definition::identifier;

/// For jobs in no directory that could name them.
const DEFAULT: &str = "applications";

/// Directories of a registry that hold no definitions, or not those of jobs.
const OTHERS: [&str; 5] = ["files", "target", "templates", "tests", "volumes"];

/// The category of each file: the name of the nearest directory around it that holds more than one of them, as a Rust module
/// name.
///
/// A job may have a directory of its own, or share one with all others; either way the directory of
/// several jobs says more than that of one. `top` is a directory that means nothing, such as the
/// project's own; `taken` are names of other modules.
///
/// ```
/// use jobwright::import::categories;
/// let files = ["/infra/web/a/a.nomad", "/infra/web/b/b.nomad", "/infra/net/dns.nomad", "/infra/net/ntp.nomad"];
/// let files = files.map(|file| Some(std::path::PathBuf::from(file)));
/// let found = categories(&files, std::path::Path::new("/"), &Default::default());
/// assert_eq!(found, ["web", "web", "net", "net"]);
/// ```
#[must_use]
pub fn categories(files: &[Option<PathBuf>], top: &Path, taken: &BTreeSet<String>) -> Vec<String> {
    let mut held: BTreeMap<&Path, usize> = BTreeMap::new();
    for file in files.iter().flatten() {
        for folder in file.ancestors().skip(1) {
            *held.entry(folder).or_default() += 1;
        }
    }
    let of = |file: &Option<PathBuf>| {
        let file = file.as_deref()?;
        let shared = |folder: &&Path| held.get(folder).is_some_and(|count| *count > 1);
        let own = file.parent()?;
        let folder = file.ancestors().skip(1).find(shared).unwrap_or(own);
        // Of a directory above the common one, nothing is known: it is the machine's, not the
        // author's.
        let folder = if folder == top || top.starts_with(folder) { None } else { Some(folder) };
        folder.and_then(Path::file_name).and_then(OsStr::to_str).map(|name| category(name, taken))
    };
    files.iter().map(|file| of(file).unwrap_or_else(|| category(DEFAULT, taken))).collect()
}

/// A name as that of a category.
pub fn category(name: &str, taken: &BTreeSet<String>) -> String {
    let name = identifier(name);
    // A name that Rust keeps for itself has got a line at its end.
    let reserved = name.ends_with('_');
    if OTHERS.contains(&name.as_str()) || taken.contains(&name) || reserved {
        return format!("{}_jobs", name.trim_end_matches('_'));
    }
    name
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    use super::categories;

    #[test]
    fn folders_that_several_share_name_the_category() {
        let check = |files: &[&str], expected: &[&str]| {
            let files: Vec<_> = files.iter().map(|file| Some(PathBuf::from(file))).collect();
            assert_eq!(categories(&files, Path::new("/p"), &BTreeSet::new()), expected);
        };
        check(&["/x/My Jobs/a.hcl"], &["my_jobs"]);
        check(&["/p/a.hcl", "/p/b.hcl"], &["applications", "applications"]);
        check(&["/p/web/a.hcl", "/p/b.hcl"], &["applications", "applications"]);
        check(&["/p/a/a.hcl", "/p/b/b.hcl"], &["applications", "applications"]);
        check(&["/x/jobs/a/a.hcl", "/x/jobs/b.hcl", "/x/other/c.hcl"], &["jobs", "jobs", "x"]);
        check(&["/a.hcl"], &["applications"]);
    }

    #[test]
    fn categories_are_modules_of_their_own() {
        let taken = BTreeSet::from(["shared".to_owned()]);
        for (name, category) in [
            ("core-infrastructure", "core_infrastructure"),
            ("volumes", "volumes_jobs"),
            ("files", "files_jobs"),
            ("shared", "shared_jobs"),
            ("site", "site_jobs"),
            ("core", "core_jobs"),
            ("2024", "n2024"),
            ("…", "unnamed"),
        ] {
            assert_eq!(super::category(name, &taken), category);
        }
    }
}
