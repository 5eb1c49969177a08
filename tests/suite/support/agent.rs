//! An agent of the test's own: its own ports, data and log; gone, with its tasks, when it is dropped.

use super::call::call;
use super::daemon::{self, Daemon, free_ports};
use super::disk::Disk;
use super::nomad::Nomad;
use super::setup::{Role, Setup};
use super::{http, wait_for};
use serde_json::Value;
use std::error::Error;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

const SECONDS_TO_START: u64 = 60;

/// How often another program may take a port between finding it free and listening on it.
const ATTEMPTS: usize = 3;

/// A running agent; if it is a client, with a ready node.
pub struct Agent {
    // In the order in which they may go: nothing runs any more where data is removed.
    daemon: Daemon,
    nomad: Nomad,
    setup: Arc<Setup>,
    address: String,
    ports: [u16; 3],
    /// How often it was started.
    starts: usize,
    folder: TempDir,
}

impl Agent {
    /// A dev agent in datacenter `dc1`.
    pub fn start(nomad: &Nomad) -> Result<Self, Box<dyn Error>> {
        Self::of(Setup::dev(), nomad)
    }

    /// A dev agent in this datacenter.
    pub fn start_in(datacenter: &str, nomad: &Nomad) -> Result<Self, Box<dyn Error>> {
        Self::of(Setup::dev().datacenter(datacenter), nomad)
    }

    /// A dev agent that registers services in the Consul at this address too.
    pub fn start_with(
        datacenter: &str,
        nomad: &Nomad,
        consul: Option<&str>,
    ) -> Result<Self, Box<dyn Error>> {
        let setup = Setup::dev().datacenter(datacenter);
        match consul {
            Some(address) => Self::of(setup.consul(address), nomad),
            None => Self::of(setup, nomad),
        }
    }

    /// An agent that is set up like this.
    pub fn of(setup: Setup, nomad: &Nomad) -> Result<Self, Box<dyn Error>> {
        let setup = Arc::new(setup);
        let mut last = String::new();
        for _ in 0..ATTEMPTS {
            let mut agent = Self::launch(&setup, nomad)?;
            if agent.becomes_ready() {
                return Ok(agent);
            }
            last = agent.daemon.log();
            if !last.contains("address already in use") {
                break;
            }
        }
        Err(format!("no agent is ready after {SECONDS_TO_START} s; its log:\n{last}").into())
    }

    /// The CLI against this agent.
    pub fn nomad(&self) -> &Nomad {
        &self.nomad
    }

    /// Where its HTTP API answers, as `host:port`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Where clients find it, if it is a server.
    pub fn rpc(&self) -> String {
        format!("127.0.0.1:{}", self.ports[1])
    }

    /// Where other servers find it, if it is one.
    pub fn gossip(&self) -> String {
        format!("127.0.0.1:{}", self.ports[2])
    }

    /// The name that it was given.
    pub fn name(&self) -> &str {
        self.setup.name.as_deref().unwrap_or_default()
    }

    /// The small disk that it has its data on.
    pub fn disk(&self) -> Option<&Disk> {
        self.setup.disk.as_ref()
    }

    /// The JSON that the agent's HTTP API answers; None unless it answers 200.
    pub fn get(&self, path: &str) -> Option<Value> {
        if let Some(authority) = self.setup.authority() {
            let mut ask = self.nomad.command();
            // Whoever has something on its standard input would post it.
            ask.args(["operator", "api", "-X", "GET", path]).env("NOMAD_CACERT", authority);
            return serde_json::from_str(&call(&mut ask, "").expect(&[0]).ok()?.stdout).ok();
        }
        let (status, body) = http::get(&self.address, path).ok()?;
        if status == 200 { serde_json::from_str(&body).ok() } else { None }
    }

    /// Waits until a node is ready, which an agent that asks for a token tells nobody without one.
    pub fn awaits_node(&self, token: &str) -> Result<(), Box<dyn Error>> {
        let is_ready = || {
            let mut ask = self.nomad.command();
            ask.args(["node", "status", "-json"]).env("NOMAD_TOKEN", token);
            let nodes = call(&mut ask, "").expect(&[0]).ok()?.stdout;
            let nodes: Value = serde_json::from_str(&nodes).ok()?;
            (nodes[0]["Status"] == "ready").then_some(())
        };
        Ok(wait_for(SECONDS_TO_START, is_ready).ok_or("no node is ready")?)
    }

    /// Kills it hard. Its tasks go on.
    pub fn kill(&mut self) {
        self.daemon.kill();
    }

    /// Starts it again, with the data and the ports that it had, and waits until it is ready. Its tasks are found if
    /// they still run.
    pub fn start_again(&mut self) -> Result<(), Box<dyn Error>> {
        self.kill();
        self.starts += 1;
        self.daemon =
            launch(&self.setup, self.folder.path(), self.ports, self.starts, &self.nomad)?;
        if self.becomes_ready() {
            return Ok(());
        }
        let log = self.daemon.log();
        Err(format!("not ready again after {SECONDS_TO_START} s; its log:\n{log}").into())
    }

    fn launch(setup: &Arc<Setup>, nomad: &Nomad) -> io::Result<Self> {
        // The path of a plugin's socket must be short, or the kernel refuses it.
        let folder = if setup.is_dev() {
            daemon::folder("agent-")?
        } else {
            tempfile::Builder::new().prefix("nomad-").tempdir()?
        };
        let ports = setup.ports.map_or_else(free_ports, Ok)?;
        let address = format!("127.0.0.1:{}", ports[0]);
        let scheme = if setup.certificates.is_some() { "https" } else { "http" };
        let nomad = nomad.at(&format!("{scheme}://{address}"));
        let daemon = launch(setup, folder.path(), ports, 0, &nomad)?;
        Ok(Self { daemon, nomad, setup: Arc::clone(setup), address, ports, starts: 0, folder })
    }

    /// Waits until it answers, and until its node can run `raw_exec` tasks; false when it ended or took too long.
    fn becomes_ready(&mut self) -> bool {
        let ready = wait_for(SECONDS_TO_START, || {
            if self.daemon.has_ended() {
                return Some(false);
            }
            self.is_ready()?.then_some(true)
        });
        ready == Some(true)
    }

    fn is_ready(&self) -> Option<bool> {
        if self.setup.asks {
            // More than this it tells nobody without a token.
            return self.get("/v1/status/leader").filter(|leader| leader != "").map(|_| true);
        }
        let me = self.get("/v1/agent/self")?;
        if matches!(self.setup.role, Role::Server(_)) {
            return Some(true);
        }
        // A server that was started again still believes what it knew of its nodes: this node must have talked to it.
        let client = &me["stats"]["client"];
        let node = client["node_id"].as_str()?;
        let node = self.get(&format!("/v1/node/{node}"))?;
        Some(client["heartbeat_ttl"] != "0s" && is_ready(&node))
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        // A dev agent that is asked to end stops its tasks in order and removes what it mounted. (Jobs must not be
        // stopped at the same moment: then it leaves helpers of the tasks behind.)
        self.daemon.stop();
        let folder = self.folder.path();
        for place in [Some(folder), self.disk().map(Disk::path)].into_iter().flatten() {
            kill_leftovers(place);
            unmount(place);
        }
    }
}

fn launch(
    setup: &Setup,
    folder: &Path,
    ports: [u16; 3],
    starts: usize,
    nomad: &Nomad,
) -> io::Result<Daemon> {
    let data = setup.disk.as_ref().map_or(folder, Disk::path).join("data");
    let config = folder.join("agent.hcl");
    fs::write(&config, setup.configuration(&data, ports))?;
    let mut command = nomad.command();
    command.args(["agent", "-bind=127.0.0.1", "-config"]).arg(&config);
    command.args(setup.is_dev().then_some("-dev")).current_dir(folder);
    command.envs(setup.path.as_ref().map(|path| ("PATH", path)));
    Daemon::start(command, folder.with_extension(format!("{starts}.log")))
}

/// Takes away what tasks that were just being removed had mounted below the folder; it could not be deleted otherwise.
fn unmount(folder: &Path) {
    let mounts = fs::read_to_string("/proc/mounts").unwrap_or_default();
    let points = mounts.lines().filter_map(|line| line.split_whitespace().nth(1));
    let below = |point: &&str| Path::new(point).starts_with(folder) && Path::new(point) != folder;
    // What was mounted last may lie in what was mounted before.
    for point in points.filter(below).collect::<Vec<_>>().into_iter().rev() {
        let _ = Command::new("umount").arg(point).status();
    }
}

fn is_ready(node: &Value) -> bool {
    node["Status"] == "ready" && node["Drivers"]["raw_exec"]["Healthy"] == true
}

/// How often is looked for processes that those which were just ended had started.
const SWEEPS: usize = 20;

/// Ends the processes that still work for this agent, each by its id: those of its tasks. Needs /proc; elsewhere it does
/// nothing.
fn kill_leftovers(folder: &Path) {
    for _ in 0..SWEEPS {
        let found: Vec<PathBuf> = fs::read_dir("/proc")
            .into_iter()
            .flatten()
            .flatten()
            .map(|process| process.path())
            .filter(|process| works_in(process, folder))
            .collect();
        if found.is_empty() {
            return;
        }
        for process in found.iter().filter_map(|process| process.file_name()) {
            let mut kill = Command::new("kill");
            let _ = kill.arg("-KILL").arg(process).stderr(Stdio::null()).status();
        }
        thread::sleep(Duration::from_millis(50));
    }
}

/// Whether a process stands in the folder, or was told of it by Nomad, as tasks are that have gone elsewhere.
fn works_in(process: &Path, folder: &Path) -> bool {
    if fs::read_link(process.join("cwd")).is_ok_and(|cwd| cwd.starts_with(folder)) {
        return true;
    }
    let environment = fs::read(process.join("environ")).unwrap_or_default();
    let start = format!("NOMAD_ALLOC_DIR={}/", folder.display());
    environment.split(|byte| *byte == 0).any(|entry| entry.starts_with(start.as_bytes()))
}
