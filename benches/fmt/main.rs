//! `fmt` for a thousand files, as a whole process, beside the real `nomad fmt -recursive` on the same folder; and the
//! memory that one large file takes.
//!
//! `cargo bench --bench fmt` prints the figures. Nomad comes from `JOBWRIGHT_NOMAD`, the PATH, or `target/nomad`, where
//! the tests put it; without one, only our own figures are printed.

mod job;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;
use std::{env, fs, io};

/// How many files are generated; those of the corpus come on top.
const FILES: usize = 1000;

/// Runs of each command; the median is printed.
const RUNS: usize = 9;

/// Megabytes of the large files.
const LARGE: [usize; 3] = [1, 3, 7];

fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().collect();
    if let [_, command, file] = arguments.as_slice()
        && command == "one-file"
    {
        return one_file(file);
    }
    let memory = Path::new("/dev/shm");
    let base = if memory.is_dir() { memory.to_owned() } else { env::temp_dir() };
    let work = base.join(format!("jobwright-fmt-{}", std::process::id()));
    println!("in {}", base.display());
    let done = folder(&work, FILES, None)
        .and_then(|()| corpus().map_or(Ok(()), |corpus| folder(&work, FILES, Some(&corpus))))
        .and_then(|()| large(&work));
    let _ = fs::remove_dir_all(&work);
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Formats copies of one folder with both programs, in turn.
fn folder(work: &Path, count: usize, more: Option<&Path>) -> io::Result<()> {
    let (source, ours, theirs) = (work.join("source"), work.join("ours"), work.join("theirs"));
    let _ = fs::remove_dir_all(work);
    job::write(&source, count, more)?;
    let nomad = nomad();
    let mut times = [const { Vec::new() }; 3];
    for _ in 0..RUNS {
        fresh(&source, &ours)?;
        times[0].push(time(Command::new(program()).arg("fmt").current_dir(&ours))?);
        times[1].push(time(Command::new(program()).arg("fmt").current_dir(&ours))?);
        if let Some(nomad) = &nomad {
            fresh(&source, &theirs)?;
            times[2]
                .push(time(Command::new(nomad).args(["fmt", "-recursive"]).current_dir(&theirs))?);
        }
    }
    let files = job::files(&source)?;
    let bytes: u64 = files.iter().filter_map(|file| Some(fs::metadata(file).ok()?.len())).sum();
    let megabytes = bytes as f64 / 1e6;
    let what = if more.is_some() { "generated files and the corpus" } else { "generated files" };
    println!("{} files ({what}), {megabytes:.1} MB, {RUNS} runs each, in turn", files.len());
    let [first, again, nomads] = times.map(median);
    report("jobwright fmt", first, megabytes, "");
    report("jobwright fmt, nothing to do", again, megabytes, "");
    if nomad.is_some() {
        let same = format!("; {} files differ", different(&ours, &theirs)?);
        report("nomad fmt -recursive", nomads, megabytes, &same);
        println!("  nomad / jobwright {:.1}", nomads / first);
    } else {
        println!("  no nomad: our own figures only");
    }
    Ok(())
}

fn fresh(source: &Path, copy: &Path) -> io::Result<()> {
    let _ = fs::remove_dir_all(copy);
    job::copy(source, copy)
}

/// The seconds of a command from its start to its end.
fn time(command: &mut Command) -> io::Result<f64> {
    let start = Instant::now();
    let output = command.output()?;
    let seconds = start.elapsed().as_secs_f64();
    if output.status.success() {
        return Ok(seconds);
    }
    Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()))
}

fn different(ours: &Path, theirs: &Path) -> io::Result<usize> {
    let mut count = 0;
    for file in job::files(ours)? {
        let other = theirs.join(file.strip_prefix(ours).map_err(io::Error::other)?);
        count += usize::from(fs::read(&file)? != fs::read(other)?);
    }
    Ok(count)
}

fn report(what: &str, seconds: f64, megabytes: f64, more: &str) {
    println!("  {what:<30} {:>8.1} ms, {:>6.1} MB/s{more}", seconds * 1e3, megabytes / seconds);
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Formats large files, each in a process of its own, and prints what that takes.
fn large(work: &Path) -> io::Result<()> {
    println!("one file, formatted and written");
    fs::create_dir_all(work)?;
    for megabytes in LARGE {
        let file = work.join("large.hcl");
        let mut text = String::new();
        for number in 0.. {
            text.push_str(&job::job(number));
            if text.len() >= megabytes * 1_000_000 {
                break;
            }
        }
        fs::write(&file, &text)?;
        let start = Instant::now();
        let output = Command::new(env::current_exe()?).arg("one-file").arg(&file).output()?;
        let seconds = start.elapsed().as_secs_f64();
        let kilobytes: f64 = String::from_utf8_lossy(&output.stdout)
            .lines()
            .last()
            .unwrap_or("")
            .parse()
            .unwrap_or(0.0);
        let (size, peak) = (text.len() as f64 / 1e6, kilobytes * 1024.0 / 1e6);
        report(
            &format!("{size:.0} MB"),
            seconds,
            size,
            &format!(", peak {peak:.0} MB, {:.1} per MB", peak / size),
        );
    }
    Ok(())
}

/// What the program does, and then the most memory that it has had, in kB.
fn one_file(file: &OsString) -> ExitCode {
    let line = [OsString::from("jobwright"), "fmt".into(), file.clone()];
    let code = jobwright::cli::without_registry(&line).unwrap_or(ExitCode::FAILURE);
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    println!("{}", peak.and_then(|peak| peak.split_whitespace().next()).unwrap_or("0"));
    code
}

fn program() -> &'static str {
    env!("CARGO_BIN_EXE_jobwright")
}

fn corpus() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/jobs");
    folder.is_dir().then_some(folder)
}

fn nomad() -> Option<PathBuf> {
    let named = env::var_os("JOBWRIGHT_NOMAD").map(PathBuf::from);
    let path = env::var_os("PATH").unwrap_or_default();
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/nomad/nomad");
    let mut places =
        named.into_iter().chain(env::split_paths(&path).map(|folder| folder.join("nomad")));
    places.find(|place| place.is_file()).or_else(|| built.is_file().then_some(built))
}
