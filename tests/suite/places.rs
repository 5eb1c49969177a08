//! A finding is where the mistake is: at the very call in Rust, and at the very value in HCL.

use std::collections::BTreeSet;

use jobwright::diagnostic::{Diagnostic, Place, SourceMap};
use jobwright::jobspec::{Attr, Free, Other, SourceId, expr};
use jobwright::lint::{self, Context};
use jobwright::prelude::*;
use jobwright::read;
use jobwright::{Defined, Definition};

use crate::lint::site;
use crate::support::repository;

/// Names an expression that no job declares, which is a finding wherever it stands.
fn lost<T>(name: &str) -> Attr<T> {
    expr(format!("var.{name}")).into()
}

/// A job with a mistake in each of many attributes: each refers to a variable that is named after its call.
fn in_rust() -> Job {
    let check = Check::http("/").interval(lost("interval")).timeout(secs(2)).path(lost("path"));
    let service = Service::new("web").port("http").address(lost("address")).check(check);
    Workload::service("web")
        .image(lost::<String>("image"))
        .command(lost::<String>("command"))
        .count(lost::<i64>("count"))
        .port(Port::dynamic("http").to(lost::<i64>("to")))
        .with_service(service.tags(["a"]).tags([lost::<String>("tags")]))
        .env("A", "plain")
        .env("B", lost::<String>("env"))
        .user(lost::<String>("user"))
        .kill_timeout(lost::<Duration>("kill_timeout"))
        .node_pool(lost::<String>("node_pool"))
        .resources(Resources::new().cpu(lost::<i64>("cpu")).memory(lost::<i64>("memory")))
        .template(Template::inline("local/x", "x").perms(lost::<String>("perms")))
        .constraint(Constraint::new("${attr.kernel.name}", lost::<String>("new")))
        .restart(Restart::new().attempts(1).delay(lost::<Duration>("delay")))
        .adjust_job(|job| {
            job.priority(lost::<i64>("priority")).meta("team", lost::<String>("meta"))
        })
        .adjust_group(|group| group.shutdown_delay(lost::<Duration>("shutdown_delay")))
        .adjust_task(|task| task.kill_signal(lost::<String>("kill_signal")))
        .job(&site())
}

/// The same mistakes in a job file; each value is what is marked.
const IN_HCL: &str = r#"job "web" {
  priority    = var.priority
  node_pool   = var.node_pool
  datacenters = ["dc1", var.datacenters]

  meta {
    team = var.meta
  }

  group "web" {
    count          = var.count
    shutdown_delay = var.shutdown_delay

    constraint {
      attribute = "${attr.kernel.name}"
      value     = var.value
    }

    network {
      port "http" {
        to = var.to
      }
    }

    service {
      address = var.address
      port    = "http"
      tags = [
        "a",
        "b-${var.tags}",
      ]

      check {
        type     = "http"
        path     = var.path
        interval = var.interval
        timeout  = "2s"
      }
    }

    restart {
      attempts = 1
      delay    = var.delay
    }

    task "web" {
      driver       = "docker"
      user         = var.user
      kill_timeout = var.kill_timeout
      kill_signal  = var.kill_signal

      config {
        image   = var.image
        command = var.command
        args    = ["-v", var.args]
      }

      env {
        A = "plain"
        B = var.env
      }

      resources {
        cpu    = var.cpu
        memory = var.memory
      }

      template {
        data        = "x"
        destination = "local/x"
        perms       = var.perms
      }
    }
  }
}
"#;

fn findings(job: Job, sources: SourceMap) -> Vec<Diagnostic> {
    let site = site();
    let defined =
        Defined { source: "registry/apps/web.rs".into(), definition: Definition::Job(job) };
    let mut found = lint::check(&Context::new(&site, &[&defined]).sources(sources)).findings;
    // All else that is wrong with such jobs is for other tests.
    found.retain(|finding| {
        matches!(finding.rule, "house/unknown-variable" | "house/unrepresentable")
    });
    found
}

/// The name of the variable that a finding is about: `` `B` refers to the variable `env`, which … ``.
fn variable(finding: &Diagnostic) -> &str {
    assert_eq!(finding.rule, "house/unknown-variable", "{finding}");
    finding.message.split('`').nth(3).expect("a name")
}

#[test]
fn a_mistake_in_rust_is_at_the_call() {
    let source = std::fs::read_to_string(repository(file!())).expect("this file");
    let findings = findings(in_rust(), SourceMap::default());
    assert_eq!(findings.len(), 21);
    for finding in &findings {
        let Place::Line { file, line, column } = &finding.primary.place else {
            panic!("no call: {finding}")
        };
        assert_eq!(file, file!());
        let code = source.lines().nth(*line as usize - 1).expect("the line");
        let code = &code[*column as usize - 1..];
        let name = variable(finding);
        // A constructor is called by the name of its type.
        let call = code.trim_start_matches("Constraint::");
        assert!(call.starts_with(&format!("{name}(")), "{name} is at {code}");
        assert!(
            call.split(')').next().is_some_and(|call| call.contains(&format!("\"{name}\""))),
            "{name} is at {code}"
        );
    }
}

#[test]
fn a_mistake_in_hcl_is_at_the_value() {
    let job = read::job(IN_HCL).expect("a job");
    let mut sources = SourceMap::default();
    assert_eq!(sources.add("web.nomad.hcl", IN_HCL), SourceId::default());
    let findings = findings(job, sources);
    assert_eq!(findings.len(), 23);
    for finding in &findings {
        let Place::Text(source, span) = &finding.primary.place else {
            panic!("no text: {finding}")
        };
        assert_eq!(source.name, "web.nomad.hcl");
        let name = variable(finding);
        assert_eq!(span.of(&source.text), format!("var.{name}"));
    }
}

/// Values in lists, maps, blocks that a `dynamic` block makes, and what Nomad does not describe.
const NESTED: &str = r#"job "web" {
  constraint {
    attribute = "${attr.kernel.name}"
    value     = join(",", ["a",
      var.later_line])
  }

  group "web" {
    dynamic "constraint" {
      for_each = ["a", "b"]

      content {
        attribute = "${attr.kernel.name}"
        value     = var.of_dynamic
      }
    }

    task "web" {
      driver = "jail"

      config {
        args = [
          "a",
          var.in_list,
        ]

        map = {
          a = 1
          b = [var.in_map]
        }

        deep {
          list = [{ a = 1 }, { b = var.in_object }]
        }
      }
    }

    task "side" {
      driver = "docker"

      config {
        image = "x:1"

        labels = {
          b = var.of_label
        }

        mount {
          type   = "bind"
          source = var.of_mount
          target = "/x"
        }
      }
    }
  }
}
"#;

#[test]
fn a_value_in_others_is_where_it_stands() {
    let job = read::job(NESTED).expect("a job");
    let mut sources = SourceMap::default();
    sources.add("web.nomad.hcl", NESTED);
    let findings = findings(job, sources);
    let names: BTreeSet<&str> = findings.iter().map(variable).collect();
    let expected = NESTED.split("var.").skip(1).map(|rest| {
        rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .next()
            .expect("a name")
    });
    assert_eq!(names, expected.collect());
    for finding in &findings {
        let Place::Text(source, span) = &finding.primary.place else {
            panic!("no text: {finding}")
        };
        assert_eq!(span.of(&source.text), format!("var.{}", variable(finding)));
    }
}

#[test]
fn what_is_wrong_with_a_block_is_not_told_of_what_is_in_it() {
    let inner = Free::new().attr("first", 1).attr("last", 2);
    let config = Free::new().block("bad name", inner);
    let task = Task::new("t", Other::driver("jail").config(config));
    let job = Job::batch("web").group(Group::new("g").task(task));
    let [finding] = &findings(job, SourceMap::default())[..] else { panic!("one finding") };
    let shown = crate::support::shown::with_rust_lines(finding);
    assert!(shown.contains("[block(\"bad name\", inner);]"), "{shown}");
}

#[test]
fn a_mistake_in_json_is_in_the_json() {
    let text = r#"{
  "job": {"web": {
    "priority": "${var.priority}",
    "group": {"g": {"count": "${var.count}"}}
  }}
}"#;
    let json = read::rewritten(text).expect("HCL in JSON");
    let body = json.parse().expect("HCL");
    let job = read::Parsed::json(&json, &body).as_written().expect("a job");
    let mut sources = SourceMap::default();
    sources.add_rewritten("web.json", text, json.origins.clone());
    let findings = findings(job, sources);
    assert_eq!(findings.len(), 2);
    for finding in &findings {
        let Place::Text(source, span) = &finding.primary.place else {
            panic!("no text: {finding}")
        };
        let name = variable(finding);
        assert_eq!(source.name, "web.json");
        assert_eq!(span.of(text), format!("var.{name}"));
    }
}

#[test]
fn each_value_of_a_list_has_its_own_place() {
    let text = "job \"web\" {\n  datacenters = [var.same, (var.same), \"x-${var.same}\"]\n}\n";
    let mut sources = SourceMap::default();
    sources.add("web.nomad.hcl", text);
    let findings = findings(read::job(text).expect("a job"), sources);
    let columns = findings.iter().map(|finding| {
        finding.primary.place.range().map(|(start, _)| start.column).expect("a place")
    });
    assert_eq!(columns.collect::<Vec<_>>(), [18, 29, 45]);
}
