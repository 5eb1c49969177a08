//! A real Consul, where there is one.

use std::error::Error;
use std::path::PathBuf;

use super::call::clean;
use super::daemon::{self, Daemon, free_ports};
use super::skip::{self, Needed};
use super::{http, program, wait_for};

const SECONDS_TO_START: u64 = 60;

/// What is said of a program of `.ci/traefik` that a test needs and that is not there.
pub fn needed(program: &'static str) -> Needed {
    Needed {
        program,
        required_by: "JOBWRIGHT_REQUIRE_TRAEFIK",
        help: "run `.ci/traefik`, which builds it; or set JOBWRIGHT_TRAEFIK and JOBWRIGHT_CONSUL",
    }
}

/// The program, or None after noting that a test is skipped.
pub fn or_skip(test: &str) -> Option<PathBuf> {
    skip::found(program("JOBWRIGHT_CONSUL", "consul"), &needed("consul"), test)
}

/// A Consul of the test's own, and where its API answers.
pub fn start(program: PathBuf) -> Result<(Daemon, String), Box<dyn Error>> {
    let folder = daemon::folder("consul-")?;
    let [http, server, serf] = free_ports()?;
    let mut command = clean(&program);
    command.args(["agent", "-dev", "-bind=127.0.0.1", "-client=127.0.0.1", "-log-level=warn"]);
    command.args(["-dns-port=-1", "-grpc-port=-1", "-grpc-tls-port=-1", "-serf-wan-port=-1"]);
    command.arg(format!("-http-port={http}")).arg(format!("-server-port={server}"));
    command.arg(format!("-serf-lan-port={serf}"));
    let daemon = Daemon::start(command, folder.path().with_extension("log"))?;
    let address = format!("127.0.0.1:{http}");
    let leads = || {
        let (status, body) = http::get(&address, "/v1/status/leader").ok()?;
        (status == 200 && body.len() > 4).then_some(())
    };
    match wait_for(SECONDS_TO_START, leads) {
        Some(()) => Ok((daemon, address)),
        None => Err(format!("no consul after {SECONDS_TO_START} s:\n{}", daemon.log()).into()),
    }
}
