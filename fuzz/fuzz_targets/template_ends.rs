//! Whatever a project's template says, rendering ends, with a text that says what was asked for or with an error.
//!
//! Work is bounded too: `fuzz/run` ends an input that takes longer than 10 seconds or more than 3 GiB as a finding.

#![no_main]

use std::collections::BTreeMap;

use jobwright::jobspec::{Docker, Group, Job, Task};
use jobwright::render::Renderer;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let own = BTreeMap::from([("task.hcl.j2".to_owned(), text)]);
    let renderer = match Renderer::new(own) {
        Ok(renderer) => renderer,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    let task = Task::new("t", Docker::image("web:1")).env("A", "b");
    let job = Job::batch("web").group(Group::new("g").task(task));
    if let Err(error) = renderer.job(&job, "") {
        assert!(!error.to_string().is_empty());
    }
});
