//! What the program takes for a file of a stranger: each kind in four sizes, by each command that reads such files.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::{STEEPEST, inputs::INPUTS};
use crate::support::Tested;
use crate::support::cost::Cost;

/// Each size is so many times the one before.
const STEP: usize = 4;

/// No file takes more memory than a small machine has.
pub const MOST_MEMORY: u64 = 500_000_000;

/// Nor more time than people wait: 2 seconds, of a program that is optimised, as those of tests are not.
pub const MOST_TIME: Duration = Duration::from_secs(if cfg!(debug_assertions) { 30 } else { 2 });

/// What is less is the start of a program, and noise.
const FLOOR: Cost = Cost { cpu: Duration::from_millis(150), peak: 48_000_000, code: None };

const COMMANDS: &[&str] = &[
    "fmt --check",
    "lint",
    "map",
    "map --format html",
    "import --stdout --to hcl",
    "import --stdout --to json",
    "import --stdout --to rust",
];

/// By which power of the size it grows from one to the next.
fn power(before: f64, after: f64) -> f64 {
    (after / before).ln() / (STEP as f64).ln()
}

/// What is wrong with the costs of ever larger files.
fn faults(costs: &[Cost]) -> Option<String> {
    let (last, before) = (costs.last()?, costs.iter().nth_back(1)?);
    // A file that is too large is refused early.
    let grows = |before: f64, after: f64, floor: f64| {
        Some(power(before.max(floor / STEP as f64), after)).filter(|_| after > floor)
    };
    let time = grows(before.cpu.as_secs_f64(), last.cpu.as_secs_f64(), FLOOR.cpu.as_secs_f64());
    let memory = grows(before.peak as f64, last.peak as f64, FLOOR.peak as f64);
    let told = |what: &str| {
        let costs = costs
            .iter()
            .map(|cost| format!("{:.2} s {} MB", cost.cpu.as_secs_f64(), cost.peak / 1_000_000));
        Some(format!("{what}: {}", costs.collect::<Vec<_>>().join(", ")))
    };
    match costs.iter().find(|cost| !matches!(cost.code, Some(0..=2))) {
        Some(cost) => told(&format!("ends with {:?}", cost.code)),
        None if last.peak > MOST_MEMORY => told("takes too much memory"),
        None if last.cpu > MOST_TIME => told("takes too long"),
        None if time.is_some_and(|power| power > STEEPEST) => told("takes ever longer"),
        None if memory.is_some_and(|power| power > STEEPEST) => told("takes ever more memory"),
        None => None,
    }
}

#[test]
fn no_file_takes_more_than_its_share() -> Tested {
    let folder = tempfile::tempdir()?;
    let mut found = Vec::new();
    for input in INPUTS {
        let files = (0..4).rev().map(|at| {
            let size = input.most / STEP.pow(at);
            let name = format!("{size}.{}", input.extension);
            fs::write(folder.path().join(&name), (input.text)(size)).map(|()| name)
        });
        let files = files.collect::<Result<Vec<_>, _>>()?;
        for command in COMMANDS {
            if input.extension == "json" && command.starts_with("fmt") {
                continue;
            }
            let costs = files.iter().map(|file| {
                // What would take the machine is ended.
                let script =
                    format!("ulimit -v 4000000; ulimit -t 120; exec \"$0\" {command} {file}");
                let mut shell = Command::new("sh");
                let program = env!("CARGO_BIN_EXE_jobwright");
                shell.args(["-c", &script, program]).current_dir(folder.path());
                Cost::of(&mut shell, Stdio::null())
            });
            let costs = costs.collect::<Result<Vec<_>, _>>()?;
            found.extend(faults(&costs).map(|told| format!("{command}, {}: {told}", input.name)));
        }
        for file in files {
            fs::remove_file(folder.path().join(file))?;
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}

/// What compares each with all others is found out, and so is what fills the memory.
#[test]
fn what_grows_too_fast_is_told() {
    let cost = |cpu: u64, peak: u64| Cost { cpu: Duration::from_millis(cpu), peak, code: Some(1) };
    let told = |costs: &[Cost]| faults(costs).unwrap_or_default();
    assert_eq!(told(&[cost(10, 9_000_000), cost(40, 12_000_000), cost(160, 48_000_001)]), "");
    assert!(told(&[cost(100, 1), cost(400, 1), cost(6400, 1)]).starts_with("takes ever longer"));
    assert!(told(&[cost(1, 1), cost(1, 20_000_000), cost(1, 300_000_000)]).contains("ever more"));
    assert!(told(&[cost(1, 1), cost(1, 200_000_000), cost(1, 600_000_000)]).contains("too much"));
    assert!(told(&[cost(1, 1), cost(90_000, 1), cost(100_000, 1)]).starts_with("takes too long"));
    let ended = Cost { code: None, ..cost(1, 1) };
    assert!(told(&[ended, cost(1, 1), cost(1, 1)]).starts_with("ends with None"));
}
