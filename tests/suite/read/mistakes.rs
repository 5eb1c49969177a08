//! Mistakes that people make in job files: each has one error, which names its cause and says what to write.

use jobwright::eval::Inputs;
use jobwright::import::explained;
use jobwright::{read, syntax};

use super::{errors, warnings};
use crate::support::shown::snapshot;

/// Each text with what is said of it, whether it is refused or only surprises.
#[track_caller]
fn said(texts: &[&str]) -> String {
    let mut all = String::new();
    for text in texts {
        let found = match read::evaluated(text, &Inputs::default(), None) {
            Ok(reading) => warnings(text, &reading.warnings),
            Err(findings) => {
                let body = syntax::parse(text).ok();
                errors(text, &explained(text, body.as_ref(), findings))
            }
        };
        assert!(!found.is_empty(), "{text}");
        all += &format!("{text}---\n{found}");
    }
    all
}

/// The content of a task of a job.
fn in_task(inside: &str) -> String {
    format!("job \"a\" {{\n  group \"g\" {{\n    task \"t\" {{\n{inside}    }}\n  }}\n}}\n")
}

#[track_caller]
fn said_in_tasks(inside: &[&str]) -> String {
    let texts: Vec<String> = inside.iter().map(|inside| in_task(inside)).collect();
    said(&texts.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn mistakes_in_lists_and_calls_are_no_hcl_1() {
    snapshot!(said_in_tasks(&[
        "      config {\n        ports = [\n          \"http\"\n          \"admin\"\n        ]\n      }\n",
        "      env {\n        A = format(\n          \"%s\"\n          \"x\"\n        )\n      }\n",
        "      meta = {\n        \"a\" = 1 \"b\" = 2\n      }\n",
        "      user = upper(\n        [\"a\"],\n      )\n",
    ]));
}

#[test]
fn files_with_variables_are_no_hcl_1() {
    snapshot!(said(&[
        "variable \"x\" {\n  default = 1\n}\njob \"a\" {\n  meta {\n    \"k\" = var.x\n  }\n}\n",
        "job \"a\" {\n  priority = 1,\n  region = \"${local.region}\"\n}\nlocals {\n  region = \"b\"\n}\n",
    ]));
}

#[test]
fn heredocs_that_never_end() {
    snapshot!(said(&[
        "job \"a\" {\n  meta {\n    x = <<END\ntext\n  END; # the end\n  }\n}\n",
        "job \"a\" {\n  meta {\n    x = <<-EOT\n      {\"a\": 1}EOT\n  }\n}\n",
        "job \"a\" {\n  meta {\n    x = <<EOT\n${NOMAD_DC}\neot\n  }\n}\n",
        "job \"a\" {\n  meta {\n    x = <<EOT\ntext\n  }\n}\n",
        "job \"a\" {\n  region = <<EOT\nb\nEOT",
        "job \"a\" {\n  meta {\n    x = <<EOT\n${A:-1} ${B:-2}\n  }\n}\n",
    ]));
}

#[test]
fn heredocs_that_begin_wrongly() {
    snapshot!(said(&[
        "job \"a\" {\n  meta {\n    x = <<\"EOT\"\ncost: $5 ${x}\nEOT\n  }\n}\n",
        "job \"a\" {\n  meta {\n    x = <<-'END'\n    it's\n    END\n    y = 1\n  }\n}\n",
        "job \"a\" {\n  meta {\n    x = <<~EOT\n    text\n    EOT\n  }\n}\n",
        "job \"a\" {\n  meta {\n    x = << EOT\ntext\nEOT\n  }\n}\n",
        "job \"a\" {\n  meta {\n    x = <<EOT # text follows\ntext\nEOT\n  }\n}\n",
        "job \"a\" {\n  priority = <<\n}\n",
    ]));
}

#[test]
fn labels_that_are_worked_out() {
    snapshot!(said(&[
        "job \"web-${var.env}\" {\n}\n",
        "job \"a\" {\n  group \"${local.name}\" {\n  }\n}\n",
        "job \"a\" {\n  group \"g\" {\n    task \"${upper(\"t\")}\" {\n    }\n  }\n}\n",
        "job \"${name}\" {\n}\n",
    ]));
}

#[test]
fn numbers_with_units() {
    snapshot!(said_in_tasks(&[
        "      kill_timeout = 1m30s\n",
        "      shutdown_delay = 500ms\n      resources {\n        memory = 512MB\n      }\n",
        "      resources {\n        cpu        = 1.5\n        memory     = \"1024 MB\"\n        memory_max = \"2G\"\n      }\n",
        "      logs {\n        max_file_size = \"10MB\"\n        max_files     = \"many\"\n      }\n",
    ]));
}

#[test]
fn texts_of_shells() {
    snapshot!(said_in_tasks(&[
        "      template {\n        data = <<E\n${HOST:=x} ${PATH##*/} ${!name}\n${LIST[@]} ok ${x/a/b}\n%{http_code}\nE\n      }\n",
        "      env {\n        A = \"${USER:-root}-${GROUP:?}\"\n        B = \"\\${HOME}\"\n        C = \"a\\$b\"\n      }\n",
        "      env {\n        A = \"${T:''}\"\n        B = \"${@}\"\n      }\n",
        "      env {\n        A = \"${upper(\"a\" \"b\")}\"\n      }\n",
    ]));
}

#[test]
fn quoted_keys_on_one_line() {
    snapshot!(said_in_tasks(&[
        "      meta { \"build.number\" = 5 }\n",
        "      env { \"HOME\" = \"/\" }\n",
    ]));
}

#[test]
fn elements_that_do_not_fit_are_named() {
    snapshot!(said(&[
        "job \"a\" {\n  datacenters = [\"a\", \"b\", { c = 1 }]\n}\n",
        "job \"a\" {\n  meta = {\n    a = 1\n    b = \"x\"\n    c = { d = 1 }\n  }\n}\n",
        "variable \"x\" {\n  type    = list(object({ name = string, ports = list(number) }))\n  default = [{ name = \"a\", ports = [1] }, { name = \"b\", ports = [1, []] }]\n}\njob \"a\" {\n}\n",
        "variable \"x\" {\n  type    = map(object({ a = string, b = bool }))\n  default = { k = { a = \"x\", b = true }, l = { a = \"y\" } }\n}\njob \"a\" {\n}\n",
    ]));
}

#[test]
fn names_belong_somewhere() {
    snapshot!(said(&[
        "job \"a\" {\n  image = \"x:1\"\n}\n",
        "job \"a\" {\n  group \"g\" {\n    task \"t\" {\n      port \"admin\" {\n      }\n      volume \"v\" {\n      }\n    }\n    image = \"x\"\n  }\n}\n",
        "job \"a\" {\n  group \"g\" {\n    dns {\n    }\n    memory = 5\n  }\n}\n",
    ]));
}

#[test]
fn other_files_have_one_finding() {
    snapshot!(said(&[
        "datacenter = \"dc1\"\n\nserver {\n  enabled = true\n}\n\nplugin \"docker\" {\n}\n",
        "resource \"nomad_job\" \"a\" {\n  jobspec = file(\"a.hcl\")\n}\n\nprovider \"nomad\" {\n}\n",
        "job \"a\" {\n  priority = {{ priority }}\n  region = {{ region }}\n}\n",
    ]));
}

#[test]
fn heredocs_that_swallow_others() {
    snapshot!(said_in_tasks(&[
        "      template {\n        data = <<EOT\nlast lineEOT\n      }\n      template {\n        data = <<EOT\nx\nEOT\n      }\n",
        "      env {\n        A = <<-X\n          one\n        B = <<X\n          two\n        X\n      }\n",
    ]));
}

#[test]
fn options_that_drivers_do_not_have() {
    snapshot!(said_in_tasks(&[
        "      driver = \"docker\"\n      config {\n        image    = \"x\"\n        comand   = \"y\"\n        volums   = [\"a:b\"]\n        mystery  = { a = 1 }\n        loging {\n        }\n      }\n",
        "      driver = \"raw_exec\"\n      config {\n        command = \"x\"\n        image   = \"y\"\n      }\n",
    ]));
}

#[test]
fn references_in_templates_stay_text() {
    snapshot!(said_in_tasks(&[
        "      template {\n        data = <<E\ndir = ${NOMAD_SECRETS_DIR}/x ${attr.kernel.name}\nE\n      }\n",
        "      template {\n        data = \"port ${NOMAD_PORT_http}\"\n      }\n",
    ]));
    // What runs as a script, and what is text by intention, is right.
    for data in ["<<E\n#!/bin/sh\nls ${NOMAD_TASK_DIR}\nE\n", "\"$${NOMAD_TASK_DIR}\"\n"] {
        let text = in_task(&format!("      template {{\n        data = {data}      }}\n"));
        let reading = read::evaluated(&text, &Inputs::default(), None).expect("a job");
        assert_eq!(reading.warnings, [], "{text}");
    }
}

#[test]
fn amounts_with_units() {
    let disk = |size| {
        format!(
            "job \"a\" {{\n  group \"g\" {{\n    ephemeral_disk {{\n      size = {size}\n    }}\n  }}\n}}\n"
        )
    };
    let disks = ["\"1GB\"", "\"512M\"", "1.5g"].map(disk);
    let resources = |line| in_task(&format!("      resources {{\n        {line}\n      }}\n"));
    let resources = [
        "memory = \"2GiB\"",
        "memory = 256Mi",
        "memory_max = 2Gi",
        "memory = 256MB",
        "memory = \"a lot\"",
        "cpu = \"500m\"",
        "cpu = 500m",
        "cpu = 2GHz",
        "cores = 2k",
    ]
    .map(resources);
    let others = [
        "      resources { cpu = 500m }\n",
        "      logs {\n        max_file_size = \"1g\"\n      }\n",
        "      config {\n        memory_hard_limit = 1GB\n        size = 1GB\n      }\n",
        "      kill_timeout = 5m\n",
    ]
    .map(in_task);
    let texts = disks.iter().chain(&resources).chain(&others).map(String::as_str);
    snapshot!(said(&texts.collect::<Vec<_>>()));
}

#[test]
fn labels_that_are_references_without_quotes() {
    snapshot!(said(&[
        "job var.name {\n}\n",
        "job \"a\" {\n  group local.x {\n    count = 1\n  }\n}\n",
        "job \"a\" {\n  group \"g\" {\n    task var.n {\n    }\n  }\n}\n",
        "variable var.n {\n}\njob \"a\" {\n}\n",
        "job \"a\" {\n  group g.h {\n  }\n}\n",
    ]));
}

#[test]
fn operators_and_functions_that_do_not_fit() {
    let meta = |value: &&str| format!("job \"a\" {{\n  meta {{\n    a = {value}\n  }}\n}}\n");
    let values = [
        "\"a\" + \"b\"",
        "-\"a\"",
        "!5",
        "\"a\" > 1",
        "[1] + [2]",
        "{} + {}",
        "1 && true",
        "nosuch(\"a\")",
        "uper(\"a\")",
    ];
    let texts: Vec<String> = values.iter().map(meta).collect();
    snapshot!(said(&texts.iter().map(String::as_str).collect::<Vec<_>>()));
}

#[test]
fn sequences_of_a_shell_behind_one_that_looks_like_a_comment() {
    snapshot!(said_in_tasks(&[
        "      template {\n        data = <<EOF\n${T:''}\n${#arr[@]}\n${!x}\nok ${NOMAD_DC} $${a:-b} %%{c} $5\n${x^^}\n%{http_code}\n${#b}\nEOF\n      }\n      user = 1 2\n",
    ]));
}

#[test]
fn mistakes_stand_in_the_order_of_their_lines() {
    snapshot!(said(&[
        "job \"a\" {\n  region = var.nothing\n}\nvariable \"x\" {\n  default = var.y\n}\nlocals {\n  a = 1 + \"b\"\n}\n",
    ]));
}

#[test]
fn files_without_a_job() {
    snapshot!(said(&["group \"g\" {\n}\n", "datacenters = [\"a\"]\n", "locals {\n}\n"]));
}

#[test]
fn mistakes_in_json() {
    let texts = [
        "{\"job\": {\"a\": {\"type\": \"batch\",}}}",
        "{\"job\": {\"a\": {\"datacenters\": [\"a\",]}}}",
        "{\"job\": {\"a\": {type: \"batch\"}}}",
        "{\"job\": {\"a\": {'type': \"batch\"}}}",
        "{\"job\": {\"a\": {\"type\" \"batch\"}}}",
        "{\"job\": {\"a\": {\"type\": \"batch\" \"priority\": 1}}}",
        "{\"job\": {\"a\": {\"type\": batch}}}",
        "{\n  // the job\n  \"job\": {}}",
        "{\"job\": {\"a\": {\"type\": \"batch\"",
    ];
    snapshot!(said(&texts));
}
