//! `images` on job files, and what is wrong with a list of newer tags. What it does with the Rust of a registry is shown where
//! that is compiled, in `images::own`.

use super::Project;
use crate::support::shown::snapshot;

/// Images of docker, of podman, of a driver that we do not know, and of a proxy.
const JOBS: &str = r#"variable "tag" {
  default = "1.4"
}

job "web" {
  group "web" {
    network {
      mode = "bridge"
    }

    service {
      name = "web"
      port = "80"

      connect {
        sidecar_service {}

        sidecar_task {
          config {
            image = "envoyproxy/envoy:v1.31.0"
          }
        }
      }
    }

    task "web" {
      driver = "docker"

      config {
        image = "registry.lab:5000/web:${var.tag}"
      }
    }

    task "cache" {
      driver = "podman"

      config {
        image = "docker.io/library/redis:7.4@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
      }
    }

    task "other" {
      driver = "containerd-driver"

      config {
        image = "redis"
      }
    }

    task "loaded" {
      driver = "docker"

      config {
        load  = "web.tar"
        image = "web:1"
      }
    }

    task "jail" {
      driver = "pot"

      config {
        image = "https://potluck.lab/web"
      }
    }

    task "plain" {
      driver = "raw_exec"

      config {
        command = "/bin/true"
      }
    }
  }
}
"#;

#[test]
fn images_of_job_files_are_listed() {
    let project = Project::outside();
    project.file("jobs/web.nomad.hcl", JOBS);
    let redis = "job \"redis\" {\n  group \"redis\" {\n    task \"redis\" {\n      driver = \"docker\"\n\n      config {\n        image = \"redis:7.4\"\n      }\n    }\n  }\n}\n";
    project.file("jobs/redis.nomad.hcl", redis);
    project.run("images jobs").ends(0);
    project.run("images jobs --var tag=1.5 --format json").ends(0);
    project.file("no-default.hcl", JOBS.replace("  default = \"1.4\"\n", ""));
    project.run("images no-default.hcl").ends(0);
    project.run_with(redis, "images -").ends(0);
    project.file("jobs/broken.nomad.hcl", "job \"broken\" {\n  group = \n}\n");
    project.run("images jobs/redis.nomad.hcl jobs/broken.nomad.hcl").ends(2);
    project.run("images nowhere").ends(2);
    project.file("notes.hcl", "a = 1\n");
    project.run("images notes.hcl").ends(2);
    project.run("images").ends(2);
    snapshot!(project);
}

#[test]
fn what_a_list_of_newer_tags_must_say() {
    let project = Project::new();
    let hex = "0123456789abcdef".repeat(4);
    project.file(
        "newer",
        format!(
            "# from a tool\n\nweb:1\nweb:1 2 3\nweb 2\nWeb:1 2\nweb:1 -2\nweb:1 other:2\nweb:1@sha256:{hex} 2\n  web:1 web\nweb:1 2\nweb:1 web:3\n"
        ),
    );
    project.run("images --outdated newer").ends(2);
    project.run("images --outdated nowhere").ends(2);
    // None of it is used here.
    project.run_with("web:1 2\n", "images --outdated -").ends(1);
    project.run_with("# nothing\n", "images --outdated -").ends(0);
    // A list that an editor has saved with a byte order mark is the same list.
    project.run_with("\u{feff}web:1 2\n", "images --outdated -").ends(1);
    project.run("images --outdated newer web.nomad.hcl").ends(2);
    project.run("images --outdated newer --site test").ends(2);
    project.run("images --outdated newer --format json").ends(2);
    project.run("images --site test web.nomad.hcl").ends(2);
    project.run("images --var a=b").ends(2);
    project.run("images").ends(0);
    snapshot!(project);
}
