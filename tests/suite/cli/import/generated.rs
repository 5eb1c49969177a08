//! From foreign job files to `out/`: a new project is imported, built and run, and Nomad reads the same jobs.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use serde_json::Value;

use super::{Folder, job, task};
use crate::cli::Run;
use crate::support::nomad::{Nomad, nomad};
use crate::support::{Tested, files};

/// Each with the file that `gen` makes of it.
fn sources() -> [(&'static str, &'static str, String); 5] {
    let variable = "variable \"tag\" {\n  default = \"1.4\"\n}\n\n# It is the front.\n";
    let with_file = "      template {\n        destination = \"local/x\"\n        data        = file(\"x.txt\")\n      }\n      # kill_timeout = \"9s\"";
    [
        (
            "apps/web.nomad",
            "web.nomad.hcl",
            format!("{variable}{}", job("web", "nginx:${var.tag}")),
        ),
        ("apps/db.nomad", "db.nomad.hcl", job("db", "postgres:17")),
        ("core/j.hcl", "j.nomad.hcl", task(with_file)),
        ("core/dns.nomad", "dns_2.nomad.hcl", job("dns", "coredns/coredns:1")),
        ("core/dns-old.nomad", "dns.nomad.hcl", job("dns", "bind:9")),
    ]
}

fn cargo(folder: &Path, arguments: &str) -> Result<Run, Box<dyn std::error::Error>> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().ok_or("no target folder")?;
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(folder).env("CARGO_TARGET_DIR", target);
    // Optimised, jobwright itself would be built for minutes, to run for a second.
    command.args(["--config", "profile.dev.package.jobwright.opt-level=0"]);
    command.args(["run", "--quiet", "--offline", "--"]).args(arguments.split(' '));
    Ok(Run::of(command.output()?))
}

#[test]
fn gen_works_right_after() -> Tested {
    let sources = sources();
    let folder =
        Folder::with([("in/core/x.txt", "from a file\n"), ("in/core/vars.hcl", "x = 1\n")]);
    sources.iter().for_each(|(path, _, text)| folder.file(&format!("in/{path}"), text));
    // Outside of this repository, which is a project itself.
    let (project, jobs) = (folder.path("project"), folder.path("in"));
    fs::create_dir_all(&project)?;
    let import = || {
        let mut command = folder.command("", "");
        super::run(command.arg(&jobs).current_dir(&project), "")
    };
    import().said(0, &["5  imported\n", "1  without a job, skipped\n", "share the ID `dns`"]);

    cargo(&project, "gen")?.said(0, &["5 files changed, 0 unchanged"]);
    let clean = cargo(&project, "gen --check")?.said(0, &["5 files up to date"]);
    assert!(!clean.stderr.contains("warning"), "{}", clean.stderr);
    let out = files(&project.join("out"))?;
    assert_eq!(out.len(), sources.len(), "{out:?}");
    for (_, path, _) in &sources {
        assert!(project.join("out").join(path).is_file(), "{path} in {out:?}");
    }
    same_jobs(&sources, &jobs, &project.join("out"))?;

    // Once more, the project's own program imports: all of them are there.
    let again = cargo(&project, &format!("import {}", jobs.display()))?;
    again.said(0, &["0  imported\n5  defined already, unchanged\n"]);
    // Anew, each is written over itself, those of one ID too.
    let forced = cargo(&project, &format!("import --force {}", jobs.display()))?;
    forced.said(0, &["5  imported", "0 files created"]);
    cargo(&project, "gen --check")?.said(0, &["5 files up to date"]);
    // What was changed in the meantime is not overwritten.
    folder.file("in/apps/db.nomad", &job("db", "postgres:18"));
    let changed = format!("import {}", jobs.join("apps/db.nomad").display());
    cargo(&project, &changed)?.said(1, &["and so does `registry/apps/db.rs`"]);
    cargo(&project, "gen --check")?.said(0, &[]);
    cargo(&project, &format!("{changed} --force"))?.said(0, &["1 replaced"]);
    cargo(&project, "gen --check")?.said(1, &["postgres:18"]);
    fs::remove_dir_all(project)?;
    Ok(())
}

/// Nomad's reading of a file, from the file's own folder: there, the paths of `file()` start.
fn read_there(nomad: &Nomad, file: &Path) -> Result<Value, Box<dyn std::error::Error>> {
    let mut command = nomad.command();
    command.args(["job", "run", "-output"]).arg(file);
    let output = command.current_dir(file.parent().ok_or("no folder")?).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Nomad reads the same from a source and from what was generated of it.
fn same_jobs(sources: &[(&str, &str, String)], from: &Path, out: &Path) -> Tested {
    let Some(nomad): Option<Nomad> = nomad!() else { return Ok(()) };
    for (source, path, _) in sources {
        let expected = read_there(&nomad, &from.join(source))?;
        assert_eq!(nomad.output_json(&out.join(path))?, expected, "{source}");
    }
    Ok(())
}
