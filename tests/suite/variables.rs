//! Variables, locals and expressions: deploy-time values stay possible.

use std::fs;

use jobwright::prelude::*;
use jobwright::render::Renderer;

use crate::support::Tested;
use crate::support::nomad::nomad;

/// A job that uses expressions wherever one may stand.
fn job() -> Job {
    let tag = Variable::string("tag").default("1.4.1").description("The ${version} to run.");
    let count = Variable::number("count")
        .default(2)
        .validation(Validation::new(expr("var.count>0"), "At least one must run."));
    let ports = Variable::of_type("ports", "list(number)").default([80, 443]);
    let image = interpolate([
        "registry.lab/app:".into(),
        tag.reference().into(),
        "-${NOMAD_DC}$".into(),
        local("end").into(),
    ]);
    let task = Task::new("app", Docker::image(image).args(["--port=${NOMAD_PORT_http}", "${1}"]))
        .env("TAG", tag.reference())
        .env("ONE", interpolate([var("tag").into()]))
        .env("NONE", interpolate(["a".into(), literal("b").into()]))
        .env("QUOTED", expr("\"x-${var.tag}\""))
        .env("SPACED", expr("var.tag == \"a  b\" ? \"x y\" : \"y  z\""))
        .env(
            "JOINED",
            interpolate([
                "${1}".into(),
                literal("}").into(),
                var("tag").into(),
                "$".into(),
                local("end").into(),
            ]),
        )
        .env("PORTS", expr("join(\",\", var.ports)"))
        .kill_timeout(expr("\"${var.count}s\""));
    Job::service("app")
        .local("end", "z}")
        .local("wait", secs(5))
        .local("zones", ["a", "b"])
        .meta("zones", expr("join(\"+\", local.zones)"))
        .datacenters(expr("local.zones"))
        .group(
            Group::new("app")
                .count(count.reference())
                .network(Network::new().port(Port::dynamic("http").to(expr("var.ports[0]"))))
                .task(task),
        )
        .variable(tag)
        .variable(count)
        .variable(ports)
}

#[test]
fn nomad_evaluates_what_is_left_to_the_deployment() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("app.nomad.hcl");
    fs::write(&file, Renderer::new(Default::default())?.job(&job(), "")?)?;
    nomad.fmt_check(&file)?;
    let read = &nomad.output_json(&file)?["Job"];
    assert_eq!(read["Datacenters"], serde_json::json!(["a", "b"]));
    assert_eq!(read["Meta"]["zones"], "a+b");
    let group = &read["TaskGroups"][0];
    assert_eq!(group["Count"], 2);
    assert_eq!(group["Networks"][0]["DynamicPorts"][0]["To"], 80);
    let task = &group["Tasks"][0];
    assert_eq!(task["Config"]["image"], "registry.lab/app:1.4.1-${NOMAD_DC}$z}");
    assert_eq!(task["Config"]["args"], serde_json::json!(["--port=${NOMAD_PORT_http}", "$${1}"]));
    assert_eq!(task["Env"]["TAG"], "1.4.1");
    assert_eq!(task["Env"]["PORTS"], "80,443");
    assert_eq!(task["Env"]["ONE"], "1.4.1");
    assert_eq!(task["Env"]["NONE"], "ab");
    assert_eq!(task["Env"]["QUOTED"], "x-1.4.1");
    assert_eq!(task["Env"]["SPACED"], "y  z");
    assert_eq!(task["Env"]["JOINED"], "${1}}1.4.1$z}");
    assert_eq!(task["KillTimeout"], 2_000_000_000_i64);

    let output = nomad
        .command()
        .args(["job", "run", "-output", "-var", "tag=2.0", "-var", "count=5"])
        .arg(&file)
        .output()?;
    let read: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let group = &read["Job"]["TaskGroups"][0];
    assert_eq!(group["Count"], 5);
    assert_eq!(group["Tasks"][0]["Config"]["image"], "registry.lab/app:2.0-${NOMAD_DC}$z}");
    let refused =
        nomad.command().args(["job", "run", "-output", "-var", "count=0"]).arg(&file).output()?;
    assert!(String::from_utf8_lossy(&refused.stderr).contains("At least one must run."));
    Ok(())
}
