//! The package of the project here, as the compiler's messages name it.

use std::path::Path;

use crate::project::Project;
use crate::report::cargo::Package;

/// The package that the compiler would have messages of.
pub fn package() -> Package {
    let root = match Project::here() {
        Ok(project) => project.root().to_owned(),
        Err(_) => std::env::current_dir().unwrap_or_default(),
    };
    let manifest = Project::here().map_or_else(|_| root.join("Cargo.toml"), |one| one.manifest());
    let folder = manifest.parent().unwrap_or(&root).to_string_lossy().into_owned();
    let shown = |path: &Path| path.to_string_lossy().into_owned();
    Package {
        id: format!("path+file://{folder}#0.0.0"),
        manifest: shown(&manifest),
        target: root.file_name().map(|name| shown(Path::new(name))).unwrap_or_default(),
        source: shown(&root.join("registry/main.rs")),
    }
}
