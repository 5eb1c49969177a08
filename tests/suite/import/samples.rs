//! Small jobs, and the whole text of their definitions.

use jobwright::Defined;
use jobwright::import::rust;
use jobwright::lint::{self, Context};
use jobwright::read;

use super::{homelab, shown};
use crate::support::shown::snapshot;

/// The definition of the job in a file.
fn printed(hcl: &str) -> String {
    let job = read::job(hcl).unwrap_or_else(|findings| panic!("{findings:?}"));
    shown(&rust(&job, &homelab(), &[]))
}

#[test]
fn a_job_that_fits_is_a_workload() {
    snapshot!(printed(
        r#"
job "whoami" {
  region      = "global"
  type        = "service"
  datacenters = ["dcs"]
  priority    = 70

  group "whoami" {
    constraint {
      attribute = "${attr.unique.hostname}"
      operator  = "regexp"
      value     = "^node-\\d+$"
    }

    ephemeral_disk {
      size = 500
    }

    network {
      port "http" {
        to = 80
      }
    }

    service {
      name = "whoami"
      port = "http"

      tags = [
        "traefik.enable=true",
        "traefik.http.routers.whoami.rule=Host(`whoami.slab.lan`) && PathPrefix(`/a`)",
        "traefik.http.routers.whoami.tls=true",
        "public",
      ]

      check {
        name           = "alive"
        type           = "http"
        path           = "/health"
        interval       = "10s"
        timeout        = "2s"
        initial_status = "passing"
      }
    }

    task "whoami" {
      driver = "docker"

      config {
        image   = "registry.slab.lan:5000/whoami:1.2"
        ports   = ["http"]
        volumes = ["/srv/whoami:/data:ro"]
      }

      resources {
        cpu    = 64
        memory = 128
      }
    }
  }
}
"#,
    ));
}

#[test]
fn what_is_left_to_the_deployment_stays() {
    snapshot!(printed(
        r#"
variable "tag" {
  type    = string
  default = "1.4.1"
}

locals {
  zones = ["a", "b"]
}

job "app" {
  type        = "batch"
  datacenters = local.zones

  group "app" {
    count = var.count + 1

    task "app" {
      driver = "docker"

      config {
        image = "registry.lab/app:${var.tag}"
        args  = ["--port=${NOMAD_PORT_http}", "$$${NOMAD_DC}", var.tag]
      }

      kill_timeout = "1m30s"
    }
  }
}
"#,
    ));
}

#[test]
fn other_drivers_and_what_the_model_does_not_know_are_kept() {
    snapshot!(printed(
        r#"
job "jail" {
  type = "sysbatch"

  group "jail" {
    newer = { a = 1 }

    task "jail" {
      driver = "jail-task-driver"

      config {
        Path = "C:\\jails"

        Limits {
          memory = 64
        }

        opt = ({ a = true, b = "x" })
      }
    }
  }
}
"#,
    ));
}

#[test]
fn short_texts_are_constants_and_long_ones_files() {
    let long = "line ${x}\n".repeat(13);
    let hcl = format!(
        "job \"texts\" {{\n  type = \"batch\"\n\n  group \"g\" {{\n    task \"t\" {{\n      driver = \"exec\"\n\n      \
         config {{\n        command = \"/bin/sh\"\n      }}\n\n      template {{\n        destination = \
         \"local/app.conf\"\n        data = <<EOT\na = \"1\"\nb = 2\nc = 3\nEOT\n      }}\n\n      template {{\n        \
         destination = \"local/run.sh\"\n        data = <<EOT\n{}EOT\n      }}\n    }}\n  }}\n}}\n",
        long.replace("${", "$${")
    );
    snapshot!(printed(&hcl));
}

#[test]
fn null_is_a_default_as_good_as_any() {
    snapshot!(printed(
        "variable \"a\" {\n  default = null\n}\n\njob \"j\" {\n  type = \"batch\"\n  name = var.a\n}\n"
    ));
}

#[test]
fn an_expression_may_end_with_a_heredoc() {
    let hcl = "job \"j\" {\n  group \"g\" {\n    task \"t\" {\n      driver = \"exec\"\n      config {\n        command = <<EOT\n%{ for x in [1, 2] }${x}%{ endfor }\nEOT\n      }\n    }\n  }\n}\n";
    let job = read::job(hcl).expect("a job");
    let defined = Defined { source: "".into(), definition: jobwright::Definition::Job(job) };
    let findings =
        lint::check(&Context::new(&crate::lint::advice_apart(homelab()), &[&defined])).findings;
    assert_eq!(findings, []);
}
