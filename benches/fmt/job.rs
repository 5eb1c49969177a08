//! Job files as people leave them: valid, and not in canonical layout.

use std::path::{Path, PathBuf};
use std::{fs, io};

use walkdir::WalkDir;

const TEXT: &str = include_str!("job.txt");

/// The text of the job of a number.
pub fn job(number: usize) -> String {
    let words = [
        ("@NAME@", format!("svc-{number:05}")),
        ("@NUMBER@", (number * 7).to_string()),
        ("@GROUP@", (number % 12).to_string()),
        ("@COUNT@", (1 + number % 5).to_string()),
        ("@PORT@", (9000 + number % 1000).to_string()),
    ];
    words.iter().fold(TEXT.to_owned(), |text, (word, value)| text.replace(word, value))
}

/// Writes so many jobs into a folder, ten folders with a tenth each, and copies the files of `more` beside them.
pub fn write(folder: &Path, count: usize, more: Option<&Path>) -> io::Result<()> {
    for number in 0..count {
        let below = folder.join(format!("team-{}", number % 10));
        fs::create_dir_all(&below)?;
        fs::write(below.join(format!("svc-{number:05}.nomad.hcl")), job(number))?;
    }
    more.map_or(Ok(()), |more| copy(more, &folder.join("corpus")))
}

/// Copies a folder.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for file in files(from)? {
        let to = file.strip_prefix(from).map(|below| to.join(below)).map_err(io::Error::other)?;
        to.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::copy(file, to)?;
    }
    Ok(())
}

/// All files below a folder, in order.
pub fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter();
    let files =
        entries.filter(|entry| entry.as_ref().map_or(true, |entry| !entry.file_type().is_dir()));
    files.map(|entry| Ok(entry?.into_path())).collect()
}
