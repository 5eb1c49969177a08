//! The real Nomad: where it comes from, and the calls that tests make.

use super::call::{Called, Failure, call, clean};
use super::skip::{self, Needed};
use super::{go, program};
use jobwright::jobspec::Version;
use serde_json::Value;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// A loopback port that nobody listens on, so that an offline call cannot reach a stray agent.
const NO_AGENT: &str = "http://127.0.0.1:1";

const NEEDED: Needed = Needed {
    program: "nomad",
    required_by: "JOBWRIGHT_REQUIRE_NOMAD",
    help: "set JOBWRIGHT_NOMAD, put nomad on PATH, or install Go (it is then built from tests/nomad)",
};

/// The nomad binary: `JOBWRIGHT_NOMAD`, or `nomad` on PATH, or built by Go from `tests/nomad`; none where the variable is
/// `none`.
pub fn binary() -> Option<&'static Path> {
    static BINARY: OnceLock<Option<PathBuf>> = OnceLock::new();
    let found = || program("JOBWRIGHT_NOMAD", "nomad").or_else(built);
    BINARY.get_or_init(|| if go::is_unwanted() { None } else { found() }).as_deref()
}

/// Nomad for the test that asks, or None after noting that the test is skipped.
macro_rules! nomad {
    () => {
        $crate::support::nomad::Nomad::or_skip($crate::support::skip::name_of(|| ()))
    };
}
pub(crate) use nomad;

/// The CLI, without an agent or against one.
#[derive(Clone)]
pub struct Nomad {
    address: String,
}

/// What `nomad job plan` found.
pub struct Plan {
    /// Allocations would be created, destroyed or replaced: exit code 1.
    pub moves_allocations: bool,
    /// The job differs at all, in place included: the mark before `Job:`.
    pub differs: bool,
    /// For `-check-index`; 0 for a new job.
    pub index: u64,
    pub text: String,
}

impl Nomad {
    /// Offline; `nomad!()` fills in the name of the test.
    pub fn or_skip(test: &str) -> Option<Self> {
        skip::found(binary(), &NEEDED, test).map(|_| Self { address: NO_AGENT.to_owned() })
    }

    /// The same CLI against the agent at `address`.
    pub fn at(&self, address: &str) -> Self {
        Self { address: address.to_owned() }
    }

    /// The binary's version.
    pub fn version(&self) -> Version {
        static VERSION: OnceLock<Version> = OnceLock::new();
        *VERSION.get_or_init(|| {
            let called = call(self.command().arg("version"), "");
            let version = called.stdout.split_whitespace().nth(1).and_then(Version::parse);
            version.unwrap_or_else(|| panic!("expected `Nomad v1.2.3` from {called}"))
        })
    }

    /// The value of NOMAD_ADDR.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// A nomad command in a clean environment.
    pub fn command(&self) -> Command {
        let mut command = clean(binary().unwrap_or(Path::new("nomad")));
        command.env("NOMAD_ADDR", &self.address);
        command.env("NOMAD_CLI_NO_COLOR", "1").env("NOMAD_CLI_SHOW_HINTS", "false");
        command
    }

    /// Fails unless the file is exactly what `nomad fmt` would make of it.
    pub fn fmt_check(&self, file: &Path) -> Result<(), Failure> {
        self.call(&["fmt", "-check"], Some(file), &[0]).map(drop)
    }

    /// What `nomad fmt` makes of the text.
    ///
    /// In a file: what `nomad fmt -` prints has one newline more before some release.
    pub fn fmt(&self, text: &str) -> Result<String, Box<dyn Error>> {
        let file = tempfile::Builder::new().suffix(".hcl").tempfile()?;
        fs::write(file.path(), text)?;
        self.call(&["fmt"], Some(file.path()), &[0])?;
        Ok(fs::read_to_string(file.path())?)
    }

    /// What `nomad job validate` says of an acceptable file.
    pub fn validate(&self, file: &Path) -> Result<String, Failure> {
        self.call(&["job", "validate"], Some(file), &[0]).map(|called| called.stdout)
    }

    /// The API JSON that Nomad reads from the file, before defaults: `{"Job": …}`.
    pub fn output_json(&self, file: &Path) -> Result<Value, Failure> {
        self.output_json_with(&[], file)
    }

    /// The same with further options, such as `-var-file=…`.
    pub fn output_json_with(&self, options: &[String], file: &Path) -> Result<Value, Failure> {
        let mut words = vec!["job", "run", "-output"];
        words.extend(options.iter().map(String::as_str));
        json(self.call(&words, Some(file), &[0])?)
    }

    /// Runs the file and waits until the deployment is successful.
    pub fn run(&self, file: &Path) -> Result<String, Failure> {
        self.call(&["job", "run"], Some(file), &[0]).map(|called| called.stdout)
    }

    /// Registers the file's job and waits for nothing.
    pub fn register(&self, file: &Path) -> Result<(), Failure> {
        self.call(&["job", "run", "-detach"], Some(file), &[0]).map(drop)
    }

    /// Makes the volume that the file declares.
    pub fn create(&self, file: &Path) -> Result<String, Failure> {
        self.call(&["volume", "create"], Some(file), &[0]).map(|called| called.stdout)
    }

    /// The API JSON of a job as the cluster has it.
    pub fn inspect(&self, job: &str) -> Result<String, Failure> {
        self.call(&["job", "inspect", job], None, &[0]).map(|called| called.stdout)
    }

    /// What running the file would do.
    pub fn plan(&self, file: &Path) -> Result<Plan, Failure> {
        let called = self.call(&["job", "plan"], Some(file), &[0, 1])?;
        let line = |start: &str| called.stdout.lines().find_map(|line| line.split_once(start));
        let index = line("Job Modify Index: ").and_then(|(_, index)| index.parse().ok());
        match (line("Job: \""), index) {
            (Some((mark, _)), Some(index)) => Ok(Plan {
                moves_allocations: called.code == Some(1),
                differs: !mark.is_empty(),
                index,
                text: called.stdout,
            }),
            _ => Err(called.fail()),
        }
    }

    /// Stops the job; the cluster still knows it.
    pub fn stop(&self, job: &str) -> Result<(), Failure> {
        self.call(&["job", "stop", "-yes", job], None, &[0]).map(drop)
    }

    /// Gives the group another count, as an autoscaler does.
    pub fn scale(&self, job: &str, group: &str, count: u32) -> Result<(), Failure> {
        self.call(&["job", "scale", "-detach", job, group, &count.to_string()], None, &[0])
            .map(drop)
    }

    /// Stops the job and forgets it.
    pub fn purge(&self, job: &str) -> Result<(), Failure> {
        self.call(&["job", "stop", "-purge", "-yes", job], None, &[0]).map(drop)
    }

    /// The job as the cluster has it; None if it has none of that name.
    pub fn status(&self, job: &str) -> Result<Option<Value>, Failure> {
        let called = call(self.command().args(["job", "inspect", job]), "");
        if called.stderr.contains("No job(s)") {
            return Ok(None);
        }
        json(called.expect(&[0])?).map(|answer| answer.get("Job").cloned())
    }

    fn call(&self, words: &[&str], file: Option<&Path>, codes: &[i32]) -> Result<Called, Failure> {
        call(self.command().args(words).args(file), "").expect(codes)
    }
}

fn json(called: Called) -> Result<Value, Failure> {
    serde_json::from_str(&called.stdout).map_err(|_| called.fail())
}

fn built() -> Option<PathBuf> {
    go::built("tests/nomad", "github.com/hashicorp/nomad", "nomad")
}
