//! `lint` on job files and on a registry, as people see it.

use std::fs;

use super::project::Project;
use crate::support::corpus::Corpus;
use crate::support::shown::snapshot;
use crate::support::{Tested, files, repository, skip};

/// A job with three mistakes.
const WRONG: &str = r#"job "web" {
  group "web" {
    update {
      canary       = -1
      health_check = "check"
    }

    task "web" {
      driver = "docker"

      config {
        image = "example/web:1.4.2"
      }

      resources {
        memory = 5
      }
    }
  }
}
"#;

/// The same without.
const RIGHT: &str = r#"job "right" {
  group "right" {
    task "right" {
      driver = "docker"

      config {
        image = "example/right:1.4.2"
      }
    }
  }
}
"#;

/// Another job in a file of another system.
fn windows(text: &str) -> String {
    text.replace("job \"web\"", "job \"win\"").replace('\n', "\r\n")
}

#[test]
fn files_are_linted_and_what_cannot_be_read_is_a_finding() {
    let project = Project::outside();
    project.given("jobs/web.nomad.hcl", WRONG);
    project.file("jobs/right.nomad.hcl", RIGHT);
    project.given("jobs/broken.nomad.hcl", "job \"broken\" {\n  group = \n}\n");
    project.file("jobs/notes.hcl", "a = 1\n");
    project.run("lint jobs").ends(1);
    project.run("lint jobs/right.nomad.hcl").ends(0);
    project.run("lint jobs/right.nomad.hcl nowhere").ends(2);
    project.run("lint jobs/notes.hcl").ends(1);
    project.run_with(RIGHT, "lint -").ends(0);
    project.run("lint --min-severity error jobs/right.nomad.hcl").ends(0);
    snapshot!(project);
}

#[test]
fn variables_have_values_or_are_not_judged() {
    let project = Project::outside();
    let text = WRONG.replace("memory = 5", "memory = var.memory");
    project.file("web.nomad.hcl", format!("variable \"memory\" {{\n  type = number\n}}\n\n{text}"));
    project.file("small.hcl", "memory = 4\n");
    project.run("lint web.nomad.hcl --min-severity info").ends(1);
    project.run("lint web.nomad.hcl --var memory=3").ends(1);
    project.run("lint web.nomad.hcl --var-file small.hcl").ends(1);
    project.run("lint web.nomad.hcl --var memroy=3").ends(1);
    snapshot!(project);
}

#[test]
fn a_settings_file_has_levels_for_rules_and_folders() {
    let project = Project::outside();
    project.file("jobs/web.nomad.hcl", WRONG);
    project.file("jobs/legacy/web.nomad.hcl", WRONG);
    project.given(
        "jobwright.toml",
        "[lint.rules]\n\"nomad/choices\" = \"warning\"\n\n[lint.paths]\n\"jobs/legacy/**\" = { bounds = \"off\", choices = \"off\" }\n",
    );
    project.run("lint jobs").ends(1);
    project.run_in("jobs/legacy", "lint .").ends(0);
    for wrong in [
        "[lint.rules]\n\"nomad/choice\" = \"warning\"\n",
        "[lint.rules]\nbounds = \"warn\"\n",
        "[lint.paths]\n\"a[\" = { bounds = \"off\" }\n",
        "[rules]\nbounds = \"off\"\n",
        "bounds = \n",
    ] {
        project.given("jobwright.toml", wrong);
        project.run("lint jobs").ends(2);
    }
    snapshot!(project);
}

#[test]
fn allowances_have_a_rule_a_reason_and_a_use() {
    let project = Project::outside();
    let allowed =
        |comment: &str| WRONG.replace("      canary ", &format!("      {comment}\n      canary "));
    for (name, comment) in [
        ("used", "# jobwright:allow bounds: the cluster is patched"),
        ("block", "/* jobwright:allow nomad/bounds: the cluster is patched */"),
        ("reason", "# jobwright:allow bounds:"),
        ("unknown", "# jobwright:allow bound: the cluster is patched"),
        ("unused", "// jobwright:allow service-name: nobody asks"),
        ("misspelt", "# jobwright: allow bounds: the cluster is patched"),
        ("two", "# jobwright:allow bounds, choices: the cluster is patched"),
    ] {
        project.file(&format!("{name}.nomad.hcl"), allowed(comment));
        project.run(&format!("lint {name}.nomad.hcl")).ends(1);
    }
    snapshot!(project);
}

#[test]
fn a_baseline_leaves_out_what_was_there() {
    let project = Project::outside();
    project.file("web.nomad.hcl", WRONG);
    project.run("lint . --write-baseline").ends(0);
    project.cat("lint-baseline.json");
    project.run("lint . --baseline lint-baseline.json").ends(0);
    project.file("web.nomad.hcl", WRONG.replace("canary ", "# moved down\n\n      canary "));
    project.run("lint . --baseline lint-baseline.json").ends(0);
    project.file("web.nomad.hcl", WRONG.replace("canary ", "max_parallel = -1\n      canary "));
    project.run("lint . --baseline lint-baseline.json").ends(1);
    project.run("lint . --baseline nowhere.json").ends(2);
    project.file("bad.json", "{\"version\": 2, \"findings\": []}");
    project.run("lint web.nomad.hcl --baseline bad.json").ends(2);
    project.file("bad.json", "[]");
    project.run("lint web.nomad.hcl --baseline bad.json").ends(2);
    snapshot!(project);
}

#[test]
fn allowances_are_written_into_job_files() {
    let project = Project::outside();
    project.file("web.nomad.hcl", WRONG);
    project.file("windows.nomad.hcl", windows(WRONG));
    project
        .file("web.json", r#"{"job": {"json": {"group": {"web": {"update": {"canary": -1}}}}}}"#);
    project.run("lint . --add-allow").ends(1);
    project.cat("web.nomad.hcl");
    assert_eq!(project.read("windows.nomad.hcl"), windows(&project.read("web.nomad.hcl")));
    project.run("lint web.nomad.hcl windows.nomad.hcl").ends(0);
    project.run("lint . --add-allow= ").ends(2);
    project.run("lint . --add-allow --write-baseline").ends(2);
    snapshot!(project);
}

/// What stays the same job is mended by `--fix`, and what does not by `--unsafe-fixes` alone; a second time there is nothing
/// left to do.
#[test]
fn what_can_be_mended_is_mended() {
    let project = Project::outside();
    let network = "    network {\n      mbits = 10\n\n      # jobwright:allow privileged: it was, once\n      port \"http\" {}\n    }\n\n    task ";
    project.given("right.nomad.hcl", &RIGHT.replace("    task ", network));
    project.run("lint --fix right.nomad.hcl").ends(1);
    project.cat("right.nomad.hcl");
    project.run("lint --unsafe-fixes .").ends(0);
    project.cat("right.nomad.hcl");
    let mended = project.read("right.nomad.hcl");
    project.run("lint --unsafe-fixes right.nomad.hcl").ends(0);
    assert_eq!(project.read("right.nomad.hcl"), mended);
    project.run_with(RIGHT, "lint --fix -").ends(2);
    snapshot!(project);
}

#[test]
fn rules_are_listed_and_explained() {
    let project = Project::outside();
    let list = project.quietly("lint --list").ends(0);
    for rule in jobwright::lint::RULES {
        let page = project.quietly(&format!("lint --explain {}", rule.short())).ends(0);
        assert_eq!(page.stdout, rule.page());
        assert!(list.stdout.contains(rule.name));
    }
    project.run("lint --explain nomad/bounds").ends(0);
    project.run("lint --explain nomad/bound").ends(2);
    project.run("lint --explain nothing-of-the-kind").ends(2);
    project.run("lint").ends(2);
    project.run("lint --nomad one .").ends(2);
    project.run("lint --fix").ends(2);
    snapshot!(project);
}

#[test]
fn a_registry_is_linted() {
    let project = Project::new();
    project.run("lint").ends(0);
    project.run("lint --nomad 1.6").ends(0);
    project.run("lint --write-baseline").ends(0);
    snapshot!(project);
}

/// The definitions lie where the fixture's source does.
#[test]
fn allowances_are_written_into_definitions() {
    let project = Project::with("static-port");
    let path = "tests/fixture/main.rs";
    project.file(path, fs::read(repository(path)).expect("the fixture"));
    project.run("lint").ends(1);
    project.run("lint --add-allow=legacy").ends(0);
    let allow = r#"Workload::service(name).allow("house/static-port", "legacy").port("#;
    assert!(project.read(path).contains(allow), "{}", project.read(path));
    snapshot!(project);
}

/// A stranger's repository is green from the first day, and says what is new.
#[test]
fn an_old_repository_is_adopted() -> Tested {
    let corpus = Corpus::of(skip::name_of(|| ()));
    let folder = if corpus.own { "jobs/own__shop" } else { "jobs/DistroByte__nomad" };
    let all = files(&corpus.join(folder))?;
    corpus.has_at_least(all.len(), 50);
    let project = Project::outside();
    for file in &all {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        project.file(&format!("jobs/{name}"), fs::read(file)?);
    }
    let first = project.quietly("lint jobs").ends(1);
    println!("{}", first.stderr);
    project.quietly("lint jobs --write-baseline").ends(0);
    project.quietly("lint jobs --baseline lint-baseline.json").ends(0);
    let changed = project.files("jobs").remove(0);
    let old = project.read(&format!("jobs/{changed}"));
    let mistake = "group \"mistake\" {\n    update {\n      health_check = \"check\"\n    }\n\n    task \"mistake\" {\n      driver       = \"exec\"\n      kill_timeout = \"6s\"\n    }\n  }\n";
    let at = old.find("group ").ok_or("a group")?;
    let new = format!("{}{mistake}\n  {}", &old[..at], &old[at..]);
    project.file(&format!("jobs/{changed}"), &new);
    let one = project.quietly("lint jobs --baseline lint-baseline.json").ends(1);
    assert!(one.stderr.starts_with("1 error in "), "{one}");
    assert_eq!(one.stdout.matches("nomad/choices").count(), 1, "{one}");
    // The same with allowances in the files.
    project.file(&format!("jobs/{changed}"), &old);
    project.quietly("lint jobs --add-allow").ends(0);
    project.quietly("lint jobs").ends(0);
    let old = project.read(&format!("jobs/{changed}"));
    let at = old.find("group ").ok_or("a group")?;
    let line = old[..at].rfind('\n').map_or(0, |at| at + 1);
    let new = format!("{}  {mistake}\n{}", &old[..line], &old[line..]);
    project.file(&format!("jobs/{changed}"), &new);
    let one = project.quietly("lint jobs").ends(1);
    assert!(one.stderr.starts_with("1 error in "), "{one}");
    Ok(())
}

/// Nomad takes no new version of a job that is of another type.
#[test]
fn a_job_that_nomad_would_not_replace_is_not_written() {
    let project = Project::new();
    project.quietly("gen").ends(0);
    let old = project.read("out/night.nomad.hcl").replace("\"batch\"", "\"system\"");
    project.file("out/night.nomad.hcl", &old);
    project.run("lint").ends(1);
    project.run("gen").ends(1);
    assert_eq!(project.read("out/night.nomad.hcl"), old);
    snapshot!(project);
}
