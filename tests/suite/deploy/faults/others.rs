//! Somebody else deploys at the same time.

use super::{Begun, Bench, Hcl, version};
use crate::support::Tested;
use crate::support::agent::Agent;
use crate::support::nomad::nomad;
use crate::support::proxy::Proxy;

#[test]
fn a_change_by_somebody_else_is_never_overwritten_unseen() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent) = Bench::start(&nomad)?;
    let proxy = Proxy::before(agent.address())?;
    let bench = bench.through(proxy.address());
    let mine = |id: &str| Hcl::service(id).script("exec sleep 3601");
    let theirs = |id: &str| Hcl::service(id).script("exec sleep 3602");

    // Between the plan and the registration; the job is new, or is not.
    for id in ["new", "old"] {
        let before = Hcl::service(id);
        if id == "old" {
            bench.job(&before);
            bench.deploy(id, "").ends(0);
        }
        bench.job(&mine(id));
        let other = Bench::at(agent.address(), &nomad);
        proxy.once_before("PUT /v1/jobs", move || other.somebody_registers(&theirs(id)));
        let said = bench.deploy(id, "").ends(1);
        let part = format!(
            "{id}: job `{id}` was changed since it was planned, so nothing was registered\n"
        );
        assert!(said.stderr.contains(&part), "{said}");
        assert_eq!(script(&agent, id), "exec sleep 3602");
        bench.deploy(id, "").ends(0);
        assert_eq!(script(&agent, id), "exec sleep 3601");
    }

    // Right after it, where the index would not tell.
    bench.job(&mine("after"));
    let other = Bench::at(agent.address(), &nomad);
    let answers = agent.address().to_owned();
    proxy.once_before("GET /v1/job/after", || {});
    proxy.once_before("GET /v1/job/after", || {});
    proxy.once_before("GET /v1/job/after", move || {
        assert!(!answers.is_empty());
        other.somebody_registers(&theirs("after"));
    });
    let said = bench.deploy("after", "").ends(1);
    let part = "after: job `after` was changed right after it was registered: the cluster now has another specification\n";
    assert!(said.stderr.contains(part), "{said}");
    assert_eq!(
        (script(&agent, "after").as_str(), version(&agent, "after")),
        ("exec sleep 3602", Some(1))
    );
    Ok(())
}

/// How many allocations a job ever had.
fn allocations(agent: &Agent, id: &str) -> usize {
    let all = agent.get(&format!("/v1/job/{id}/allocations?all=true")).unwrap_or_default();
    all.as_array().map_or(0, Vec::len)
}

fn script(agent: &Agent, id: &str) -> String {
    let job = agent.get(&format!("/v1/job/{id}")).unwrap_or_default();
    let script = &job["TaskGroups"][0]["Tasks"][0]["Config"]["args"][1];
    script.as_str().unwrap_or_default().to_owned()
}

#[test]
fn two_at_once_deploy_it_once() -> Tested {
    const JOBS: &str = "one two three";
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent) = Bench::start(&nomad)?;
    for id in JOBS.split(' ') {
        bench.job(&Hcl::service(id));
    }
    let both = [bench.begin(JOBS, ""), bench.begin(JOBS, "")].map(Begun::ended);
    // Each may be the first of another job, and the second of the rest.
    for run in both.iter().filter(|run| run.code != 0) {
        assert_eq!(run.code, 1, "{run}");
        assert!(run.stderr.contains(" was changed since it was "), "{run}");
    }
    for id in JOBS.split(' ') {
        // Nomad compares the index before it takes a job, so that of two at one moment it takes both: the second is
        // a version that differs in nothing, and nothing is started for it.
        let is_same = matches!(version(&agent, id), Some(0 | 1));
        assert!(is_same && allocations(&agent, id) == 1, "{id}: {}{}", both[0], both[1]);
    }
    let said = bench.deploy(JOBS, "").ends(0);
    assert!(said.stderr.contains("0 steps deployed, 3 unchanged"), "{said}");
    Ok(())
}
