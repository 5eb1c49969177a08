//! The name of the file that a job is written to.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::stem::{is_device, shortened};

/// A file name that is like the job's ID and not in `taken`, to which it is added in lower case:
/// some file systems do not tell lower from upper case. An ID that is too long for a file name is
/// cut, and ends with its digest.
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
