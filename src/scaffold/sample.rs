//! The jobs of a new project that has none yet.

use super::plan::Wanted;

/// The site, a job that runs on a dev agent, and one that shows routes and storage.
///
/// ```
/// let files = jobwright::scaffold::sample();
/// assert!(files.iter().any(|file| file.path.ends_with("registry/site.rs")));
/// ```
#[must_use]
pub fn sample() -> Vec<Wanted> {
    let files = [
        ("registry/apps/example.rs", include_str!("../../scaffold/sample/example.rs")),
        ("registry/apps/hello.rs", include_str!("../../scaffold/sample/hello.rs")),
        ("registry/files/hello.sh", include_str!("../../scaffold/sample/hello.sh")),
        ("registry/site.rs", include_str!("../../scaffold/sample/site.rs")),
    ];
    files.map(|(path, text)| Wanted { path: path.into(), text: text.to_owned() }).into()
}
