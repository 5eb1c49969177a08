//! `gen` for a fleet of jobs, as a whole process, beside a Python loop over one Jinja2 template that checks nothing.
//!
//! `cargo bench --bench fleet` prints the figures; both sides write into a memory file system where there is one.
//! The Python side needs `python3` with `jinja2`; without it, only our own figures are printed.

mod job;
mod stages;
mod yardstick;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use std::{env, fs};

use jobwright::generate::{Catalogue, Format};
use jobwright::lint::Level;
use jobwright::out::OutFolder;
use jobwright::prelude::Site;
use jobwright::render::Renderer;
use jobwright::{Definition, Entry, Registry};

/// How many jobs the registry has: an entry's function takes no other argument than the site.
static COUNT: AtomicUsize = AtomicUsize::new(0);

/// Runs of each command; the median is printed.
const RUNS: usize = 9;

const FLEET: Registry = Registry {
    sites: || vec![site()],
    entries: &[Entry {
        source: "benches/fleet/job.rs",
        category: "fleet",
        doc: "One job of the fleet.",
        define,
    }],
};

fn site() -> Site {
    let names = (0..COUNT.load(Ordering::Relaxed)).map(|index| format!("svc-{index:05}-data"));
    Site::new("fleet")
        .datacenters(["dc1", "dc2"])
        .domain("example.com")
        .host_volumes(names)
        .services(["alertmanager"])
        // The jobs are those that the yardstick's template prints.
        .lint("house/shutdown-delay", Level::Off)
}

fn define(_: &Site) -> Vec<Definition> {
    (0..COUNT.load(Ordering::Relaxed)).map(|index| Definition::Job(job::job(index))).collect()
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [_, "gen", count, out] => generate(count.parse().unwrap_or(0), Path::new(out), true),
        [_, "gen-unlinted", count, out] => {
            generate(count.parse().unwrap_or(0), Path::new(out), false)
        }
        _ => compare(),
    }
}

/// What `gen` does, in a process of its own; or the same without asking the rules, which shows what those cost.
fn generate(count: usize, out: &Path, lint: bool) -> ExitCode {
    COUNT.store(count, Ordering::Relaxed);
    let written = (|| {
        let catalogue = Catalogue::of(&FLEET, site());
        if lint {
            let findings = catalogue.lint_at_least(Level::Error).findings;
            assert_eq!(findings.first(), None, "the fleet is sound");
        }
        let renderer = Renderer::new(Default::default()).map_err(|error| error.to_string())?;
        let files = catalogue.render(&renderer, |_| true).map_err(|error| error.to_string())?;
        let folder = OutFolder::at(out).map_err(|error| error.to_string())?;
        let changes =
            folder.update(files, Format::Hcl.suffixes()).map_err(|error| error.to_string())?;
        Ok::<usize, String>(changes.changes.len())
    })();
    match written {
        Ok(written) => {
            println!("{written} {}", peak_memory());
            // As a real program ends: memory goes back to the system at once, not piece by piece.
            std::process::exit(0)
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn compare() -> ExitCode {
    let Ok(me) = env::current_exe() else { return ExitCode::FAILURE };
    let memory = Path::new("/dev/shm");
    let base = if memory.is_dir() { memory.to_owned() } else { env::temp_dir() };
    let work = base.join(format!("jobwright-fleet-{}", std::process::id()));
    for count in [1_000_usize, 10_000] {
        let python = yardstick::prepare(&work, count);
        let process = |what: &str, out: &Path| {
            let mut command = Command::new(&me);
            command.arg(what).arg(count.to_string()).arg(out);
            command
        };
        let ours = |out: &Path| process("gen", out);
        println!("{count} jobs, {RUNS} runs each, in turn, in {}", base.display());
        let (fresh_out, same_out, python_out) =
            (work.join("ours"), work.join("same"), work.join("python"));
        let _ = ours(&same_out).output();
        let mut times = [const { Vec::new() }; 4];
        let mut said = [const { String::new() }; 4];
        for _ in 0..RUNS {
            fresh(&fresh_out);
            fresh(&python_out);
            time(ours(&fresh_out), &mut times[0], &mut said[0]);
            if let Some(python) = &python {
                time(python.command(&python_out), &mut times[1], &mut said[1]);
            }
            time(ours(&same_out), &mut times[2], &mut said[2]);
            fresh(&fresh_out);
            time(process("gen-unlinted", &fresh_out), &mut times[3], &mut said[3]);
        }
        let ours = median(&mut times[0]);
        report("gen, empty folder", ours, &said[0], None);
        if python.is_some() {
            let theirs = median(&mut times[1]);
            report("Jinja2 loop, checks nothing", theirs, &said[1], Some(ours / theirs));
        }
        let unlinted = median(&mut times[3]);
        report("gen without lint", unlinted, &said[3], None);
        println!("  lint is {:.1} % of gen", (ours - unlinted) / ours * 100.0);
        let same = median(&mut times[2]);
        report("gen, nothing changed", same, &said[2], None);
        stages::print(count, &work.join(format!("stages-{count}")));
    }
    let _ = fs::remove_dir_all(&work);
    ExitCode::SUCCESS
}

fn fresh(folder: &PathBuf) {
    let _ = fs::remove_dir_all(folder);
}

/// Runs a command to its end and notes how long that took and what it said.
fn time(mut command: Command, times: &mut Vec<f64>, said: &mut String) {
    let start = Instant::now();
    let output = command.output();
    times.push(start.elapsed().as_secs_f64());
    if let Ok(output) = output {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        *said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    }
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn report(what: &str, seconds: f64, said: &str, ratio: Option<f64>) {
    let (written, kilobytes) = said.split_once(' ').unwrap_or((said, "0"));
    let megabytes = kilobytes.parse::<f64>().unwrap_or_default() / 1024.0;
    let ratio = ratio.map(|ratio| format!("; ours / theirs {ratio:.2}")).unwrap_or_default();
    println!(
        "  {what:<30} {:>8.1} ms, {written} written, peak {megabytes:.0} MB{ratio}",
        seconds * 1e3
    );
}

/// The most memory that this process has had, in kB.
fn peak_memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()).unwrap_or("0").to_owned()
}
