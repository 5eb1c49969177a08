//! Jobs as HCL, as API JSON, and as Rust on standard output; the forms of job files.

use serde_json::{Value, json};

use super::{folder, job, task};
use crate::cli::Project;
use crate::support::Tested;
use crate::support::nomad::nomad;
use crate::support::shown::snapshot;

#[track_caller]
fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in:\n{text}"))
}

#[test]
fn json_is_what_nomad_submits() {
    let folder = folder([("web.nomad", job("web", "nginx:1").as_str())]);
    let run = folder.quietly("import --to json web.nomad").ends(0);
    let got = parsed(&run.stdout);
    let expected = jobwright::read::job(&job("web", "nginx:1")).expect("a job");
    assert_eq!(got, json!({ "Job": jobwright::api::job(&expected) }));
    assert_eq!(run.stderr, "", "one job that is printed needs no words");
}

#[test]
fn hcl_is_canonical() {
    let folder = Project::outside();
    folder.given("a.nomad", "job \"a\" {\ntype=\"batch\"\ngroup \"g\" {\ncount=2\n}\n}\n");
    let once = folder.run("import --to hcl a.nomad").ends(0).stdout;
    let again = folder.quietly("import --to hcl --stdout a.nomad").ends(0);
    assert_eq!(again.stdout, once);
    assert_eq!(folder.files(""), ["a.nomad"]);
    snapshot!(folder);
}

/// No site fills anything in: which one it will be is not known.
#[test]
fn rust_goes_to_standard_output_when_asked() {
    let folder = Project::outside();
    folder.given("web.nomad", &job("web", "nginx:1"));
    folder.run("import --stdout web.nomad").ends(0);
    let script = "echo a long script\n".repeat(30);
    let long = format!(
        "job \"a\" {{\n  group \"a\" {{\n    task \"a\" {{\n      driver = \"exec\"\n      template {{\n        \
         destination = \"local/run.sh\"\n        data = <<EOT\n{script}EOT\n      }}\n    }}\n  }}\n}}\n"
    );
    folder.file("long.nomad", long);
    folder.run("import --stdout long.nomad").ends(0);
    assert_eq!(folder.files(""), ["long.nomad", "web.nomad"]);
    snapshot!(folder);
}

#[test]
fn standard_input_is_a_file() {
    let folder = Project::outside();
    let text = job("web", "nginx:1");
    assert_eq!(folder.run_with(&text, "import --to hcl -").ends(0).stdout, text);
    folder.run_with("job \"x\" {\n  nope = 1\n}\n", "import --to hcl -").ends(1);
    folder.run_with(&text, "import -").ends(0);
    folder.ls("registry");
    snapshot!(folder);
}

#[test]
fn several_files_need_a_folder() {
    let folder = folder([
        ("a.nomad", job("a", "x:1").as_str()),
        ("b.nomad", job("b", "x:1").as_str()),
        ("bad.nomad", "job {"),
    ]);
    for line in [
        "import --to json a.nomad b.nomad",
        "import --to hcl .",
        "import --to hcl a.nomad gone",
        "import --stdout a.nomad b.nomad",
    ] {
        assert_eq!(folder.run(line).ends(2).stdout, "", "{line}");
    }
    snapshot!(folder);
}

#[test]
fn options_that_do_not_go_together() {
    let folder = folder([("a.nomad", job("a", "x:1").as_str())]);
    for line in [
        "import --out o a.nomad",
        "import --to hcl --category c a.nomad",
        "import --stdout --category c a.nomad",
        "import --to hcl --allow-files gone a.nomad",
        "import --to hcl --allow-files a.nomad a.nomad",
    ] {
        folder.run(line).ends(2);
    }
    snapshot!(folder);
}

#[test]
fn a_folder_gets_a_file_for_each_job() {
    let odd = ["../x", "a/b", "..", "é ö", "web"];
    let folder = Project::outside();
    for (at, id) in odd.iter().enumerate() {
        folder.file(&format!("in/{at}.nomad"), job(id, "x:1"));
    }
    folder.file("in/again.nomad", job("web", "y:1"));
    folder.run("import --to hcl in --out o/deep").ends(0);
    folder.ls("o/deep");
    assert_eq!(folder.read("o/deep/web.nomad.hcl"), job("web", "x:1"));
    assert_eq!(folder.read("o/deep/web-2.nomad.hcl"), job("web", "y:1"));
    assert_eq!(folder.read("o/deep/..-x.nomad.hcl"), job("../x", "x:1"));
    // Besides the sources, nothing is anywhere else.
    assert_eq!(folder.files("").len(), 12);

    folder.run("import --to json in/4.nomad --out j").ends(0);
    assert_eq!(parsed(&folder.read("j/web.nomad.json"))["Job"]["ID"], "web");
    snapshot!(folder);
}

#[test]
fn files_that_are_there_are_kept() {
    let folder = folder([("web.nomad", job("web", "x:1").as_str())]);
    folder.given("o/web.nomad.hcl", "# mine\n");
    folder.run("import --to hcl web.nomad --out o").ends(1);
    assert_eq!(folder.read("o/web.nomad.hcl"), "# mine\n");
    folder.run("import --to hcl web.nomad --out o --force").ends(0);
    assert_eq!(folder.read("o/web.nomad.hcl"), job("web", "x:1"));
    folder.run("import --to hcl web.nomad --out o").ends(0);
    std::fs::remove_file(folder.path("o/web.nomad.hcl")).expect("it goes");
    std::fs::create_dir(folder.path("o/web.nomad.hcl")).expect("a folder");
    folder.run("import --to hcl web.nomad --out o --force").ends(1);
    folder.run("import --to hcl web.nomad --out web.nomad").ends(1);
    snapshot!(folder);
}

#[test]
fn all_forms_are_read() {
    let native = job("web", "nginx:1");
    let hcl_json = json!({ "job": { "web": { "group": { "web": { "task": { "web": {
        "driver": "docker", "config": { "image": "nginx:1" } } } } } } } });
    let folder = folder([("web.nomad", native.as_str())]);
    let api = folder.quietly("import --to json web.nomad").ends(0).stdout;
    folder.file("web.hcl.json", hcl_json.to_string());
    folder.file("web.nomad.json", &api);
    folder.file("bare.json", parsed(&api)["Job"].to_string());
    for file in ["web.hcl.json", "web.nomad.json", "bare.json"] {
        let json = folder.quietly(&format!("import --to json {file}")).ends(0).stdout;
        let (got, expected) = (parsed(&json), parsed(&api));
        assert_eq!(got["Job"]["TaskGroups"], expected["Job"]["TaskGroups"], "{file}");
        let hcl = folder.quietly(&format!("import --to hcl {file}")).ends(0).stdout;
        assert_eq!(hcl, native, "{file}");
    }
}

/// As a cluster gives it: with its defaults, and with what a server knows and a job file cannot say.
#[test]
fn an_inspected_job_loses_what_the_server_added() {
    let inspected = json!({ "Job": {
        "ID": "web", "Name": "web", "Type": "service", "Priority": 70, "Namespace": "default", "Region": "global",
        "Datacenters": ["dc1"], "Status": "running", "StatusDescription": "", "Stable": true, "Version": 3,
        "CreateIndex": 10, "ModifyIndex": 20, "JobModifyIndex": 15, "SubmitTime": 1_700_000_000_000_000_000_u64,
        "TaskGroups": [{ "Name": "web", "Count": 2, "Tasks": [{ "Name": "web", "Driver": "docker",
            "Config": { "image": "nginx:1" }, "Resources": { "CPU": 100, "MemoryMB": 300 } }] }] } });
    let folder = folder([("web.json", inspected.to_string().as_str())]);
    folder.run("import --to hcl web.json").ends(0);
    snapshot!(folder);
}

#[test]
fn json_that_is_wrong_has_a_place() {
    let mut all = String::new();
    for text in [
        "{\"job\": {\"a\": {\n  \"nope\": 1 }\n",
        "{\"job\": {\"a\": {\n  \"nope\": 1 }}}\n",
        "{\"job\": {\"a\": {\"priority\": \"many\"}}}\n",
        "{\"job\": {\"a\": 1}}\n",
        "{\"job\": {}}\n",
        "{\"Job\": {\"ID\": 5}}\n",
        "{\"Job\": {\"ID\": \"a\", \"Priority\": \"many\", \"TaskGroups\": {}}}\n",
        "{\"Job\": {\"ID\": \"a\", \"Nope\": 1, \"TaskGroups\": [{\"Name\": \"g\", \"Nope\": {\"a\": 1}}]}}\n",
        "{\"a\": 1}\n",
        "{\"job\": {\"a\": {\"type\": \"batch\",}}}\n",
        "{'job': {}}\n",
        "{\"job\": {\"a\": {\"region\": \"${\"}}}\n",
    ] {
        let folder = Project::outside();
        folder.given("a.json", text);
        folder.run("import --to hcl a.json");
        all += &format!("{folder}\n");
    }
    snapshot!(all);
}

/// As Nomad takes them: in comments, and in JSON for U+FFFD each.
#[test]
fn bytes_that_are_no_utf_8_may_stand_in_comments() -> Tested {
    let folder = Project::outside();
    let hcl: &[u8] = b"# Z\xe4hler \xff\njob \"x\" {\n  /* \xe2\x82 */ region = \"r\" // \xe9\n  group \"g\" {\n    task \"t\" {\n      driver = \"exec\"\n\n      config {\n        command = upper(\"a\" /* \xe4 */)\n      }\n    }\n  }\n}\n";
    let json: &[u8] =
        b"{\"job\":{\"x\":{\"meta\":{\"a\":\"\xe4\xe2\x82z\"},\"group\":{\"g\":{}}}}}";
    let api: &[u8] = b"{\"ID\":\"x\",\"Name\":\"x\",\"Meta\":{\"a\":\"\xe4\xe2\x82z\"}}";
    folder.file("a.nomad", hcl);
    folder.file("b.nomad", json);
    folder.file("c.json", api);
    for name in ["a.nomad", "b.nomad", "c.json"] {
        let run = folder.run(&format!("import --to json {name}")).ends(0);
        let said = run.stderr;
        assert!(
            said.starts_with("warning[utf-8]: ") && said.contains("read as `\u{fffd}`"),
            "{said}"
        );
        let Some(nomad) = nomad!() else { continue };
        let words: &[String] = if name.ends_with("json") { &["-json".to_owned()] } else { &[] };
        let (ours, theirs) =
            (parsed(&run.stdout), nomad.output_json_with(words, &folder.path(name))?);
        for field in ["ID", "Region", "Meta"] {
            assert_eq!(ours["Job"][field], theirs["Job"][field], "{name}");
        }
    }
    let run = folder.run("lint a.nomad").ends(1);
    assert!(run.stdout.starts_with("warning[house/misread]: 6 invalid UTF-8 bytes"), "{run}");
    // Written as the text that is shown, a file would lose them.
    let wrong = |comment: &[u8]| {
        let job = task("      resources {\n        cpuu = 1\n      }\n");
        [comment, job.as_bytes()].concat()
    };
    for (comment, mended) in [(b"# plain\n".as_slice(), true), (b"# \xe4\n", false)] {
        folder.file("e.nomad", wrong(comment));
        folder.run("lint --fix --unsafe-fixes e.nomad");
        assert_eq!(std::fs::read(folder.path("e.nomad"))? != wrong(comment), mended);
    }
    let text = folder.run("import --stdout a.nomad").ends(0).stdout;
    assert!(text.starts_with("//! Z\u{fffd}hler \u{fffd}\n"), "{text}");
    Ok(())
}
