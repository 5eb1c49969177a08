//! Other namespaces, another region, and an agent that is asked through HTTPS.

use serde_json::Value;

use super::faults::{Bench, Hcl};
use crate::cli::{Project, Run};
use crate::support::agent::Agent;
use crate::support::call::call;
use crate::support::nomad::{Nomad, nomad};
use crate::support::setup::Setup;
use crate::support::{Tested, wait_for};

/// The version and the script of a job in a namespace, or in a region; nothing, where it is not there.
fn there(agent: &Agent, id: &str, place: &str) -> Option<(u64, String)> {
    let job = agent.get(&format!("/v1/job/{id}?{place}"))?;
    let script = job["TaskGroups"][0]["Tasks"][0]["Config"]["args"][1].as_str()?.to_owned();
    Some((job["Version"].as_u64()?, script))
}

fn two_of_one_id(bench: &Bench, script: &str) {
    bench.folder.file("ours.nomad.hcl", Hcl::service("web").text());
    let shop = Hcl::service("web").of_namespace("shop").script(script).healthy_after("1s");
    bench.folder.file("theirs.nomad.hcl", shop.text());
}

#[test]
fn two_jobs_of_one_id_are_told_apart_by_their_namespaces() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent) = Bench::start(&nomad)?;
    call(bench.nomad.command().args(["namespace", "apply", "shop"]), "").expect(&[0])?;
    let run = |line: &str| bench.run(&format!("{line} ours.nomad.hcl theirs.nomad.hcl"));
    let ours = || there(&agent, "web", "namespace=default");
    let theirs = || there(&agent, "web", "namespace=shop");
    let of = |version: u64, script: &str| Some((version, script.to_owned()));

    two_of_one_id(&bench, "exec sleep 3601");
    run("plan").ends(1);
    let said = run("deploy --auto-approve --receipt receipt.json").ends(0);
    assert!(said.stderr.contains("2 steps deployed, 0 unchanged"), "{said}");
    assert_eq!((ours(), theirs()), (of(0, "exec sleep 3600"), of(0, "exec sleep 3601")));
    let receipt: Value = serde_json::from_str(&bench.folder.read("receipt.json"))?;
    let named: Vec<&Value> =
        receipt["steps"].as_array().into_iter().flatten().map(|own| &own["namespace"]).collect();
    assert_eq!(named, [&Value::Null, &Value::from("shop")]);
    run("plan").ends(0);
    assert_eq!(run("drift").ends(0).stdout, "");

    // Only the one is stopped, seen, and restored.
    let mut stop = bench.nomad.command();
    call(stop.args(["job", "stop", "-namespace=shop", "-yes", "web"]), "").expect(&[0])?;
    assert_eq!(run("drift").ends(1).stdout, "web (namespace shop) was stopped\n");
    let said = run("deploy --auto-approve").ends(0);
    assert!(said.stderr.contains("1 step deployed, 1 unchanged"), "{said}");
    assert_eq!(run("drift").ends(0).stdout, "");
    let (Some((before, _)), Some((other, _))) = (theirs(), ours()) else {
        return Err("gone".into());
    };

    // It fails, and returns to what it was.
    two_of_one_id(&bench, "exit 3");
    let said = run("deploy --auto-approve --rollback").ends(1);
    assert!(said.stderr.contains(&format!("rolled back to version {before}")), "{said}");
    assert_eq!(theirs(), of(before + 2, "exec sleep 3601"));
    assert_eq!(ours(), of(other, "exec sleep 3600"));
    Ok(())
}

#[test]
fn jobs_that_name_no_namespace_go_where_the_environment_says() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent) = Bench::start(&nomad)?;
    call(bench.nomad.command().args(["namespace", "apply", "shop"]), "").expect(&[0])?;
    let shop = [("NOMAD_NAMESPACE", "shop")];
    let named = Hcl::service("named").of_namespace("default");
    bench.job(&Hcl::service("plain"));
    bench.job(&named);
    // As `nomad job run` does it.
    bench.job(&Hcl::service("by-hand"));
    let mut by_hand = bench.nomad.command();
    by_hand.args(["job", "run", "-detach"]).arg(bench.folder.path("by-hand.nomad.hcl"));
    call(by_hand.envs(shop), "").expect(&[0])?;
    let there = |id: &str| {
        ["default", "shop"].map(|own| there(&agent, id, &format!("namespace={own}")).is_some())
    };
    assert_eq!(there("by-hand"), [false, true]);

    let run = |line: &str| bench.run_with(&shop, line);
    let files = "plain.nomad.hcl named.nomad.hcl";
    run(&format!("plan {files}")).ends(1);
    let said = run(&format!("deploy --auto-approve {files}")).ends(0);
    assert!(said.stderr.contains("2 steps deployed, 0 unchanged"), "{said}");
    assert_eq!((there("plain"), there("named")), ([false, true], [true, false]));
    let said = run(&format!("deploy --auto-approve {files}")).ends(0);
    assert!(said.stderr.contains("0 steps deployed, 2 unchanged"), "{said}");
    run(&format!("plan {files}")).ends(0);
    let all = "drift plain.nomad.hcl named.nomad.hcl by-hand.nomad.hcl";
    assert_eq!(run(all).ends(0).stdout, "");
    // What was deployed there is not here.
    let said = bench.run("drift plain.nomad.hcl").ends(1);
    assert!(said.stdout.contains("plain is not on the cluster\n"), "{said}");

    // One that does not exist is Nomad's to refuse, at once.
    let none = [("NOMAD_NAMESPACE", "nowhere")];
    let said = bench.run_with(&none, "deploy --auto-approve plain.nomad.hcl");
    assert!(said.code != 0 && said.stderr.contains("nonexistent namespace"), "{said}");
    assert_eq!(there("plain"), [false, true]);
    Ok(())
}

#[test]
fn a_job_goes_to_the_region_that_its_file_names() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent) = Bench::start(&nomad)?;
    let far = Agent::of(Setup::durable().region("eu"), &nomad)?;
    call(bench.nomad.command().args(["server", "join", &far.gossip()]), "").expect(&[0])?;
    let regions =
        || agent.get("/v1/regions").filter(|all| *all == serde_json::json!(["eu", "global"]));
    wait_for(20, regions).ok_or("the regions do not know each other")?;
    wait_for(20, || agent.get("/v1/status/leader?region=eu")).ok_or("no leader there")?;

    bench.folder.file("near.nomad.hcl", Hcl::service("web").text());
    let there_too = Hcl::service("web").of_region("eu").script("exec sleep 3601");
    bench.folder.file("far.nomad.hcl", there_too.text());
    let run = |line: &str| bench.run(&format!("{line} near.nomad.hcl far.nomad.hcl"));
    let said = run("deploy --auto-approve").ends(0);
    assert!(said.stderr.contains("2 steps deployed, 0 unchanged"), "{said}");
    let of = |script: &str| Some((0, script.to_owned()));
    assert_eq!(there(&agent, "web", ""), of("exec sleep 3600"));
    assert_eq!(there(&far, "web", ""), of("exec sleep 3601"));
    run("plan").ends(0);
    assert_eq!(run("drift").ends(0).stdout, "");
    far.nomad().stop("web")?;
    assert_eq!(run("drift").ends(1).stdout, "web (region eu) was stopped\n");
    run("deploy --auto-approve").ends(0);
    assert_eq!(run("drift").ends(0).stdout, "");
    // And where the environment says, if the file does not.
    bench.job(&Hcl::service("plain"));
    let eu = [("NOMAD_REGION", "eu")];
    bench.run_with(&eu, "deploy --auto-approve plain.nomad.hcl").ends(0);
    assert_eq!((there(&agent, "plain", ""), there(&far, "plain", "").is_some()), (None, true));
    assert_eq!(bench.run_with(&eu, "drift plain.nomad.hcl far.nomad.hcl").ends(0).stdout, "");
    Ok(())
}

/// An authority and a server's certificate of it, as `nomad tls` makes them.
fn certificates(nomad: &Nomad) -> Result<tempfile::TempDir, Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    for words in [&["ca", "create"][..], &["cert", "create", "-server", "-region", "global"]] {
        let mut make = nomad.command();
        call(make.arg("tls").args(words).current_dir(&folder), "").expect(&[0])?;
    }
    Ok(folder)
}

#[test]
fn an_agent_with_a_certificate_is_asked_through_https() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let certificates = certificates(&nomad)?;
    let setup = Setup::durable().https(certificates.path());
    let authority = setup.authority().ok_or("no authority")?;
    let agent = Agent::of(setup, &nomad)?;
    let folder = Project::outside();
    folder.file("shop.nomad.hcl", Hcl::service("shop").text());
    let with = |trusts: bool, scheme: &str, line: &str| {
        let mut command = folder.command(line);
        command.env("NOMAD_ADDR", format!("{scheme}://{}", agent.address()));
        command.envs(trusts.then_some(("NOMAD_CACERT", &authority)));
        command.arg("--nomad").arg(nomad.command().get_program());
        Run::of(&mut command, b"")
    };
    let deploy = "deploy shop.nomad.hcl --auto-approve";
    for line in [deploy, "plan shop.nomad.hcl", "drift shop.nomad.hcl"] {
        let said = with(false, "https", line).ends(2);
        let at = format!("error: at https://{}: ", agent.address());
        assert!(said.stderr.contains(&at), "{line}: {said}");
        assert!(said.stderr.contains("certificate signed by unknown authority"), "{line}: {said}");
        let said = with(false, "http", line).ends(2);
        let other = format!(
            "error: at http://{}: Nomad does not respond: expected Nomad, found another server\n",
            agent.address()
        );
        assert!(said.stderr.contains(&other), "{line}: {said}");
    }
    assert_eq!(agent.get("/v1/jobs"), Some(Value::Array(Vec::new())));
    // The API is asked by what knows better, and `job validate` does not.
    let said = with(true, "http", deploy).ends(2);
    assert!(said.stderr.contains(&format!("ask at `https://{}`", agent.address())), "{said}");
    with(true, "https", deploy).ends(0);
    with(true, "https", "plan shop.nomad.hcl").ends(0);
    with(true, "https", "drift shop.nomad.hcl").ends(0);
    Ok(())
}
