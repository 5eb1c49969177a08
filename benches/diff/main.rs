//! `diff` as a whole process: a pull request that touches three jobs of a thousand, beside `git diff` for the same; and two
//! folders of ten thousand jobs with nothing changed, beside reading their files.
//!
//! `cargo bench --bench diff` prints both, in one run.

#[path = "../fleet/job.rs"]
mod job;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;
use std::{env, fs};

use jobwright::render::Renderer;

/// How many jobs the repository has.
const COUNT: usize = 1_000;

/// How many of them the pull request touches.
const TOUCHED: usize = 3;

/// How many jobs a folder has in which nothing changed.
const UNCHANGED: usize = 10_000;

/// Runs of each; the median is printed.
const RUNS: usize = 9;

type Measured<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let memory = Path::new("/dev/shm");
    let base = if memory.is_dir() { memory.to_owned() } else { env::temp_dir() };
    let folder = base.join(format!("jobwright-diff-{}", std::process::id()));
    let measured = pull_request(&folder.join("repository")).and_then(|()| unchanged(&folder));
    let removed = fs::remove_dir_all(&folder);
    match measured.and(removed.map_err(Into::into)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn pull_request(folder: &Path) -> Measured<()> {
    let files = write(&folder.join("out"), COUNT)?;
    git(folder, &["init", "--quiet", "--initial-branch=main"])?;
    git(folder, &["add", "."])?;
    git(folder, &["commit", "--quiet", "--message=before"])?;
    git(folder, &["switch", "--quiet", "--create=next"])?;
    for file in files.iter().step_by(COUNT / TOUCHED).take(TOUCHED) {
        fs::write(file, fs::read_to_string(file)?.replace("v2.53.0", "v2.54.0"))?;
    }
    git(folder, &["commit", "--quiet", "--all", "--message=after"])?;
    let ours = median(|| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jobwright"));
        let output = command.args(["diff", "main..HEAD"]).current_dir(folder).output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(said.contains(&format!("{TOUCHED} changed")), "{output:?}");
        Ok(())
    })?;
    let theirs = median(|| git(folder, &["diff", "main..HEAD"]))?;
    println!(
        "{TOUCHED} of {COUNT} jobs, `diff main..HEAD`: {:.1} ms; `git diff main..HEAD`: {:.1} ms",
        ours * 1e3,
        theirs * 1e3
    );
    Ok(())
}

fn unchanged(folder: &Path) -> Measured<()> {
    let (old, new) = (folder.join("old"), folder.join("new"));
    let mut files = write(&old, UNCHANGED)?;
    files.extend(write(&new, UNCHANGED)?);
    let ours = median(|| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jobwright"));
        let output = command.args(["diff", "--exit-code"]).arg(&old).arg(&new).output()?;
        assert!(output.status.success(), "{output:?}");
        Ok(())
    })?;
    let reading = median(|| {
        let sizes = files.iter().map(|file| fs::read(file).map(|bytes| bytes.len()));
        assert!(sizes.sum::<Result<usize, _>>()? > 0);
        Ok(())
    })?;
    println!(
        "{UNCHANGED} jobs on each side, nothing changed: {:.0} ms; reading the files: {:.0} ms: {:.2} times as long",
        ours * 1e3,
        reading * 1e3,
        ours / reading
    );
    Ok(())
}

fn median(mut work: impl FnMut() -> Measured<()>) -> Measured<f64> {
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let start = Instant::now();
        work()?;
        times.push(start.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    Ok(times[RUNS / 2])
}

fn git(folder: &Path, arguments: &[&str]) -> Measured<()> {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=bench", "-c", "user.email=bench@bench"]).args(arguments);
    let output = command.current_dir(folder).output()?;
    assert!(output.status.success(), "git {arguments:?}: {output:?}");
    Ok(())
}

fn write(folder: &Path, count: usize) -> Measured<Vec<PathBuf>> {
    fs::create_dir_all(folder)?;
    let renderer = Renderer::new(Default::default())?;
    let mut files = Vec::new();
    for index in 0..count {
        let file = folder.join(format!("svc-{index:05}.nomad.hcl"));
        fs::write(&file, renderer.job(&job::job(index), "")?)?;
        files.push(file);
    }
    Ok(files)
}
