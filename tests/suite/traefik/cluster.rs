//! A cluster of one machine: an agent of Nomad, Consul where that is the catalogue, and Traefik before them.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::process::Command;

use jobwright::prelude::*;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::agent::Agent;
use crate::support::call::{call, clean};
use crate::support::consul;
use crate::support::daemon::{self, Daemon, free_ports};
use crate::support::nomad::Nomad;
use crate::support::skip;
use crate::support::{Tested, http, program, repository, wait_for};

/// The site's entry points: the first two are those of routes that name none.
pub const ENTRY_POINTS: [&str; 6] = ["web", "websecure", "side", "db", "sni", "dns"];

/// The middlewares that Traefik has from its file.
pub const MIDDLEWARES: [&str; 1] = ["teapot@file"];

const SECONDS_TO_KNOW: u64 = 120;

const FILE: &str = r#"
http:
  middlewares:
    teapot:
      headers:
        customResponseHeaders:
          X-Pot: tea
  serversTransports:
    insecure:
      insecureSkipVerify: true
tls:
  options:
    old:
      maxVersion: VersionTLS12
"#;

/// The programs beside Nomad.
pub struct Programs {
    traefik: PathBuf,
    consul: Option<PathBuf>,
}

impl Programs {
    /// Those that a test needs, or None after noting that it is skipped.
    pub fn or_skip(test: &str, with_consul: bool) -> Option<Self> {
        let consul = if with_consul { Some(consul::or_skip(test)?) } else { None };
        let found = program("JOBWRIGHT_TRAEFIK", "traefik");
        Some(Self { traefik: skip::found(found, &consul::needed("traefik"), test)?, consul })
    }
}

/// What runs, in the order in which it ends.
pub struct Cluster {
    traefik: Daemon,
    agent: Agent,
    _consul: Option<Daemon>,
    _folder: TempDir,
    /// Where each entry point listens; `traefik` is that of its API.
    ports: BTreeMap<&'static str, u16>,
}

impl Cluster {
    pub fn start(nomad: &Nomad, programs: &Programs, site: &Site) -> Result<Self, Box<dyn Error>> {
        let folder = daemon::folder("traefik-")?;
        let consul = programs.consul.clone().map(consul::start).transpose()?;
        let (consul, address) = consul.unzip();
        let agent = Agent::start_with("dc1", nomad, address.as_deref())?;
        let file = folder.path().join("dynamic.yml");
        fs::write(&file, FILE)?;
        let names = ENTRY_POINTS.into_iter().chain(["traefik"]);
        let ports = names.zip(free_ports::<{ ENTRY_POINTS.len() + 1 }>()?).collect();
        let mut command = clean(&programs.traefik);
        command.current_dir(folder.path()).args(options(&ports));
        command.arg(format!("--providers.file.filename={}", file.display()));
        let (name, endpoint) = match address {
            Some(address) => ("consulcatalog", address),
            None => ("nomad", format!("http://{}", agent.address())),
        };
        let provider = [
            format!("prefix={}", site.traefik_prefix),
            format!("endpoint.address={endpoint}"),
            "exposedbydefault=false".to_owned(),
            "refreshinterval=1s".to_owned(),
            format!("defaultrule=Host(`{{{{ normalize .Name }}}}.{}`)", site.domain),
        ];
        command.args(provider.map(|option| format!("--providers.{name}.{option}")));
        let traefik = Daemon::start(command, folder.path().with_extension("log"))?;
        Ok(Self { traefik, agent, _consul: consul, _folder: folder, ports })
    }

    /// Before it, the Traefik with these options, in which the ports of `web`, `websecure` and `admin` are as a job writes
    /// them, and which is to read the catalogue of Nomad.
    pub fn with_options(
        nomad: &Nomad,
        programs: &Programs,
        options: &[String],
    ) -> Result<Self, Box<dyn Error>> {
        let folder = daemon::folder("traefik-")?;
        let agent = Agent::start(nomad)?;
        let ports: BTreeMap<&str, u16> =
            ["web", "websecure", "admin"].into_iter().zip(free_ports::<3>()?).collect();
        let mut command = clean(&programs.traefik);
        command.args(options.iter().map(|option| {
            let option = option.replace("NOMAD_ADDRESS", agent.address());
            ports.iter().fold(option, |option, (name, port)| {
                option.replace(&format!(":${{NOMAD_PORT_{name}}}"), &format!("127.0.0.1:{port}"))
            })
        }));
        let traefik = Daemon::start(command, folder.path().with_extension("log"))?;
        Ok(Self { traefik, agent, _consul: None, _folder: folder, ports })
    }

    pub fn nomad(&self) -> &Nomad {
        self.agent.nomad()
    }

    /// Where an entry point listens.
    pub fn port(&self, entry_point: &str) -> u16 {
        self.ports[entry_point]
    }

    /// Waits until Traefik has these routers, all of them in order.
    pub fn knows(&self, routers: &BTreeSet<String>) -> Tested {
        let mut known = BTreeSet::new();
        let mut broken = Vec::new();
        wait_for(SECONDS_TO_KNOW, || {
            broken.clear();
            for protocol in ["http", "tcp", "udp"] {
                for router in self.api(&format!("/api/{protocol}/routers?per_page=1000"))? {
                    let name = router["name"].as_str()?.split('@').next()?;
                    if router["status"] == "enabled" {
                        known.insert(format!("{protocol}/{name}"));
                    } else {
                        broken.push(router);
                    }
                }
            }
            (routers.is_subset(&known) && broken.is_empty()).then_some(())
        });
        let missing: Vec<&String> = routers.difference(&known).collect();
        if missing.is_empty() && broken.is_empty() {
            return Ok(());
        }
        Err(format!("missing: {missing:?}; broken: {broken:?}\n{}", self.traefik.log()).into())
    }

    /// The words of each answer. A request is an entry point, an address and options.
    pub fn ask(&self, requests: &[(&str, &str)]) -> io::Result<Vec<Vec<String>>> {
        let line = |(request, _): &(&str, &str)| {
            let (entry_point, rest) = request.split_once(' ').unwrap_or((request, ""));
            format!("{} {rest}\n", self.port(entry_point))
        };
        let input: String = requests.iter().map(line).collect();
        let mut python = Command::new("python3");
        let called = call(python.arg(repository("tests/suite/traefik/ask.py")), &input);
        let called = called.expect(&[0]).map_err(io::Error::other)?;
        let words = |line: &str| line.split('\t').map(str::to_owned).collect();
        let answers: Vec<Vec<String>> = called.stdout.lines().map(words).collect();
        assert_eq!(answers.len(), requests.len(), "{}", called.stdout);
        Ok(answers)
    }

    fn api(&self, path: &str) -> Option<Vec<Value>> {
        let (_, body) = http::get(&format!("127.0.0.1:{}", self.port("traefik")), path).ok()?;
        serde_json::from_str(&body).ok()
    }
}

/// Traefik's own configuration, but for the catalogue.
fn options(ports: &BTreeMap<&str, u16>) -> Vec<String> {
    let address = |(name, port): (&&str, &u16)| {
        let packets = if *name == "dns" { "/udp" } else { "" };
        format!("--entrypoints.{name}.address=127.0.0.1:{port}{packets}")
    };
    let mut options: Vec<String> = ports.iter().map(address).collect();
    let others = [
        "--entrypoints.web.asdefault=true",
        "--entrypoints.websecure.asdefault=true",
        "--api.insecure=true",
        "--certificatesresolvers.le.acme.email=nobody@lab",
        "--certificatesresolvers.le.acme.storage=acme.json",
        // Nobody answers there: Traefik uses a certificate of its own then.
        "--certificatesresolvers.le.acme.caserver=https://127.0.0.1:1/directory",
        "--certificatesresolvers.le.acme.tlschallenge=true",
        "--global.checknewversion=false",
    ];
    options.extend(others.map(str::to_owned));
    options
}
