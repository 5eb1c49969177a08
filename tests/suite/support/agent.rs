//! A dev agent of the test's own: its own ports, data and log; gone, with its tasks, when it is dropped.

use super::daemon::{self, Daemon, free_ports};
use super::nomad::Nomad;
use super::{http, wait_for};
use serde_json::Value;
use std::error::Error;
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

const SECONDS_TO_START: u64 = 60;

/// How often another program may take a port between finding it free and listening on it.
const ATTEMPTS: usize = 3;

/// A running dev agent with one ready node.
pub struct Agent {
    address: String,
    nomad: Nomad,
    daemon: Daemon,
    folder: TempDir,
}

impl Agent {
    /// An agent in datacenter `dc1`.
    pub fn start(nomad: &Nomad) -> Result<Self, Box<dyn Error>> {
        Self::start_in("dc1", nomad)
    }

    /// An agent in this datacenter.
    pub fn start_in(datacenter: &str, nomad: &Nomad) -> Result<Self, Box<dyn Error>> {
        Self::start_with(datacenter, nomad, None)
    }

    /// An agent that registers services in the Consul at this address too.
    pub fn start_with(
        datacenter: &str,
        nomad: &Nomad,
        consul: Option<&str>,
    ) -> Result<Self, Box<dyn Error>> {
        let mut last = String::new();
        for _ in 0..ATTEMPTS {
            let mut agent = Self::launch(datacenter, nomad, consul)?;
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

    /// The JSON that the agent's HTTP API answers; None unless it answers 200.
    pub fn get(&self, path: &str) -> Option<Value> {
        let (status, body) = http::get(&self.address, path).ok()?;
        if status == 200 { serde_json::from_str(&body).ok() } else { None }
    }

    fn launch(datacenter: &str, nomad: &Nomad, consul: Option<&str>) -> io::Result<Self> {
        let folder = daemon::folder("agent-")?;
        let [http, rpc, serf] = free_ports()?;
        let config = folder.path().join("agent.hcl");
        let text = configuration(datacenter, folder.path(), [http, rpc, serf], consul);
        fs::write(&config, text)?;
        let mut command = nomad.command();
        command.args(["agent", "-dev", "-bind=127.0.0.1", "-config"]).arg(&config);
        command.current_dir(folder.path());
        let daemon = Daemon::start(command, folder.path().with_extension("log"))?;
        let address = format!("127.0.0.1:{http}");
        let nomad = nomad.at(&format!("http://{address}"));
        Ok(Self { address, nomad, daemon, folder })
    }

    /// Waits until a node can run `raw_exec` tasks; false when the agent ended or took too long.
    fn becomes_ready(&mut self) -> bool {
        let ready = wait_for(SECONDS_TO_START, || {
            if self.daemon.has_ended() {
                return Some(false);
            }
            let nodes = self.get("/v1/nodes")?;
            nodes.as_array()?.iter().any(is_ready).then_some(true)
        });
        ready == Some(true)
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        // A dev agent that is asked to end stops its tasks in order and removes what it mounted. (Jobs must not be
        // stopped at the same moment: then it leaves helpers of the tasks behind.)
        self.daemon.stop();
        kill_leftovers(self.folder.path());
        unmount(self.folder.path());
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

fn configuration(
    datacenter: &str,
    folder: &Path,
    [http, rpc, serf]: [u16; 3],
    consul: Option<&str>,
) -> String {
    // Two agents at once must not give the same port to their tasks: each has a hundred of its own.
    let first = 20_000 + http % 120 * 100;
    let (denied, consul) = match consul {
        Some(address) => ("", format!("consul {{\n  address = \"{address}\"\n}}\n")),
        None => (",consul", String::new()),
    };
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
    "fingerprint.denylist" = "env_aws,env_gce,env_azure,env_digitalocean,vault{denied}"
    "driver.allowlist"     = "raw_exec,exec,java,mock_driver"
  }}
}}
plugin "raw_exec" {{
  config {{
    enabled = true
  }}
}}
{consul}"#,
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
