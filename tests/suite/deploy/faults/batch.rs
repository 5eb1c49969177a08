//! Jobs that run to their end.

use std::time::{Duration, Instant};

use super::{Bench, Hcl};
use crate::support::Tested;
use crate::support::nomad::nomad;

#[test]
fn a_batch_job_is_waited_for_if_asked_and_its_failure_is_one() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent) = Bench::start(&nomad)?;
    let status = |id: &str| {
        let all = agent.get(&format!("/v1/job/{id}/allocations")).unwrap_or_default();
        all[0]["ClientStatus"].as_str().unwrap_or_default().to_owned()
    };
    for (id, kind) in [("import", "batch"), ("sweep", "sysbatch")] {
        bench.job(&Hcl::of(kind, id).script("exec sleep 60"));
        let start = Instant::now();
        bench.deploy(id, "").ends(0);
        assert!(start.elapsed() < Duration::from_secs(60), "{id}");
        assert_eq!(status(id), "running", "{id}");
        bench.job(&Hcl::of(kind, id).script("sleep 2"));
        bench.deploy(id, "--wait-batch").ends(0);
        let all = agent.get(&format!("/v1/job/{id}/allocations")).unwrap_or_default();
        let of_new = all.as_array().into_iter().flatten().filter(|own| own["JobVersion"] == 1);
        assert!(
            of_new.clone().count() == 1
                && of_new.clone().all(|own| own["ClientStatus"] == "complete"),
            "{id}: {all}"
        );
        // It has run: it does not run again.
        let said = bench.deploy(id, "--wait-batch").ends(0);
        assert!(said.stderr.contains("0 steps deployed, 1 unchanged"), "{said}");
    }

    for (id, kind) in [("broken", "batch"), ("dust", "sysbatch")] {
        bench.job(&Hcl::of(kind, id).script("sleep 1; echo no such table >&2; exit 4"));
        let said = bench.deploy(id, "--wait-batch").ends(1);
        for part in [
            &format!("{id}: an allocation failed\n"),
            "task `main`: Terminated: Exit Code: 4",
            "stderr of task `main`:\n    no such table\n",
        ] {
            assert!(said.stderr.contains(part), "no `{part}` in {said}");
        }
        // The specification is the same: it is still a failure for who waits for it.
        let said = bench.deploy(id, "--wait-batch").ends(1);
        assert!(said.stderr.contains("Exit Code: 4"), "{said}");
    }
    Ok(())
}
