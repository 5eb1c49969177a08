//! Secrets in job files: no form of a map shows any, wherever they are.

use super::cli::FORMATS;
use crate::cli::Project;

/// A job with a secret in each place that a map shows: in the rule and the address of routes, in an image, in a constraint, in a path
/// and in a schedule.
const JOB: &str = r#"
variable "token" {}
job "web" {
  type = "batch"
  constraint {
    attribute = "${meta.api_token}"
    value     = "hunter2constraint"
  }
  constraint {
    attribute = "${meta.password}"
    operator  = "regexp"
    value     = "hunter2pattern"
  }
  periodic {
    cron = "ghp_hunter2cronabcdefghij"
  }
  group "web" {
    constraint {
      attribute = "${meta.pool}"
      operator  = "set_contains"
      value     = "ghp_hunter2containsabcdef"
    }
    volume "data" {
      type   = "host"
      source = "ghp_hunter2volumeabcdefgh"
    }
    service {
      name     = "web"
      provider = "nomad"
      tags = [
        "traefik.enable=true",
        "traefik.http.routers.web.rule=Host(`a.lab`) && Header(`Authorization`, `Bearer ${var.token}`)",
        "traefik.http.routers.web.middlewares=ghp_hunter2middlewareabc",
        "urlprefix-user:hunter2address@host/path auth=hunter2option",
      ]
    }
    task "t" {
      driver = "docker"
      config {
        image   = "https://user:hunter2image@reg/x:1"
        volumes = ["/mnt/ghp_hunter2pathabcdefghi:/data/ghp_hunter2targetabcdefg"]
      }
    }
  }
}
"#;

#[test]
fn no_form_shows_a_secret_of_a_job_file() {
    let project = Project::outside();
    project.file("jobs/web.nomad.hcl", JOB);
    for format in FORMATS {
        let arguments = format!("map jobs --var token=hvs.hunter2ruleabcdefgh --format {format}");
        let run = project.quietly(&arguments).ends(0);
        assert!(run.stdout.contains("web"), "{format}: the job is missing: {run}");
        assert!(!run.stdout.contains("hunter2"), "{format}: {}", run.stdout);
    }
}
