//! `lint` for a fleet of job files, as a whole process, beside `nomad job validate`, which takes one file at a time and
//! knows nothing of the others.
//!
//! `cargo bench --bench lint` prints both, in one run, and their ratio. Nomad is `JOBWRIGHT_NOMAD`, or `nomad` on the PATH;
//! without it, only our own figures are printed.

#[path = "../fleet/job.rs"]
mod job;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;
use std::{env, fs};

use jobwright::render::Renderer;

/// How many jobs are linted.
const COUNT: usize = 1_000;

/// Runs of our own command; the median is printed.
const RUNS: usize = 9;

fn main() -> ExitCode {
    match compare() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn compare() -> Result<(), Box<dyn std::error::Error>> {
    let memory = Path::new("/dev/shm");
    let base = if memory.is_dir() { memory.to_owned() } else { env::temp_dir() };
    let folder = base.join(format!("jobwright-lint-{}", std::process::id()));
    let files = write(&folder)?;
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let start = Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_jobwright"));
        let output = command.arg("lint").arg(&folder).output()?;
        times.push(start.elapsed().as_secs_f64());
        // 1 says that something was found, which has nothing to do with the time.
        assert!(output.status.code().is_some_and(|code| code < 2), "{output:?}");
    }
    times.sort_by(f64::total_cmp);
    let ours = times[RUNS / 2];
    println!("{COUNT} jobs, rules across jobs included: {:.1} ms", ours * 1e3);
    if let Some(nomad) = nomad() {
        let start = Instant::now();
        for file in &files {
            let mut command = Command::new(&nomad);
            command.args(["job", "validate"]).arg(file).env("NOMAD_ADDR", "http://127.0.0.1:1");
            let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status()?;
            assert!(status.success(), "{}", file.display());
        }
        let theirs = start.elapsed().as_secs_f64();
        println!(
            "`nomad job validate`, one by one: {:.1} s, {:.0} times as long",
            theirs,
            theirs / ours
        );
    }
    fs::remove_dir_all(&folder)?;
    Ok(())
}

fn write(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn std::error::Error>> {
    fs::create_dir_all(folder)?;
    let renderer = Renderer::new(Default::default())?;
    let mut files = Vec::new();
    for index in 0..COUNT {
        let file = folder.join(format!("svc-{index:05}.nomad.hcl"));
        fs::write(&file, renderer.job(&job::job(index), "")?)?;
        files.push(file);
    }
    Ok(files)
}

fn nomad() -> Option<PathBuf> {
    let given = env::var_os("JOBWRIGHT_NOMAD").map(PathBuf::from);
    let path = env::var_os("PATH")?;
    let found =
        || env::split_paths(&path).map(|folder| folder.join("nomad")).find(|file| file.is_file());
    given.or_else(found)
}
