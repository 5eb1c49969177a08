//! What cargo has built of a project: where its program is, and with which version of jobwright it
//! is built.

use std::env::consts::EXE_SUFFIX;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

/// Whether the program of the package with this manifest has been built, as far as is known without
/// running cargo, which takes longer to answer than most commands do. Cargo is called in `here`.
pub fn is_built(
    manifest: &Path,
    here: &Path,
    environment: impl Fn(&str) -> Option<OsString>,
) -> bool {
    let Some(name) = program(manifest) else { return false };
    let target = target(manifest, here, environment);
    let file = format!("{name}{EXE_SUFFIX}");
    // Builds for another target are in a directory of its own.
    let folders = fs::read_dir(&target).into_iter().flatten().flatten().map(|entry| entry.path());
    std::iter::once(target.clone())
        .chain(folders)
        .any(|folder| folder.join("debug").join(&file).is_file())
}

/// The version of jobwright that the package with this manifest is built with, according to
/// `Cargo.lock`.
pub fn locked(manifest: &Path) -> Option<String> {
    let lock = table(&workspace(manifest).join("Cargo.lock"))?;
    let packages = lock.get("package")?.as_array()?;
    let own =
        packages.iter().find(|one| one.get("name").and_then(Value::as_str) == Some("jobwright"));
    own?.get("version")?.as_str().map(str::to_owned)
}

/// The name of the program.
pub fn program(manifest: &Path) -> Option<String> {
    let table = table(manifest)?;
    let package = table.get("package")?;
    let name = package.get("default-run").or_else(|| package.get("name"))?;
    name.as_str().map(str::to_owned)
}

/// The directory that cargo builds in, by the first that sets it: the environment, the
/// configuration of the directory in which cargo is called and of its ancestors, that of the user,
/// the workspace.
fn target(manifest: &Path, here: &Path, environment: impl Fn(&str) -> Option<OsString>) -> PathBuf {
    let said = ["CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR"].into_iter().find_map(&environment);
    if let Some(said) = said.filter(|said| !said.is_empty()) {
        return here.join(said);
    }
    let own = environment("CARGO_HOME").map(PathBuf::from);
    let own = own.or_else(|| environment("HOME").map(|home| Path::new(&home).join(".cargo")));
    let folders = here.ancestors().map(|folder| folder.join(".cargo")).chain(own);
    let configured = folders.into_iter().find_map(|folder| {
        let config =
            ["config", "config.toml"].into_iter().find_map(|name| table(&folder.join(name)))?;
        let named = config.get("build")?.get("target-dir")?.as_str()?.to_owned();
        Some(folder.parent().unwrap_or(&folder).join(named))
    });
    configured.unwrap_or_else(|| workspace(manifest).join("target"))
}

/// The root of the workspace that a manifest belongs to.
fn workspace(manifest: &Path) -> PathBuf {
    let own = manifest.parent().unwrap_or(manifest);
    let is_root = |folder: &&Path| {
        table(&folder.join("Cargo.toml")).is_some_and(|table| table.contains_key("workspace"))
    };
    own.ancestors().find(is_root).unwrap_or(own).to_owned()
}

fn table(path: &Path) -> Option<Table> {
    fs::read_to_string(path).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::Path;

    use super::{is_built, locked};

    fn write(path: &Path, text: &str) {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    #[test]
    fn the_program_is_found_wherever_cargo_is_told_to_build() {
        for (said, config, built, found) in [
            ("", "", "p/target/debug/lab", true),
            ("", "", "p/target/debug/other", false),
            ("", "", "p/target/x86_64-unknown-linux-musl/debug/lab", true),
            ("", "", "shared/debug/lab", false),
            ("CARGO_TARGET_DIR", "", "shared/debug/lab", true),
            ("CARGO_BUILD_TARGET_DIR", "", "shared/debug/lab", true),
            ("CARGO_TARGET_DIR", "", "p/target/debug/lab", false),
            ("", "p/.cargo/config.toml", "p/built/debug/lab", true),
            ("", "p/.cargo/config", "p/built/debug/lab", true),
            ("", ".cargo/config.toml", "built/debug/lab", true),
            ("", "home/.cargo/config.toml", "home/built/debug/lab", true),
            ("CARGO_TARGET_DIR", "p/.cargo/config.toml", "p/built/debug/lab", false),
        ] {
            let folder = tempfile::tempdir().expect("a folder");
            let root = folder.path();
            write(&root.join("p/Cargo.toml"), "[package]\nname = \"lab\"\n\n[workspace]\n");
            write(&root.join(built), "");
            if !config.is_empty() {
                write(&root.join(config), "[build]\ntarget-dir = \"built\"\n");
            }
            let mut environment = BTreeMap::from([("HOME", root.join("home"))]);
            if !said.is_empty() {
                environment.insert(said, root.join("shared"));
            }
            let environment = |name: &str| environment.get(name).map(|value| value.clone().into());
            let manifest = root.join("p/Cargo.toml");
            assert_eq!(
                is_built(&manifest, &root.join("p"), environment),
                found,
                "{said} {config} {built}"
            );
        }
    }

    #[test]
    fn the_version_is_that_of_the_lock_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        write(&root.join("Cargo.toml"), "[workspace]\nmembers = [\"registry\"]\n");
        write(&root.join("registry/Cargo.toml"), "[package]\nname = \"registry\"\n");
        assert_eq!(locked(&root.join("registry/Cargo.toml")), None);
        let lock = "[[package]]\nname = \"hcl\"\nversion = \"9.0.0\"\n\n[[package]]\nname = \"jobwright\"\nversion = \"0.3.1\"\n";
        write(&root.join("Cargo.lock"), lock);
        assert_eq!(locked(&root.join("registry/Cargo.toml")).as_deref(), Some("0.3.1"));
    }
}
