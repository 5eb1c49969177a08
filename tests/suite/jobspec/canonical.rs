//! Jobs as Nomad completes them: what a server gives back after it has taken them.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use jobwright::eval::Inputs;
use jobwright::jobspec::{Block, FieldItem, Job, Kind, Version, all_schemas, canonical};
use jobwright::{api, read};
use serde_json::Value as Json;

use crate::support::agent::Agent;
use crate::support::consul;
use crate::support::corpus::Corpus;
use crate::support::judge::without_newer;
use crate::support::nomad::{Nomad, nomad};
use crate::support::skip::name_of;
use crate::support::{Tested, files, repository};

#[test]
fn what_is_complete_stays_as_it_is() {
    for job in super::jobs() {
        let whole = canonical(&job);
        assert_eq!(canonical(&whole), whole, "{}", job.id);
    }
}

/// No block is forgotten: nothing is left out that a server would write.
#[test]
fn every_default_is_written_out() {
    let mut seen = BTreeSet::new();
    for job in super::jobs() {
        complete(&canonical(&job), &mut seen);
    }
    assert!(seen.len() > 60, "{seen:?}");
}

fn complete(block: &dyn Block, seen: &mut BTreeSet<&'static str>) {
    let schema = block.schema();
    seen.insert(schema.template);
    let mut said = Vec::new();
    block.visit(&mut |index, item| {
        said.push(index);
        match item {
            FieldItem::Block(inner) if schema.fields[index].kind != Kind::Config => {
                complete(inner, seen)
            }
            _ => {}
        }
    });
    for (index, field) in schema.fields.iter().enumerate() {
        let Kind::Attr(kind) = field.kind else { continue };
        let written = !field.contextual && (!field.zero || field.filled);
        let value = field.default.and_then(|default| default.value(kind));
        assert!(
            !written || value.is_none() || said.contains(&index),
            "{}.{}",
            schema.name,
            field.name
        );
    }
}

/// What a server has in these jobs besides what was completed, by the ends of the ways to it, with the reason.
const ADDED: [(&str, &str); 20] = [
    ("Identities", "came after this Nomad under this name"),
    ("Actions", "came after this Nomad"),
    ("Scaling.ID", "the server's own"),
    ("Scaling.CreateIndex", "the server's own"),
    ("Scaling.ModifyIndex", "the server's own"),
    ("Scaling.Target", "the server's own"),
    ("ScalingPolicies.Target", "the server's own"),
    ("ScalingPolicies.Max", "-1 where nothing is said, which no job file can say"),
    ("ScalingPolicies.Min", "0 where nothing is said, in a policy that only Nomad Enterprise has"),
    (
        "Update.HealthCheck",
        "of a job's own policy, a server keeps two numbers; the groups have the rest",
    ),
    ("Update.MinHealthyTime", "the same"),
    ("Update.HealthyDeadline", "the same"),
    ("Update.ProgressDeadline", "the same"),
    ("Proxy.Expose", "made of checks that are exposed"),
    ("SidecarService.Proxy", "the same"),
    ("Checks.PortLabel", "the same"),
    (
        "EnvoyGatewayBindAddresses.api.Name",
        "it is the key, and a server that adds the address leaves it at that",
    ),
    ("EnvoyGatewayBindAddresses.default.Name", "the same"),
    ("EnvoyGatewayBindAddresses.wan.Name", "the same"),
    ("EnvoyGatewayBindAddresses.lan.Name", "the same"),
];

/// Lists at whose ends a server adds what the job needs.
const LONGER: [&str; 3] = ["Constraints", "DynamicPorts", "Paths"];

/// What is otherwise in the server's answer.
struct Comparison {
    newer: BTreeSet<&'static str>,
    differences: Vec<String>,
}

impl Comparison {
    fn new(version: Version) -> Self {
        let mut newer = BTreeSet::new();
        let mut older = BTreeSet::new();
        for field in all_schemas().into_iter().flat_map(|schema| schema.fields) {
            let is_newer = field.since.is_some_and(|since| since > version);
            if is_newer {
                newer.insert(field.json)
            } else {
                older.insert(field.json)
            };
        }
        newer.retain(|name| !older.contains(name));
        Self { newer, differences: Vec::new() }
    }

    fn compare(&mut self, way: &str, ours: &Json, theirs: &Json) {
        let name = way.rsplit('.').next().unwrap_or_default();
        let excepted = ADDED.iter().any(|(end, _)| way.ends_with(&format!(".{end}")));
        let (nothing, nothing_there) = (is_nothing(ours), is_nothing(theirs));
        if nothing && nothing_there || excepted && (nothing || nothing_there) {
            return;
        }
        match (ours, theirs) {
            (Json::Object(one), Json::Object(two)) => {
                for key in one.keys().chain(two.keys()).collect::<BTreeSet<_>>() {
                    let is_state = way.is_empty() && STATE.contains(&key.as_str());
                    if !is_state && !self.newer.contains(key.as_str()) {
                        let of = |all: &Json| all.get(key).cloned().unwrap_or_default();
                        self.compare(&format!("{way}.{key}"), &of(ours), &of(theirs));
                    }
                }
            }
            (Json::Null, Json::Array(_)) if LONGER.contains(&name) => {}
            (Json::Array(one), Json::Array(two))
                if one.len() == two.len() || one.len() < two.len() && LONGER.contains(&name) =>
            {
                for (one, two) in one.iter().zip(two) {
                    self.compare(way, one, two);
                }
            }
            (Json::Number(one), Json::Number(two)) if one.as_f64() == two.as_f64() => {}
            _ if ours == theirs => {}
            _ => self.differences.push(format!("{way}: {ours}, not {theirs}")),
        }
    }
}

/// What only a server knows of a job.
const STATE: [&str; 18] = [
    "ConsulNamespace",
    "ConsulToken",
    "CreateIndex",
    "DispatchIdempotencyToken",
    "Dispatched",
    "JobModifyIndex",
    "ModifyIndex",
    "NomadTokenID",
    "ParentID",
    "Payload",
    "Stable",
    "Status",
    "StatusDescription",
    "Stop",
    "SubmitTime",
    "VaultNamespace",
    "VaultToken",
    "Version",
];

/// A key that is not there, null and the zero value are one in an answer.
fn is_nothing(json: &Json) -> bool {
    match json {
        Json::Null => true,
        Json::Bool(value) => !value,
        Json::Number(number) => number.as_f64() == Some(0.0),
        Json::String(text) => text.is_empty(),
        Json::Array(all) => all.is_empty(),
        Json::Object(all) => all.values().all(is_nothing),
    }
}

/// Before it, system jobs have no policy of updates without a word.
const DEPLOYS_SYSTEMS: Version = Version::new(1, 11, 0);

/// The job as it is completed here, as that Nomad would.
fn completed(job: &Job, version: Version) -> Job {
    let mut whole = canonical(job);
    let is_system = whole.type_.as_ref().is_some_and(|kind| kind.as_str() == Some("system"));
    if is_system && job.update.is_none() && version < DEPLOYS_SYSTEMS {
        whole.update = None;
        for (own, whole) in job.groups.iter().zip(&mut whole.groups) {
            whole.update.take_if(|_| own.update.is_none());
        }
    }
    whole
}

/// What differs for one file; nothing where the server does not take it or we need more than the file to read it.
fn judge(nomad: &Nomad, file: &Path, folder: &Path) -> Result<Option<Vec<String>>, Box<dyn Error>> {
    let text = fs::read_to_string(file)?;
    let text = without_newer(&text, nomad.version()).unwrap_or(text);
    let Ok(reading) = read::evaluated(&text, &Inputs::default(), None) else { return Ok(None) };
    let copy = folder.join("job.nomad.hcl");
    fs::write(&copy, &text)?;
    if nomad.register(&copy).is_err() {
        return Ok(None);
    }
    let id = &reading.job.id;
    let Ok(answer) = nomad.inspect(id) else { return Ok(None) };
    let answer: Json = serde_json::from_str(&answer)?;
    let theirs = answer.get("Job").unwrap_or(&answer);
    let mut comparison = Comparison::new(nomad.version());
    comparison.compare("", &api::job(&completed(&reading.job, nomad.version())), theirs);
    Ok(Some(comparison.differences))
}

/// Groups with services in the mesh, for each thing that a server adds.
const MESHES: [&str; 8] = [
    "network {\n mode = \"bridge\"\n}\nservice {\n name = \"web\"\n port = \"9000\"\n connect {\n sidecar_service {}\n }\n}",
    "network {\n mode = \"bridge\"\n port \"mesh\" {\n to = -1\n }\n}\nservice {\n name = \"${NOMAD_JOB_NAME}-web\"\n port = \"9000\"\n connect {\n sidecar_service {\n port = \"mesh\"\n }\n sidecar_task {\n name = \"proxy\"\n kill_timeout = \"20s\"\n config {\n memory_hard_limit = 256\n }\n env {\n A = \"b\"\n }\n meta {\n c = \"d\"\n }\n logs {\n max_files = 4\n }\n resources {\n cpu = 500\n }\n }\n }\n}",
    "network {\n mode = \"bridge\"\n}\nservice {\n name = \"web\"\n port = \"9000\"\n connect {\n sidecar_service {}\n sidecar_task {\n driver = \"raw_exec\"\n user = \"root\"\n kill_signal = \"SIGTERM\"\n shutdown_delay = \"1s\"\n config {\n command = \"/bin/envoy\"\n }\n }\n }\n}",
    "network {\n port \"http\" {}\n}\nservice {\n name = \"web\"\n port = \"http\"\n task = \"web\"\n connect {\n native = true\n }\n}",
    "network {\n mode = \"bridge\"\n port \"in\" {\n static = 8080\n }\n}\nservice {\n name = \"in\"\n port = \"8080\"\n connect {\n gateway {\n proxy {}\n ingress {\n tls {\n enabled = true\n tls_min_version = \"TLSv1_2\"\n }\n listener {\n port = 8080\n protocol = \"tcp\"\n service {\n name = \"api\"\n }\n }\n }\n }\n }\n}",
    "network {\n mode = \"host\"\n}\nservice {\n name = \"in\"\n port = \"8080\"\n connect {\n gateway {\n ingress {\n listener {\n port = 8080\n protocol = \"tcp\"\n service {\n name = \"api\"\n }\n }\n }\n }\n sidecar_task {\n resources {\n memory = 64\n }\n }\n }\n}",
    "network {\n mode = \"bridge\"\n}\nservice {\n name = \"out\"\n connect {\n gateway {\n proxy {\n connect_timeout = \"3s\"\n }\n terminating {\n service {\n name = \"legacy\"\n }\n }\n }\n }\n}",
    "network {\n mode = \"bridge\"\n port \"wan\" {\n to = 8443\n }\n}\nservice {\n name = \"mesh\"\n port = \"wan\"\n connect {\n gateway {\n mesh {}\n }\n }\n}",
];

/// A job whose group has these services, and a task.
fn mesh(services: &str) -> String {
    format!(
        "job \"mesh\" {{\n group \"web\" {{\n{services}\n task \"web\" {{\n driver = \"raw_exec\"\n config {{\n command = \"sleep\"\n}}\n}}\n}}\n}}\n"
    )
}

/// The registry's jobs, and one in so many of the corpus.
const EVERY: usize = 12;

#[test]
fn a_server_completes_jobs_in_the_same_way() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let agent = Agent::start_in("elsewhere", &nomad)?;
    let is_job =
        |file: &PathBuf| file.extension().is_some_and(|end| end == "hcl" || end == "nomad");
    let mut all: Vec<PathBuf> = files(&repository("out"))?;
    all.retain(|file| file.to_string_lossy().ends_with(".nomad.hcl"));
    let corpus = Corpus::of(name_of(|| ()));
    let jobs = files(&corpus.join("jobs"))?.into_iter().filter(is_job);
    all.extend(jobs.step_by(EVERY));
    let folder = tempfile::tempdir()?;
    let (mut judged, mut found) = (0, Vec::new());
    for file in &all {
        let Some(differences) = judge(agent.nomad(), file, folder.path())? else { continue };
        judged += 1;
        found.extend(
            differences.iter().map(|difference| format!("{}: {difference}", file.display())),
        );
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(judged >= 26, "{judged} of {}", all.len());
    println!("{judged} of {} jobs are as a server completes them", all.len());
    Ok(())
}

/// A server writes gateways into Consul before it takes their job.
#[test]
fn a_server_adds_the_same_proxies_and_gateways() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let Some(consul) = consul::or_skip(name_of(|| ())) else { return Ok(()) };
    let (_consul, address) = consul::start(consul)?;
    let agent = Agent::start_with("dc1", &nomad, Some(&address))?;
    let folder = tempfile::tempdir()?;
    for services in MESHES {
        let file = folder.path().join("mesh.nomad.hcl");
        fs::write(&file, mesh(services))?;
        let differences = judge(agent.nomad(), &file, folder.path())?;
        assert_eq!(differences, Some(Vec::new()), "{services}");
    }
    Ok(())
}
