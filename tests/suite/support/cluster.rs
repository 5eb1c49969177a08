//! Three servers and two nodes on one machine, any of which a test can kill.

use std::error::Error;
use std::thread;

use serde_json::Value;

use super::agent::Agent;
use super::daemon::free_ports;
use super::nomad::Nomad;
use super::setup::Setup;
use super::wait_for;

const SECONDS: u64 = 60;

/// `server-1` to `server-3`, and `node-1` and `node-2`.
pub struct Cluster {
    // Nodes go first: they would look for servers that are gone.
    nodes: Vec<Agent>,
    servers: Vec<Agent>,
}

impl Cluster {
    /// A cluster with a leader and two ready nodes.
    pub fn start(nomad: &Nomad) -> Result<Self, Box<dyn Error>> {
        let free = free_ports::<9>()?;
        let ports = [0, 3, 6].map(|first| [free[first], free[first + 1], free[first + 2]]);
        let gossip = ports.map(|[_, _, serf]| format!("127.0.0.1:{serf}"));
        let rpc = ports.map(|[_, rpc, _]| format!("127.0.0.1:{rpc}"));
        let server = |number: usize| {
            let setup = Setup::server(&format!("server-{}", number + 1), ports[number], &gossip);
            move || Agent::of(setup, nomad).map_err(|error| error.to_string())
        };
        let node = |number: usize| {
            let setup = Setup::client(&format!("node-{}", number + 1), &rpc);
            move || Agent::of(setup, nomad).map_err(|error| error.to_string())
        };
        // At the same time: a node is ready when the servers have a leader.
        let (servers, nodes) = thread::scope(|scope| {
            let servers = [0, 1, 2].map(|number| scope.spawn(server(number)));
            let nodes = [0, 1].map(|number| scope.spawn(node(number)));
            let joined = |agent: thread::ScopedJoinHandle<'_, Result<Agent, String>>| {
                agent.join().unwrap_or_else(|_| Err("a thread panicked".to_owned()))
            };
            (servers.map(joined), nodes.map(joined))
        });
        let servers = servers.into_iter().collect::<Result<_, _>>()?;
        let cluster = Self { nodes: nodes.into_iter().collect::<Result<_, _>>()?, servers };
        cluster.leads()?;
        Ok(cluster)
    }

    /// The servers' HTTP addresses, as `host:port`, those that were killed among them.
    pub fn addresses(&self) -> Vec<String> {
        self.servers.iter().map(|server| server.address().to_owned()).collect()
    }

    /// The agent of this name.
    pub fn agent(&self, name: &str) -> &Agent {
        let mut agents = self.servers.iter().chain(&self.nodes);
        agents.find(|agent| agent.name() == name).unwrap_or_else(|| panic!("no agent `{name}`"))
    }

    /// The name of the server that leads, once there is one that most of the others know.
    pub fn leads(&self) -> Result<&str, Box<dyn Error>> {
        let leader = wait_for(SECONDS, || {
            let said = |server: &Agent| server.get("/v1/status/leader");
            let said: Vec<Value> = self.servers.iter().filter_map(said).collect();
            let mut servers = self.servers.iter();
            // One that was killed is still named by those that have not noticed.
            servers.find(|server| {
                let named = said.iter().filter(|address| **address == server.rpc()).count();
                named * 2 > self.servers.len() && server.get("/v1/agent/self").is_some()
            })
        });
        leader.map(Agent::name).ok_or_else(|| format!("no leader after {SECONDS} s").into())
    }

    /// Kills one hard.
    pub fn kill(&mut self, name: &str) {
        self.find(name).kill();
    }

    /// Kills the server that leads, and names it.
    pub fn kill_leader(&mut self) -> Result<String, Box<dyn Error>> {
        let leader = self.leads()?.to_owned();
        self.kill(&leader);
        Ok(leader)
    }

    /// Starts one again that was killed.
    pub fn start_again(&mut self, name: &str) -> Result<(), Box<dyn Error>> {
        self.find(name).start_again()
    }

    fn find(&mut self, name: &str) -> &mut Agent {
        let mut agents = self.servers.iter_mut().chain(&mut self.nodes);
        agents.find(|agent| agent.name() == name).unwrap_or_else(|| panic!("no agent `{name}`"))
    }
}
