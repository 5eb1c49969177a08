//! The name of a project's package.

use std::path::Path;

/// The name of a package whose directory's name is not valid.
const OTHER: &str = "nomad-jobs";

/// Names that cargo refuses for a package, or that have another meaning for readers of its
/// messages.
const TAKEN: [&str; 10] = [
    "alloc",
    "build",
    "core",
    "deps",
    "examples",
    "incremental",
    "proc-macro",
    "std",
    "target",
    "test",
];

/// Keywords of Rust.
const KEYWORDS: &str = "abstract as async await become box break const continue crate do dyn else enum extern false \
    final fn for gen if impl in let loop macro match mod move mut override priv pub ref return self static struct \
    super trait true try type typeof unsafe unsized use virtual where while yield";

/// The name of the package for the project in a directory: that of the directory as far as cargo
/// accepts it, so that programs of different projects do not overwrite each other if they share a
/// target directory.
///
/// ```
/// use jobwright::scaffold::package;
/// use std::path::Path;
///
/// assert_eq!(package(Path::new("/srv/Home Lab")), "home-lab");
/// assert_eq!(package(Path::new("/srv/2024")), "nomad-jobs-2024");
/// assert_eq!(package(Path::new("/")), "nomad-jobs");
/// assert_eq!(package(Path::new("/srv/jobwright-hcl")), "nomad-jobs-jobwright-hcl");
/// ```
#[must_use]
pub fn package(root: &Path) -> String {
    let folder = root.file_name().unwrap_or_default().to_string_lossy();
    let mut name = String::new();
    for letter in folder.chars() {
        if letter.is_ascii_alphanumeric() || letter == '_' {
            name.push(letter.to_ascii_lowercase());
        } else if !name.ends_with('-') && !name.is_empty() {
            name.push('-');
        }
    }
    let name = name.trim_end_matches('-');
    let begins = name.bytes().next();
    match begins {
        None => OTHER.to_owned(),
        Some(byte) if !byte.is_ascii_lowercase() || is_taken(name) => {
            format!("{OTHER}-{}", name.trim_start_matches('_'))
        }
        Some(_) => name.to_owned(),
    }
}

/// Whether a name has another meaning for cargo or Rust, or is similar to that of our own packages.
fn is_taken(name: &str) -> bool {
    name.starts_with("jobwright")
        || TAKEN.contains(&name)
        || KEYWORDS.split(' ').any(|word| word == name)
}
