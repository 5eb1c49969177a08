//! Files that want too much: each is refused with its message, in little time.

use std::time::{Duration, Instant};

use super::Folder;

/// Much more than it takes, because tests run beside each other without optimisation.
const MOST: Duration = Duration::from_secs(20);

#[track_caller]
fn refused(text: &str, said: &[&str]) {
    let folder = Folder::with([("a.nomad", text)]);
    for arguments in ["--to json a.nomad", "--to hcl a.nomad", "a.nomad"] {
        let start = Instant::now();
        let run = folder.import(arguments).said(1, said);
        assert!(start.elapsed() < MOST, "{arguments} took {:?}", start.elapsed());
        assert!(run.stdout.is_empty() && run.stderr.len() < 20_000, "{} bytes", run.stderr.len());
        assert_eq!(folder.files(""), ["a.nomad"]);
    }
}

#[test]
fn size() {
    let text = format!("# {}\njob \"a\" {{}}\n", "x".repeat(8 << 20));
    refused(&text, &["error[size]: `a.nomad` is larger than 8 MiB\n", "= help:"]);
    let text = format!("# {}\njob \"a\" {{}}\n", "x".repeat((8 << 20) - 20));
    let folder = Folder::with([("a.nomad", text.as_str())]);
    folder.import("--to json a.nomad").said(0, &["\"ID\": \"a\""]);
}

#[test]
fn nesting() {
    let many = 50_000;
    let round = |open: &str, close: &str| [open.repeat(many), close.repeat(many)].concat();
    let said = ["256 levels", "--> a.nomad:"];
    refused(&format!("job \"a\" {{\n  region = {}\n}}\n", round("(", ")")), &said);
    refused(&format!("job \"a\" {{\n{}}}\n", round("group \"g\" {\n", "}\n")), &said);
    refused(&format!("{{\"job\": {{\"a\": {}}}}}", round("[", "]")), &said);
    refused(&format!("{{\"Job\": {{\"ID\": \"a\", \"TaskGroups\": {}}}}}", round("[", "]")), &said);
}

#[test]
fn loops() {
    let work = "[for a in range(1000): [for b in range(1000): [for c in range(1000): c]]]";
    let text = format!("job \"a\" {{\n  region = jsonencode({work})\n}}\n");
    refused(
        &text,
        &["the file takes too much work to evaluate", "--> a.nomad:2:", "= help: make the loops"],
    );
    refused("job \"a\" {\n  region = jsonencode(range(100000))\n}\n", &["--> a.nomad:2:", "1024"]);
}

#[test]
fn texts_that_double() {
    let mut text = "locals {\n  a0 = \"xxxxxxxxxxxxxxxx\"\n".to_owned();
    for at in 1..40 {
        let before = at - 1;
        text.push_str(&format!("  a{at} = \"${{local.a{before}}}${{local.a{before}}}\"\n"));
    }
    text.push_str("}\n\njob \"a\" {\n  region = local.a39\n}\n");
    refused(&text, &["too much work to evaluate", "--> a.nomad:"]);
}

#[test]
fn dynamic_blocks() {
    let text = "job \"a\" {\n  dynamic \"group\" {\n    for_each = range(1000)\n    labels   = [\"g${group.value}\"]\n    content {\n      \
                dynamic \"task\" {\n        for_each = range(1000)\n        labels   = [\"t${task.value}\"]\n        content {\n          \
                driver = \"exec\"\n        }\n      }\n    }\n  }\n}\n";
    refused(
        text,
        &[
            "the file makes more blocks than jobwright evaluates",
            "--> a.nomad:",
            "= help: make the lists smaller",
        ],
    );
}
