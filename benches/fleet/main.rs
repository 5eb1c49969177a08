//! `gen` for fleets of jobs, as a whole process, beside what prints the same jobs and checks nothing: a Python loop over
//! one Jinja2 template, gomplate in one process, and the limit, which is MiniJinja and a rename and nothing else.
//!
//! `cargo bench --bench fleet` prints the figures; all sides write into a memory file system where there is one. The
//! Python loop needs `python3` with `jinja2`, and gomplate a `gomplate` on the PATH; what is missing is said.

mod generate;
mod job;
mod registry;
mod sides;
mod stages;
mod yardstick;

use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::{env, fs};

use crate::generate::Way;
use crate::registry::COUNT;
use crate::sides::{Side, measure};

/// So many jobs, and so many runs of each command, of which the median is printed.
const FLEETS: [(usize, usize); 4] = [(1, 31), (1_000, 9), (10_000, 9), (50_000, 3)];

/// Stage by stage, figures of so many jobs are printed: a job costs the same in larger fleets.
const STAGES: [usize; 2] = [1_000, 10_000];

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().collect();
    let [_, way, count, out] = arguments.as_slice() else { return compare() };
    let (count, out) = (count.parse().unwrap_or(0), Path::new(out));
    COUNT.store(count, Ordering::Relaxed);
    let done = match way.as_str() {
        "gen" => generate::run(Way::Gen, out),
        "check" => generate::run(Way::Check, out),
        "limit" => yardstick::limit(count, out),
        way => Err(format!("`{way}` is no way to generate")),
    };
    match done {
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
    let memory = Path::new("/dev/shm");
    let base = if memory.is_dir() { memory.to_owned() } else { env::temp_dir() };
    let work = base.join(format!("jobwright-fleet-{}", std::process::id()));
    let mut before: Option<(usize, f64)> = None;
    let done = FLEETS.into_iter().try_for_each(|(count, runs)| {
        println!("{count} jobs, {runs} runs each, in turn, in {}; load {}", base.display(), load());
        let result = Side::all(&work, count).and_then(|sides| measure(sides, &work, runs));
        let _ = fs::remove_dir_all(&work);
        let seconds = result?;
        if let Some((fewer, faster)) = before.filter(|(fewer, _)| *fewer > 1) {
            let power = (seconds / faster).ln() / (count as f64 / fewer as f64).ln();
            println!("  from {fewer} jobs, what gen takes grows by a power of {power:.2}");
        }
        before = Some((count, seconds));
        if STAGES.contains(&count) {
            stages::print(count, &work);
            let _ = fs::remove_dir_all(&work);
        }
        Ok::<(), String>(())
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// How busy the machine has been for a minute, which no figure is better than.
fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').next().unwrap_or_default().to_owned()
}

/// The most memory that this process has had, in kB.
fn peak_memory() -> u64 {
    sides::peak_memory("self").unwrap_or(0)
}
