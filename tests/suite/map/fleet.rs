//! The map of 500 jobs at three sites: how large it is, and how long it takes.

use std::fs;
use std::time::{Duration, Instant};

use crate::cli::Project;

#[test]
fn the_page_of_500_jobs_at_three_sites_is_small_and_soon_there() {
    let project = Project::with("fleet");
    // The program and its registry are read from the disk once.
    project.quietly("list").ends(0);
    let begun = Instant::now();
    project.quietly("map --format html --out page.html").ends(0);
    let took = begun.elapsed();
    let page = fs::read_to_string(project.path("page.html")).expect("a page");
    assert!(page.len() < 1_000_000, "{} bytes", page.len());
    assert!(page.contains("surveys-worker") && page.contains("austin"), "jobs are missing");
    // A machine on which all tests run at once is slow.
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[test]
fn the_fleet_is_a_registry_that_gen_takes() {
    Project::with("fleet").quietly("gen").ends(0);
}

#[test]
fn what_mermaid_does_not_draw_is_said() {
    let project = Project::with("fleet");
    let all = project.quietly("map --format mermaid").ends(0);
    assert!(all.stderr.contains("maxTextSize"), "{}", all.stderr);
    let one = project.quietly("map --format mermaid --site berlin billing-api").ends(0);
    assert_eq!(one.stderr, "");
}
