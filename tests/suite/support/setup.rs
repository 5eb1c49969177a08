//! How an agent of a test is configured: what it is, where it stands, and what others know it by.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::disk::Disk;

/// Unless it is told so, an agent that is no dev agent wants to be known by another address.
const LOOPBACK: &str = "127.0.0.1";

/// An agent to be: `Setup::durable().class("big")`.
pub struct Setup {
    pub(super) role: Role,
    /// The node's name; without it, the machine's.
    pub(super) name: Option<String>,
    /// The ports of HTTP, RPC and gossip; without them, any that are free.
    pub(super) ports: Option<[u16; 3]>,
    pub(super) disk: Option<Disk>,
    /// Where its tasks find programs.
    pub(super) path: Option<String>,
    datacenter: String,
    region: Option<String>,
    class: Option<String>,
    meta: Vec<(String, String)>,
    consul: Option<String>,
    /// Blocks of its client.
    volumes: String,
    /// Whether it asks for a token.
    pub(super) asks: bool,
    /// The folder of its certificates, if it is asked through HTTPS.
    pub(super) certificates: Option<PathBuf>,
}

pub(super) enum Role {
    /// Server and client in one, without a memory.
    Dev,
    /// Server and client in one, which can be started again.
    Single,
    /// One of several servers, with the gossip addresses of all.
    Server(Vec<String>),
    /// A node, with the RPC addresses of its servers.
    Client(Vec<String>),
}

impl Setup {
    /// `nomad agent -dev`: quick to start, and everything is gone when it ends.
    pub fn dev() -> Self {
        Self::of(Role::Dev)
    }

    /// Server and client in one, which knows its jobs and finds its tasks when it is started again.
    pub fn durable() -> Self {
        Self::of(Role::Single)
    }

    /// A node of this name, of the servers with these RPC addresses.
    pub fn client(name: &str, servers: &[String]) -> Self {
        Self { name: Some(name.to_owned()), ..Self::of(Role::Client(servers.to_vec())) }
    }

    /// One of the servers with these gossip addresses, at its own ports.
    pub(super) fn server(name: &str, ports: [u16; 3], gossip: &[String]) -> Self {
        let role = Role::Server(gossip.to_vec());
        Self { name: Some(name.to_owned()), ports: Some(ports), ..Self::of(role) }
    }

    /// Stands in this datacenter, not in `dc1`.
    pub fn datacenter(mut self, datacenter: &str) -> Self {
        datacenter.clone_into(&mut self.datacenter);
        self
    }

    /// Stands in this region, not in `global`.
    pub fn region(mut self, region: &str) -> Self {
        self.region = Some(region.to_owned());
        self
    }

    /// Is asked through HTTPS, with the certificates that `nomad tls` has made in this folder.
    pub fn https(mut self, certificates: &Path) -> Self {
        self.certificates = Some(certificates.to_owned());
        self
    }

    /// Its node is of this class.
    pub fn class(mut self, class: &str) -> Self {
        self.class = Some(class.to_owned());
        self
    }

    /// Its node has this `meta`.
    pub fn meta(mut self, name: &str, value: &str) -> Self {
        self.meta.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Registers services in the Consul at this address too.
    pub fn consul(mut self, address: &str) -> Self {
        self.consul = Some(address.to_owned());
        self
    }

    /// Its node has this host volume.
    pub fn host_volume(mut self, name: &str, folder: &Path) -> Self {
        self.volumes += &format!("  host_volume {name:?} {{\n    path = {folder:?}\n  }}\n");
        self
    }

    /// Asks for a token, once there is one: `nomad acl bootstrap` makes it.
    pub fn acl(mut self) -> Self {
        self.asks = true;
        self
    }

    /// Keeps its data on a disk of its own.
    pub fn disk(mut self, disk: Disk) -> Self {
        self.disk = Some(disk);
        self
    }

    /// Its tasks find programs in these folders, as `PATH` names them.
    pub fn path(mut self, path: &str) -> Self {
        self.path = Some(path.to_owned());
        self
    }

    fn of(role: Role) -> Self {
        Self {
            role,
            name: None,
            ports: None,
            disk: None,
            path: None,
            datacenter: "dc1".to_owned(),
            region: None,
            class: None,
            meta: Vec::new(),
            consul: None,
            volumes: String::new(),
            asks: false,
            certificates: None,
        }
    }

    /// Who has signed its certificate, if it has one.
    pub fn authority(&self) -> Option<PathBuf> {
        self.certificates.as_ref().map(|folder| folder.join("nomad-agent-ca.pem"))
    }

    /// Its configuration, for these ports and with its data in this folder.
    pub(super) fn configuration(&self, data: &Path, [http, rpc, serf]: [u16; 3]) -> String {
        let mut text = format!(
            "datacenter           = {datacenter:?}\n\
             data_dir             = {data:?}\n\
             log_level            = \"INFO\"\n\
             disable_update_check = true\n\
             ports {{\n  http = {http}\n  rpc  = {rpc}\n  serf = {serf}\n}}\n\
             advertise {{\n  http = {LOOPBACK:?}\n  rpc  = {LOOPBACK:?}\n  serf = {LOOPBACK:?}\n}}\n",
            datacenter = self.datacenter,
        );
        // Writing to a string cannot fail.
        let mut add = |part: String| _ = writeln!(text, "{part}");
        if let Some(name) = &self.name {
            add(format!("name = {name:?}"));
        }
        if let Some(region) = &self.region {
            add(format!("region = {region:?}"));
        }
        if let Some(folder) = &self.certificates {
            let [authority, own, key] =
                ["nomad-agent-ca.pem", "global-server-nomad.pem", "global-server-nomad-key.pem"]
                    .map(|name| folder.join(name));
            add(format!(
                "tls {{\n  http = true\n  verify_https_client = false\n  ca_file = {authority:?}\n  \
                 cert_file = {own:?}\n  key_file = {key:?}\n}}"
            ));
        }
        if let Some(address) = &self.consul {
            add(format!("consul {{\n  address = {address:?}\n}}"));
        }
        if self.asks {
            add("acl {\n  enabled = true\n}".to_owned());
        }
        match &self.role {
            Role::Dev | Role::Client(_) => {}
            Role::Single => add("server {\n  enabled = true\n  bootstrap_expect = 1\n}".to_owned()),
            Role::Server(peers) => {
                let expect = peers.len();
                add(format!(
                    "server {{\n  enabled = true\n  bootstrap_expect = {expect}\n  server_join {{\n    \
                     retry_join = {peers:?}\n    retry_interval = \"1s\"\n  }}\n}}"
                ));
            }
        }
        if !matches!(self.role, Role::Server(_)) {
            add(self.client_block());
        }
        text
    }

    /// Its tasks get any of the 12,000 ports that Nomad gives by default, so that two agents at once hardly give the same,
    /// nor one agent the port of a task that still ends: meanwhile, Nomad 1.6 updates nothing on that node in place.
    fn client_block(&self) -> String {
        let denied = if self.consul.is_some() { "" } else { ",consul" };
        let servers = match &self.role {
            Role::Client(servers) => format!("  servers = {servers:?}\n"),
            _ => String::new(),
        };
        let class = self.class.as_ref().map(|class| format!("  node_class = {class:?}\n"));
        let meta: String =
            self.meta.iter().map(|(name, value)| format!("    {name:?} = {value:?}\n")).collect();
        format!(
            r#"client {{
  enabled = true
  options = {{
    "fingerprint.denylist" = "env_aws,env_gce,env_azure,env_digitalocean,vault{denied}"
    "driver.allowlist"     = "raw_exec,exec,java,mock_driver"
  }}
{servers}{class}{volumes}  meta {{
{meta}  }}
{chroot}}}
plugin "raw_exec" {{
  config {{
    enabled    = true
    no_cgroups = {without_cgroups}
  }}
}}"#,
            class = class.unwrap_or_default(),
            volumes = self.volumes,
            chroot = if self.is_dev() { String::new() } else { chroot() },
            // Of an agent that is killed hard, nobody would remove them.
            without_cgroups = !self.is_dev(),
        )
    }

    pub(super) const fn is_dev(&self) -> bool {
        matches!(self.role, Role::Dev)
    }
}

/// What tasks of the driver `exec` find in their root: `sh`, `sleep` and `cat`, with the libraries that they need. By
/// default it is most of the machine's files, for each task.
fn chroot() -> String {
    let programs = ["sh", "sleep", "cat"].map(|name| PathBuf::from("/bin").join(name));
    let mut files = programs.to_vec();
    // Which user `nobody` is, whom they run as.
    files.extend(["/etc/passwd", "/etc/group"].map(PathBuf::from));
    for program in &programs {
        let output = Command::new("ldd").arg(program).output();
        let said = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
        let said = said.unwrap_or_default();
        files.extend(said.split_whitespace().filter(|word| word.starts_with('/')).map(Into::into));
    }
    files.sort();
    files.dedup();
    // A link would lead to what is not there.
    let line = |file: &PathBuf| Some(format!("    {:?} = {file:?}\n", file.canonicalize().ok()?));
    let lines: String = files.iter().filter_map(line).collect();
    format!("  chroot_env {{\n{lines}  }}\n")
}
