//! Jobs that never get healthy, that are returned to what was healthy, and that take too long.

use super::{Bench, Hcl, running, version};
use crate::support::Tested;
use crate::support::nomad::nomad;

const BROKEN: &str = "echo the port is taken >&2; exit 3";

#[test]
fn a_job_that_never_gets_healthy_stops_what_has_not_begun() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent) = Bench::start(&nomad)?;
    bench.job(&Hcl::service("first"));
    bench.job(&Hcl::service("second").script(BROKEN).healthy_after("1s"));
    bench.job(&Hcl::service("third"));
    // Nothing but their order stands between them here.
    let deployed = || bench.deploy("first second third", "--parallel 1").ends(1);
    let said = deployed();
    for part in [
        "deployed: first\nfailed: second\nnot begun: third\n",
        "second: the deployment failed: Failed due to ",
        "task `main`: Terminated: Exit Code: 3",
        "stderr of task `main`:\n    the port is taken\n",
    ] {
        assert!(said.stderr.contains(part), "no `{part}` in {said}");
    }
    assert_eq!((version(&agent, "second"), version(&agent, "third")), (Some(0), None));

    // Nothing has changed: it is the same failure, and not another version.
    let again = deployed();
    for part in [
        "failed: second\nnot begun: third\n",
        "second: the deployment of version 0 failed: Failed due to ",
        "the port is taken",
        "`nomad job eval -force-reschedule second`",
    ] {
        assert!(again.stderr.contains(part), "no `{part}` in {again}");
    }
    assert_eq!((version(&agent, "second"), version(&agent, "third")), (Some(0), None));

    bench.job(&Hcl::service("second"));
    let mended = deployed_well(&bench);
    assert!(mended.contains("2 steps deployed, 1 unchanged"), "{mended}");
    assert_eq!((version(&agent, "first"), version(&agent, "second")), (Some(0), Some(1)));
    assert_eq!(running(&agent, "third"), 1);

    // What was healthy once is returned to, by Nomad itself if the job says so, or by `--rollback`.
    bench.job(&Hcl::service("second").script(BROKEN).healthy_after("1s"));
    let said = bench.deploy("second", "--rollback").ends(1);
    let part = "rolled back to version 1, which is healthy as version 3";
    assert!(said.stderr.contains(part), "{said}");
    assert_eq!((version(&agent, "second"), running(&agent, "second")), (Some(3), 1));
    let reverts = "auto_revert = true";
    bench.job(&Hcl::service("third").script(BROKEN).healthy_after("1s").with_update(reverts));
    let said = bench.deploy("third", "--rollback").ends(1);
    assert!(said.stderr.contains("rolling back to job version 0"), "{said}");
    bench.job(&Hcl::service("new").script(BROKEN).healthy_after("1s"));
    let said = bench.deploy("new", "--rollback").ends(1);
    assert!(said.stderr.contains("no stable version to roll back to"), "{said}");
    Ok(())
}

fn deployed_well(bench: &Bench) -> String {
    bench.deploy("first second third", "").ends(0).stderr
}

#[test]
fn a_system_job_that_failed_is_started_again() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent) = Bench::start(&nomad)?;
    bench.job(&Hcl::of("system", "logs").script(BROKEN));
    let said = bench.deploy("logs", "").ends(1);
    for part in ["\nlogs: an allocation failed\n", "the port is taken\n", "\nfailed: logs\n"] {
        assert!(said.stderr.contains(part), "no `{part}` in {said}");
    }
    // The scheduler does it, without another version.
    let again = bench.deploy("logs", "").ends(1);
    assert!(again.stdout.contains("\nrestore    logs  1 started\n"), "{again}");
    assert!(again.stderr.contains("\nlogs: an allocation failed\n"), "{again}");
    assert_eq!(version(&agent, "logs"), Some(0));
    bench.job(&Hcl::of("system", "logs"));
    bench.deploy("logs", "").ends(0);
    assert_eq!((version(&agent, "logs"), running(&agent, "logs")), (Some(1), 1));
    Ok(())
}

#[test]
fn canaries_wait_to_be_promoted_and_nothing_waits_for_ever() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent) = Bench::start(&nomad)?;
    let canary = |script: &str| Hcl::service("shop").script(script).with_update("canary = 1");
    bench.job(&canary("exec sleep 3600"));
    bench.deploy("shop", "").ends(0);

    bench.job(&canary("exec sleep 3601"));
    let said = bench.deploy("shop", "").ends(0);
    assert!(said.stderr.contains("shop waits: `nomad deployment promote "), "{said}");
    assert_eq!(running(&agent, "shop"), 2, "the canary beside the old one");
    let again = bench.deploy("shop", "").ends(0);
    assert!(again.stderr.contains("shop waits: `nomad deployment promote "), "{again}");
    let promoted = bench.deploy("shop", "--promote").ends(0);
    assert!(!promoted.stderr.contains("shop waits"), "{promoted}");
    assert_eq!((running(&agent, "shop"), version(&agent, "shop")), (1, Some(1)));

    // Healthy in a minute, and nobody wants to wait so long.
    let slow = Hcl::service("slow").healthy_after("60s").text();
    let slow = slow.replace("\"40s\"", "\"90s\"").replace("\"50s\"", "\"100s\"");
    bench.folder.file("slow.nomad.hcl", slow);
    let said = bench.deploy("slow", "--timeout 3s").ends(1);
    assert!(said.stderr.contains("timed out after 3 s: 0 of 1 healthy"), "{said}");
    Ok(())
}
