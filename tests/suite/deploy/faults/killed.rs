//! The agent is killed in the middle, and comes again.

use std::thread;
use std::time::Duration;

use super::{Bench, Hcl, running, version};
use crate::support::nomad::nomad;
use crate::support::{Tested, wait_for};

const JOBS: &str = "first second third";

#[test]
fn what_a_killed_agent_left_undone_is_done_by_the_same_command() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, mut agent) = Bench::start(&nomad)?;
    for id in JOBS.split(' ') {
        bench.job(&Hcl::service(id).script("sleep 1; exec sleep 3600"));
    }
    let begun = bench.begin(JOBS, "--parallel 1 --patience 4s");
    wait_for(30, || version(&agent, "second")).ok_or("not registered")?;
    agent.kill();
    let said = begun.ended().ends(1);
    assert!(said.stderr.contains("Nomad does not respond: "), "{said}");
    assert!(said.stderr.contains("deployed: first\nfailed: second\nnot begun: third\n"), "{said}");
    agent.start_again()?;
    let said = bench.deploy(JOBS, "").ends(0);
    assert_eq!(JOBS.split(' ').map(|id| version(&agent, id)).collect::<Vec<_>>(), [Some(0); 3]);
    assert!(said.stderr.contains("1 step deployed, 2 unchanged"), "{said}");

    // One that comes again in time is only waited for.
    for id in JOBS.split(' ') {
        bench.job(&Hcl::service(id).script("sleep 1; exec sleep 3601"));
    }
    let begun = bench.begin(JOBS, "--parallel 2");
    wait_for(30, || version(&agent, "first").filter(|version| *version == 1))
        .ok_or("not registered")?;
    agent.kill();
    thread::sleep(Duration::from_secs(2));
    agent.start_again()?;
    begun.ended().ends(0);
    for id in JOBS.split(' ') {
        assert_eq!((version(&agent, id), running(&agent, id)), (Some(1), 1), "{id}");
    }
    Ok(())
}
