//! What a registry's build script calls: it finds the definitions, so that adding a job is adding one file.
//!
//! ```no_run
//! fn main() -> std::io::Result<()> {
//!     jobwright_build::registry(".")
//! }
//! ```
//!
//! A registry is a directory with `site.rs` and one directory per category; each file in those defines with
//! `pub fn job(…)`, or, in the directory `volumes`, with `pub fn volume(…)`. Other `.rs` files beside `site.rs` are
//! shared helpers. The build script writes the list of modules that `jobwright::registry!()` includes.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use walkdir::WalkDir;

/// Files beside `site.rs` that are not helpers of the definitions.
const NOT_HELPERS: [&str; 3] = ["main", "build", "lib"];

/// Words that Rust keeps for itself.
const KEYWORDS: [&str; 51] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Finds the definitions below `folder`, which is relative to the package, and writes the list.
///
/// # Errors
///
/// A directory that cannot be read, a file name that is not a Rust module name, or a registry
/// without `site.rs`.
pub fn registry(folder: &str) -> io::Result<()> {
    let package = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let root = package.join(folder).canonicalize()?;
    println!("cargo::rerun-if-changed={}", root.display());
    match generate(&root, &out) {
        // What stays as it is, is not written: an editor that reads it meanwhile would find it empty.
        Ok(files) => files
            .iter()
            .filter(|(path, text)| fs::read(path).ok().as_deref() != Some(text.as_bytes()))
            .try_for_each(|(path, text)| fs::write(path, text)),
        Err(error) if env::var_os("CARGO").is_some() => {
            // Cargo shows this alone, and not the whole output of a script that failed.
            println!("cargo::error={}", error.to_string().replace('\n', " "));
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// The Rust source for the registry at `root`, each with its file in `out`: the list, and one per
/// category. If the modules of a category were inline in the list, rust-analyzer would look for
/// their files below its own directory and find none of them.
fn generate(root: &Path, out: &Path) -> io::Result<Vec<(PathBuf, String)>> {
    if !root.join("site.rs").is_file() {
        let message = format!(
            "{} has no `site.rs`: expected the registry to define its site there",
            root.display()
        );
        return Err(io::Error::new(io::ErrorKind::NotFound, message));
    }
    let sites = sites(&root.join("site.rs"))?;
    let mut written = Vec::new();
    let mut modules = String::new();
    let mut entries = String::new();
    for helper in
        rust_files(root)?.iter().filter(|path| !NOT_HELPERS.contains(&stem(path).as_str()))
    {
        if defines(helper)? {
            let message = "the job is defined outside a category; move the file into a directory \
                beside `site.rs`, such as `apps/`";
            return Err(invalid(helper, message));
        }
        module(&mut modules, &stem(helper), helper)?;
    }
    for category in folders(root)? {
        let name = stem(&category);
        let files = rust_files(&category)?;
        if files.is_empty() {
            continue;
        }
        println!("cargo::rerun-if-changed={}", category.display());
        check_name(&name, &category)?;
        if let Some(nested) = folders(&category)?.first() {
            return Err(invalid(
                nested,
                "the file is nested below a category; a category is one directory of files, \
                 without subdirectories",
            ));
        }
        let mut own = format!("//! The definitions in `{name}`.\n\n");
        for file in files {
            module(&mut own, &stem(&file), &file)?;
            line(&mut entries, &entry(root, &name, &file)?);
        }
        let file = out.join(format!("category_{name}.rs"));
        line(&mut modules, &declaration(&name, &file));
        written.push((file, own));
    }
    let list = format!(
        "{modules}\n/// The definitions that the build script found.\n\
         pub const REGISTRY: ::jobwright::Registry = ::jobwright::Registry {{ sites: {sites}, entries: &[\n\
         {entries}] }};\n"
    );
    written.push((out.join("registry.rs"), list));
    Ok(written)
}

/// The function that makes the sites: several of one registry, or the only one.
fn sites(file: &Path) -> io::Result<&'static str> {
    let text = fs::read_to_string(file)?;
    let has = |start: &str| text.lines().any(|line| line.starts_with(start));
    match () {
        () if has("pub fn sites(") => Ok("site::sites"),
        () if has("pub fn site(") => Ok("|| vec![site::site()]"),
        () => Err(invalid(
            file,
            "missing `pub fn site() -> Site`, which defines the site (for several clusters, `pub \
             fn sites() -> Vec<Site>`)",
        )),
    }
}

/// Whether a file that is taken for a helper is a definition.
fn defines(file: &Path) -> io::Result<bool> {
    let text = fs::read_to_string(file)?;
    Ok(text
        .lines()
        .any(|line| line.starts_with("pub fn job(") || line.starts_with("pub fn volume(")))
}

fn entry(root: &Path, category: &str, file: &Path) -> io::Result<String> {
    let stem = stem(file);
    let root_name = root.file_name().unwrap_or_default().to_string_lossy();
    let source = format!("{root_name}/{category}/{stem}.rs");
    let text = fs::read_to_string(file)?;
    let doc = first_doc(&text);
    let function = if category == "volumes" { "volume" } else { "job" };
    let of = if category == "volumes" { "VolumeSpec" } else { "Workload" };
    let signature = text.split_once(&format!("pub fn {function}(")).map(|(_, rest)| rest);
    let signature = signature.map(|rest| rest.split_once('{').map_or(rest, |(head, _)| head));
    if signature.is_some_and(|signature| !signature.contains("->")) {
        let nothing =
            format!("`pub fn {function}` returns nothing; return what it defines: `-> {of}`");
        return Err(invalid(file, &nothing));
    }
    if signature.is_none() {
        let missing = format!(
            "missing `pub fn {function}() -> {of}`; every file of `{category}` defines one (with \
             `site: &Site` if it needs facts about the site)"
        );
        return Err(invalid(file, &missing));
    }
    let other = if category == "volumes" { "job" } else { "volume" };
    if text.lines().any(|line| line.starts_with(&format!("pub fn {other}("))) {
        let place = if other == "volume" { "`registry/volumes/`" } else { "a category of jobs" };
        let message =
            format!("`pub fn {other}` is never called here; move it into a file of {place}");
        return Err(invalid(file, &message));
    }
    let word = category.replace('_', "-");
    Ok(format!(
        "::jobwright::Entry {{ source: {source:?}, category: {word:?}, doc: {doc:?}, \
         define: |site| ::jobwright::define({category}::{stem}::{function}, site) }},"
    ))
}

/// The first paragraph of a file's `//!` comment, on one line.
fn first_doc(text: &str) -> String {
    // A licence or a comment may be above it.
    let text = text.lines().skip_while(|line| {
        let line = line.trim();
        line.is_empty() || line.starts_with("//") && !line.starts_with("//!")
    });
    let lines = text.map_while(|line| line.trim().strip_prefix("//!")).map(str::trim);
    lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

fn module(out: &mut String, name: &str, file: &Path) -> io::Result<()> {
    check_name(name, file)?;
    println!("cargo::rerun-if-changed={}", file.display());
    line(out, &declaration(name, file));
    Ok(())
}

/// The declaration of a module with its file.
fn declaration(name: &str, file: &Path) -> String {
    format!("#[path = {:?}]\npub mod {name};", file.display().to_string())
}

fn line(out: &mut String, text: &str) {
    // Writing into a string cannot fail.
    _ = writeln!(out, "{text}");
}

fn check_name(name: &str, path: &Path) -> io::Result<()> {
    let valid = name.bytes().enumerate().all(|(at, byte)| {
        byte == b'_' || byte.is_ascii_lowercase() || at > 0 && byte.is_ascii_digit()
    });
    if valid && !name.is_empty() && !KEYWORDS.contains(&name) {
        return Ok(());
    }
    let message = format!(
        "`{name}` is not a valid name for a Rust module; use lowercase letters, digits and `_`, \
         such as `node_exporter`"
    );
    Err(invalid(path, &message))
}

fn invalid(path: &Path, message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, format!("{}: {message}", path.display()))
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn rust_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    sorted(folder, |path| {
        path.is_file() && path.extension().is_some_and(|extension| extension == "rs")
    })
}

/// The directories that may hold definitions: not those of data, of build products, or hidden ones.
fn folders(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let data = ["files", "target", "templates", "tests"];
    sorted(folder, |path| {
        path.is_dir() && !stem(path).starts_with('.') && !data.contains(&stem(path).as_str())
    })
}

fn sorted(folder: &Path, wanted: impl Fn(&Path) -> bool) -> io::Result<Vec<PathBuf>> {
    let entries = WalkDir::new(folder).min_depth(1).max_depth(1).sort_by_file_name();
    let paths = entries.into_iter().map(|entry| Ok(entry?.into_path()));
    paths.filter(|path| path.as_ref().map_or(true, |path| wanted(path))).collect()
}

#[cfg(test)]
mod tests {
    use super::{check_name, first_doc};
    use std::path::Path;

    #[test]
    fn the_first_paragraph_is_the_doc() {
        assert_eq!(
            first_doc("//! Echoes the request;\n//! proves ingress.\n//!\n//! More.\n"),
            "Echoes the request; proves ingress."
        );
        assert_eq!(first_doc("// SPDX: MIT\n\n//! Echoes.\n"), "Echoes.");
        assert_eq!(first_doc("use x;\n//! late\n"), "");
    }

    #[test]
    fn file_names_are_module_names() {
        assert!(check_name("node_exporter2", Path::new("x")).is_ok());
        for bad in ["", "node-exporter", "2x", "Été", "loop", "mod"] {
            assert!(check_name(bad, Path::new("x")).is_err(), "{bad}");
        }
    }
}
