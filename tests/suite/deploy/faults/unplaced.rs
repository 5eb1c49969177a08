//! Jobs for which there is no place yet.

use std::thread;
use std::time::Duration;

use super::{Bench, Hcl, running, version};
use crate::support::agent::Agent;
use crate::support::nomad::nomad;
use crate::support::setup::Setup;
use crate::support::{Tested, wait_for};

#[test]
fn a_job_without_a_place_is_registered_only_if_it_may_wait() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent) = Bench::start(&nomad)?;
    let big = "constraint {\n      attribute = \"${node.class}\"\n      value = \"big\"\n    }";
    bench.job(&Hcl::service("heavy").with_group(big));

    let said = bench.deploy("heavy", "").ends(1);
    for part in [
        "heavy: it cannot be placed, so nothing was registered\n",
        "group `app`: `${node.class} = big` leaves out 1 node\n",
        "`--allow-unplaced`",
    ] {
        assert!(said.stderr.contains(part), "no `{part}` in {said}");
    }
    assert_eq!(version(&agent, "heavy"), None);

    let waiting = bench.begin("heavy", "--allow-unplaced");
    wait_for(20, || version(&agent, "heavy")).ok_or("not registered")?;
    thread::sleep(Duration::from_secs(2));
    assert_eq!((version(&agent, "heavy"), running(&agent, "heavy")), (Some(0), 0));
    let _late = Agent::of(Setup::client("late", &[agent.rpc()]).class("big"), &nomad)?;
    let said = waiting.ended().ends(0);
    let part = "heavy  group `app`: `${node.class} = big` leaves out 1 node\n";
    assert!(said.stderr.contains(part), "{said}");
    assert_eq!(running(&agent, "heavy"), 1);
    Ok(())
}
