//! What the file of a job is called that is written as a text of its own.

use std::collections::BTreeSet;
use std::path::PathBuf;

/// A file name that is like the job's ID and that none of those in `taken` is, to which it is added.
///
/// ```
/// let mut taken = Default::default();
/// let mut name = |id| jobwright::import::file_name(id, "nomad.hcl", &mut taken);
/// assert_eq!(name("web/front").to_str(), Some("web-front.nomad.hcl"));
/// assert_eq!(name("web front").to_str(), Some("web-front-2.nomad.hcl"));
/// assert_eq!(name("..").to_str(), Some("job.nomad.hcl"));
/// ```
pub fn file_name(id: &str, ending: &str, taken: &mut BTreeSet<PathBuf>) -> PathBuf {
    let plain = |letter: char| {
        let kept = letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.');
        if kept { letter } else { '-' }
    };
    let stem: String = id.chars().map(plain).collect();
    let stem = if stem.trim_matches('.').is_empty() { "job".to_owned() } else { stem };
    let mut path = PathBuf::from(format!("{stem}.{ending}"));
    let mut number = 1_usize;
    while !taken.insert(path.clone()) {
        number += 1;
        path = PathBuf::from(format!("{stem}-{number}.{ending}"));
    }
    path
}
