//! What a job costs grows with the job, and not with its square: each step is measured with ever larger jobs, each of which
//! is large in one way.

mod inputs;
mod jobs;
#[cfg(target_os = "linux")]
pub mod processes;
mod steps;

use std::time::Duration;

use jobs::LARGE;
use steps::STEPS;

use crate::support::clock;

/// What grows no faster than this power of the size is linear: maps, sorting, memory and caches have their share. A square
/// has a power of 2.
const STEEPEST: f64 = 1.5;

/// Below this, what is measured is noise.
const FLOOR: Duration = Duration::from_millis(12);

/// The best of so many counts.
const TRIES: usize = 2;

/// What is too steep is measured so many times: what others do to caches and clocks shows in some of them.
const MEASURED: usize = 4;

/// How long a step takes for a job of each of these sizes, and the power of the size by which the last two differ, if that is
/// too great.
fn too_steep(sizes: &[usize], run: impl Fn(usize) -> Duration) -> Option<String> {
    let mut told = None;
    for _ in 0..MEASURED {
        let took: Vec<Duration> = sizes
            .iter()
            .map(|size| (0..TRIES).map(|_| run(*size)).min().unwrap_or_default())
            .collect();
        let ([.., small, large], [.., before, last]) = (sizes, took.as_slice()) else {
            return None;
        };
        if *last < FLOOR {
            return None;
        }
        let power = (last.as_secs_f64() / before.as_secs_f64().max(1e-6)).ln()
            / (*large as f64 / *small as f64).ln();
        if power <= STEEPEST {
            return None;
        }
        told = Some(format!("grows by a power of {power:.2}: {sizes:?} take {took:?}"));
    }
    told
}

#[test]
fn every_step_is_linear() {
    let mut steep = Vec::new();
    for large in LARGE {
        let texts: Vec<(usize, String)> =
            large.sizes.iter().map(|size| (*size, (large.text)(*size))).collect();
        for step in STEPS {
            let run = |size: usize| {
                let text = texts.iter().find(|(known, _)| *known == size);
                (step.run)(text.map_or("", |(_, text)| text))
            };
            let told = too_steep(large.sizes, run);
            steep.extend(told.map(|told| format!("{} of {}: {told}", step.name, large.name)));
        }
    }
    assert!(steep.is_empty(), "{}", steep.join("\n"));
}

/// What compares each line with all others is found out.
#[test]
fn a_square_is_told() {
    let told = too_steep(&[100, 400, 1600, 4800], |size| {
        let lines: Vec<String> = (0..size).map(|number| format!("line {number}")).collect();
        clock::taken(|| {
            let known = |line: &&String| lines.iter().any(|other| other == *line);
            assert_eq!(lines.iter().filter(known).count(), size);
        })
    });
    assert!(told.is_some_and(|told| told.contains("a power of")));
}
