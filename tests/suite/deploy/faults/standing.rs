//! What failed stays failed until it is mended, whichever command looks at it; and going back touches nothing of others.

use std::thread;
use std::time::Duration;

use super::{Bench, Hcl, running, version};
use crate::support::nomad::nomad;
use crate::support::{Tested, wait_for};

const BROKEN: &str = "exit 3";

#[test]
fn what_failed_before_is_not_called_unchanged() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent) = Bench::start(&nomad)?;
    // Without roll-outs, only its allocations tell.
    let plain = Hcl::service("plain").script(BROKEN).with_update("max_parallel = 0");
    // Who is healthy at once may be seen running before it fails.
    bench.job(&plain.healthy_after("4s"));
    // Healthy for long enough to be deployed, and dead soon after.
    bench.job(&Hcl::service("brief").script("exec sleep 2"));
    bench.job(&Hcl::of("batch", "night").script("sleep 1; exit 4"));
    bench.job(&Hcl::service("well"));
    let all = "plain brief night well";
    bench.deploy("plain", "--timeout 20s").ends(1);
    bench.deploy("brief well", "").ends(0);
    bench.deploy("night", "");
    // What waits to be started does not run, either; and the scheduler has a look at what has ended.
    let is_dead =
        |id| agent.get(&format!("/v1/job/{id}")).is_some_and(|job| job["Status"] == "dead");
    let are_dead = || ["plain", "brief", "night"].map(is_dead).eq(&[true; 3]).then_some(());
    wait_for(40, are_dead).ok_or("they have not ended")?;

    let again = bench.deploy(all, "--parallel 4").ends(1);
    for part in [
        "plain: an allocation of version 0 failed\n",
        "brief: an allocation of version 0 failed\n",
        "night: an allocation of version 0 failed\n",
        "\nfailed: plain, brief, night\n",
        "`nomad job eval -force-reschedule plain`",
    ] {
        assert!(again.stderr.contains(part), "no `{part}` in {again}");
    }
    for id in all.split(' ') {
        assert_eq!(version(&agent, id), Some(0), "{id}");
    }
    let drift = bench.run(&format!("drift {}", all.replace(' ', ".nomad.hcl ") + ".nomad.hcl"));
    let missing =
        "does not have the allocations that its file requests\n  group \"app\": 1 missing\n";
    let expected = ["brief", "night", "plain"].map(|id| format!("{id} {missing}")).concat();
    assert_eq!((drift.code, drift.stdout), (1, expected));
    Ok(())
}

#[test]
fn going_back_leaves_alone_what_others_have_registered() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent) = Bench::start(&nomad)?;
    bench.job(&Hcl::service("shop"));
    bench.job(&Hcl::service("slow"));
    bench.deploy("shop slow", "").ends(0);

    bench.job(&Hcl::service("shop").script("sleep 12; exit 3").healthy_after("30s"));
    let begun = bench.begin("shop", "--rollback");
    wait_for(20, || (version(&agent, "shop") == Some(1)).then_some(())).ok_or("not registered")?;
    // By then it has been read back, and is followed.
    thread::sleep(Duration::from_secs(5));
    let theirs = Hcl::service("shop").script("exec sleep 3602").healthy_after("15s");
    bench.somebody_registers(&theirs);
    let said = begun.ended().ends(1);
    let part = "version 2 is newer than the one that failed, so nothing was rolled back\n";
    assert!(said.stderr.contains(part), "{said}");
    let stable = || (agent.get("/v1/job/shop")?["Stable"] == true).then_some(());
    wait_for(60, stable).ok_or("it is not healthy")?;
    assert_eq!((version(&agent, "shop"), running(&agent, "shop")), (Some(2), 1));

    // What has not begun when a job fails is not begun while that goes back, which takes longer than the other one.
    bench.job(&Hcl::service("shop").script(BROKEN).healthy_after("4s"));
    bench.job(&Hcl::service("slow").script("exec sleep 3603").healthy_after("8s"));
    bench.job(&Hcl::service("tail"));
    let said = bench.deploy("shop slow tail", "--parallel 2 --rollback").ends(1);
    assert!(said.stderr.contains("\nfailed: shop\nnot begun: tail\n"), "{said}");
    assert!(said.stderr.contains("\ndeployed: slow\n"), "{said}");
    assert_eq!((version(&agent, "tail"), version(&agent, "shop")), (None, Some(4)));
    Ok(())
}

#[test]
fn a_system_job_must_run_somewhere_and_old_canaries_make_room() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent) = Bench::start(&nomad)?;
    let big = "constraint {\n      attribute = \"${node.class}\"\n      value = \"big\"\n    }";
    bench.job(&Hcl::of("system", "logs").with_group(big));
    let elsewhere = Hcl::of("system", "metrics").text().replace("\"dc1\"", "\"dc9\"");
    bench.folder.file("metrics.nomad.hcl", elsewhere);
    for id in ["logs", "metrics"] {
        let said = bench.deploy(id, "").ends(1);
        assert!(said.stdout.contains(", cannot be placed now"), "{said}");
        let part = format!("{id}: it cannot be placed, so nothing was registered\n");
        assert!(said.stderr.contains(&part), "{said}");
        assert_eq!(version(&agent, id), None);
    }
    bench.deploy("logs metrics", "--allow-unplaced").ends(0);
    assert_eq!((version(&agent, "logs"), version(&agent, "metrics")), (Some(0), Some(0)));

    let canary =
        |script: &str| bench.job(&Hcl::service("shop").script(script).with_update("canary = 1"));
    canary("exec sleep 3600");
    bench.deploy("shop", "").ends(0);
    canary("exec sleep 3601");
    bench.deploy("shop", "").ends(0);
    let again = bench.deploy("shop", "").ends(0);
    assert!(again.stderr.contains("shop waits: `nomad deployment promote "), "{again}");
    assert!(again.stderr.contains("\n0 steps deployed, 1 unchanged\n"), "{again}");
    canary("exec sleep 3602");
    bench.deploy("shop", "--promote --receipt receipt.json").ends(0);
    thread::sleep(Duration::from_millis(200));
    bench.folder.run("diff --verify receipt.json").ends(0);
    assert_eq!((version(&agent, "shop"), running(&agent, "shop")), (Some(2), 1));
    Ok(())
}
