//! `drift`: each of a dozen seeded differences is found, and nothing else; what it asks for that, and how long it takes.

use std::fs;
use std::num::NonZero;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::deploys::call;
use crate::cli::{Project, Run};
use crate::support::agent::Agent;
use crate::support::call::call as called;
use crate::support::http;
use crate::support::nomad::{Nomad, nomad};
use crate::support::proxy::Proxy;
use crate::support::schema::{judge, schema, strict};
use crate::support::shown::snapshot;
use crate::support::{Tested, wait_for};

/// What is done to a job behind the back of its file.
enum Seed {
    /// A text of its specification becomes another one.
    Edit(&'static str, &'static str),
    /// `nomad job scale`.
    Scale(u32),
    Stop,
    Purge,
    /// Its allocation is stopped, where Nomad does not start another one by itself.
    StopAllocation,
    /// It runs, and has no file.
    Unknown,
    /// The file becomes one that Nomad does not take.
    Refuse,
    /// Nothing is done that anybody should be told of.
    Nothing,
    /// Scaled within what its policy allows.
    Autoscale(u32),
}

/// Jobs by their names, with what is done to them.
const SEEDS: [(&str, Seed); 17] = [
    ("env", Seed::Edit("\"first\"", "\"second\"")),
    ("secret", Seed::Edit("\"hunter2\"", "\"correct-horse\"")),
    ("argument", Seed::Edit("sleep 3600", "sleep 3599")),
    ("template", Seed::Edit("level = info", "level = debug")),
    ("meta", Seed::Edit("owner = \"web\"", "owner = \"ops\"")),
    ("priority", Seed::Edit("priority = 40", "priority = 60")),
    ("tag", Seed::Edit("\"blue\"", "\"green\"")),
    (
        "constraint",
        Seed::Edit(
            "constraint {\n    attribute = \"${attr.kernel.name}\"\n    value     = \"linux\"\n  }",
            "",
        ),
    ),
    ("scaled", Seed::Scale(2)),
    ("stopped", Seed::Stop),
    ("purged", Seed::Purge),
    ("system", Seed::StopAllocation),
    ("unknown", Seed::Unknown),
    ("refused", Seed::Refuse),
    ("autoscaled", Seed::Autoscale(3)),
    ("unchanged", Seed::Nothing),
    ("batch", Seed::Nothing),
];

/// A job with something of everything, most of which Nomad completes by itself.
fn text(name: &str) -> String {
    let (kind, count, group) = match name {
        "system" => ("system", "", ""),
        "batch" => ("batch", "", ""),
        "autoscaled" => (
            "service",
            "count = 1",
            "scaling {\nmin = 1\nmax = 4\n}\nupdate {\nmax_parallel = 0\n}",
        ),
        // No deployments, so that nothing has to be waited for.
        _ => ("service", "count = 1", "update {\nmax_parallel = 0\n}"),
    };
    let script = if name == "batch" { "exit 0" } else { "exec sleep 3600" };
    format!(
        r#"job "{name}" {{
  datacenters = ["dc1"]
  type        = "{kind}"
  priority = 40
  constraint {{
    attribute = "${{attr.kernel.name}}"
    value     = "linux"
  }}
  meta {{
    owner = "web"
  }}
  group "main" {{
    {count}
    {group}
    ephemeral_disk {{
      size = 10
    }}
    service {{
      name     = "{name}"
      provider = "nomad"
      tags     = ["blue", "internal"]
    }}
    task "run" {{
      driver = "raw_exec"
      config {{
        command = "/bin/sh"
        args    = ["-c", "{script}"]
      }}
      env {{
        TEXT        = "first"
        DB_PASSWORD = "hunter2"
      }}
      template {{
        destination = "local/app.conf"
        data        = <<-END
          # how much is said
          level = info
        END
      }}
      logs {{
        max_files     = 1
        max_file_size = 2
      }}
      resources {{
        cpu    = 20
        memory = 24
      }}
    }}
  }}
}}
"#
    )
}

/// The specification that the project has of a job.
fn file(project: &Project, name: &str) -> std::path::PathBuf {
    project.path(&format!("jobs/{name}.nomad.hcl"))
}

fn seed(seed: &Seed, name: &str, project: &Project, agent: &Agent) -> Tested {
    let nomad = agent.nomad();
    match seed {
        Seed::Edit(from, to) => {
            let old = text(name);
            let new = old.replacen(from, to, 1);
            assert_ne!(new, old, "{name}: there is no {from}");
            let other = project.path("other.nomad.hcl");
            fs::write(&other, new)?;
            nomad.register(&other)?;
        }
        Seed::Scale(count) | Seed::Autoscale(count) => nomad.scale(name, "main", *count)?,
        Seed::Stop => nomad.stop(name)?,
        Seed::Purge => nomad.purge(name)?,
        Seed::StopAllocation => {
            let all = agent.get(&format!("/v1/job/{name}/allocations")).ok_or("no allocations")?;
            let id = all[0]["ID"].as_str().ok_or("no allocation")?;
            http::post(agent.address(), &format!("/v1/allocation/{id}/stop"), "")?;
        }
        Seed::Unknown => fs::remove_file(file(project, name))?,
        Seed::Refuse => fs::write(
            file(project, name),
            text(name).replacen("max_file_size = 2", "max_file_size = 200", 1),
        )?,
        Seed::Nothing => {}
    }
    Ok(())
}

/// The drift that is expected of a seed, by the name of its kind.
const fn kind(seed: &Seed) -> Option<&'static str> {
    match seed {
        Seed::Edit(..) | Seed::Scale(_) => Some("differs"),
        Seed::Stop => Some("stopped"),
        Seed::Purge => Some("missing"),
        Seed::StopAllocation => Some("allocations"),
        Seed::Unknown => Some("unknown"),
        Seed::Refuse => Some("refused"),
        Seed::Autoscale(_) | Seed::Nothing => None,
    }
}

#[test]
fn each_seeded_difference_is_found_and_nothing_else() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let agent = Agent::start(&nomad)?;
    let project = Project::outside();
    for (name, _) in &SEEDS {
        project.file(&format!("jobs/{name}.nomad.hcl"), text(name));
        agent.nomad().register(&file(&project, name))?;
    }
    let is_settled = || {
        let jobs = agent.get("/v1/jobs")?;
        let done = |job: &&Value| {
            let own = &job["JobSummary"]["Summary"]["main"];
            own["Running"] == 1 || job["ID"] == "batch" && own["Complete"] == 1
        };
        (jobs.as_array()?.iter().filter(done).count() == SEEDS.len()).then_some(())
    };
    wait_for(60, is_settled).ok_or("not all jobs run")?;
    let proxy = Proxy::before(agent.address())?;
    let run = |arguments: &str| call(&project, &nomad, proxy.address(), arguments);
    let clean = run("drift jobs").ends(0);
    assert_eq!(clean.stdout, "", "{clean}");

    for (name, one) in &SEEDS {
        seed(one, name, &project, &agent)?;
    }
    let expected: usize = SEEDS.iter().filter(|(_, seed)| kind(seed).is_some()).count();
    let found = || {
        let said = run("drift jobs --format json");
        let document: Value = serde_json::from_str(&said.stdout).ok()?;
        // What was scaled is there when its allocations are.
        (document["drift"].as_array()?.len() == expected).then_some((said.stdout, document))
    };
    let (printed, document) = wait_for(20, found).ok_or_else(|| run("drift jobs").to_string())?;
    for (name, seed) in &SEEDS {
        let all = document["drift"].as_array().into_iter().flatten();
        let own: Vec<&Value> = all.filter(|one| one["job"] == *name).collect();
        let kinds: Vec<&str> = own.iter().filter_map(|one| one["kind"].as_str()).collect();
        assert_eq!(kinds, Vec::from_iter(kind(seed)), "{name}: {own:?}");
    }
    let schema = schema("drift");
    judge(&document, &schema)?;
    judge(&document, &strict(schema))?;

    proxy.forget();
    let text = run("drift jobs").ends(1);
    // Where allocations are not right, it looks twice.
    assert_eq!(proxy.count("GET /v1/jobs"), 2);
    let twice = SEEDS.iter().filter(|(_, seed)| kind(seed) == Some("allocations")).count();
    assert!(twice > 0);
    // One for each job that is there and was not stopped.
    assert_eq!(proxy.count("PUT /v1/job/*"), SEEDS.len() - 3 + twice);
    // And who leads.
    assert_eq!(proxy.requests().len(), SEEDS.len() - 3 + twice + 3);
    for said in [&text.to_string(), &printed] {
        assert!(!said.contains("hunter2") && !said.contains("correct-horse"), "{said}");
    }
    snapshot!(format!(
        "$ jobwright drift jobs\n{text}\n$ jobwright drift jobs --format json\n{printed}"
    ));
    Ok(())
}

/// Jobs of which nothing runs, so that an agent takes many.
const MANY: u32 = 100;

/// What each call takes until it is answered, as over a network.
const DELAY: Duration = Duration::from_millis(300);

/// So many times the time of as many calls of the CLI may it take, on a machine that does other things.
const MORE: f64 = 2.5;

/// How long it takes to ask for each of the jobs with the CLI, by as many workers as `drift` has.
fn calls(nomad: &Nomad) -> Duration {
    let workers = thread::available_parallelism().map_or(1, NonZero::get) * 4;
    let next = AtomicU32::new(0);
    let start = Instant::now();
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= MANY {
                        return;
                    }
                    let path = format!("/v1/job/job-{at}");
                    let said =
                        called(nomad.command().args(["operator", "api", "-X", "GET", &path]), "");
                    assert_eq!(said.code, Some(0), "{said}");
                }
            });
        }
    });
    start.elapsed()
}

#[test]
fn many_jobs_are_looked_at_in_seconds() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let agent = Agent::start(&nomad)?;
    let project = Project::outside();
    let base = text("job-0").replace("count = 1", "count = 0");
    project.file("job-0.nomad.hcl", &base);
    let mut document = agent.nomad().output_json(&project.path("job-0.nomad.hcl"))?;
    for at in 0..MANY {
        let name = format!("job-{at}");
        project.file(&format!("jobs/{name}.nomad.hcl"), base.replace("job-0", &name));
        for key in ["ID", "Name"] {
            document["Job"][key] = json!(name);
        }
        document["Job"]["TaskGroups"][0]["Services"][0]["Name"] = json!(name);
        let (status, answer) = http::post(agent.address(), "/v1/jobs", &document.to_string())?;
        assert_eq!(status, 200, "{answer}");
    }
    let timed = |address: &str| -> (Duration, Run) {
        let start = Instant::now();
        let run = call(&project, &nomad, address, "drift jobs");
        (start.elapsed(), run.ends(0))
    };
    let (direct, _) = timed(agent.address());
    let calls = calls(agent.nomad());
    let proxy = Proxy::before(agent.address())?;
    proxy.delay(DELAY);
    let (delayed, run) = timed(proxy.address());
    assert_eq!(run.stdout, "", "{run}");
    eprintln!(
        "drift of {MANY} jobs: {:.1} s, as many calls of the CLI {:.1} s; {:.1} s where each answer takes {} ms more",
        direct.as_secs_f64(),
        calls.as_secs_f64(),
        delayed.as_secs_f64(),
        DELAY.as_millis()
    );
    // A process of the CLI for each job, and little more.
    assert!(direct < calls.mul_f64(MORE), "{direct:?}, and as many calls take {calls:?}");
    // One after another, waiting alone would take so much more; half of it is room for a machine that does other things.
    assert!(delayed < direct + DELAY * MANY / 2, "{delayed:?}");
    Ok(())
}
