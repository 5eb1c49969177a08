//! What can go wrong while jobs are deployed: each fault on a real agent, what `deploy` says of it, and that the same
//! command completes when it is over.

mod acl;
mod allocations;
mod api;
mod batch;
mod counts;
mod disk;
mod healthy;
mod interrupted;
mod killed;
mod names;
mod others;
mod programs;
mod prune;
mod refused;
mod standing;
mod terminal;
mod token;
mod unhealthy;
mod unplaced;
mod variables;
mod volume;
mod words;

use std::process::{Child, Command, Stdio};

use serde_json::Value;

use super::deploys;
use crate::cli::{Project, Run};
use crate::support::agent::Agent;
use crate::support::nomad::Nomad;
use crate::support::setup::Setup;

/// A folder of job files, and the cluster that they are deployed to.
pub struct Bench {
    pub folder: Project,
    pub nomad: Nomad,
    /// Where `deploy` asks, as `host:port`.
    address: String,
}

impl Bench {
    /// With an agent of its own.
    pub fn start(nomad: &Nomad) -> Result<(Self, Agent), Box<dyn std::error::Error>> {
        let agent = Agent::of(Setup::durable(), nomad)?;
        Ok((Self::at(agent.address(), nomad), agent))
    }

    /// Asks at this `host:port`.
    pub fn at(address: &str, nomad: &Nomad) -> Self {
        let direct = nomad.at(&format!("http://{address}"));
        Self { folder: Project::outside(), nomad: direct, address: address.to_owned() }
    }

    /// The same folder and agent, asked at another `host:port`.
    pub fn through(self, address: &str) -> Self {
        Self { address: address.to_owned(), ..self }
    }

    /// Writes `ID.nomad.hcl`.
    pub fn job(&self, job: &Hcl) {
        self.folder.file(&format!("{}.nomad.hcl", job.id), job.text());
    }

    /// Registers the file of this ID, as somebody else does.
    pub fn somebody_registers(&self, job: &Hcl) {
        let file = tempfile::Builder::new().suffix(".nomad.hcl").tempfile().expect("a file");
        std::fs::write(file.path(), job.text()).expect("written");
        self.nomad.register(file.path()).expect("registered");
    }

    /// `deploy` of these jobs: `deploy("one two", "--rollback")`.
    pub fn deploy(&self, jobs: &str, options: &str) -> Run {
        self.run(&self.line(jobs, options))
    }

    pub fn run(&self, arguments: &str) -> Run {
        deploys::call(&self.folder, &self.nomad, &self.address, arguments)
    }

    /// A call with this environment.
    pub fn run_with(&self, environment: &[(&str, &str)], arguments: &str) -> Run {
        let mut command = self.command(arguments);
        Run::of(command.envs(environment.iter().copied()), b"")
    }

    /// A call, ready to run.
    pub fn command(&self, arguments: &str) -> Command {
        deploys::command(&self.folder, &self.nomad, &self.address, arguments)
    }

    /// `deploy`, while the test goes on.
    pub fn begin(&self, jobs: &str, options: &str) -> Begun {
        self.start_call(&self.line(jobs, options))
    }

    /// Any call, while the test goes on.
    pub fn start_call(&self, arguments: &str) -> Begun {
        let mut command = self.command(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Begun(Some(command.spawn().expect("it starts")))
    }

    fn line(&self, jobs: &str, options: &str) -> String {
        let files: Vec<String> = jobs.split(' ').map(|id| format!("{id}.nomad.hcl")).collect();
        format!("deploy {} --auto-approve {options}", files.join(" "))
    }
}

/// A call that goes on; ended at once, where the test does not wait for its end.
pub struct Begun(Option<Child>);

impl Begun {
    /// The id of its process.
    pub fn id(&self) -> u32 {
        self.0.as_ref().map(Child::id).unwrap_or_default()
    }

    /// Waits for its end.
    pub fn ended(mut self) -> Run {
        let child = self.0.take().expect("it goes on");
        child.wait_with_output().expect("it ends").into()
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            // The test has failed already.
            _ = child.kill();
            _ = child.wait();
        }
    }
}

/// The version of a job; nothing, where the cluster has none, or it was stopped.
pub fn version(agent: &Agent, id: &str) -> Option<u64> {
    let job = agent.get(&format!("/v1/job/{id}"))?;
    (job["Stop"] == Value::Bool(false)).then(|| job["Version"].as_u64())?
}

/// How many allocations of a job run.
pub fn running(agent: &Agent, id: &str) -> usize {
    let all = agent.get(&format!("/v1/job/{id}/allocations")).unwrap_or_default();
    let runs = |own: &&Value| own["ClientStatus"] == "running" && own["DesiredStatus"] == "run";
    all.as_array().into_iter().flatten().filter(runs).count()
}

/// A job of one group and one task that runs a script, as HCL.
#[derive(Clone)]
pub struct Hcl {
    id: String,
    kind: &'static str,
    /// Attributes that say where it is.
    place: String,
    script: String,
    count: u32,
    /// How long it must run to be healthy.
    least: &'static str,
    /// Blocks and attributes of its `update`, and of its group.
    update: String,
    group: String,
}

impl Hcl {
    pub fn of(kind: &'static str, id: &str) -> Self {
        let script = if kind.ends_with("batch") { "true" } else { "exec sleep 3600" };
        let none = String::new;
        Self {
            id: id.to_owned(),
            kind,
            place: none(),
            script: script.to_owned(),
            count: 1,
            least: "0s",
            update: none(),
            group: none(),
        }
    }

    pub fn service(id: &str) -> Self {
        Self::of("service", id)
    }

    /// In this namespace, which its file names.
    pub fn of_namespace(mut self, name: &str) -> Self {
        self.place += &format!("  namespace = {name:?}\n");
        self
    }

    /// In this region, which its file names.
    pub fn of_region(mut self, name: &str) -> Self {
        self.place += &format!("  region = {name:?}\n");
        self
    }

    pub fn script(self, script: &str) -> Self {
        Self { script: script.to_owned(), ..self }
    }

    pub fn count(self, count: u32) -> Self {
        Self { count, ..self }
    }

    /// Is healthy only when it has run for so long.
    pub fn healthy_after(self, least: &'static str) -> Self {
        Self { least, ..self }
    }

    pub fn with_update(mut self, text: &str) -> Self {
        self.update += &format!("    {text}\n");
        self
    }

    pub fn with_group(mut self, text: &str) -> Self {
        self.group += &format!("    {text}\n");
        self
    }

    pub fn text(&self) -> String {
        let Self { id, kind, place, script, count, least, update, group } = self;
        let update = match *kind {
            "service" => format!(
                "  update {{\n    min_healthy_time = \"{least}\"\n    healthy_deadline = \"40s\"\n    \
                 progress_deadline = \"50s\"\n{update}  }}\n"
            ),
            _ => String::new(),
        };
        let reschedule = match *kind {
            "service" | "batch" => {
                "    reschedule {\n      attempts = 0\n      unlimited = false\n    }\n"
            }
            _ => "",
        };
        format!(
            r#"job "{id}" {{
  datacenters = ["dc1"]
  type        = "{kind}"
{place}{update}  group "app" {{
    count = {count}
    restart {{
      attempts = 0
      mode     = "fail"
    }}
{reschedule}    ephemeral_disk {{
      size = 10
    }}
{group}    task "main" {{
      driver       = "raw_exec"
      kill_timeout = "1s"
      config {{
        command = "/bin/sh"
        args    = ["-c", "{script}"]
      }}
      logs {{
        max_files     = 1
        max_file_size = 2
      }}
      resources {{
        cpu    = 20
        memory = 16
      }}
    }}
  }}
}}
"#
        )
    }
}
