//! HCL's JSON syntax against Nomad's reading of it.

use super::{errors, said};
use crate::support::nomad::nomad;
use crate::support::shown::snapshot;
use crate::support::{Tested, compare};
use jobwright::eval::Inputs;
use jobwright::{api, read};
use std::fs;

const JOB: &str = r#"{
  "//": "a comment",
  "job": {
    "a \"job\"": {
      "datacenters": ["dc1", "${NOMAD_DC}"],
      "priority": "60",
      "meta": {"a.b": "$${x}", "c": 5},
      "constraint": [{"attribute": "${attr.kernel.name}", "value": "linux"}, {"distinct_hosts": true}],
      "update": {"min_healthy_time": "10s", "auto_revert": "true"},
      "group": [{
        "one": {
          "count": 2,
          "network": {"port": {"http": {"static": 80}, "db": {}}},
          "volume": {"v": {"type": "host", "source": "s", "read_only": true}},
          "scaling": {"max": 3, "policy": {"cooldown": "1m", "check": {"c": {"x": 1}}, "list": [{"y": [1.5]}]}},
          "task": {
            "t": {
              "driver": "docker",
              "config": {"image": "a:1", "x.y": {"z": 1}, "labels": {"a.b": "1"}, "mount": [{"target": "/a"}], "args": ["%%{x}\n", "é"],
                "command": "$${NOMAD_DC} \t\"b\"", "ports": ["http"], "tty": true},
              "env": {"A": "1", "B": true, "C": null_or_text},
              "user": "a\"${NOMAD_DC}-${meta.x}}", "kill_signal": "\n${ NOMAD_X }",
              "template": {"data": "a\nb \\ \u0001 %%{c}\n", "destination": "local/d", "perms": 644},
              "resources": {"cpu": 100, "device": {"nvidia/gpu": {"count": 1}}},
              "service": [{"name": "s", "meta": {"k.l": "m"}, "port": 80, "check": {"type": "http", "interval": "5s", "header": {"X": ["1"]}}}]
            },
            "u": {"driver": "other", "config": {"a.b": 1, "c d": {"e.f": 2}, "o": {"b": 2, "n": null}, "l": [[{"x": {}}], 3]}}
          }
        },
        "two": {"task": {"t": [{"driver": "raw_exec", "config": {"command": "x"}}]}}
      }]
    }
  }
}"#;

#[test]
fn nomad_reads_the_same() -> Tested {
    let text = JOB.replace("null_or_text", "\"c ${meta.x}-${NOMAD_DC}\"");
    let job = read::hcl_json(&text).unwrap_or_else(|findings| panic!("{}", said(&text, &findings)));
    let Some(nomad) = nomad!() else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("job.json");
    fs::write(&file, &text)?;
    Ok(compare::same(&api::job(&job), &nomad.output_json(&file)?["Job"], nomad.version())?)
}

#[test]
fn what_is_wrong_has_its_place_in_the_json() {
    let mut all = String::new();
    for text in [
        "{\"job\": {\"j\": {\n  \"priority\": 5,\n  \"all_at_once\": [1]}}}",
        r#"{"job": {"j": {"a.b": 1}}}"#,
        r#"{"job": {"j": {"group": {"g": {"task": {"t": {"driver": "x", "env": {"a": ["b"]}}}}}}}}"#,
        r#"{"job": {"j": {"priority": 1, "priority": 2}}}"#,
        r#"{"job": {"j": {"group": "g"}}}"#,
        r#"{"job": {"j": {"meta": {"a": "%{ if \"x\" == \"x\" }y%{ endif }"}}}}"#,
        r#"{"Job": {"ID": "j"}}"#,
        "{\"job\": {\"j\": {}}} x",
    ] {
        all += &errors(text, &read::hcl_json(text).expect_err(text));
    }
    snapshot!(all);
}

#[test]
fn a_reference_that_nomad_garbles_is_a_warning() {
    let text = r#"{"job": {"j": {"name": "\"${NOMAD_X}"}}}"#;
    let reading = read::evaluated(text, &Inputs::default(), None);
    let warnings = reading.unwrap_or_else(|findings| panic!("{}", said(text, &findings))).warnings;
    snapshot!(super::warnings(text, &warnings));
}
