//! Pages that deploy, played on an agent.

use std::fs;

use super::page::Page;
use super::played::{play_in, project, run_in};
use crate::cli::Project;
use crate::support::agent::Agent;
use crate::support::ansible::ansible;
use crate::support::nomad::{Nomad, nomad};
use crate::support::setup::Setup;
use crate::support::{Tested, files, repository};

/// An agent and its address.
fn agent(nomad: &Nomad) -> Result<(Agent, String), Box<dyn std::error::Error>> {
    let agent = Agent::of(Setup::dev(), nomad)?;
    let address = format!("http://{}", agent.address());
    Ok((agent, address))
}

/// The Rust of a page, block by block, each as a file of a registry.
fn definitions(page: &str) -> Vec<String> {
    let page = Page::of(page);
    let rust = page.blocks().into_iter().filter(|block| block.language == "rust");
    rust.map(|block| format!("//! One of a page.\n\nuse crate::site::*;\n\n{}", block.text))
        .collect()
}

/// What the pages say of jobs of theirs.
#[test]
fn jobs_of_examples() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (_agent, address) = agent(&nomad)?;
    let [secrets, batch, strings] =
        ["secrets", "batch", "strings"].map(|page| definitions(&format!("docs/{page}.md")));
    let folder = project(&[
        ("apps/netbox.rs", secrets[0].clone()),
        ("apps/invoice.rs", batch[1].clone()),
        ("apps/app.rs", strings[1].clone()),
    ]);
    folder.file("infra/order.json", "{}\n");
    run_in(&folder, "nomad job run -detach infra/out/invoice.nomad.hcl", &address);
    for page in ["docs/secrets.md", "docs/batch.md", "docs/strings.md"] {
        play_in(page, &folder, "infra", &address);
    }
    Ok(())
}

#[test]
fn deploying() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (agent, address) = agent(&nomad)?;
    let job = |name: &str| {
        format!(
            "//! The job `{name}`.\n\nuse crate::site::*;\n\npub fn job() -> Workload {{\n    \
             Workload::service(\"{name}\")\n        .driver(RawExec::command(\"sleep\").args([\"3600\"]))\n        \
             .allow(\"raw-exec\", \"the agent has no Docker\")\n}}\n"
        )
    };
    let folder = project(&[("apps/web.rs", job("web")), ("apps/api.rs", job("api"))]);
    play_in("docs/deploy.md", &folder, "infra", &address);
    let jobs = agent.get("/v1/jobs").and_then(|jobs| Some(jobs.as_array()?.len()));
    assert_eq!(jobs, Some(2));
    Ok(())
}

#[test]
fn deploying_with_ansible() -> Tested {
    let (Some(nomad), Some(_ansible)) = (nomad!(), ansible!()) else { return Ok(()) };
    let (_agent, address) = agent(&nomad)?;
    let folder = Project::outside();
    for whole in ["playbooks", "inventory"] {
        for file in files(&repository(whole))? {
            let path = file.strip_prefix(repository(""))?.to_string_lossy().into_owned();
            let text = fs::read_to_string(&file)?.replace("http://127.0.0.1:4646", &address);
            folder.file(&path, text);
        }
    }
    for file in ["ansible.cfg", "out/http-echo.nomad.hcl"] {
        folder.file(file, fs::read(repository(file))?);
    }
    folder.file(
        "out/order.json",
        "{ \"steps\": [{ \"file\": \"http-echo.nomad.hcl\", \"job\": \"http-echo\" }] }\n",
    );
    play_in("docs/deploy-ansible.md", &folder, "", &address);
    Ok(())
}

#[test]
fn the_first_job() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (_agent, address) = agent(&nomad)?;
    play_in("docs/first-job.md", &Project::outside(), "", &address);
    Ok(())
}

/// From the README alone: a project, 50 job files that become another one, and a deployment.
#[test]
fn the_readme() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (agent, address) = agent(&nomad)?;
    let folder = Project::outside();
    for number in 0..50 {
        folder.file(
            &format!("jobs/app-{number}.nomad.hcl"),
            format!(
                "# The application {number}.\njob \"app-{number}\" {{\n  datacenters = [\"dc1\"]\n\n  \
                 group \"app\" {{\n    count = {}\n\n    task \"app\" {{\n      driver = \"docker\"\n\n      \
                 config {{\n        image = \"registry.lab/app:1.{number}.0\"\n      }}\n    }}\n  }}\n}}\n",
                1 + number % 3
            ),
        );
    }
    play_in("README.md", &folder, "", &address);
    let imported = folder.files("homelab/out").iter().filter(|file| file.ends_with(".hcl")).count();
    assert_eq!(imported, 50);
    assert_eq!(agent.get("/v1/job/hello").map(|job| job["Status"].clone()), Some("running".into()));
    Ok(())
}
