//! What a file says in a task's `config` that is not of the model's types: Nomad leaves it to the driver, and so it is
//! kept as it is.

use crate::support::{Tested, compare, nomad::nomad};
use jobwright::render::Renderer;
use jobwright::{api, read};
use std::collections::BTreeMap;
use std::fs;

const JOB: &str = r#"
job "untyped" {
  group "g" {
    task "t" {
      driver = "docker"

      config {
        image      = "a:1"
        privileged = "true"
        args       = [1, true, "$${1}"]
        shm_size   = 1.5
        auth       = { username = "u" }
        sysctl     = [{ "a.b" = "1" }]
        mounts     = [{ type = "bind" }]
        tty        = null

        labels {
          number = 1
        }

        labels {
          again = "x"
        }

        port_map "odd" {
          http = 80
        }

        ulimit {
          nested {
          }
        }

        logging {
          type = "a"
          config {
            tag = true
          }
        }

        logging {
          type = "b"
        }

        command {
        }
      }
    }
  }
}
"#;

#[test]
fn what_only_the_driver_can_judge_is_kept() -> Tested {
    let job = read::job(JOB).unwrap();
    let text = Renderer::new(BTreeMap::new())?.job(&job, "")?;
    assert_eq!(api::job(&read::job(&text).unwrap()), api::job(&job), "{text}");
    let Some(nomad) = nomad!() else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("job.nomad.hcl");
    for text in [JOB, &text] {
        fs::write(&file, text)?;
        compare::same(&api::job(&job), &nomad.output_json(&file)?["Job"], nomad.version())?;
    }
    Ok(())
}
