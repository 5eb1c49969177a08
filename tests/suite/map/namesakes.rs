//! Jobs of one ID: in two namespaces, and in two files.

use serde_json::Value;

use super::cli::FORMATS;
use crate::cli::Project;

fn job(namespace: &str, image: &str) -> String {
    format!(
        "job \"web\" {{\n  namespace = \"{namespace}\"\n  group \"g\" {{\n    volume \"d\" {{\n      type = \"host\"\n      source = \"data\"\n    }}\n    \
         service {{\n      name = \"web-{image}\"\n      provider = \"nomad\"\n    }}\n    \
         task \"t\" {{\n      driver = \"docker\"\n      config {{\n        image = \"{image}:1\"\n      }}\n    }}\n  }}\n}}\n"
    )
}

/// A job that asks for a service of one of them.
const ASKS: &str = r#"
job "asks" {
  namespace = "team-b"
  group "g" {
    task "t" {
      driver = "docker"
      template {
        data        = "{{ range nomadService \"web-b\" }}{{ .Port }}{{ end }}"
        destination = "local/x"
      }
    }
  }
}
"#;

fn project() -> Project {
    let project = Project::outside();
    project.file("jobs/a.nomad.hcl", job("team-a", "a"));
    project.file("jobs/b.nomad.hcl", job("team-b", "b"));
    project.file("jobs/c.nomad.hcl", job("default", "c"));
    project.file("jobs/d.nomad.hcl", job("team-b", "d"));
    project.file("jobs/asks.nomad.hcl", ASKS);
    project
}

const KEYS: [&str; 4] =
    ["web", "web@team-a", "web@team-b (jobs/b.nomad.hcl)", "web@team-b (jobs/d.nomad.hcl)"];

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

#[test]
fn each_has_a_key_of_its_own() {
    let map = project().quietly("map jobs --format json").ends(0).stdout;
    let map: Value = serde_json::from_str(&map).expect("JSON");
    let site = &map["sites"][0];
    let keys: Vec<&str> = site["jobs"]
        .as_array()
        .expect("jobs")
        .iter()
        .filter_map(|job| job["key"].as_str())
        .collect();
    assert_eq!(keys, [&["asks@team-b"], &KEYS[..]].concat());
    assert_eq!(strings(&site["volumes"][0]["used_by"]), KEYS);
    assert_eq!(site["jobs"][0]["dependencies"][0]["job"], "web@team-b (jobs/b.nomad.hcl)");
}

#[test]
fn every_form_shows_which_is_which() {
    let project = project();
    for format in FORMATS {
        let run = project.quietly(&format!("map jobs --format {format}")).ends(0);
        assert!(run.stdout.contains("web@team-a"), "{format}: {}", run.stdout);
        assert!(run.stdout.contains("jobs/d.nomad.hcl"), "{format}: {}", run.stdout);
    }
    let text = project.quietly("map jobs").ends(0).stdout;
    for key in KEYS {
        assert!(text.lines().any(|line| line.starts_with(&format!("{key}  "))), "{key}: {text}");
    }
}

/// Each is connected with the volume once, and the drawing has no two lines from one job.
#[test]
fn charts_connect_each_of_them() {
    let project = project();
    let svg = project.quietly("map jobs --format svg").ends(0).stdout;
    let lines: std::collections::BTreeSet<&str> =
        svg.lines().filter(|line| line.starts_with("<path class=\"v\"")).collect();
    assert_eq!(lines.len(), KEYS.len(), "{svg}");
    let chart = project.quietly("map jobs --format mermaid").ends(0).stdout;
    assert_eq!(chart.lines().filter(|line| line.ends_with("--> s0v0")).count(), KEYS.len());
    assert_eq!(chart.lines().filter(|line| line.contains("-.->")).count(), 1, "{chart}");
}
