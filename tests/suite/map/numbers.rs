//! Numbers of a map: of cores, and of variables.

use jobwright::prelude::*;
use serde_json::Value;

use crate::cli::Project;

const CORES: &str = r#"
job "agent" {
  type = "system"
  group "g" {
    task "t" {
      driver = "docker"
      config {
        image = "agent:1"
      }
      resources {
        cores  = 2
        memory = 64
      }
    }
  }
}
"#;

/// Whole cores of a job that is on each node are counted like those of others.
#[test]
fn cores_of_jobs_on_each_node_are_counted() {
    let project = Project::outside();
    project.file("jobs/agent.nomad.hcl", CORES);
    let map = project.quietly("map jobs --format json").ends(0).stdout;
    let map: Value = serde_json::from_str(&map).expect("JSON");
    let total = &map["sites"][0]["total"];
    assert_eq!((&total["node_cores"], &total["node_cpu"]), (&2.into(), &0.into()), "{total}");
    let text = project.quietly("map jobs").ends(0).stdout;
    assert!(text.contains("on a node up to 1 allocation, 0 MHz + 2 cores, 64 MiB"), "{text}");
    assert!(text.contains("  2 cores  "), "{text}");
    let svg = project.quietly("map jobs --format svg").ends(0).stdout;
    assert!(svg.contains("1 allocation per node · 2 cores · 64 MiB"), "{svg}");
}

#[test]
fn tables_count_cores_of_each_node() {
    let job = Workload::system("agent").image("agent:1").shape(Shape::equal(64));
    let mut job = job.job(&Site::new("lab").datacenters(["dc1"]));
    let resources = Resources { cores: Some(2.into()), ..Resources::new() };
    job.groups[0].tasks[0].resources = Some(Box::new(resources));
    let map = super::registry::map_of(job);
    assert!(map.markdown("").contains("| 0 MHz + 2 cores per node |"), "{}", map.markdown(""));
}

const VARIABLES: &str = r#"
variable "count" {
  default = 2
}
variable "tag" {
  default = "1.4"
}
variable "secret" {}
locals {
  memory = 64 * var.count
}
job "web" {
  group "g" {
    count = var.count
    task "t" {
      driver = "docker"
      config {
        image = "web:${var.tag}"
      }
      env {
        KEY = var.secret
      }
      resources {
        cpu    = 100 * var.count
        memory = local.memory
      }
    }
  }
  group "other" {
    count = var.secret
    task "t" {
      driver = "docker"
      config {
        image = "web:${var.secret}"
      }
    }
  }
}
"#;

/// A variable without a value takes it from no other.
#[test]
fn each_variable_has_its_own_value() {
    let project = Project::outside();
    project.file("jobs/web.nomad.hcl", VARIABLES);
    let map = |arguments: &str| -> Value {
        let map = project.quietly(&format!("map jobs --format json {arguments}")).ends(0).stdout;
        serde_json::from_str(&map).expect("JSON")
    };
    let job = &map("")["sites"][0]["jobs"][0];
    assert_eq!(job["groups"][0]["count"], 2, "{job}");
    assert_eq!(job["groups"][0]["resources"]["cpu"], 200, "{job}");
    assert_eq!(job["groups"][0]["resources"]["memory"], 128, "{job}");
    assert_eq!(job["groups"][1]["count"], "${var.secret}", "{job}");
    assert_eq!(job["images"][0], "web:1.4", "{job}");
    assert_eq!(job["images"][1], "web:${var.secret}", "{job}");
    assert_eq!((&job["total"]["cpu"], &job["total"]["unknown"]), (&400.into(), &1.into()));
    let job = &map("--var count=3")["sites"][0]["jobs"][0];
    assert_eq!(job["groups"][0]["count"], 3, "{job}");
    let job = &map("--var secret=1")["sites"][0]["jobs"][0];
    assert_eq!(job["groups"][1]["count"], 1, "{job}");
}
