//! Jobs whose files were removed.

use serde_json::{Value, json};

use super::{Bench, Hcl, running, version};
use crate::support::agent::Agent;
use crate::support::call::call;
use crate::support::nomad::{Nomad, nomad};
use crate::support::proxy::Proxy;
use crate::support::schema::{judge, schema, strict};
use crate::support::{Tested, git};

#[test]
fn only_jobs_whose_files_were_removed_are_stopped_and_only_if_asked() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent) = Bench::start(&nomad)?;
    let folder = bench.folder.path("");
    git::run(&folder, &["init", "--quiet"]);
    for id in ["shop", "old"] {
        bench.job(&Hcl::service(id));
    }
    git::commit(&folder, "two jobs");
    bench.deploy("shop old", "").ends(0);
    bench.somebody_registers(&Hcl::service("foreign"));
    std::fs::remove_file(bench.folder.path("old.nomad.hcl"))?;
    git::commit(&folder, "one job");

    let said = bench.deploy("shop", "").ends(0);
    assert!(!said.stderr.contains("stop: "), "{said}");
    assert_eq!(running(&agent, "old"), 1);
    let path = std::env::var("PATH").unwrap_or_default();
    let prune = |revision: &str| {
        let mut command = bench
            .folder
            .command(&format!("deploy shop.nomad.hcl --auto-approve --prune {revision}"));
        command.env("PATH", &path).env("NOMAD_ADDR", format!("http://{}", agent.address()));
        command.arg("--nomad").arg(bench.nomad.command().get_program());
        crate::cli::Run::of(&mut command, b"")
    };
    prune("HEAD~7").ends(2);
    // Of a file that cannot be read, nobody knows which job it is about.
    bench.folder.file("broken.nomad.hcl", "job \"old\" {");
    let said = prune("HEAD~1").ends(2);
    let part = "cannot read `broken.nomad.hcl`, so removed jobs cannot be determined";
    assert!(said.stderr.contains(part), "{said}");
    assert_eq!(running(&agent, "old"), 1);
    std::fs::remove_file(bench.folder.path("broken.nomad.hcl"))?;
    let said = bench.run("plan shop.nomad.hcl --prune HEAD~1").ends(1);
    assert!(said.stderr.contains("stop: old, whose file was removed\n"), "{said}");
    assert_eq!(running(&agent, "old"), 1);
    let said = prune("HEAD~1").ends(0);
    assert!(said.stderr.contains("stop: old, whose file was removed\n"), "{said}");
    assert!(said.stderr.contains("1 job stopped\n"), "{said}");
    assert_eq!(["shop", "old", "foreign"].map(|id| version(&agent, id)), [Some(0), None, Some(0)]);
    let said = prune("HEAD~1").ends(0);
    assert!(!said.stderr.contains("stop"), "{said}");
    Ok(())
}

const SHOP: &str = "variable \"ns\" {\n  type    = string\n  default = \"shop\"\n}\n\n";

/// A folder of job files that git knows, and the agent that they are deployed to; its API is asked through a proxy.
fn begin(nomad: &Nomad) -> Result<(Bench, Agent, Proxy), Box<dyn std::error::Error>> {
    let (bench, agent) = Bench::start(nomad)?;
    let proxy = Proxy::before(agent.address())?;
    let bench = bench.through(proxy.address());
    git::run(&bench.folder.path(""), &["init", "--quiet"]);
    Ok((bench, agent, proxy))
}

impl Bench {
    /// Writes a job file with something before it and in its job.
    fn job_in(&self, file: &str, before: &str, job: &str, hcl: &Hcl) {
        let text = hcl.text().replacen("  datacenters", &format!("  {job}\n  datacenters"), 1);
        self.folder.file(&format!("{file}.nomad.hcl"), format!("{before}{text}"));
    }

    fn removed(&self, file: &str) -> Tested {
        std::fs::remove_file(self.folder.path(&format!("{file}.nomad.hcl")))?;
        self.committed(file);
        Ok(())
    }

    fn committed(&self, what: &str) {
        git::commit(&self.folder.path(""), what);
    }
}

/// Whether a job is there and was not stopped.
fn is_up(agent: &Agent, id: &str, namespace: &str) -> bool {
    let job = agent.get(&format!("/v1/job/{id}?namespace={namespace}"));
    job.is_some_and(|job| job["Stop"] == false)
}

#[test]
fn a_job_is_known_by_its_namespace_and_its_id() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent, _proxy) = begin(&nomad)?;
    let path = ["namespace", "apply", "shop"];
    call(bench.nomad.command().args(path), "").expect(&[0])?;
    let up = |id: &str| ["default", "shop"].map(|namespace| is_up(&agent, id, namespace));
    bench.job(&Hcl::service("stays"));
    bench.job_in("web", SHOP, "namespace = var.ns", &Hcl::service("web"));
    bench.job_in("moves", "", "namespace = \"default\"", &Hcl::service("moves"));
    bench.committed("three jobs");
    bench.deploy("stays web moves", "").ends(0);
    bench.somebody_registers(&Hcl::service("web"));
    assert_eq!(up("web"), [true, true]);

    // A stranger's job of that ID is left alone.
    bench.removed("web")?;
    let said = bench.deploy("stays", "--prune HEAD~1 --receipt receipt.json").ends(0);
    assert!(
        said.stderr.contains("stop: web in namespace `shop`, whose file was removed\n"),
        "{said}"
    );
    assert_eq!(up("web"), [true, false], "{said}");
    let receipt: Value = serde_json::from_str(&bench.folder.read("receipt.json"))?;
    judge(&receipt, &strict(schema("receipt")))?;
    let pruned = json!([{ "job": "web", "namespace": "shop", "state": "done" }]);
    assert_eq!(receipt["pruned"], pruned);
    bench.folder.run("diff --verify receipt.json").ends(0);

    // One that moved is stopped where it was.
    bench.job_in("moves", "", "namespace = \"shop\"", &Hcl::service("moves"));
    bench.committed("moved");
    let said = bench.deploy("stays moves", "--prune HEAD~1").ends(0);
    assert!(said.stderr.contains("stop: moves, whose file was removed\n"), "{said}");
    assert_eq!(up("moves"), [false, true], "{said}");
    // The same place in other words, and the same job in another file, is no other job.
    bench.job_in(
        "moved",
        "",
        "namespace = \"shop\"\n  region = \"global\"",
        &Hcl::service("moves"),
    );
    bench.removed("moves")?;
    let said = bench.deploy("stays moved", "--prune HEAD~1").ends(0);
    assert!(!said.stderr.contains("stop"), "{said}");
    assert_eq!(up("moves"), [false, true], "{said}");
    Ok(())
}

#[test]
fn a_place_without_its_values_is_refused() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent, _proxy) = begin(&nomad)?;
    call(bench.nomad.command().args(["namespace", "apply", "shop"]), "").expect(&[0])?;
    bench.job(&Hcl::service("stays"));
    let open = SHOP.replace("  default = \"shop\"\n", "");
    bench.job_in("web", &open, "namespace = var.ns", &Hcl::service("web"));
    bench.committed("two jobs");
    bench.deploy("stays web", "--var ns=shop").ends(0);
    bench.somebody_registers(&Hcl::service("web"));
    bench.removed("web")?;

    let said = bench.deploy("stays", "--prune HEAD~1").ends(2);
    let part =
        "the namespace of the job in `HEAD~1:web.nomad.hcl` depends on variables without a value";
    assert!(said.stderr.contains(part), "{said}");
    let up = || ["default", "shop"].map(|namespace| is_up(&agent, "web", namespace));
    assert_eq!(up(), [true, true], "{said}");
    bench.deploy("stays", "--prune HEAD~1 --var ns=shop").ends(0);
    assert_eq!(up(), [true, false]);
    Ok(())
}

#[test]
fn ctrl_c_stops_no_more_jobs_and_says_which_are_left() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent, proxy) = begin(&nomad)?;
    let old = ["a", "b", "c"].map(|id| format!("old-{id}"));
    bench.job(&Hcl::service("stays"));
    for id in &old {
        bench.job(&Hcl::service(id));
    }
    bench.committed("all");
    bench.deploy(&format!("stays {}", old.join(" ")), "").ends(0);
    for id in &old {
        std::fs::remove_file(bench.folder.path(&format!("{id}.nomad.hcl")))?;
    }
    let begun = bench.begin("stays", "--prune HEAD --receipt receipt.json");
    let id = begun.id().to_string();
    proxy.once_before("DELETE /v1/job/old-a", move || {
        let sent = std::process::Command::new("kill").args(["-INT", &id]).status();
        assert!(sent.is_ok_and(|status| status.success()));
        // Until it has come to the program.
        std::thread::sleep(std::time::Duration::from_millis(200));
    });
    let said = begun.ended().ends(1);
    assert!(said.stderr.contains("\nstopped: old-a\nnot stopped: old-b, old-c\n"), "{said}");
    let up = || old.each_ref().map(|id| is_up(&agent, id, "default"));
    assert_eq!(up(), [false, true, true], "{said}");
    let receipt: Value = serde_json::from_str(&bench.folder.read("receipt.json"))?;
    judge(&receipt, &strict(schema("receipt")))?;
    let states: Vec<&Value> =
        receipt["pruned"].as_array().into_iter().flatten().map(|one| &one["state"]).collect();
    assert_eq!(states, ["done", "not_begun", "not_begun"]);

    // What fails before stops nothing either, and the same command goes on.
    bench.job(&Hcl::service("stays").script("exit 3").healthy_after("1s"));
    let said = bench.deploy("stays", "--prune HEAD").ends(1);
    assert!(said.stderr.contains("\nnot stopped: old-b, old-c\n"), "{said}");
    assert_eq!(up(), [false, true, true], "{said}");
    bench.job(&Hcl::service("stays"));
    let said = bench.deploy("stays", "--prune HEAD").ends(0);
    assert!(said.stderr.contains("\n2 jobs stopped\n"), "{said}");
    assert_eq!(up(), [false; 3], "{said}");
    Ok(())
}

#[test]
fn a_job_that_somebody_changed_since_it_was_listed_is_left_alone() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent, proxy) = begin(&nomad)?;
    for id in ["stays", "plug"] {
        bench.job(&Hcl::service(id));
    }
    bench.committed("all");
    bench.deploy("stays plug", "").ends(0);
    bench.somebody_registers(&Hcl::service("plug-a"));
    bench.removed("plug")?;
    // It goes before it is stopped: its ID is now the beginning of another one.
    let other = Bench::at(agent.address(), &nomad);
    bench.job(&Hcl::service("stays").script("exec sleep 3601"));
    proxy.once_before("PUT /v1/jobs", move || {
        let purge = ["job", "stop", "-detach", "-purge", "plug"];
        call(other.nomad.command().args(purge), "").expect(&[0]).map(drop).expect("purged");
    });
    let said = bench.deploy("stays", "--prune HEAD~1").ends(0);
    assert!(said.stderr.contains("stop: plug, whose file was removed\n"), "{said}");
    assert!(is_up(&agent, "plug-a", "default"), "{said}");

    bench.job(&Hcl::service("plug"));
    bench.committed("again");
    bench.deploy("plug", "").ends(0);
    bench.removed("plug")?;
    let other = Bench::at(agent.address(), &nomad);
    bench.job(&Hcl::service("stays").script("exec sleep 3602"));
    proxy.once_before("PUT /v1/jobs", move || {
        other.somebody_registers(&Hcl::service("plug").script("exec sleep 3600.5"));
    });
    let said = bench.deploy("stays", "--prune HEAD~1").ends(1);
    let part = "plug: job `plug` was changed since it was listed, so it was not stopped\n";
    assert!(said.stderr.contains(part), "{said}");
    assert!(is_up(&agent, "plug", "default"), "{said}");
    Ok(())
}
