//! What is done with a job file, or with the job in it.

use std::collections::BTreeMap;
use std::time::Duration;

use jobwright::house::Site;
use jobwright::import::{Imported, JobFile, JobReader, Mode, SourceFile, Values, rust};
use jobwright::lint::{self, Context};
use jobwright::render::Renderer;
use jobwright::{Defined, Definition};
use jobwright_hcl::fmt;

use crate::support::clock::taken;

/// A step.
pub struct Step {
    /// What it is called.
    pub name: &'static str,
    /// Takes it with a job file, and says how long that took.
    pub run: fn(&str) -> Duration,
}

/// All of them.
pub const STEPS: &[Step] = &[
    Step { name: "fmt", run: format },
    Step { name: "gen", run: generate },
    Step { name: "the rules", run: judge },
    Step { name: "import to Rust", run: to_rust },
    Step { name: "import to HCL", run: to_hcl },
    Step { name: "import to JSON", run: to_json },
];

fn read(text: &str, mode: Mode) -> Imported {
    let values = Values::default();
    let reader = JobReader::new(mode, &values).expect("a reader");
    // As for JSON, which has no variables.
    let reader = if mode == Mode::Evaluate { reader.for_json() } else { reader };
    let file = SourceFile::new("large.nomad.hcl", text);
    reader.read(JobFile::parse(&file)).expect("a job")
}

fn format(text: &str) -> Duration {
    taken(|| assert!(fmt::format(text).is_ok()))
}

fn generate(text: &str) -> Duration {
    let job = read(text, Mode::Keep).job;
    let renderer = Renderer::new(BTreeMap::new()).expect("our templates");
    taken(|| assert!(renderer.job(&job, "").is_ok()))
}

fn judge(text: &str) -> Duration {
    let site = Site::bare("lab");
    let definition = Definition::Job(read(text, Mode::Keep).job);
    let defined = Defined { source: "large.rs".into(), definition };
    taken(|| _ = lint::check(&Context::new(&site, &[&defined])))
}

fn to_rust(text: &str) -> Duration {
    let job = read(text, Mode::Keep).job;
    taken(|| assert!(rust(&job, &Site::bare("lab"), &[]).text.len() > 100))
}

fn to_hcl(text: &str) -> Duration {
    taken(|| _ = read(text, Mode::Keep))
}

fn to_json(text: &str) -> Duration {
    let imported = read(text, Mode::Evaluate);
    let mut json = String::new();
    let written = taken(|| json = serde_json::to_string(&imported.job).expect("JSON"));
    written + taken(|| _ = read(text, Mode::Evaluate)) + taken(|| _ = read(&json, Mode::Evaluate))
}
