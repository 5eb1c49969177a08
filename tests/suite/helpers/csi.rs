//! The storage plugin of the tests, in Nomad's hands, with a volume as our registry declares it.

use std::fs;

use crate::support::agent::Agent;
use crate::support::csi::{becomes_healthy, csi, volume};
use crate::support::nomad::nomad;
use crate::support::setup::Setup;
use crate::support::{Tested, repository, wait_for};

#[test]
fn a_job_writes_to_a_volume() -> Tested {
    let (Some(nomad), Some(csi)) = (nomad!(), csi!()) else { return Ok(()) };
    let agent = Agent::of(csi.on(Setup::durable()), &nomad)?;
    let nomad = agent.nomad();
    nomad.run(&repository("tests/suite/helpers/csi/plugin.nomad.hcl"))?;
    assert!(becomes_healthy(&agent, "nfs"), "no plugin `nfs`");

    assert_eq!(volume(&agent, "grafana"), None);
    nomad.create(&repository("out/volumes/grafana.volume.hcl"))?;
    let made = volume(&agent, "grafana").ok_or("no volume")?;
    assert_eq!(made["Schedulable"], true, "{made}");
    assert!(csi.volume("grafana").is_dir());

    nomad.run(&repository("tests/suite/helpers/csi/writer.nomad.hcl"))?;
    let written = || fs::read_to_string(csi.volume("grafana").join("said")).ok();
    let said = wait_for(10, || written().filter(|said| !said.is_empty()));
    assert_eq!(said.as_deref(), Some("hello from writer\n"));
    nomad.stop("writer")?;
    Ok(())
}
