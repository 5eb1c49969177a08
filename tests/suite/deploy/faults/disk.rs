//! The agent's disk is full.

use super::{Bench, Hcl, running};
use crate::support::Tested;
use crate::support::agent::Agent;
use crate::support::disk::disk;
use crate::support::nomad::nomad;
use crate::support::setup::Setup;

#[test]
fn a_full_disk_ends_with_a_message_and_a_free_one_completes() -> Tested {
    let (Some(nomad), Some(disk)) = (nomad!(), disk!(64)) else { return Ok(()) };
    let mut agent = Agent::of(Setup::durable().disk(disk), &nomad)?;
    let bench = Bench::at(agent.address(), &nomad);
    bench.job(&Hcl::service("first"));
    bench.deploy("first", "").ends(0);

    bench.job(&Hcl::service("second"));
    agent.disk().ok_or("no disk")?.fill()?;
    let said = bench.deploy("first second", "--patience 5s --timeout 15s");
    // What the servers answer without a place for their log differs from moment to moment; that nothing is taken for
    // done, which job it is about, what Nomad says and what to do does not.
    assert_eq!(said.code, 1, "{said}");
    assert!(said.stderr.contains("\nfailed: second\n"), "{said}");
    let reasons = ["no leader", "no space left on device", "no answer after"];
    assert!(reasons.iter().any(|reason| said.stderr.contains(reason)), "{said}");
    let helps = ["run the same command again", "wait until the servers have elected a leader"];
    assert!(helps.iter().any(|help| said.stderr.contains(&format!("\n  help: {help}"))), "{said}");
    assert!(!said.stderr.contains("deployed: "), "{said}");

    agent.disk().ok_or("no disk")?.free()?;
    // Nomad itself does not come to itself again from this.
    agent.start_again()?;
    bench.deploy("first second", "").ends(0);
    assert_eq!((running(&agent, "first"), running(&agent, "second")), (1, 1));
    Ok(())
}
