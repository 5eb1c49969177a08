//! Strangers' jobs as one registry: it compiles without a warning, clippy has nothing to say, and its jobs are theirs.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use jobwright::import::{Comment, Library, Source, TargetRegistry, library};
use jobwright::jobspec::Job;
use jobwright::read;
use jobwright::render::Renderer;

use super::project::run;
use super::strangers;
use crate::support::corpus::Corpus;
use crate::support::{Tested, files, repository, skip};

/// The program renders every definition into the folder `got`, in the order of the list.
const MAIN: &str = r#"//! The definitions, rendered.
#![deny(warnings)]

jobwright::registry!();

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let renderer = jobwright::render::Renderer::new(Default::default())?;
    std::fs::create_dir_all("got")?;
    let site = (REGISTRY.sites)().remove(0);
    for entry in REGISTRY.entries {
        let name = entry.source.rsplit('/').next().unwrap_or_default();
        for definition in (entry.define)(&site) {
            let jobwright::Definition::Job(job) = definition else { continue };
            std::fs::write(format!("got/{name}.hcl"), renderer.job(&job, "")?)?;
        }
    }
    Ok(())
}
"#;

/// A job with the comments of its file.
type Commented = (Job, Vec<Comment>);

/// The jobs of the corpus: as their files say them, and as Nomad read them.
fn jobs(corpus: &Corpus) -> Result<Vec<Commented>, Box<dyn std::error::Error>> {
    let mut jobs = Vec::new();
    for file in files(&corpus.join("jobs"))? {
        let imported = strangers::imported(corpus, &file)?;
        jobs.push((imported.job, imported.comments));
    }
    for file in files(&corpus.join("nomad"))? {
        let read = read::api_json(&fs::read_to_string(&file)?);
        let read = read.map_err(|findings| format!("{}: {findings:?}", file.display()))?;
        jobs.push((read, Vec::new()));
    }
    corpus.has_at_least(jobs.len(), 1500);
    Ok(jobs)
}

#[test]
fn the_corpus_is_a_registry() -> Tested {
    let corpus = Corpus::of(skip::name_of(|| ()));
    let renderer = Renderer::new(BTreeMap::new())?;
    let jobs = jobs(&corpus)?;
    let hcl = |job: &Job| renderer.job(job, "").map_err(|error| format!("{}: {error}", job.id));
    let expected: Vec<String> = jobs.iter().map(|(job, _)| hcl(job)).collect::<Result<_, _>>()?;
    let sources: Vec<Source<'_>> =
        jobs.iter().map(|(job, comments)| Source { comments, ..Source::new(job) }).collect();
    let start = Instant::now();
    let library = library(&sources, TargetRegistry::New, &[]);
    let printing = start.elapsed();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("import-corpus");
    let rust = write(&folder, &library)?;
    check_layout(&rust)?;
    let start = Instant::now();
    cargo(&folder, &["run", "--quiet", "--offline"])?;
    let running = start.elapsed();
    for (definition, expected) in library.definitions.iter().zip(&expected) {
        let got = folder.join(format!("got/{}.rs.hcl", definition.file_stem));
        let got = fs::read_to_string(got)?;
        let differs = got.lines().zip(expected.lines()).find(|(got, expected)| got != expected);
        assert!(got == *expected, "{differs:?}\n{}", definition.text);
    }
    cargo(&folder, &["clippy", "--quiet", "--offline", "--", "-D", "warnings"])?;
    report(&library, &expected, &folder);
    println!("printed in {printing:.1?}, compiled and run in {running:.1?}");
    Ok(())
}

/// Writes the project, and says which files of it are Rust.
fn write(folder: &Path, library: &Library) -> Result<Vec<PathBuf>, Box<dyn std::error::Error>> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let mut rust: Vec<(PathBuf, &str)> = Vec::new();
    let site = library.site.as_deref().ok_or("no site")?;
    rust.push(("registry/site.rs".into(), site));
    for (stem, text) in &library.helpers {
        rust.push((format!("registry/{stem}.rs").into(), text));
    }
    for definition in &library.definitions {
        rust.push((format!("registry/jobs/{}.rs", definition.file_stem).into(), &definition.text));
    }
    let included = library.definitions.iter().flat_map(|definition| &definition.files);
    let included = included.chain(&library.files).map(|(path, text)| (path.clone(), text.as_str()));
    let manifest = format!(
        "[package]\nname = \"import-corpus\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[[bin]]\nname = \
         \"import-corpus\"\npath = \"registry/main.rs\"\n\n[dependencies]\njobwright = {{ path = {:?} }}\n\n\
         [build-dependencies]\njobwright-build = {{ path = {:?} }}\n\n[workspace]\n\n[profile.dev]\ndebug = \
         \"line-tables-only\"\n\n[profile.dev.package.\"*\"]\ndebug = false\n",
        repository(""),
        repository("crates/build"),
    );
    let build = "//! Finds the definitions.\nfn main() -> std::io::Result<()> {\n    jobwright_build::registry(\"registry\")\n}\n";
    let rest = [("Cargo.toml", manifest.as_str()), ("build.rs", build), ("registry/main.rs", MAIN)]
        .map(|(path, text)| (PathBuf::from(path), text));
    for (path, text) in rust.iter().cloned().chain(included).chain(rest) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().ok_or("no folder")?)?;
        fs::write(path, text)?;
    }
    fs::copy(repository("Cargo.lock"), folder.join("Cargo.lock"))?;
    Ok(rust.into_iter().map(|(path, _)| folder.join(path)).collect())
}

fn check_layout(files: &[PathBuf]) -> Tested {
    let mut rustfmt = Command::new("rustfmt");
    rustfmt.args(["--edition", "2024", "--check", "--config-path"]);
    run(rustfmt.arg(repository("rustfmt.toml")).args(files))
}

fn cargo(folder: &Path, arguments: &[&str]) -> Tested {
    // The dependencies that are there already are not built again.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().ok_or("no target folder")?;
    let mut cargo = Command::new(env!("CARGO"));
    run(cargo.args(arguments).env("CARGO_TARGET_DIR", target).current_dir(folder))
}

fn report(library: &Library, expected: &[String], folder: &Path) {
    let lines = |text: &str| text.lines().count();
    let files =
        |files: &[(PathBuf, String)]| files.iter().map(|(_, text)| lines(text)).sum::<usize>();
    let own = library.definitions.iter().map(|one| lines(&one.text) + files(&one.files));
    let shared = library.helpers.iter().map(|(_, text)| lines(text)).sum::<usize>();
    let site = library.site.as_deref().map_or(0, lines);
    let rust = own.sum::<usize>() + shared + site + files(&library.files);
    let hcl: usize = expected.iter().map(|text| lines(text)).sum();
    let house = library.definitions.iter().filter(|one| one.house).count();
    println!(
        "{} jobs in {}: {house} in the house's words; {rust} lines of Rust for {hcl} of HCL: {:.2}",
        expected.len(),
        folder.display(),
        rust as f64 / hcl as f64,
    );
}
