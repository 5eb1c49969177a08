//! Jobs and allocations that somebody stops by hand.

use serde_json::Value;

use super::{Bench, Hcl, running};
use crate::support::agent::Agent;
use crate::support::call::call;
use crate::support::nomad::nomad;
use crate::support::{Tested, wait_for};

#[test]
fn what_is_stopped_by_hand_is_seen_and_restored() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent) = Bench::start(&nomad)?;
    bench.job(&Hcl::service("shop"));
    bench.job(&Hcl::of("system", "logs"));
    bench.deploy("shop logs", "").ends(0);
    let drift = |code: i32| bench.run("drift shop.nomad.hcl logs.nomad.hcl").ends(code).stdout;
    assert_eq!(drift(0), "");

    bench.nomad.stop("shop")?;
    assert_eq!(drift(1), "shop was stopped\n");
    let said = bench.deploy("shop logs", "").ends(0);
    assert!(said.stderr.contains("1 step deployed, 1 unchanged"), "{said}");
    assert_eq!(running(&agent, "shop"), 1);
    assert_eq!(drift(0), "");

    stop_allocation(&bench, &agent, "shop");
    wait_for(20, || (running(&agent, "shop") == 1).then_some(())).ok_or("not restored")?;
    stop_allocation(&bench, &agent, "logs");
    let part =
        "logs does not have the allocations that its file requests\n  group \"app\": 1 missing\n";
    assert_eq!(drift(1), part);
    let said = bench.run("plan shop.nomad.hcl logs.nomad.hcl").ends(1);
    assert!(said.stdout.contains("restore"), "{said}");
    let said = bench.deploy("shop logs", "").ends(0);
    assert!(said.stderr.contains("1 step deployed, 1 unchanged"), "{said}");
    assert_eq!(running(&agent, "logs"), 1);
    assert_eq!(drift(0), "");
    Ok(())
}

fn stop_allocation(bench: &Bench, agent: &Agent, job: &str) {
    let all = agent.get(&format!("/v1/job/{job}/allocations")).unwrap_or_default();
    let runs = |own: &&Value| own["ClientStatus"] == "running" && own["DesiredStatus"] == "run";
    let own = all.as_array().into_iter().flatten().find(runs).expect("one runs");
    let id = own["ID"].as_str().expect("an ID").to_owned();
    let called = call(bench.nomad.command().args(["alloc", "stop", "-detach", &id]), "");
    assert_eq!(called.code, Some(0), "{called}");
    let is_gone = || {
        let own = agent.get(&format!("/v1/allocation/{id}"))?;
        (own["ClientStatus"] == "complete").then_some(())
    };
    wait_for(20, is_gone).expect("it stops");
}
