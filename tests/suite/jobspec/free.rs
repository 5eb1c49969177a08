//! Free-form bodies: third-party drivers, and how Nomad tells blocks, attributes and plain objects apart.

use jobwright::api;
use jobwright::jobspec::*;
use serde_json::json;

pub fn job() -> Job {
    let entries = || {
        Map::from_iter([("a", Value::from(1)), ("b.c", Value::from(Map::from_iter([("d", true)])))])
    };
    let jail = Other::driver("jail-task-driver")
        .attr("Path", "/zroot/jails/echo")
        .attr("Persist", true)
        .attr("whole", 2.0)
        .attr("part", 0.25)
        .attr("time", secs(90))
        .attr("list", vec![Value::from(entries()), Value::from("${NOMAD_ALLOC_ID} ${1}")])
        .attr("wrapped", entries())
        .attr("nothing", Value::List(Vec::new()))
        .object("plain", entries())
        .block(
            "Limits",
            Free::new().attr("memory", 64).object("o", entries()).block("inner", Free::new()),
        )
        .block("Limits", Free::new().attr("memory", 65));
    let mut task = Task::new("jail", jail);
    if let Some(Config::Free(config)) = task.config.take() {
        let labels = config.labelled_block("mount", &["x", "y"], Free::new().attr("z", "%{w}"));
        task = task.config(labels);
    }
    // A typed driver with a free-form body is the same to Nomad.
    let body = Free::new().attr("command", "/bin/a").attr("args", ["${1}"]).attr("newer", 1);
    let untyped = Task::new("untyped", Exec::command("")).config(body);
    let extra = Task::new(
        "extra",
        Docker::image("a:1")
            .extra("newer", Map::from_iter([("a", 1)]))
            .extra_block("also", Free::new().attr("b", 2)),
    );
    Job::batch("free").group(Group::new("all").task(task).task(untyped).task(extra))
}

#[test]
fn objects_arrive_in_lists_unless_they_are_plain() {
    let job = api::job(&job());
    let config = &job["TaskGroups"][0]["Tasks"][0]["Config"];
    assert_eq!(config["wrapped"], json!([{ "a": 1, "b.c": { "d": true } }]));
    assert_eq!(config["plain"], json!({ "a": 1, "b.c": { "d": true } }));
    assert_eq!(config["Limits"][0]["o"], json!({ "a": 1, "b.c": { "d": true } }));
    assert_eq!(config["mount"], json!([{ "x": [{ "y": [{ "z": "%%{w}" }] }] }]));
    assert_eq!(config["time"], json!("1m30s"));
    assert_eq!(config["whole"], json!(2));
}
