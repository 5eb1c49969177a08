//! A project's own templates: they may print otherwise, but not something else.

use super::Project;

/// The project's own template is refused with these words, and nothing is written.
#[track_caller]
fn refused(name: &str, template: &str, words: &[&str]) {
    let project = Project::new();
    project.file(&format!("templates/{name}.hcl.j2"), template);
    project.run("gen").said(2, words);
    assert!(!project.path("out").exists(), "something was written");
}

#[test]
fn a_template_may_print_otherwise() {
    let project = Project::new();
    project.run("gen").said(0, &[]);
    let before = project.read("out/web.nomad.hcl");
    project.file(
        "templates/task.hcl.j2",
        "task {{ name }} {\n# ours\n{{ blocks(block, only=[\"resources\"]) }}{{ attrs(block) }}\n\
         {{ blocks(block, except=[\"resources\"]) }}}\n",
    );
    project.run("gen").said(0, &["updated web.nomad.hcl"]);
    let after = project.read("out/web.nomad.hcl");
    assert_ne!(before, after);
    assert!(after.contains("    task \"web\" {\n      # ours\n      resources {\n"), "{after}");
}

#[test]
fn a_template_may_extend_the_built_in_one() {
    let project = Project::new();
    project.run("gen").said(0, &[]);
    let before = project.read("out/web.nomad.hcl");
    project.file("templates/task.hcl.j2", "{% extends \"builtin/task.hcl.j2\" %}\n");
    project.run("gen").said(0, &["0 files changed"]);
    assert_eq!(project.read("out/web.nomad.hcl"), before);
    project.file(
        "templates/task.hcl.j2",
        "{% extends \"builtin/task.hcl.j2\" %}\n{% block attributes %}# ours\n{{ super() }}{% endblock %}\n",
    );
    project.run("gen").said(0, &["updated night.nomad.hcl", "updated web.nomad.hcl"]);
    assert!(
        project
            .read("out/web.nomad.hcl")
            .contains("    task \"web\" {\n      # ours\n      driver = \"docker\"\n")
    );
}

#[test]
fn a_template_that_does_not_compile_says_where() {
    refused(
        "task",
        "task {{ name }} {\n{% if %}\n",
        &["template `task.hcl.j2`, line 2: syntax error", "{% if %}"],
    );
}

#[test]
fn an_undefined_name_says_where() {
    refused(
        "task",
        "task {{ nmae }} {\n}\n",
        &["template `task.hcl.j2`, line 1: undefined value", "{{ nmae }}"],
    );
    refused(
        "task",
        "task {{ name }} {\n  {{ attrs(block, only=[\"drivr\"]) }}\n}\n",
        &["`task` has no attribute or block `drivr`"],
    );
}

#[test]
fn a_lost_attribute_is_named() {
    refused(
        "task",
        "task {{ name }} {\n{{ attrs(block, except=[\"driver\"]) }}\n{{ blocks(block) }}\n}\n",
        &[
            "template `task.hcl.j2`",
            "job \"web\" > group \"web\" > task \"web\"",
            "`driver` is lost; asked for \"docker\"",
        ],
    );
}

#[test]
fn a_lost_block_is_named() {
    refused(
        "task",
        "task {{ name }} {\n{{ attrs(block) }}\n{{ blocks(block, except=[\"env\"]) }}\n}\n",
        &["template `task.hcl.j2`", "`env` is lost", "TEXT = \"text\""],
    );
}

#[test]
fn a_swapped_value_is_named() {
    refused(
        "resources",
        "resources {\ncpu = {{ memory }}\nmemory = 1\n}\n",
        &["template `resources.hcl.j2`", "`memory` differs: asked for 512, the text says 1"],
    );
}

#[test]
fn raw_text_is_no_way_around() {
    refused(
        "task",
        "task {{ name }} {\n{{ \"} job {\" | raw_hcl }}\n}\n",
        &["the templates print what Nomad cannot read"],
    );
    refused(
        "map",
        "env {\nTEXT = {{ block.TEXT }}\nMORE = \"x\"\n}\n",
        &["`env` differs", "MORE = \"x\""],
    );
}

#[test]
fn a_template_that_overrides_nothing_is_a_slip() {
    refused("taks", "x", &["a template overrides nothing:", "did you mean `task.hcl.j2`?"]);
}

#[test]
fn templates_are_listed_and_ejected() {
    let project = Project::new();
    project.run("gen").said(0, &[]);
    let run = project.run("templates list").said(0, &[]);
    assert!(
        run.stdout.lines().any(|line| line.split_whitespace().eq(["task.hcl.j2", "built", "in"])),
        "{}",
        run.stdout
    );
    project.run("templates eject task").said(0, &["created", "templates/task.hcl.j2"]);
    project.run("gen --check").said(0, &["3 files up to date"]);
    project.run("templates list").said(0, &["task.hcl.j2", "this project"]);
    project.run("templates eject task").said(2, &["the project has this template already"]);
    project.run("templates eject tusk").said(2, &["there is no template `tusk.hcl.j2`"]);
    let older = project.read("templates/task.hcl.j2").replacen("template ", "template 0", 1);
    project.file("templates/task.hcl.j2", &older);
    project.run("templates list").said(0, &["this project, from an older built-in one"]);
}

/// A built-in template with one part replaced.
fn broken(name: &str, from: &str, to: &str) -> String {
    let text =
        std::fs::read_to_string(crate::support::repository(&format!("templates/{name}.hcl.j2")))
            .expect("a template");
    assert!(text.contains(from), "{name} has no {from:?}");
    text.replacen(from, to, 1)
}

#[test]
fn ten_kinds_of_mistakes_are_caught_and_named() {
    let attrs = "{% block attributes %}{{ attrs(block) }}{% endblock %}";
    let blocks = "{% block inner %}{{ blocks(block) }}{% endblock %}";
    let cases: [(&str, &str, &str, &str, &[&str]); 12] = [
        (
            "a dropped attribute",
            "resources",
            attrs,
            "cpu = {{ cpu }}",
            &["`memory` is lost; asked for 512"],
        ),
        (
            "a dropped block",
            "group",
            blocks,
            "{{ blocks(block, except=[\"network\"]) }}",
            &["`network` is lost"],
        ),
        (
            "swapped values",
            "resources",
            attrs,
            "cpu = {{ memory }}\nmemory = {{ cpu }} + 1",
            &["`memory` differs"],
        ),
        (
            "a constant in place of a value",
            "port",
            attrs,
            "to = 81",
            &["`to` differs: asked for 80, the text says 81", "port \"http\""],
        ),
        (
            "raw unquoted text",
            "service",
            attrs,
            "name = {{ name | raw_hcl }}-x\nport = {{ port }}",
            &["`name` differs"],
        ),
        ("a wrong block", "check", "check {", "chekc {", &["`check` is lost", "`chekc`"]),
        (
            "a duplicated block",
            "task",
            blocks,
            "{{ blocks(block) }}{{ blocks(block, only=[\"resources\"]) }}",
            &["a second `resources` block", "task \"web\""],
        ),
        (
            "a duplicated attribute",
            "resources",
            attrs,
            "{{ attrs(block) }}cpu = 1",
            &["`cpu`", "resources"],
        ),
        (
            "an invented attribute",
            "volume_mount",
            attrs,
            "{{ attrs(block) }}read_only = true",
            &["`read_only` was never asked for"],
        ),
        (
            "another label",
            "group",
            "group {{ name }}",
            "group \"other\"",
            &["`name` differs: asked for \"web\", the text says \"other\""],
        ),
        (
            "a garbled duration",
            "check",
            attrs,
            "{{ attrs(block, except=[\"interval\"]) }}interval = 10",
            &["`interval` differs: asked for \"10s\", the text says \"10ns\""],
        ),
        (
            "an open brace",
            "ephemeral_disk",
            attrs,
            "{{ attrs(block) }}x {",
            &["job \"web\" > group \"web\" > ephemeral_disk"],
        ),
    ];
    for (what, name, from, to, words) in cases {
        let project = Project::new();
        project.file(&format!("templates/{name}.hcl.j2"), &broken(name, from, to));
        let template = format!("template `{name}.hcl.j2`");
        let run = project.run("gen");
        let said = run.stderr.clone();
        // Where a whole block is lost or invented, the template around it is named, since that prints it.
        let named = said.contains(&template)
            || said.contains("template `service.hcl.j2`") && name == "check";
        assert!(named, "{what}: no {template} in\n{said}");
        run.said(2, words);
        assert!(!project.path("out").exists(), "{what}: something was written");
    }
}
