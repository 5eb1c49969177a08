//! A dev agent of the test's own: its own ports, data and log; gone, with its tasks, when it is dropped.

use super::nomad::Nomad;
use super::{http, wait_for};
use serde_json::Value;
use std::error::Error;
use std::fs::{self, File};
use std::io;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

const SECONDS_TO_START: u64 = 60;
const SECONDS_TO_STOP: u64 = 30;

/// How often another program may take a port between finding it free and listening on it.
const ATTEMPTS: usize = 3;

/// A running dev agent with one ready node.
pub struct Agent {
    address: String,
    nomad: Nomad,
    process: Child,
    /// Ends the agent when its input closes: at the latest when the test process is gone, however it went.
    guard: Child,
    folder: TempDir,
    log: PathBuf,
}

impl Agent {
    /// An agent in datacenter `dc1`.
    pub fn start(nomad: &Nomad) -> Result<Self, Box<dyn Error>> {
        Self::start_in("dc1", nomad)
    }

    /// An agent in this datacenter.
    pub fn start_in(datacenter: &str, nomad: &Nomad) -> Result<Self, Box<dyn Error>> {
        let mut last = String::new();
        for _ in 0..ATTEMPTS {
            let mut agent = Self::launch(datacenter, nomad)?;
            if agent.becomes_ready() {
                return Ok(agent);
            }
            last = agent.log();
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

    /// The JSON that the agent's HTTP API answers; None unless it answers 200.
    pub fn get(&self, path: &str) -> Option<Value> {
        let (status, body) = http::get(&self.address, path).ok()?;
        if status == 200 { serde_json::from_str(&body).ok() } else { None }
    }

    fn launch(datacenter: &str, nomad: &Nomad) -> io::Result<Self> {
        let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let folder = tempfile::Builder::new().prefix("agent-").tempdir_in(temporary)?;
        let log = folder.path().with_extension("log");
        let [http, rpc, serf] = free_ports()?;
        let config = folder.path().join("agent.hcl");
        fs::write(&config, configuration(datacenter, folder.path(), [http, rpc, serf]))?;
        let output = File::create(&log)?;
        let process = nomad
            .command()
            .args(["agent", "-dev", "-bind=127.0.0.1", "-config"])
            .arg(&config)
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()?;
        let guard = Command::new("sh")
            .args(["-c", "read -r _; kill -TERM \"$1\"", "sh", &process.id().to_string()])
            .stdin(Stdio::piped())
            .spawn()?;
        let address = format!("127.0.0.1:{http}");
        let nomad = nomad.at(&format!("http://{address}"));
        Ok(Self { address, nomad, process, guard, folder, log })
    }

    /// Waits until a node can run `raw_exec` tasks; false when the agent ended or took too long.
    fn becomes_ready(&mut self) -> bool {
        let ready = wait_for(SECONDS_TO_START, || {
            if self.process.try_wait().is_ok_and(|ended| ended.is_some()) {
                return Some(false);
            }
            let nodes = self.get("/v1/nodes")?;
            nodes.as_array()?.iter().any(is_ready).then_some(true)
        });
        ready == Some(true)
    }

    fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        // A dev agent that is asked to end stops its tasks in order and removes what it mounted. (Jobs must not be
        // stopped at the same moment: then it leaves helpers of the tasks behind.)
        if self.process.try_wait().is_ok_and(|ended| ended.is_some()) {
            // It ended by itself, and its id may be another process's by now.
            let _ = self.guard.kill();
        }
        drop(self.guard.stdin.take());
        let ended = wait_for(SECONDS_TO_STOP, || self.process.try_wait().ok().flatten());
        if ended.is_none() {
            // Nothing more can be done for a process that survives this, and a test must not fail on it.
            let _ = self.process.kill();
            let _ = self.process.wait();
        }
        let _ = self.guard.wait();
        kill_leftovers(self.folder.path());
        unmount(self.folder.path());
        // The harness shows this only if the test fails.
        eprintln!("log of the agent at {}:\n{}", self.address, self.log());
        let _ = fs::remove_file(&self.log);
    }
}

/// Takes away what tasks that were just being removed had mounted below the folder; it could not be deleted otherwise.
fn unmount(folder: &Path) {
    let mounts = fs::read_to_string("/proc/mounts").unwrap_or_default();
    let points = mounts.lines().filter_map(|line| line.split_whitespace().nth(1));
    for point in points.filter(|point| Path::new(point).starts_with(folder)) {
        let _ = Command::new("umount").arg(point).status();
    }
}

fn is_ready(node: &Value) -> bool {
    node["Status"] == "ready" && node["Drivers"]["raw_exec"]["Healthy"] == true
}

/// Ports that are free now, all different because they are held at the same time.
fn free_ports() -> io::Result<[u16; 3]> {
    let held = [(); 3].map(|()| TcpListener::bind("127.0.0.1:0"));
    let mut ports = [0; 3];
    for (port, listener) in ports.iter_mut().zip(held) {
        *port = listener?.local_addr()?.port();
    }
    Ok(ports)
}

fn configuration(datacenter: &str, folder: &Path, [http, rpc, serf]: [u16; 3]) -> String {
    // Two agents at once must not give the same port to their tasks: each has a hundred of its own.
    let first = 20_000 + http % 120 * 100;
    format!(
        r#"
datacenter           = "{datacenter}"
data_dir             = "{folder}/data"
log_level            = "INFO"
disable_update_check = true
ports {{
  http = {http}
  rpc  = {rpc}
  serf = {serf}
}}
client {{
  min_dynamic_port = {first}
  max_dynamic_port = {last}
  options = {{
    "fingerprint.denylist" = "env_aws,env_gce,env_azure,env_digitalocean,vault,consul"
    "driver.allowlist"     = "raw_exec,exec,java,mock_driver"
  }}
}}
plugin "raw_exec" {{
  config {{
    enabled = true
  }}
}}
"#,
        folder = folder.display(),
        last = first + 99,
    )
}

/// Ends the processes that still work in this agent's folder, each by its id. Needs /proc; elsewhere it does nothing.
fn kill_leftovers(folder: &Path) {
    for process in fs::read_dir("/proc").into_iter().flatten().flatten() {
        if fs::read_link(process.path().join("cwd")).is_ok_and(|cwd| cwd.starts_with(folder)) {
            let _ = Command::new("kill")
                .arg("-KILL")
                .arg(process.file_name())
                .stderr(Stdio::null())
                .status();
        }
    }
}
