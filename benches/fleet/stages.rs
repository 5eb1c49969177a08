//! Where the time goes, stage by stage, on one thread.

use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Instant;

use jobwright::generate::{Catalogue, Format};
use jobwright::lint::Level;
use jobwright::out::{File, OutFolder};
use jobwright::render::{Renderer, layout, verify_job};
use jobwright::second_reader;

/// Prints the time of each stage for so many jobs, in microseconds a job.
pub fn print(count: usize, folder: &Path) {
    super::registry::COUNT.store(count, Ordering::Relaxed);
    let clock = Instant::now();
    let catalogue = Catalogue::of(&super::registry::FLEET, super::registry::site());
    let build = clock.elapsed();
    let clock = Instant::now();
    assert_eq!(catalogue.lint_at_least(Level::Error).findings.first(), None);
    let lint = clock.elapsed();
    let clock = Instant::now();
    let Ok(renderer) = Renderer::new(Default::default()) else { return };
    let setup = clock.elapsed();
    let jobs: Vec<_> = catalogue.items.iter().filter_map(|item| item.job()).collect();
    let clock = Instant::now();
    let printed: Vec<String> = jobs.iter().filter_map(|job| renderer.print(*job).ok()).collect();
    let print = clock.elapsed();
    let clock = Instant::now();
    let formatted: Vec<String> = printed.iter().filter_map(|text| layout("", text).ok()).collect();
    let format = clock.elapsed();
    let clock = Instant::now();
    let verified =
        jobs.iter().zip(&formatted).filter(|(job, text)| verify_job(job, text).is_ok()).count();
    let verify = clock.elapsed();
    assert_eq!(verified, count, "all of them can be rendered and verified");
    let clock = Instant::now();
    let read = jobs.iter().zip(&formatted).map(|(job, text)| second_reader::job(job, text));
    let same = read.filter(|read| read.as_ref().is_ok_and(|read| read.differences.is_empty()));
    let same = same.count();
    let second = clock.elapsed();
    assert_eq!(same, count, "all of them are the same to a second reader");
    let files: Vec<File> = catalogue
        .items
        .iter()
        .zip(formatted)
        .map(|(item, text)| File { path: item.path(Format::Hcl), text })
        .collect();
    let clock = Instant::now();
    let written = OutFolder::at(folder).and_then(|folder| folder.update(&files, &[]));
    let write = clock.elapsed();
    assert!(written.is_ok_and(|changes| changes.files.len() == count), "all of them are written");
    let each = |time: std::time::Duration| time.as_secs_f64() * 1e6 / count as f64;
    println!(
        "  one thread, µs a job: build {:.1}, lint {:.1}, render {:.1}, format {:.1}, read back {:.1}, write (two threads) {:.1}; second reading, for `--check` only, {:.1}; templates {:.1} ms once",
        each(build),
        each(lint),
        each(print),
        each(format),
        each(verify),
        each(write),
        each(second),
        setup.as_secs_f64() * 1e3
    );
}
