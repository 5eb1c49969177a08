//! The API fails for a while, or the network does.

use std::thread;
use std::time::{Duration, Instant};

use super::{Begun, Bench, Hcl, running, version};
use crate::support::nomad::nomad;
use crate::support::proxy::{Loss, Proxy};
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
    assert_eq!(proxy.left(), 0, "not all failures were met");
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
        assert_eq!(proxy.left(), 0, "{id}: not all failures were met: {said}");
        assert!(said.stderr.contains("1 step deployed, 0 unchanged"), "{id}: {said}");
        assert_eq!((version(&agent, id), running(&agent, id)), (Some(0), 1), "{id}: {said}");
    }
    Ok(())
}

#[test]
fn what_was_done_and_not_answered_is_not_done_again() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent) = Bench::start(&nomad)?;
    let proxy = Proxy::before(agent.address())?;
    let bench = bench.through(proxy.address());
    for (time, loss) in [Loss::Cut, Loss::Failure].into_iter().enumerate() {
        // Of a job that is new, and of one that is not.
        for version_after in [2 * time, 2 * time + 1] {
            let script = format!("exec sleep {}", 3600 + version_after);
            bench.job(&Hcl::service("shop").script(&script));
            proxy.forget();
            proxy.lose("PUT /v1/jobs", loss);
            let said = bench.deploy("shop", "").ends(0);
            assert_eq!(proxy.left(), 0, "no answer was lost: {said}");
            assert!(said.stderr.contains("1 step deployed, 0 unchanged"), "{said}");
            assert_eq!(proxy.count("PUT /v1/jobs"), 1, "{loss:?}: {said}");
            let expected = (Some(version_after as u64), 1);
            assert_eq!((version(&agent, "shop"), running(&agent, "shop")), expected, "{said}");
        }
    }
    Ok(())
}

/// The longest time of one question, which `deploy` gives it.
const QUESTION: Duration = Duration::from_secs(30);

#[test]
fn who_takes_a_question_and_is_silent_is_not_waited_for_for_ever() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent) = Bench::start(&nomad)?;
    let proxy = Proxy::before(agent.address())?;
    let silent = Proxy::before(agent.address())?;
    silent.silence("*");
    // At the first question, and at one in the middle; at the same time, as each takes half a minute.
    let nobody = Bench::at(silent.address(), &nomad);
    nobody.job(&Hcl::service("first"));
    let bench = bench.through(proxy.address());
    bench.job(&Hcl::service("shop"));
    proxy.silence("GET /v1/job/shop/deployments");
    let start = Instant::now();
    let begun = [
        nobody.begin("first", "--patience 2s"),
        bench.begin("shop", "--patience 2s"),
        nobody.start_call("drift first.nomad.hcl --patience 2s"),
    ];
    let [first, shop, drift] = begun.map(Begun::ended);
    let took = start.elapsed();
    let reason = "Nomad does not respond: no response after 30 s";
    for said in [first.ends(2), drift.ends(2)] {
        let part = format!("error: at http://{}: {reason}\n", silent.address());
        assert!(said.stderr.contains(&part), "{said}");
    }
    let said = shop.ends(1);
    for part in [
        &format!("\nshop: {reason}\n"),
        "version 0 is registered, and its rollout may continue\n",
        "\nfailed: shop\n",
    ] {
        assert!(said.stderr.contains(part), "no `{part}` in {said}");
    }
    assert!(took < QUESTION + Duration::from_secs(15), "{took:?}");
    proxy.heal();
    let said = bench.deploy("shop", "").ends(0);
    assert!(said.stderr.contains("0 steps deployed, 1 unchanged"), "{said}");
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
    assert!(said.stderr.contains("; retrying"), "{said}");

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
    assert!(said.stderr.contains("shop: Nomad does not respond: "), "{said}");
    assert!(said.stderr.contains("version 2 is registered"), "{said}");
    proxy.heal();
    bench.deploy("shop", "").ends(0);
    assert_eq!(version(&agent, "shop"), Some(2));
    Ok(())
}
