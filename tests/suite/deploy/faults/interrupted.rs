//! Ctrl-C at any moment.

use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use super::{Begun, Bench, Hcl, running, version};
use crate::cli::Run;
use crate::support::Tested;
use crate::support::agent::Agent;
use crate::support::nomad::nomad;

const JOBS: [&str; 3] = ["one", "two", "three"];
const TIMES: u64 = 20;

/// So long it may take until it has said in which state everything is.
const SECONDS: u64 = 8;

/// So long a deployment of these jobs takes, roughly.
const SPAN: u64 = 2400;

/// So many times it is stopped before it has planned.
const EARLY: u64 = 4;

/// So long the system may take to start the program.
const START: u64 = 100;

#[test]
fn ctrl_c_at_twenty_moments_says_what_is_true_and_the_same_command_completes() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent) = Bench::start(&nomad)?;
    let mut seed = 15;
    let mut met = 0;
    for time in 0..TIMES {
        for id in JOBS {
            bench.job(&Hcl::service(id).script(&format!("exec sleep {}", 3600 + time)));
        }
        // A step of Knuth's generator: the same moments in every run. Before anything is planned they would be rare.
        seed = u64::wrapping_mul(seed, 6_364_136_223_846_793_005).wrapping_add(1);
        let moment = if time < EARLY { 20 * (time + 1) } else { 100 + (seed >> 33) % SPAN };
        let before = JOBS.map(|id| version(&agent, id));
        let begun = bench.begin(&JOBS.join(" "), "--parallel 2");
        thread::sleep(Duration::from_millis(moment));
        let asked = Instant::now();
        interrupt(&begun);
        let said = begun.ended();
        assert!(asked.elapsed() < Duration::from_secs(SECONDS), "after {moment} ms: {said}");
        met += usize::from(said.code == 1);
        if said.code == -1 && moment < START {
            // The program had not begun.
            assert_eq!(JOBS.map(|id| version(&agent, id)), before, "after {moment} ms: {said}");
        } else if said.code != 0 {
            assert_eq!(said.code, 1, "after {moment} ms: {said}");
            agrees(&agent, &said, before, moment);
        }
        let done = bench.deploy(&JOBS.join(" "), "").ends(0);
        for (id, before) in JOBS.into_iter().zip(before) {
            let wanted = before.map_or(0, |before| before + 1);
            assert_eq!(version(&agent, id), Some(wanted), "{id} after {moment} ms: {said}{done}");
        }
    }
    assert!(met as u64 > TIMES / 2, "only {met} of {TIMES} were interrupted");
    assert_eq!(JOBS.map(|id| running(&agent, id)), [1; 3]);
    Ok(())
}

fn interrupt(begun: &Begun) {
    let mut kill = Command::new("kill");
    kill.args(["-INT", &begun.id().to_string()]);
    assert!(kill.status().is_ok_and(|status| status.success()));
}

/// What is said of each job is what the cluster has.
#[track_caller]
fn agrees(agent: &Agent, said: &Run, before: [Option<u64>; 3], moment: u64) {
    let list = |words: &str| -> Vec<&str> {
        let mut lines = said.stderr.lines();
        let line = lines.find_map(|line| line.strip_prefix(words)?.strip_prefix(": "));
        line.map(|names| names.split(", ").collect()).unwrap_or_default()
    };
    let nothing = said.stderr.contains("interrupted, nothing was deployed\n");
    let (deployed, interrupted) = (list("deployed"), list("interrupted"));
    for (id, before) in JOBS.into_iter().zip(before) {
        let is_new = version(agent, id) != before;
        let is_said = deployed.contains(&id)
            || interrupted.contains(&id)
                && said.stderr.contains(&format!("{id}: version "))
                && said.stderr.contains(" is registered, and its rollout continues\n");
        assert_eq!(is_new, is_said, "{id} after {moment} ms: {said}");
        let is_named = is_said
            || nothing
            || list("not begun").contains(&id)
            || interrupted.contains(&id)
                && said.stderr.contains(&format!("{id}: nothing was registered\n"));
        assert!(is_named, "{id} after {moment} ms: {said}");
    }
}
