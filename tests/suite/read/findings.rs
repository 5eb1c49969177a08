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
        "job \"a\" {\n  group \"g\" {\n    interval = \"5s\"\n  }\n}\n",
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
        "job \"a\" {\n  region      = null\n  priority    = \"${NOMAD_ALLOC_INDEX}\"\n  datacenters = [null]\n}\n",
        "job \"a\" {\n  group \"g\" {\n    shutdown_delay = \"${NOMAD_META_delay}\"\n    count          = 99999999999999999999\n  }\n}\n",
        "job \"a\" {\n  meta {\n    a = null\n\n    b {\n    }\n  }\n}\n",
        "job \"a\" {\n  meta = [\"a\"]\n}\n",
    ]));
}

#[test]
fn blocks_that_stand_alone() {
    snapshot!(refused(&[
        "job \"a\" {\n  update {\n  }\n\n  update {\n  }\n}\n",
        "job \"a\" {\n  group \"g\" {\n    scaling {\n    }\n  }\n}\n",
        "job \"a\" {\n  group \"g\" {\n    task \"t\" {\n      scaling \"disk\" {\n        max = 1\n      }\n    }\n  }\n}\n",
        "job \"a\" {\n  vault {\n  }\n\n  vault {\n  }\n}\n",
        "job \"a\" {\n  group \"g\" {\n    task \"t\" {\n      scaling \"cpu\" {\n        max  = 1\n        type = \"horizontal\"\n      }\n\n      scaling \"cpu\" {\n        max = 2\n      }\n    }\n  }\n}\n",
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
        dynamic(
            "    for_each = [1]\n    labels   = [[\"g\"]]\n    content {\n    }\n    count {\n    }\n",
        ),
        "job \"a\" {\n  dynamic {\n  }\n}\n".to_owned(),
    ];
    snapshot!(refused(&texts.each_ref().map(String::as_str)));
}

/// Variables and local values: declarations, types, and conditions that values must meet.
#[test]
fn declarations() {
    let job = "\njob \"a\" {\n}\n";
    let mut all = String::new();
    for declaration in [
        "variable {\n}\n",
        "variable \"a b\" {\n  default = 1\n}\n",
        "variable \"x\" {\n  default = 1\n}\n\nvariable \"x\" {\n  default = 2\n}\n",
        "variable \"x\" {\n  nope = 2\n\n  other {\n  }\n}\n",
        "variable \"x\" {\n  description = [1]\n}\n",
        "variable \"x\" {\n  default = var.y\n}\n",
        "variable \"x\" {\n  type = number\n  default = \"many\"\n}\n",
        "variables {\n  a = 1\n\n  b {\n  }\n}\n",
        "variables \"x\" {\n}\n",
        "locals \"x\" {\n}\n",
        "locals {\n  a = 1\n\n  b {\n  }\n}\n",
        "locals {\n  a = 1\n  a = 2\n}\n",
        "locals {\n  a = local.b\n  b = local.a\n}\n",
    ] {
        let text = format!("{declaration}{job}");
        let findings = read::evaluated(&text, &Inputs::default(), None).expect_err(&text);
        all += &format!("{declaration}---\n{}", errors(&text, &findings));
    }
    snapshot!(all);
}

#[test]
fn types_of_variables() {
    let types = [
        "nothing",
        "5",
        "list",
        "string(1)",
        "optional(string)",
        "object({ a = optional(string) })",
        "object({ \"a b\" = string })",
        "object({ a = string, a = number })",
        "object([string])",
        "tuple([string, number)",
        "tuple(string)",
        "any(1)",
        "list(string, number)",
        "map(any)",
    ];
    let mut all = String::new();
    for kind in types {
        let text = format!("variable \"x\" {{\n  type = {kind}\n}}\n\njob \"a\" {{\n}}\n");
        let mut findings = read::evaluated(&text, &Inputs::default(), None).expect_err(&text);
        // That it has no value is no news.
        findings.retain(|finding| !finding.unset_variable());
        all += &errors(&text, &findings);
    }
    snapshot!(all);
}

#[test]
fn conditions_of_variables() {
    let mut all = String::new();
    for inside in [
        "condition     = var.x > 1\n    error_message = \"It must be more than one.\"\n",
        "condition = var.y\n",
        "condition     = var.x\n    error_message = \"It must be true.\"\n",
        "condition     = [var.x]\n    error_message = \"It must be true.\"\n",
        "condition     = var.x > 0 ? null : null\n    error_message = \"It must be true.\"\n",
        "condition     = var.x > 1\n    error_message = \"too few\"\n",
        "condition     = var.x > 1\n    error_message = [1]\n",
        "condition     = var.x > 1\n    error_message = \"It is.\"\n    nope          = 1\n\n    other {\n    }\n",
        "",
    ] {
        let text = format!(
            "variable \"x\" {{\n  default = 1\n\n  validation {{\n    {inside}  }}\n}}\n\njob \"a\" {{\n}}\n"
        );
        let findings = read::evaluated(&text, &Inputs::default(), None).expect_err(&text);
        all += &errors(&text, &findings);
    }
    snapshot!(all);
}

#[test]
fn what_nomad_reads_otherwise_is_a_warning() {
    snapshot!(surprising(&[
        "job \"a\" {\n  affinity {\n    weight = 300\n  }\n}\n",
        "job \"a\" {\n  group \"g\" {\n    task \"t\" {\n      config {\n        x = 1\n\n        x {\n        }\n      }\n    }\n  }\n}\n",
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
