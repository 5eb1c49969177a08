//! The API fails for a while, or the network does.

use std::thread;
use std::time::{Duration, Instant};

use super::{Begun, Bench, Hcl, running, version};
use crate::support::nomad::nomad;
use crate::support::proxy::Proxy;
use crate::support::{Tested, wait_for};

#[test]
fn ten_failures_in_a_row_are_survived_at_any_moment() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent) = Bench::start(&nomad)?;
    let proxy = Proxy::before(agent.address())?;
    let bench = bench.through(proxy.address());
    let begun = [
        ("planned", "PUT /v1/job/planned/plan"),
        ("read", "GET /v1/job/read"),
        ("found", "GET /v1/job/found/deployments"),
        ("evaluated", "GET /v1/job/evaluated/*"),
    ]
    .map(|(id, pattern)| {
        bench.job(&Hcl::service(id));
        proxy.fail(pattern, 10);
        bench.begin(id, "")
    });
    for said in begun.map(Begun::ended) {
        assert!(said.stderr.contains("1 step deployed, 0 unchanged"), "{said}");
    }
    // These are the same for all jobs.
    for (id, pattern) in [
        ("everything", "*"),
        ("validated", "PUT /v1/validate/job"),
        ("registered", "PUT /v1/jobs"),
        ("rolled", "GET /v1/deployment/*"),
    ] {
        bench.job(&Hcl::service(id));
        proxy.fail(pattern, 10);
        let said = bench.deploy(id, "").ends(0);
        assert!(said.stderr.contains("1 step deployed, 0 unchanged"), "{id}: {said}");
        assert_eq!((version(&agent, id), running(&agent, id)), (Some(0), 1), "{id}: {said}");
    }
    Ok(())
}

#[test]
fn a_network_that_is_cut_is_waited_for_and_not_for_ever() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent) = Bench::start(&nomad)?;
    let proxy = Proxy::before(agent.address())?;
    let bench = bench.through(proxy.address());
    let slow = |script: &str| Hcl::service("shop").script(&format!("sleep 2; exec {script}"));
    let slow = |script: &str| {
        slow(script)
            .with_group("service {\n      provider = \"nomad\"\n      name = \"shop\"\n    }")
    };
    bench.job(&slow("sleep 3600"));
    let begun = bench.begin("shop", "");
    wait_for(30, || version(&agent, "shop")).ok_or("not registered")?;
    proxy.cut();
    thread::sleep(Duration::from_secs(4));
    proxy.heal();
    let said = begun.ended().ends(0);
    assert!(said.stderr.contains("; asking again"), "{said}");

    // Cut in the very moment of the registration, before and after it.
    bench.job(&slow("sleep 3601"));
    proxy.forget();
    thread::scope(|scope| -> Tested {
        let begun = bench.begin("shop", "");
        wait_for(30, || (proxy.count("PUT /v1/job/shop/plan") > 1).then_some(()))
            .ok_or("no plan")?;
        proxy.cut();
        scope.spawn(|| {
            thread::sleep(Duration::from_secs(3));
            proxy.heal();
        });
        begun.ended().ends(0);
        Ok(())
    })?;
    assert_eq!((version(&agent, "shop"), running(&agent, "shop")), (Some(1), 1));

    bench.job(&slow("sleep 3602"));
    let start = Instant::now();
    proxy.forget();
    let begun = bench.begin("shop", "--patience 4s");
    wait_for(30, || (proxy.count("GET /v1/deployment/*") > 0).then_some(()))
        .ok_or("no roll-out")?;
    proxy.cut();
    let said = begun.ended().ends(1);
    assert!(start.elapsed() < Duration::from_secs(20), "{said}");
    assert!(said.stderr.contains("shop: no Nomad answers: "), "{said}");
    assert!(said.stderr.contains("version 2 is registered"), "{said}");
    proxy.heal();
    bench.deploy("shop", "").ends(0);
    assert_eq!(version(&agent, "shop"), Some(2));
    Ok(())
}
