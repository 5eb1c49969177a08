//! From foreign job files to `out/`: a new project is imported, built and run, and Nomad reads the same jobs.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use serde_json::Value;

use super::{folder, job, link, task};
use crate::cli::{Project, Run};
use crate::support::Tested;
use crate::support::nomad::{Nomad, nomad};
use crate::support::shown::snapshot;

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

/// Builds and runs the project's program below `project`; the session of `folder` has what it says.
pub fn cargo(folder: &Project, arguments: &str) -> Run {
    let run = cargo_in(folder, "project", arguments, &[]);
    folder.record(&format!("project$ cargo run -- {arguments}"), &run);
    run
}

/// Builds and runs the project's program in a folder, with variables of its environment.
pub fn cargo_in(
    folder: &Project,
    below: &str,
    arguments: &str,
    environment: &[(&str, String)],
) -> Run {
    // Beside the program of this repository, which has the same name as that of every project.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("projects");
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(folder.path(below)).env("CARGO_TARGET_DIR", target);
    // As in a project that `import` makes: what was built for one project is there for all.
    command.args(["--config", "profile.dev.debug='line-tables-only'"]);
    command.args(["--config", "profile.dev.package.'*'.debug=false"]);
    command.args(["--config", "profile.dev.package.'*'.incremental=false"]);
    command.args(["run", "--quiet", "--offline", "--"]).args(arguments.split(' '));
    command.envs(environment.iter().map(|(name, value)| (name, value)));
    Run::of(&mut command, b"")
}

#[test]
fn gen_works_right_after() -> Tested {
    let sources = sources();
    let folder = folder([("in/core/x.txt", "from a file\n"), ("in/core/vars.hcl", "x = 1\n")]);
    sources.iter().for_each(|(path, _, text)| folder.file(&format!("in/{path}"), text));
    // Outside of this repository, which is a project itself.
    fs::create_dir_all(folder.path("project"))?;
    folder.run_in("project", "import ../in").ends(0);

    cargo(&folder, "gen").ends(0);
    cargo(&folder, "gen --check").ends(0);
    folder.ls("project/out");
    let out = sources.iter().map(|(_, path, _)| folder.path(&format!("project/out/{path}")));
    assert!(out.into_iter().all(|file| file.is_file()), "{folder}");
    same_jobs(&sources, &folder.path("in"), &folder.path("project/out"))?;

    // Once more, the project's own program imports: all of them are there.
    cargo(&folder, "import ../in").ends(0);
    // Anew, each is written over itself, those of one ID too.
    cargo(&folder, "import --force ../in").ends(0);
    cargo(&folder, "gen --check").ends(0);
    // What was changed in the meantime is not overwritten.
    folder.file("in/apps/db.nomad", job("db", "postgres:18"));
    cargo(&folder, "import ../in/apps/db.nomad").ends(1);
    cargo(&folder, "gen --check").ends(0);
    cargo(&folder, "import ../in/apps/db.nomad --force").ends(0);
    cargo(&folder, "gen --check").ends(1);
    snapshot!(folder);
    Ok(())
}

/// IDs that are no names of files: too long, kept by Windows, or apart by their capitals alone.
fn odd_ids() -> Vec<String> {
    let long = |letter: &str, number, end| format!("{}{end}", letter.repeat(number));
    let short = ["nul", "CON", "aux.x", "com1", "Web", "web", "ends.", ".", "a/b", "a-b"];
    let mut ids: Vec<String> = short.map(str::to_owned).to_vec();
    for end in ["", "1", "2"] {
        ids.extend([long("x", 250, end), long("y-", 3000, end), long("漢", 250, end)]);
    }
    ids
}

/// Every file that is there, by the components of its path, is one on every system.
fn portable(files: &[String]) {
    let mut seen = std::collections::BTreeSet::new();
    for file in files {
        assert!(seen.insert(file.to_lowercase()), "{file} twice");
        for name in file.split('/') {
            assert!(name.len() <= 240, "{name}");
            let start = name.split('.').next().unwrap_or_default().to_lowercase();
            assert!(!["nul", "con", "aux", "com1"].contains(&start.as_str()), "{file}");
            assert!(!name.ends_with(['.', ' ']), "{file}");
        }
    }
}

#[test]
fn ids_that_are_no_names_of_files_have_files() -> Tested {
    let ids = odd_ids();
    let folder = Project::outside();
    for (number, id) in ids.iter().enumerate() {
        let text = job("t", "x:1").replacen("job \"t\"", &format!("job \"{id}\""), 1);
        folder.file(&format!("in/{number}.nomad"), text);
    }
    let said = format!("{}  imported", ids.len());
    for to in ["hcl", "json"] {
        let run = folder.quietly(&format!("import --to {to} in --out {to}")).ends(0);
        assert!(run.stderr.contains(&said), "{run}");
        let files = folder.files(to);
        assert_eq!(files.len(), ids.len(), "{files:?}");
        portable(&files);
        // They are called the same when they are written again.
        folder.quietly(&format!("import --to {to} in --out {to}")).ends(0);
        assert_eq!(folder.files(to), files);
    }
    fs::create_dir_all(folder.path("project"))?;
    let run = folder.run_in("project", "import ../in").ends(0);
    assert!(run.stderr.contains(&said), "{run}");
    cargo(&folder, "gen").ends(0);
    cargo(&folder, "gen --check").ends(0);
    let out: Vec<String> = folder.files("project/out");
    let jobs = out.iter().filter(|file| file.ends_with(".nomad.hcl")).count();
    assert_eq!(jobs, ids.len(), "{out:?}");
    portable(&out);
    portable(&folder.files("project/registry"));
    Ok(())
}

/// What could not be written has not been imported.
#[test]
fn what_is_not_written_is_not_counted() -> Tested {
    let folder = Project::outside();
    folder.file("in/a.nomad", job("a", "x:1"));
    folder.file("in/b.nomad", job("b", "x:1"));
    fs::create_dir_all(folder.path("project"))?;
    // There is nothing in the way, and no folder can be made.
    for place in ["out", "project/registry"] {
        link(&folder.path(place), Path::new("gone"));
    }
    let runs = [
        folder.run("import --to hcl in --out out").ends(2),
        folder.run_in("project", "import ../in").ends(2),
    ];
    for run in runs {
        assert!(run.stderr.contains("0  imported") && run.stderr.contains("cannot write"), "{run}");
    }
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
