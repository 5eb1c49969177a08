//! Files that are refused: what is said of them, and that the others do not suffer.

use super::{folder, job, task};
use crate::cli::{Project, Run};
use crate::support::shown::snapshot;

/// A mistake, an unset variable, and another mistake.
const BAD: &str = "variable \"need\" {\n  type = string\n}\n\njob \"bad\" {\n  datacentres = [\"dc1\"]\n  region = var.need\n\n  \
                   group \"g\" {\n    count = \"many\"\n  }\n}\n";

/// That the variable has no value is no mistake where variables may stay.
#[test]
fn a_refused_file_has_its_place_and_help() {
    let folder = Project::outside();
    folder.given("bad.nomad", BAD);
    assert_eq!(folder.run("import --to hcl bad.nomad").ends(1).stdout, "");
    snapshot!(folder);
}

#[test]
fn an_unset_variable_hides_no_mistake() {
    let folder = folder([("bad.nomad", BAD)]);
    let said = folder.run("import --to json bad.nomad").ends(1).stderr;
    let without_time =
        |text: &str| text.lines().filter(|line| !line.starts_with("in ")).collect::<String>();
    for line in ["import --to hcl --evaluate bad.nomad", "import --evaluate bad.nomad"] {
        assert_eq!(
            without_time(&folder.quietly(line).ends(1).stderr),
            without_time(&said),
            "{line}"
        );
    }
    assert_eq!(folder.files(""), ["bad.nomad"]);
    snapshot!(folder);
}

#[test]
fn the_others_are_imported() {
    let folder = folder([
        ("in/good.nomad", job("good", "x:1").as_str()),
        ("in/bad.nomad", BAD),
        ("in/syntax.nomad", "job \"x\" {\n  count =\n}\n"),
    ]);
    folder.run("import --to hcl in --out o").ends(1);
    folder.ls("o");
    folder.run("import in gone.nomad").ends(2);
    folder.ls("registry");
    snapshot!(folder);
}

#[test]
fn many_mistakes_are_cut() {
    let mut lines = String::new();
    (0..12).for_each(|at| lines.push_str(&format!("      nope{at} = 1\n")));
    let folder = folder([("a.nomad", task(&lines).as_str())]);
    let run = folder.run("import --to hcl a.nomad").ends(1);
    assert!(!run.stderr.contains("nope10"), "{run}");
    snapshot!(folder);
}

#[test]
fn many_refused_files_are_not_all_named_again() {
    let folder = Project::outside();
    for at in 10..33 {
        folder.file(&format!("in/{at}.nomad"), "job \"x\" {\n  a = \n}\n");
    }
    let run = Run::of(&mut folder.command("import --to hcl in --out o"), b"").ends(1);
    let (_, table) = run.stderr.split_once("0  imported").expect("a summary");
    snapshot!(format!("0  imported{table}"));
}

#[test]
fn what_is_no_job_file_of_today_is_named() {
    let mut all = String::new();
    for text in [
        "job \"x\" {\n  datacenters = [\"dc1\"],\n  type = \"batch\"\n}\n",
        "job \"x\" {\n  [[ if .y ]]\n  type = \"batch\"\n  [[ end ]]\n}\n",
        "job \"x\" {\n  {{ if .y }}\n  type = \"batch\"\n  {{ end }}\n}\n",
        "{{ $x := 1 }}\njob \"x\" {\n  type = \"batch\"\n}\n",
        "{% if y %}\njob \"x\" {\n  type = \"batch\"\n}\n{% endif %}\n",
    ] {
        let folder = Project::outside();
        folder.given("x.nomad", text);
        folder.run("import --to hcl x.nomad").ends(1);
        all += &format!("{folder}\n");
    }
    snapshot!(all);
}

#[test]
fn files_that_cannot_be_read_say_why() {
    let folder = Project::outside();
    folder.file("latin.nomad", b"job \"x\" {\n  region = \"caf\xe9\" # \xe9\n}\n");
    folder.run("import --to hcl latin.nomad").ends(1);
    folder.run("import --to hcl gone.nomad").ends(2);
    std::fs::create_dir(folder.path("empty")).expect("a folder");
    folder.run("import empty").ends(2);
    folder.run_with("", "import --to hcl -").ends(1);
    folder.run("import --to hcl latin.nomad/below").ends(1);
    assert_eq!(folder.files(""), ["latin.nomad"]);
    snapshot!(folder);
}

#[test]
fn colours_are_for_terminals() {
    let folder = folder([("bad.nomad", BAD)]);
    for (name, value) in [("NO_COLOR", "1"), ("TERM", "xterm")] {
        let mut command = folder.command("import --to hcl bad.nomad");
        let run = Run::of(command.env(name, value), b"").ends(1);
        assert!(!run.stderr.contains('\u{1b}'), "{:?}", run.stderr);
    }
}

#[test]
fn a_list_of_jobs_is_named_with_how_to_split_it() {
    let job = |id: &str| format!("{{\"ID\": \"{id}\", \"TaskGroups\": []}}");
    let list = format!("[{}, {}]", job("a"), job("b"));
    let folder = folder([("in/jobs.json", list.as_str()), ("in/other.json", "[1]")]);
    folder.run("import --to hcl in").ends(1);
    folder.run("import --to hcl in/jobs.json").ends(1);
    snapshot!(folder);
}
