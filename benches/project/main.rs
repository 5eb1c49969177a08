//! A project of 200 jobs and three sites, as its authors feel it: `gen` of all, and from an edit to `gen`.
//!
//! `cargo bench --bench project`. It builds the project in `target/bench-project`, with the sources that are here; beside
//! each figure stands that of cargo alone, which has nothing to build.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;
use std::{env, fs, io};

/// So many definitions there are, each a file.
const JOBS: usize = 200;

/// So often each is measured.
const RUNS: usize = 9;

const SITE: &str = r#"//! Three clusters.

pub use jobwright::prelude::*;

pub const PRODUCTION: &str = "production";

pub fn sites() -> Vec<Site> {
    ["home", "staging", PRODUCTION].map(cluster).into()
}

fn cluster(name: &str) -> Site {
    let platform = Defaults::new().meta("team", "platform");
    Site::new(name).datacenters(["dc1"]).env("TZ", "Europe/Paris").category("apps", platform)
}
"#;

const MAIN: &str = "jobwright::registry!();\n\nfn main() -> std::process::ExitCode {\n    jobwright::cli::main(REGISTRY)\n}\n";

const BUILD: &str =
    "fn main() -> std::io::Result<()> {\n    jobwright_build::registry(\"registry\")\n}\n";

fn main() -> ExitCode {
    match measure() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn measure() -> io::Result<()> {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = sources.join("target/bench-project");
    write(&root, sources)?;
    let cargo = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(&root).env("CARGO_TARGET_DIR", root.join("target"));
        command.args(["run", "--quiet", "--offline", "--"]).args(arguments);
        command
    };
    println!("building {JOBS} jobs for three sites");
    run(cargo(&["gen"]))?;
    let program = root.join("target/debug/registry");
    let alone = |arguments: &[&str]| {
        let mut command = Command::new(&program);
        command.current_dir(&root).args(arguments);
        command
    };
    let out = root.join("out");
    let fresh = median(|_| {
        fs::remove_dir_all(&out)?;
        run(alone(&["gen"]))
    })?;
    let same = median(|_| run(alone(&["gen"])))?;
    let one = median(|_| run(alone(&["gen", "--site", "staging"])))?;
    let nothing = median(|_| run(cargo(&["--version"])))?;
    let edit = median(|number| {
        fs::write(root.join("registry/apps/job_007.rs"), job(7, number + 1))?;
        run(cargo(&["gen"]))
    })?;
    let files = walk(&out)?;
    println!("  {files} files of {JOBS} jobs at three sites; medians of {RUNS}");
    for (what, seconds) in [
        ("gen, empty folder", fresh),
        ("gen, nothing changed", same),
        ("gen --site, nothing changed", one),
        ("cargo run, nothing to build", nothing),
        ("edit of one job, cargo run -- gen", edit),
    ] {
        println!("  {what:<34} {:>8.1} ms", seconds * 1e3);
    }
    println!("  an edit is {:.1} times what cargo takes for nothing", edit / nothing);
    Ok(())
}

/// The project's files; what is there already and the same stays.
fn write(root: &Path, sources: &Path) -> io::Result<()> {
    let manifest = format!(
        "[package]\nname = \"registry\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [dependencies]\njobwright = {{ path = {sources:?} }}\n\n\
         [build-dependencies]\njobwright-build = {{ path = {:?} }}\n\n\
         [profile.dev]\ndebug = \"line-tables-only\"\n\n\
         [profile.dev.package.\"*\"]\ndebug = false\nincremental = false\n\n[workspace]\n",
        sources.join("crates/build")
    );
    let mut files: Vec<(PathBuf, String)> = vec![
        ("Cargo.toml".into(), manifest),
        ("Cargo.lock".into(), fs::read_to_string(sources.join("Cargo.lock"))?),
        ("build.rs".into(), BUILD.to_owned()),
        ("src/main.rs".into(), MAIN.to_owned()),
        ("registry/site.rs".into(), SITE.to_owned()),
    ];
    files.extend((0..JOBS).map(|at| (format!("registry/apps/job_{at:03}.rs").into(), job(at, 0))));
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap_or(root))?;
        if fs::read_to_string(&path).ok().as_deref() != Some(&text) {
            fs::write(path, text)?;
        }
    }
    Ok(())
}

/// The definition of a number, as it is after so many edits.
fn job(at: usize, edits: usize) -> String {
    let mut text = String::from(
        "//! One of the fleet.\n\nuse crate::site::*;\n\npub fn job(site: &Site) -> Workload {\n",
    );
    // Writing into a string cannot fail.
    _ = write!(
        text,
        "    Workload::service(\"svc-{at:03}\")\n        \
         .count(site.pick(1, [(PRODUCTION, 3)]))\n        \
         .image(\"docker.io/prom/prometheus:v2.53.{edits}\")\n        \
         .args([\"--config.file=/local/config/prometheus.yml\", \"--web.listen-address=:9090\"])\n        \
         .port(Port::http(9090))\n        \
         .check(Check::http(\"/-/ready\").interval(secs(10)).timeout(secs(2)))\n        \
         .route(Route::host(\"svc-{at:03}.example.com\"))\n        \
         .env(\"APP_NAME\", \"svc-{at:03}\")\n        \
         .env(\"LOG_LEVEL\", \"info\")\n        \
         .file(\"prometheus.yml\", \"global:\\n  scrape_interval: 15s\\n\")\n        \
         .rollout(Rollout::Rolling)\n}}\n"
    );
    text
}

fn run(mut command: Command) -> io::Result<()> {
    let output = command.output()?;
    match output.status.success() {
        true => Ok(()),
        false => Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned())),
    }
}

fn median(mut run: impl FnMut(usize) -> io::Result<()>) -> io::Result<f64> {
    let mut times = Vec::new();
    for number in 0..RUNS {
        let start = Instant::now();
        run(number)?;
        times.push(start.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    Ok(times.get(RUNS / 2).copied().unwrap_or_default())
}

/// How many files there are below a folder.
fn walk(folder: &Path) -> io::Result<usize> {
    let mut count = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        count += if entry.file_type()?.is_dir() { walk(&entry.path())? } else { 1 };
    }
    Ok(count)
}
