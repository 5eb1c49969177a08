//! Files, folders, standard input, and what cannot be read.

use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::{ffi::OsStr, fs};

use super::{Project, diff, job};
use crate::support::agent::Agent;
use crate::support::nomad::nomad;
use crate::support::shown::snapshot;
use crate::support::{Tested, repository};

#[test]
fn two_files_and_two_folders_are_compared() {
    let project = Project::outside();
    project.file("old/web.nomad.hcl", job("web", "web:1", 1));
    project.file("old/gone.nomad.hcl", job("gone", "gone:1", 1));
    project.file("old/same.nomad.hcl", job("same", "same:1", 1));
    project.file("new/web.nomad.hcl", job("web", "web:1", 3));
    project.file("new/come.nomad.hcl", job("come", "come:1", 1));
    project.file("new/same.nomad.hcl", job("same", "same:1", 1));
    project.file("new/notes.hcl", "a = 1\n");
    diff(&project, &["old", "new"]).ends(0);
    diff(&project, &["--exit-code", "old", "new"]).ends(1);
    diff(&project, &["--exit-code", "old", "old"]).ends(0);
    diff(&project, &["--exit-code", "old/web.nomad.hcl", "new/web.nomad.hcl"]).ends(1);
    diff(&project, &["old/web.nomad.hcl", "new"]).ends(0);
    snapshot!(project);
}

/// `nomad job inspect web | jobwright diff - out/web.nomad.hcl`
#[test]
fn a_running_job_is_compared_with_its_file() {
    let project = Project::outside();
    project.file("web.nomad.hcl", job("web", "web:1", 1));
    project.file("out/web.nomad.hcl", job("web", "web:2", 1));
    project.file("out/db.nomad.hcl", job("db", "db:1", 1));
    let inspected = project.quietly("import --to json --stdout web.nomad.hcl").ends(0).stdout;
    project.file("running.json", &inspected);
    diff(&project, &["running.json", "out/web.nomad.hcl"]).ends(0);
    diff(&project, &["--exit-code", "running.json", "web.nomad.hcl"]).ends(0);
    let given = project.command("diff - out");
    project.call(&mut { given }, &[]).ends(2);
    let run = super::Run::of(&mut project.command("diff - out"), inspected.as_bytes()).ends(0);
    project.record("$ jobwright diff - out < running.json", &run);
    diff(&project, &["-", "-"]).ends(2);
    snapshot!(project);
}

/// The answers beside the job files are those of Nomad 1.6.3 to `job inspect`.
#[test]
fn what_a_server_filled_in_is_no_difference() {
    let project = Project::outside();
    for name in ["mesh", "nightly", "policies"] {
        for end in ["json", "nomad.hcl"] {
            let file = repository(&format!("tests/suite/import/inspected/{name}.{end}"));
            project.file(&format!("job.{end}"), fs::read(file).expect("a file"));
        }
        project.quietly("diff --exit-code job.json job.nomad.hcl").ends(0);
        project.quietly("diff --exit-code job.nomad.hcl job.json").ends(0);
    }
}

#[test]
fn jobs_that_run_are_those_of_their_files() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let agent = Agent::start(&nomad)?;
    let project = Project::outside();
    let mut count = 0;
    for file in fs::read_dir(repository("out"))?.collect::<Result<Vec<_>, _>>()? {
        let is_job = file.file_name().to_string_lossy().ends_with(".nomad.hcl");
        let text = is_job.then(|| fs::read_to_string(file.path())).transpose()?;
        let Some(text) = text else { continue };
        agent.nomad().register(&file.path())?;
        let id = text.lines().find_map(|line| line.strip_prefix("job \"")?.split('"').next());
        project.file("running.json", agent.nomad().inspect(id.ok_or("no job")?)?);
        project.file("job.nomad.hcl", &text);
        let run = project.quietly("diff --format json running.json job.nomad.hcl").ends(0);
        let report: serde_json::Value = serde_json::from_str(&run.stdout)?;
        let jobs = report["jobs"].as_array().ok_or("no jobs")?;
        for change in jobs.iter().filter_map(|job| job["changes"].as_array()).flatten() {
            // Nomad 1.6.3 does not know it, and gives back what it knows.
            let path = change["path"].as_str().unwrap_or_default();
            let last = path.rsplit(" > ").next().unwrap_or_default();
            assert!(last.starts_with("identity"), "{run}");
        }
        count += 1;
    }
    assert!(count > 10, "{count}");
    Ok(())
}

#[test]
fn what_cannot_be_read_is_no_answer() {
    let project = Project::outside();
    project.file("old/web.nomad.hcl", job("web", "web:1", 1));
    project.given("new/web.nomad.hcl", "job \"web\" {\n  group =\n}\n");
    project.file("notes.hcl", "a = 1\n");
    project.file("latin/web.nomad.hcl", b"job \"w\xe9b\" {}\n");
    project.file("empty/readme.md", "no jobs\n");
    project.file("twice/a.nomad.hcl", job("web", "web:1", 1));
    project.file("twice/b.nomad.hcl", job("web", "web:2", 1));
    for words in [
        &["--exit-code", "old", "new"][..],
        &["old/web.nomad.hcl", "notes.hcl"],
        &["old", "latin"],
        &["empty", "empty"],
        &["old", "twice"],
        &["old/wbe.nomad.hcl", "./nwe"],
        &["old", "./nwe"],
    ] {
        diff(&project, words).ends(2);
    }
    snapshot!(project);
}

/// What a server has stopped has no allocations.
#[test]
fn a_stopped_job_is_not_there() {
    let project = Project::outside();
    project.file("web.nomad.hcl", job("web", "web:1", 2));
    let json = project.quietly("import --to json --stdout web.nomad.hcl").ends(0).stdout;
    let stopped = json.replacen("\"Stop\": null", "\"Stop\": true", 1);
    assert_ne!(stopped, json);
    project.file("stopped.json", stopped);
    project.file("out/web.nomad.hcl", job("web", "web:2", 2));
    project.file("out/db.nomad.hcl", job("db", "db:1", 1));
    diff(&project, &["--exit-code", "stopped.json", "web.nomad.hcl"]).ends(1);
    diff(&project, &["stopped.json", "out"]).ends(0);
    diff(&project, &["web.nomad.hcl", "stopped.json"]).ends(0);
    snapshot!(project);
}

/// Two jobs of one ID are told apart, volumes are compared by themselves, too, and an empty file is no mistake.
#[test]
fn what_is_named_is_told_apart() {
    let project = Project::outside();
    let of = |namespace: &str, region: &str, count| {
        let line =
            format!("job \"web\" {{\n  namespace = \"{namespace}\"\n  region    = \"{region}\"\n");
        job("web", "web:1", count).replace("job \"web\" {\n", &line)
    };
    for (namespace, region) in [("default", "global"), ("next", "global"), ("next", "eu")] {
        let file = format!("{namespace}-{region}.nomad.hcl");
        project.file(&format!("old/{file}"), of(namespace, region, 1));
        project.file(&format!("new/{file}"), of(namespace, region, 2));
    }
    let volume = |capacity| {
        format!(
            "id        = \"data\"\nname      = \"data\"\ntype      = \"csi\"\nplugin_id = \"nfs\"\n\ncapacity_min = \"{capacity}\"\n"
        )
    };
    project.file("a.volume.hcl", volume("1GiB"));
    project.file("b.volume.hcl", volume("2GiB"));
    project.file("nothing.nomad.hcl", "");
    diff(&project, &["old", "new"]).ends(0);
    diff(&project, &["new", "./nothing.nomad.hcl"]).ends(2);
    diff(&project, &["old/next-eu.nomad.hcl", "nothing.nomad.hcl"]).ends(0);
    diff(&project, &["--exit-code", "a.volume.hcl", "b.volume.hcl"]).ends(1);
    diff(&project, &["HEAD~1"]).ends(2);
    snapshot!(project);
}

/// Links in a folder are left out, a link that is named is followed; names are bytes.
#[test]
fn names_may_be_anything() {
    let project = Project::outside();
    for (folder, image) in [("old", "web:1"), ("-new", "web:2")] {
        let strange = ["a b", "\"", "-x", "new\nline", "$(x)", "é"];
        for name in strange {
            let id = format!("job-{}", name.len() + name.bytes().map(usize::from).sum::<usize>());
            project.file(&format!("{folder}/{name}.nomad.hcl"), job(&id, image, 1));
        }
        let bytes = project.path(folder).join(OsStr::from_bytes(b"\xff.nomad.hcl"));
        fs::write(bytes, job("bytes", image, 1)).expect("a file");
        symlink("a b.nomad.hcl", project.path(folder).join("link.nomad.hcl")).expect("a link");
    }
    let run = diff(&project, &["old", "./-new"]).ends(0);
    assert_eq!(run.stdout.lines().filter(|line| line.starts_with("~ ")).count(), 7, "{run}");
    let link = diff(&project, &["old/link.nomad.hcl", "./-new/link.nomad.hcl"]).ends(0);
    assert_eq!(link.stdout.lines().filter(|line| line.starts_with("~ ")).count(), 1, "{link}");
}
