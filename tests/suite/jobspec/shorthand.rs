//! Spellings that only Nomad's own decoders know are read as what they mean.

use crate::support::{Tested, compare, nomad::nomad};
use jobwright::{api, read};
use std::fs;

const JOB: &str = r#"
job "label" {
  id = "the-id"

  constraint {
    attribute = "${a}"
    regexp    = "^x"
  }

  constraint {
    attribute    = "${a}"
    operator     = "!="
    value        = "lost"
    version      = "> 1"
    semver       = "> 2"
    set_contains = "x,y"
  }

  constraint {
    distinct_hosts = true
  }

  constraint {
    distinct_hosts = false
  }

  constraint {
    distinct_property = "${meta.rack}"
    value             = 2
  }

  constraint {
    attribute        = "${a}"
    set_contains_any = "ignored"
    is_set           = "ignored"
    regexp           = ""
  }

  affinity {
    attribute        = "${a}"
    set_contains_any = "x"
    set_contains_all = "y"
    weight           = -3
  }

  affinity {
    attribute = "${a}"
    version   = 1.5
  }

  group "g" {
  }
}
"#;

#[test]
fn shorthands_mean_what_nomad_makes_of_them() -> Tested {
    let job = read::job(JOB).unwrap();
    assert_eq!(
        (job.id.as_str(), job.name.as_ref().and_then(|name| name.as_str())),
        ("the-id", Some("label"))
    );
    assert_eq!(job.constraints[2], jobwright::jobspec::Constraint::distinct_hosts());
    let Some(nomad) = nomad!() else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("job.nomad.hcl");
    fs::write(&file, JOB)?;
    Ok(compare::same(&api::job(&job), &nomad.output_json(&file)?["Job"], nomad.version())?)
}
