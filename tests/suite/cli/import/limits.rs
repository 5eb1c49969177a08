//! Files that want too much: each is refused with its message, in little time.

use std::time::{Duration, Instant};

use super::folder;
use crate::support::shown::snapshot;

/// Much more than it takes, because tests run beside each other without optimisation.
const MOST: Duration = Duration::from_secs(20);

/// What is said of a file, which is too large to show.
#[track_caller]
fn refused(text: &str) -> String {
    let folder = folder([("a.nomad", text)]);
    for arguments in ["import --to json a.nomad", "import a.nomad"] {
        let start = Instant::now();
        let run = folder.quietly(arguments).ends(1);
        assert!(start.elapsed() < MOST, "{arguments} took {:?}", start.elapsed());
        assert!(run.stdout.is_empty() && run.stderr.len() < 20_000, "{} bytes", run.stderr.len());
        assert_eq!(folder.files(""), ["a.nomad"]);
    }
    folder.run("import --to hcl a.nomad").ends(1);
    folder.to_string()
}

#[test]
fn size() {
    let text = format!("# {}\njob \"a\" {{}}\n", "x".repeat(8 << 20));
    let said = refused(&text);
    let text = format!("# {}\njob \"a\" {{}}\n", "x".repeat((8 << 20) - 20));
    let run = folder([("a.nomad", text.as_str())]).quietly("import --to json a.nomad").ends(0);
    assert!(run.stdout.contains("\"ID\": \"a\""), "{run}");
    snapshot!(said);
}

#[test]
fn nesting() {
    let many = 50_000;
    let round = |open: &str, close: &str| [open.repeat(many), close.repeat(many)].concat();
    let said = [
        format!("job \"a\" {{\n  region = {}\n}}\n", round("(", ")")),
        format!("job \"a\" {{\n{}}}\n", round("group \"g\" {\n", "}\n")),
        format!("{{\"job\": {{\"a\": {}}}}}", round("[", "]")),
        format!("{{\"Job\": {{\"ID\": \"a\", \"TaskGroups\": {}}}}}", round("[", "]")),
    ];
    snapshot!(said.map(|text| refused(&text)).join("\n"));
}

#[test]
fn loops() {
    let work = "[for a in range(1000): [for b in range(1000): [for c in range(1000): c]]]";
    let said = refused(&format!("job \"a\" {{\n  region = jsonencode({work})\n}}\n"));
    let (frame, said) = without_frame(&said);
    assert!(frame.len() == 5 && frame[0].contains("--> a.nomad:2:"), "{frame:?}");
    let range = refused("job \"a\" {\n  region = jsonencode(range(100000))\n}\n");
    snapshot!(format!("{said}\n\n{range}"));
}

/// Time is limited too: on a slow machine, it ends in another one of the loops. The lines that show the place, and all others.
fn without_frame(said: &str) -> (Vec<&str>, String) {
    let is_frame = |line: &&str| {
        let line = line.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == ' ');
        line.starts_with("-->") || line.starts_with('|')
    };
    let (frame, said): (Vec<&str>, Vec<&str>) = said.lines().partition(is_frame);
    (frame, said.join("\n"))
}

#[test]
fn texts_that_double() {
    let mut text = "locals {\n  a0 = \"xxxxxxxxxxxxxxxx\"\n".to_owned();
    for at in 1..40 {
        let before = at - 1;
        text.push_str(&format!("  a{at} = \"${{local.a{before}}}${{local.a{before}}}\"\n"));
    }
    text.push_str("}\n\njob \"a\" {\n  region = local.a39\n}\n");
    snapshot!(refused(&text));
}

#[test]
fn dynamic_blocks() {
    let text = "job \"a\" {\n  dynamic \"group\" {\n    for_each = range(1000)\n    labels   = [\"g${group.value}\"]\n    content {\n      \
                dynamic \"task\" {\n        for_each = range(1000)\n        labels   = [\"t${task.value}\"]\n        content {\n          \
                driver = \"exec\"\n        }\n      }\n    }\n  }\n}\n";
    let said = refused(text);
    let (frame, said) = without_frame(&said);
    assert!(frame.iter().any(|line| line.contains("dynamic \"")), "{frame:?}");
    snapshot!(said);
}
