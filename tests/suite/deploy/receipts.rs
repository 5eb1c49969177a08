//! Receipts of changes to several jobs: what was predicted is what happened, and what `diff` says of the same files.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::time::Instant;

use serde_json::{Value, json};

use super::deploys::call;
use crate::cli::Project;
use crate::support::agent::Agent;
use crate::support::csi::csi;
use crate::support::nomad::nomad;
use crate::support::schema::{judge, names, schema, strict};
use crate::support::setup::Setup;
use crate::support::{Tested, repository};

/// Changes, each against the one before it, as the fixture takes them.
const CHANGES: [&str; 12] = [
    "web.count=5\napi.script=exec sleep 3601",
    "web.script=exec sleep 3601\nproxy.count=3\napi.count=1",
    "cache.text=hello\ncache.count=3\nproxy.count=1",
    "web.meta=blue\nnightly.text=x\nreport.script=echo other\nstorage.priority=60",
    "metrics.text=canary\ndiscovery.text=a",
    "proxy.tag=blue\nweb.tag=blue\nmetrics.text=canary",
    "proxy.tag=green\nweb.priority=60\nmigrate.priority=60\nprepare.priority=60",
    "migrate.text=again\nprepare.text=again",
    "database.script=echo more >> /data/log; exec sleep 3600\ncache.memory=32",
    "proxy.minimum=2\nproxy.text=slow\nweb.parallel=1\nweb.text=one",
    "metrics.canary=2\nmetrics.count=3\nmetrics.memory=32\nweb.count=1\nweb.text=one",
    "",
];

/// Allocations by what happens to them, of each group.
type Counts = BTreeMap<String, BTreeMap<String, u64>>;

#[test]
fn what_was_predicted_is_what_happened() -> Tested {
    let (Some(nomad), Some(csi)) = (nomad!(), csi!()) else { return Ok(()) };
    let agent = Agent::of(csi.on(Setup::durable()), &nomad)?;
    let mut project = Project::with("twelve");
    project.quietly("gen").ends(0);
    call(&project, &nomad, agent.address(), "deploy --auto-approve").ends(0);
    let form = schema("receipt");
    let start = Instant::now();
    let (mut compared, mut wrong, mut slow) = (0, Vec::new(), 0);
    for (number, change) in CHANGES.into_iter().enumerate() {
        project = project.text(change);
        project.quietly("gen").ends(0);
        for job in super::twelve::JOBS.map(|(job, ..)| job) {
            project.file(&format!("before/{job}.nomad.json"), agent.nomad().inspect(job)?);
        }
        let command = "deploy --auto-approve --receipt receipt.json \
                       --allow-destructive database --allow-destructive api";
        let begun = Instant::now();
        call(&project, &nomad, agent.address(), command).ends(0);
        let took = begun.elapsed().as_secs_f64();
        let receipt: Value = serde_json::from_str(&project.read("receipt.json"))?;
        judge(&receipt, &form)?;
        judge(&receipt, &strict(form.clone()))?;
        let verified = project.quietly("diff --verify receipt.json");
        if verified.code != 0 {
            wrong.push(format!("change {number}: {verified}"));
        }
        let steps = receipt["steps"].as_array().ok_or("no steps")?;
        let done: Vec<&Value> = steps.iter().filter(|step| step["state"] == "done").collect();
        let jobs = change.lines().filter_map(|line| line.split('.').next());
        for job in jobs {
            assert!(steps.iter().any(|own| own["job"] == job), "no `{job}` in the receipt");
        }
        for step in &done {
            let job = step["job"].as_str().ok_or("a volume is made again")?;
            let words = format!("diff --format json before/{job}.nomad.json out/{job}.nomad.hcl");
            let said: Value = serde_json::from_str(&project.quietly(&words).ends(0).stdout)?;
            let (expected, found) = (predicted(&said["jobs"][0]), counts(&step["happened"]));
            compared += 1;
            slow += usize::from(lasts(step, took)?);
            if expected != found && !is_unpredictable(job, &expected, &found) {
                wrong.push(format!("change {number}, {job}: {expected:?}, and it was {found:?}"));
            }
        }
        assert!(!done.is_empty(), "change {number}: nothing was done");
        is_told_where_it_was_shorter(&project, &receipt)?;
    }
    assert!(slow >= 2, "only {slow} roll-outs with a least time of more than nothing");
    eprintln!("{compared} jobs in 12 changes: {:.1} s", start.elapsed().as_secs_f64());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(compared > 24, "{compared}");
    Ok(())
}

/// The jobs without deployments, which nobody promises anything of.
const NO_SERVICES: [&str; 4] = ["discovery", "storage", "prepare", "migrate"];

/// Whether a job was promised to take some time at least. It took that long, and no longer than the call; and where
/// allocations of a service are replaced, something is promised.
fn lasts(step: &Value, call: f64) -> Result<bool, Box<dyn Error>> {
    let seconds = step["seconds"].as_f64().ok_or("no seconds")?;
    assert!(seconds > 0.0 && seconds <= call, "{seconds} of {call}: {step}");
    let mut counts = step["predicted"].as_object().into_iter().flatten();
    let replaces = counts.any(|(_, counts)| counts["destructive"].as_u64() > Some(0));
    let Some(least) = step["least_seconds"].as_f64() else {
        let is_other = NO_SERVICES.iter().any(|job| step["job"] == *job);
        assert!(!replaces || is_other, "nothing is promised: {step}");
        return Ok(false);
    };
    assert!(seconds >= least, "it took less than {least} s: {step}");
    Ok(least > 0.0)
}

/// `diff --verify` names each job whose roll-out was shorter than promised, and no other.
fn is_told_where_it_was_shorter(project: &Project, receipt: &Value) -> Tested {
    let mut lowered = receipt.clone();
    let mut expected = String::new();
    for step in lowered["steps"].as_array_mut().ok_or("no steps")? {
        let least = step["least_seconds"].as_f64().filter(|least| *least > 0.0);
        let Some(least) = least.filter(|_| step["state"] == "done") else { continue };
        let seconds = least - 0.1;
        step["seconds"] = json!(seconds);
        let job = step["job"].as_str().ok_or("no job")?;
        expected +=
            &format!("{job}: predicted at least {least:.1} s, but it took {seconds:.1} s\n");
    }
    project.file("lowered.json", lowered.to_string());
    let verified = project.quietly("diff --verify lowered.json");
    assert_eq!(verified.stdout, expected, "{verified}");
    assert_eq!(verified.code, i32::from(!expected.is_empty()), "{verified}");
    Ok(())
}

/// What the files alone cannot say, and `diff` only names: whether a batch job has ended already, so that a change that
/// would keep its allocation runs it again (`migrate`), or does nothing to it (the sysbatch job `prepare`).
fn is_unpredictable(job: &str, expected: &Counts, found: &Counts) -> bool {
    let one = |what: &str| Counts::from([(job.to_owned(), BTreeMap::from([(what.to_owned(), 1)]))]);
    let instead = match job {
        "migrate" => "destructive",
        "prepare" => "ignore",
        _ => return false,
    };
    *expected == one("in_place") && *found == one(instead)
}

/// What `diff` predicts, of which each canary has come to take the place of another allocation.
fn predicted(job: &Value) -> Counts {
    let groups = job["groups"].as_array().into_iter().flatten();
    let of = |group: &Value| {
        let mut whole = group["whole"].clone();
        whole["canary"] = json!(0);
        (group["name"].as_str().unwrap_or_default().to_owned(), non_zero(&whole))
    };
    groups.map(of).filter(|(_, counts)| !counts.is_empty()).collect()
}

fn counts(of: &Value) -> Counts {
    let groups = of.as_object().into_iter().flatten();
    groups.map(|(group, own)| (group.clone(), non_zero(own))).collect()
}

fn non_zero(counts: &Value) -> BTreeMap<String, u64> {
    let all = counts.as_object().into_iter().flatten();
    let number = |(what, count): (&String, &Value)| Some((what.clone(), count.as_u64()?));
    all.filter_map(number).filter(|(_, count)| *count > 0).collect()
}

/// Every key and word of the two forms is explained.
#[test]
fn the_page_names_all_keys() {
    let page = fs::read_to_string(repository("docs/deploy-json.md")).expect("the page");
    let found: Vec<String> =
        ["receipt", "drift"].iter().flat_map(|form| names(&schema(form))).collect();
    assert!(found.len() > 40, "{found:?}");
    let is_missing = |name: &&String| !page.contains(&format!("`{name}`"));
    let missing: Vec<&String> = found.iter().filter(is_missing).collect();
    assert!(missing.is_empty(), "docs/deploy-json.md does not say: {missing:?}");
}
