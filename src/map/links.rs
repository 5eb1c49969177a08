//! Links to the files that define jobs and volumes.

use std::path::{Component, Path};

use super::model::{Map, Source};

impl Map {
    /// The map, with the path of each file that a function gives, from the root of the repository: files without one have no
    /// link. Without this, a path is one from the root, unless it leads out of it.
    #[must_use]
    pub fn with_paths(mut self, path: impl Fn(&str) -> Option<String>) -> Self {
        for site in &mut self.sites {
            let jobs = site.jobs.iter_mut().map(|job| &mut job.source);
            let volumes = site.volumes.iter_mut().filter_map(|volume| volume.source.as_mut());
            jobs.chain(volumes).for_each(|source| source.path = path(&source.file));
        }
        self
    }
}

/// A path that leads to something below the directory where it begins.
pub fn inside(path: &str) -> Option<String> {
    let is_name = |part: Component<'_>| matches!(part, Component::Normal(_));
    Path::new(path).components().all(is_name).then(|| path.to_owned())
}

/// The address of a file, below that of the root, without the line.
pub fn address(root: &str, source: &Source) -> Option<String> {
    let path = source.path.as_deref()?;
    Some(format!("{}/{}", root.trim_end_matches('/'), encoded(path)))
}

/// A path as a part of an address.
pub fn encoded(path: &str) -> String {
    let mut shown = String::new();
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' => shown.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => shown.push(char::from(byte)),
            byte => shown.push_str(&format!("%{byte:02X}")),
        }
    }
    shown
}
