//! Texts of the guide that the code makes.

use std::{env, fs};

use crate::support::{Tested, repository};

/// A text of the guide is what it is made of; `INSTA_UPDATE=always` writes it, as it does for snapshots.
pub fn check(path: &str, text: &str) -> Tested {
    let file = repository(path);
    if updates() {
        fs::create_dir_all(file.parent().ok_or("a folder")?)?;
        fs::write(&file, text)?;
    }
    let found = fs::read_to_string(&file).unwrap_or_default();
    if found == text {
        return Ok(());
    }
    Err(format!("{path} is stale: INSTA_UPDATE=always writes it anew").into())
}

/// Whether texts are to be written anew.
pub fn updates() -> bool {
    env::var("INSTA_UPDATE").is_ok_and(|value| value == "always")
}
