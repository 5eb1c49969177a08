//! Who is compared, and how long each takes.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use crate::yardstick;

/// One command that writes, or looks at, all jobs.
pub struct Side {
    what: &'static str,
    /// Where it writes; below the folder of the comparison.
    out: PathBuf,
    command: Command,
    /// Whether it begins in an empty folder.
    fresh: bool,
    /// Whether it says itself how many files it wrote, and how much memory that took.
    says: bool,
}

impl Side {
    /// All that there are here, `gen` first.
    pub fn all(work: &Path, count: usize) -> Result<Vec<Self>, String> {
        let me = env::current_exe().map_err(|error| error.to_string())?;
        let own = |what, way: &str, out: &str, fresh| {
            let out = work.join(out);
            let mut command = Command::new(&me);
            command.arg(way).arg(count.to_string()).arg(&out);
            Self { what, out, command, fresh, says: true }
        };
        let mut sides = vec![
            own("gen, empty folder", "gen", "fresh", true),
            own("gen, nothing changed", "gen", "same", false),
            own("gen --check", "check", "same", false),
            own("the limit, on one thread", "limit", "limit", true),
        ];
        let yardsticks = yardstick::write(work, count).map_err(|error| error.to_string())?;
        let mut theirs =
            |what, is_here: bool, out: &str, command: &dyn Fn(&Path) -> Command, says| {
                let out = work.join(out);
                let command = command(&out);
                match is_here {
                    true => sides.push(Self { what, out, command, fresh: true, says }),
                    false => println!("  {what} is missing: there is none on the PATH"),
                }
            };
        let jinja = |out: &Path| yardsticks.jinja(out);
        theirs("Jinja2 loop", yardstick::has_jinja(), "jinja", &jinja, true);
        let gomplate = |out: &Path| yardsticks.gomplate(out);
        theirs("gomplate, one process", yardstick::has_gomplate(), "gomplate", &gomplate, false);
        Ok(sides)
    }

    /// Runs it once: the seconds from start to end, and what it said.
    fn run(&mut self) -> Result<(f64, String), String> {
        self.prepare()?;
        let start = Instant::now();
        let output = self.command.output();
        let seconds = start.elapsed().as_secs_f64();
        let output = output.map_err(|error| format!("{}: {error}", self.what))?;
        if !output.status.success() {
            return Err(format!("{}: {}", self.what, String::from_utf8_lossy(&output.stderr)));
        }
        Ok((seconds, String::from_utf8_lossy(&output.stdout).trim().to_owned()))
    }

    fn prepare(&self) -> Result<(), String> {
        if self.fresh {
            let _ = fs::remove_dir_all(&self.out);
        }
        fs::create_dir_all(&self.out).map_err(|error| error.to_string())
    }

    /// Runs it once more, and looks every millisecond at how much memory it has had.
    fn watched(&mut self) -> Result<String, String> {
        self.prepare()?;
        let mut child = self
            .command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{}: {error}", self.what))?;
        let (process, mut peak) = (child.id().to_string(), 0);
        while child.try_wait().map_err(|error| error.to_string())?.is_none() {
            peak = peak_memory(&process).unwrap_or(peak);
            thread::sleep(Duration::from_millis(1));
        }
        let written = fs::read_dir(&self.out).map_err(|error| error.to_string())?.count();
        Ok(format!("{written} {peak}"))
    }
}

/// Runs all of them in turn, so often, and prints what each takes beside `gen`, whose seconds are returned.
pub fn measure(mut sides: Vec<Side>, work: &Path, runs: usize) -> Result<f64, String> {
    for side in sides.iter_mut().filter(|side| !side.fresh) {
        // There is something that does not change.
        let mut first = Command::new(side.command.get_program());
        let arguments: Vec<_> = side.command.get_args().skip(1).collect();
        let output =
            first.arg("gen").args(arguments).output().map_err(|error| error.to_string())?;
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let mut times = vec![Vec::new(); sides.len()];
    let mut said = vec![String::new(); sides.len()];
    for _ in 0..runs {
        for ((side, times), said) in sides.iter_mut().zip(&mut times).zip(&mut said) {
            let (seconds, words) = side.run()?;
            times.push(seconds);
            *said = words;
        }
    }
    yardstick::same_texts(work)?;
    let medians: Vec<f64> = times.into_iter().map(median).collect();
    let ours = medians.first().copied().unwrap_or_default();
    for ((side, seconds), said) in sides.iter_mut().zip(medians).zip(said) {
        let said = if side.says { said } else { side.watched()? };
        let (written, kilobytes) = said.split_once(' ').unwrap_or((&said, "0"));
        let megabytes = kilobytes.parse::<f64>().unwrap_or_default() / 1024.0;
        println!(
            "  {:<26} {:>8.1} ms, {written:>5} written, peak {megabytes:>4.0} MiB, gen is {:.2} of it",
            side.what,
            seconds * 1e3,
            ours / seconds
        );
    }
    Ok(ours)
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// The most memory that a process has had, in kB; nothing, where it is gone.
pub fn peak_memory(process: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
