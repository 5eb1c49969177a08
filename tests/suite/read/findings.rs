//! What is said of job files that Nomad refuses, and of what it reads otherwise than most people expect: whole frames.

use jobwright::eval::Inputs;
use jobwright::read;

use super::{errors, warnings};
use crate::support::shown::snapshot;

/// Each text with what is said of it.
#[track_caller]
fn refused(texts: &[&str]) -> String {
    let mut all = String::new();
    for text in texts {
        let findings = read::evaluated(text, &Inputs::default(), None).expect_err(text);
        all += &format!("{text}---\n{}", errors(text, &findings));
    }
    all
}

/// The same for job files that Nomad takes.
#[track_caller]
fn surprising(texts: &[&str]) -> String {
    let mut all = String::new();
    for text in texts {
        let reading = read::evaluated(text, &Inputs::default(), None).expect(text);
        assert!(!reading.warnings.is_empty(), "{text}");
        all += &format!("{text}---\n{}", warnings(text, &reading.warnings));
    }
    all
}

#[test]
fn unknown_names() {
    snapshot!(refused(&[
        "job \"a\" {\n  datacentres = [\"dc1\"]\n}\n",
        "job \"a\" {\n  image = \"x:1\"\n}\n",
        "job \"a\" {\n  something_else = 1\n}\n",
        "job \"a\" {\n  grup \"g\" {\n  }\n}\n",
        "job \"a\" {\n  task \"t\" {\n  }\n\n  something {\n  }\n}\n",
        "job \"a\" {\n  group \"g\" {\n    port \"http\" {\n    }\n  }\n}\n",
    ]));
}

#[test]
fn blocks_are_no_attributes() {
    snapshot!(refused(&[
        "job \"a\" {\n  update = {\n    canary = 1\n  }\n}\n",
        "job \"a\" {\n  datacenters {\n  }\n}\n",
        "job \"a\" {\n  group = \"g\"\n}\n",
    ]));
}

#[test]
fn labels() {
    snapshot!(refused(&[
        "job {\n}\n",
        "job \"a\" \"b\" {\n}\n",
        "job \"a\" {\n  group {\n  }\n\n  update \"x\" {\n  }\n}\n",
    ]));
}

#[test]
fn what_a_job_file_holds() {
    snapshot!(refused(&[
        "",
        "job \"a\" {\n}\n\njob \"b\" {\n}\n",
        "job \"a\" {\n}\n\nserver {\n}\n",
        "job \"a\" {\n}\n\npriority = 5\n",
    ]));
}

#[test]
fn values_of_another_type() {
    snapshot!(refused(&[
        "job \"a\" {\n  priority    = \"many\"\n  all_at_once = \"maybe\"\n  datacenters = \"dc1\"\n  region      = [\"a\"]\n}\n",
        "job \"a\" {\n  priority = 1.5\n}\n",
        "job \"a\" {\n  group \"g\" {\n    shutdown_delay = \"5 minutes\"\n    count          = null\n  }\n}\n",
        "job \"a\" {\n  meta = \"x\"\n}\n",
        "job \"a\" {\n  affinity {\n    weight = \"heavy\"\n  }\n}\n",
    ]));
}

#[test]
fn blocks_that_stand_alone() {
    snapshot!(refused(&[
        "job \"a\" {\n  update {\n  }\n\n  update {\n  }\n}\n",
        "job \"a\" {\n  group \"g\" {\n    scaling {\n    }\n  }\n}\n",
        "job \"a\" {\n  group \"g\" {\n    task \"t\" {\n      scaling \"disk\" {\n        max = 1\n      }\n    }\n  }\n}\n",
        "job \"a\" {\n  vault {\n  }\n\n  vault {\n  }\n}\n",
    ]));
}

#[test]
fn dynamic_blocks() {
    let dynamic =
        |inside: &str| format!("job \"a\" {{\n  dynamic \"group\" {{\n{inside}  }}\n}}\n");
    let texts = [
        dynamic("    for_each = [1]\n"),
        dynamic("    content {\n    }\n"),
        dynamic("    for_each = 5\n    labels   = [\"g\"]\n    content {\n    }\n"),
        dynamic("    for_each = [1]\n    labels   = \"g\"\n    content {\n    }\n"),
        dynamic("    for_each = [1]\n    labels   = [\"g\", \"h\"]\n    content {\n    }\n"),
        dynamic("    for_each = [1]\n    labels   = [null]\n    content {\n    }\n"),
        dynamic(
            "    for_each = [1]\n    iterator = \"x\"\n    labels   = [\"g\"]\n    content {\n    }\n",
        ),
        dynamic(
            "    for_each = [1]\n    labels   = [\"g\"]\n    count    = 2\n    content {\n    }\n    content {\n    }\n",
        ),
        dynamic("    for_each = x\n    labels   = [\"g\"]\n    content {\n    }\n"),
        "job \"a\" {\n  dynamic {\n  }\n}\n".to_owned(),
    ];
    snapshot!(refused(&texts.each_ref().map(String::as_str)));
}

#[test]
fn expressions() {
    let region = |value: &str| format!("job \"a\" {{\n  region = {value}\n}}\n");
    let texts = [
        "var.x",
        "local.x",
        "nofunction(1)",
        "upper(1, 2)",
        "upper()",
        "upper([1])",
        "lenght(\"a\")",
        "\"a\" + 1",
        "[1][5]",
        "{ a = 1 }.b",
        "true ? 1 : [2]",
        "\"${[1]}\"",
        "!\"x\"",
        "[for x in 5 : x]",
        "{ for x in [1, 1] : x => x }",
        "jsondecode(\"{\")",
        "regex(\"(\", \"a\")",
        "substr(\"a\", \"b\", 1)",
        "parseint(\"z\", 10)",
        "tonumber(\"x\")",
        "element([], 1)",
        "timeadd(\"x\", \"1h\")",
        "cidrhost(\"10.0.0.0/8\", -99999999)",
        "format(\"%d\", \"x\")",
        "base64decode(\"*\")",
        "1 < \"a\"",
        "null.a",
        "merge([1])",
        "coalesce()",
    ]
    .map(region);
    let mut all = String::new();
    for text in &texts {
        let findings = read::evaluated(text, &Inputs::default(), None).expect_err(text);
        all += &errors(text, &findings);
    }
    snapshot!(all);
}

#[test]
fn what_nomad_reads_otherwise_is_a_warning() {
    snapshot!(surprising(&[
        "job \"a\" {\n  region = global\n}\n",
        "job \"a\" {\n  region = 007\n}\n",
        "job \"a\" {\n  group \"g\" {\n    restart {\n      delay = 15\n    }\n  }\n}\n",
        "job \"a\" {\n  region = \"{${NOMAD_DC}}\"\n}\n",
        "job \"a\" {\n  region = \"${NOMAD_DC == \"dc1\" ? \"x\" : \"y\"}\"\n}\n",
        "job \"a\" {\n  group \"g\" {\n    volume \"v\" {\n    }\n\n    volume \"v\" {\n    }\n  }\n}\n",
        "job \"a\" {\n  group \"g\" {\n    vault {\n    }\n\n    vault {\n    }\n  }\n}\n",
        "job \"a\" {\n  constraint {\n    attribute        = \"${attr.kernel.name}\"\n    set_contains_any = \"linux\"\n  }\n}\n",
        "job \"a\" {\n  group \"g\" {\n    task \"t\" {\n      config {\n        dynamic \"x\" {\n          for_each = [1]\n        }\n      }\n    }\n  }\n}\n",
    ]));
}
