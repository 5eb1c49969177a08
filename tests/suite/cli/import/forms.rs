//! Jobs as HCL, as API JSON, and as Rust on standard output; the forms of job files.

use serde_json::{Value, json};

use super::{Folder, job, run};

#[track_caller]
fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in:\n{text}"))
}

#[test]
fn json_is_what_nomad_submits() {
    let folder = Folder::with([("web.nomad", job("web", "nginx:1").as_str())]);
    let run = folder.import("--to json web.nomad").said(0, &[]);
    let got = parsed(&run.stdout);
    let expected = jobwright::read::job(&job("web", "nginx:1")).expect("a job");
    assert_eq!(got, json!({ "Job": jobwright::api::job(&expected) }));
    let task = &got["Job"]["TaskGroups"][0]["Tasks"][0];
    assert_eq!((&got["Job"]["ID"], &task["Config"]["image"]), (&json!("web"), &json!("nginx:1")));
    assert_eq!(run.stderr, "", "one job that is printed needs no words");
}

#[test]
fn hcl_is_canonical() {
    let folder =
        Folder::with([("a.nomad", "job \"a\" {\ntype=\"batch\"\ngroup \"g\" {\ncount=2\n}\n}\n")]);
    let expected = "job \"a\" {\n  type = \"batch\"\n\n  group \"g\" {\n    count = 2\n  }\n}\n";
    let run = folder.import("--to hcl a.nomad").said(0, &[]);
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), (expected, ""));
    let again = folder.import("--to hcl --stdout a.nomad").said(0, &[]);
    assert_eq!(again.stdout, expected);
    assert_eq!(folder.files(""), ["a.nomad"]);
}

#[test]
fn rust_goes_to_standard_output_when_asked() {
    let folder = Folder::with([("web.nomad", job("web", "nginx:1").as_str())]);
    let run = folder.import("--stdout web.nomad").said(0, &[]);
    assert!(run.stdout.starts_with("//! The job `web`.\n"), "{}", run.stdout);
    // No site fills anything in: which one it will be is not known.
    assert!(run.stdout.contains("pub fn job() -> Job {"), "{}", run.stdout);
    assert_eq!((run.stderr.as_str(), folder.files("")), ("", vec!["web.nomad".to_owned()]));
}

#[test]
fn standard_input_is_a_file() {
    let folder = Folder::new();
    let text = job("web", "nginx:1");
    let said = run(&mut folder.command("", "--to hcl -"), &text).said(0, &[]);
    assert_eq!(said.stdout, text);
    run(&mut folder.command("", "--to hcl -"), "job \"x\" {\n  nope = 1\n}\n")
        .said(1, &["--> <stdin>:2:3\n", "`job` has no attribute `nope`"]);
    run(&mut folder.command("", "-"), &text).said(0, &["1  imported"]);
    assert!(folder.files("registry").contains(&"applications/web.rs".to_owned()));
}

#[test]
fn several_files_need_a_folder() {
    let folder = Folder::with([
        ("a.nomad", job("a", "x:1").as_str()),
        ("b.nomad", job("b", "x:1").as_str()),
        ("bad.nomad", "job {"),
    ]);
    for arguments in [
        "--to json a.nomad b.nomad",
        "--to hcl .",
        "--to hcl a.nomad bad.nomad",
        "--to hcl a.nomad gone",
    ] {
        let run = folder
            .import(arguments)
            .said(2, &["do not go to standard output together", "--out DIR"]);
        assert_eq!(run.stdout, "", "{arguments}");
    }
    folder
        .import("--stdout a.nomad b.nomad")
        .said(2, &["2 job files do not", "leave `--stdout` out"]);
    folder.import("--to hcl a.nomad ./a.nomad --out o").said(0, &[]);
    folder.import("--out o a.nomad").said(2, &["`--out` is for `--to hcl` and `--to json`"]);
    folder.import("--to hcl --category c a.nomad").said(2, &["`--category` is for definitions"]);
    folder.import("--to hcl --stdout --out o a.nomad").said(2, &["cannot be used with"]);
    folder.import("--to hcl --var x a.nomad").said(2, &["expected NAME=VALUE"]);
    folder.import("--to hcl --allow-files gone a.nomad").said(2, &["--allow-files", "`gone`"]);
    folder.import("").said(2, &["<FILE>..."]);
}

#[test]
fn a_folder_gets_a_file_for_each_job() {
    let odd = ["../x", "a/b", "..", "é ö", "web"];
    let folder = Folder::new();
    for (at, id) in odd.iter().enumerate() {
        folder.file(&format!("in/{at}.nomad"), &job(id, "x:1"));
    }
    folder.file("in/again.nomad", &job("web", "y:1"));
    folder
        .import("--to hcl in --out o/deep")
        .said(0, &["6  imported", "6 files created in o/deep"]);
    let files = folder.files("o/deep");
    assert_eq!(files.len(), 6, "{files:?}");
    for name in [
        "..-x.nomad.hcl",
        "a-b.nomad.hcl",
        "job.nomad.hcl",
        "é-ö.nomad.hcl",
        "web.nomad.hcl",
        "web-2.nomad.hcl",
    ] {
        assert!(files.contains(&name.to_owned()), "{name} in {files:?}");
    }
    assert_eq!(folder.read("o/deep/web.nomad.hcl"), job("web", "x:1"));
    assert_eq!(folder.read("o/deep/web-2.nomad.hcl"), job("web", "y:1"));
    assert_eq!(folder.read("o/deep/..-x.nomad.hcl"), job("../x", "x:1"));
    // Besides the sources, nothing is anywhere else.
    assert_eq!(folder.files("").len(), 12);

    folder.import("--to json in/4.nomad --out j").said(0, &["1 file created in j"]);
    assert_eq!(parsed(&folder.read("j/web.nomad.json"))["Job"]["ID"], "web");
}

#[test]
fn files_that_are_there_are_kept() {
    let folder = Folder::with([("web.nomad", job("web", "x:1").as_str())]);
    folder.file("o/web.nomad.hcl", "# mine\n");
    folder.import("--to hcl web.nomad --out o").said(
        1,
        &["error[in-the-way]", "holds something else", "`--force` replaces it", "0  imported"],
    );
    assert_eq!(folder.read("o/web.nomad.hcl"), "# mine\n");
    folder.import("--to hcl web.nomad --out o --force").said(0, &["1 replaced"]);
    assert_eq!(folder.read("o/web.nomad.hcl"), job("web", "x:1"));
    folder.import("--to hcl web.nomad --out o").said(0, &["0 files created, 1 unchanged"]);
}

#[test]
fn all_forms_are_read() {
    let native = job("web", "nginx:1");
    let hcl_json = json!({ "job": { "web": { "group": { "web": { "task": { "web": {
        "driver": "docker", "config": { "image": "nginx:1" } } } } } } } });
    let folder = Folder::with([("web.nomad", native.as_str())]);
    let api = folder.import("--to json web.nomad").said(0, &[]).stdout;
    folder.file("web.hcl.json", &hcl_json.to_string());
    folder.file("web.nomad.json", &api);
    folder.file("bare.json", &parsed(&api)["Job"].to_string());
    for file in ["web.hcl.json", "web.nomad.json", "bare.json"] {
        let json = folder.import(&format!("--to json {file}")).said(0, &[]).stdout;
        let (got, expected) = (parsed(&json), parsed(&api));
        assert_eq!(got["Job"]["TaskGroups"], expected["Job"]["TaskGroups"], "{file}");
        let hcl = folder.import(&format!("--to hcl {file}")).said(0, &[]).stdout;
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
    let folder = Folder::with([("web.json", inspected.to_string().as_str())]);
    let run = folder.import("--to hcl web.json").said(0, &[]);
    for line in ["priority    = 70\n", "count = 2\n", "image = \"nginx:1\"\n", "cpu    = 100\n"] {
        assert!(run.stdout.contains(line), "{line:?} in:\n{}", run.stdout);
    }
    for word in ["1700", "running", "Index"] {
        assert!(!run.stdout.contains(word), "{word:?} in:\n{}", run.stdout);
    }
}

#[test]
fn broken_json_has_a_place_and_no_wrong_advice() {
    let folder = Folder::with([("a.hcl.json", "{\"job\": {\"a\": {\n  \"nope\": 1 }\n")]);
    let run = folder.import("--to hcl a.hcl.json").said(1, &["--> a.hcl.json:"]);
    assert!(!run.stderr.contains("whose name ends in"), "{}", run.stderr);
}
