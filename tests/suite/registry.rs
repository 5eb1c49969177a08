//! This repository's own jobs: what Nomad reads from `out/` is what the Rust said.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::support::nomad::nomad;
use crate::support::{Tested, compare, files, repository};

/// Calls the registry's program, which cargo builds where that is needed.
fn registry(arguments: &[&str]) -> Result<String, Box<dyn std::error::Error>> {
    let output = Command::new(env!("CARGO"))
        .current_dir(repository("."))
        .args(["run", "--quiet", "--package", "registry", "--"])
        .args(arguments)
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
    Ok(String::from_utf8(output.stdout)?)
}

fn job_files() -> Vec<PathBuf> {
    let mut files = files(&repository("out")).expect("the output folder");
    files.retain(|file| file.to_string_lossy().ends_with(".nomad.hcl"));
    files
}

#[test]
fn nomad_reads_what_the_rust_said() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    registry(&["gen", "--format", "json", "--out", &folder.path().to_string_lossy()])?;
    let files = job_files();
    assert!(files.len() >= 26, "the registry has {} jobs", files.len());
    let mut found = Vec::new();
    for file in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().replace(".hcl", ".json");
        let below = if file.parent().is_some_and(|parent| parent.ends_with("reference")) {
            "reference/"
        } else {
            ""
        };
        let ours: Value = serde_json::from_str(&fs::read_to_string(
            folder.path().join(format!("{below}{name}")),
        )?)?;
        let theirs = nomad.output_json(file)?;
        let different = compare::differences(&ours["Job"], &theirs["Job"], nomad.version());
        found.extend(different.into_iter().map(|what| format!("{name}{what}")));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}

#[test]
fn gen_leaves_the_repository_clean() -> Tested {
    registry(&["gen", "--check"])?;
    Ok(())
}

#[test]
fn nomad_formats_every_file_the_same() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let mut files = files(&repository("out"))?;
    files.retain(|file| file.extension().is_some_and(|end| end == "hcl"));
    for file in &files {
        nomad.fmt_check(file)?;
    }
    assert!(files.len() > job_files().len(), "no volumes");
    Ok(())
}

/// What Nomad reads from a job's file of the registry: its first task.
fn first_task(
    nomad: &crate::support::nomad::Nomad,
    job: &str,
) -> Result<Value, Box<dyn std::error::Error>> {
    let job = nomad.output_json(&repository(&format!("out/{job}.nomad.hcl")))?;
    Ok(job["Job"]["TaskGroups"][0]["Tasks"][0].clone())
}

fn has_argument(task: &Value, expected: &str) {
    let args = task["Config"]["args"].as_array().cloned().unwrap_or_default();
    assert!(args.contains(&Value::from(expected)), "{expected:?} is not among {args:#?}");
}

#[test]
fn awkward_strings_arrive() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let file = |name: &str| fs::read_to_string(repository(&format!("registry/files/{name}")));

    let promtail = first_task(&nomad, "promtail")?;
    let config = file("promtail.yml")?.replace("@CONSUL@", "consul.slab.lan:8500");
    for awkward in ["/$1/", "${1}/${2}", "{?,??}", r"\.(?P<stream>", r"\d{1,2}$'"] {
        assert!(config.contains(awkward), "the file is no test without {awkward}");
    }
    assert_eq!(promtail["Templates"][0]["EmbeddedTmpl"], Value::from(config));
    assert_eq!(promtail["Env"]["HOSTNAME"], "${attr.unique.hostname}");
    has_argument(&promtail, "-server.http-listen-port=${NOMAD_PORT_http}");

    let script = file("python-jail.sh")?;
    for awkward in [
        "${NOMAD_TASK_DIR}/root",
        "${NOMAD_ALLOC_ID%%-*}",
        "${1:-0}",
        "$JAILDIR",
        "trap 'cleanup 0' INT",
    ] {
        assert!(script.contains(awkward), "the file is no test without {awkward}");
    }
    assert_eq!(
        first_task(&nomad, "python-jail")?["Templates"][0]["EmbeddedTmpl"],
        Value::from(script)
    );

    let exporter = first_task(&nomad, "node-exporter")?;
    let pattern = "^/(sys|proc|dev|host|etc|run|var/lib/docker/.+)($$|/)";
    has_argument(&exporter, &format!("--collector.filesystem.mount-points-exclude={pattern}"));
    has_argument(&exporter, "--web.listen-address=:${NOMAD_PORT_http}");

    let traefik = first_task(&nomad, "traefik")?;
    has_argument(&traefik, "--providers.consulcatalog.defaultrule=Host(`{{ .Name }}.slab.lan`)");
    Ok(())
}
