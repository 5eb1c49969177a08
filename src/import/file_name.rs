//! What the file of a job is called that is written as a text of its own.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::stem::{is_device, shortened};

/// A file name that is like the job's ID and that none of those in `taken` is, to which it is added in small letters: some
/// file systems do not tell them from capitals. An ID that is too long for a file's name is cut, and ends in its digest.
///
/// ```
/// let mut taken = Default::default();
/// let mut name = |id| jobwright::import::file_name(id, "nomad.hcl", &mut taken);
/// assert_eq!(name("web/front").to_str(), Some("web-front.nomad.hcl"));
/// assert_eq!(name("web front").to_str(), Some("web-front-2.nomad.hcl"));
/// assert_eq!(name("WEB-front").to_str(), Some("WEB-front-3.nomad.hcl"));
/// assert_eq!(name("..").to_str(), Some("job.nomad.hcl"));
/// assert_eq!(name("nul").to_str(), Some("job-nul.nomad.hcl"));
/// ```
pub fn file_name(id: &str, ending: &str, taken: &mut BTreeSet<PathBuf>) -> PathBuf {
    let plain = |letter: char| {
        let kept = letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.');
        if kept { letter } else { '-' }
    };
    let stem: String = id.chars().map(plain).collect();
    let stem = match shortened(&stem, '-', id) {
        stem if stem.trim_matches('.').is_empty() => "job".into(),
        stem if is_device(&stem) => format!("job-{stem}").into(),
        stem => stem,
    };
    let mut name = format!("{stem}.{ending}");
    let mut number = 1_usize;
    while !taken.insert(PathBuf::from(name.to_lowercase())) {
        number += 1;
        name = format!("{stem}-{number}.{ending}");
    }
    PathBuf::from(name)
}
