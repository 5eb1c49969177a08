//! A project's own templates: they may print otherwise, but not something else.

use super::Project;
use crate::support::shown::snapshot;

/// What `gen` says of a project with each of these templates, alone. Nothing is written.
fn refused(templates: &[(&str, &str)]) -> String {
    let mut all = String::new();
    for (name, template) in templates {
        let project = Project::new();
        project.given(&format!("templates/{name}.hcl.j2"), template);
        project.run("gen").ends(2);
        assert!(!project.path("out").exists(), "something was written");
        all += &format!("{project}\n");
    }
    all
}

#[test]
fn a_template_may_print_otherwise() {
    let project = Project::new();
    project.quietly("gen").ends(0);
    project.given(
        "templates/task.hcl.j2",
        "task {{ name }} {\n# ours\n{{ blocks(block, only=[\"resources\"]) }}{{ attrs(block) }}\n\
         {{ blocks(block, except=[\"resources\"]) }}}\n",
    );
    project.run("gen --check").ends(1);
    project.run("gen").ends(0);
    snapshot!(project);
}

#[test]
fn a_template_may_extend_the_built_in_one() {
    let project = Project::new();
    project.quietly("gen").ends(0);
    project.given("templates/task.hcl.j2", "{% extends \"builtin/task.hcl.j2\" %}\n");
    project.run("gen --check").ends(0);
    project.given(
        "templates/task.hcl.j2",
        "{% extends \"builtin/task.hcl.j2\" %}\n{% block attributes %}# ours\n{{ super() }}{% endblock %}\n",
    );
    project.run("gen --check").ends(1);
    snapshot!(project);
}

#[test]
fn a_template_that_does_not_compile_says_where() {
    snapshot!(refused(&[
        ("task", "task {{ name }} {\n{% if %}\n"),
        ("task", "task {{ name }} {\n{% if name %}\n}\n"),
        ("task", "task {{ name }} {\n{{ name\n}\n"),
        ("task", "task {{ name | nofilter }} {\n}\n"),
        ("task", "{% extends \"builtin/tusk.hcl.j2\" %}\n"),
    ]));
}

#[test]
fn an_undefined_name_says_where() {
    snapshot!(refused(&[
        ("task", "task {{ nmae }} {\n}\n"),
        ("task", "task {{ name }} {\n  {{ attrs(block, only=[\"drivr\"]) }}\n}\n"),
        ("task", "task {{ name }} {\n  {{ attrs() }}\n}\n"),
        ("task", "task {{ name }} {\nuser = {{ user }}\n}\n"),
        ("task", "task {{ name }} {\n  {{ block }}\n}\n"),
        ("task", "task {{ name }} {\n  {{ attrs(name) }}\n}\n"),
    ]));
}

#[test]
fn a_lost_attribute_is_named() {
    snapshot!(refused(&[(
        "task",
        "task {{ name }} {\n{{ attrs(block, except=[\"driver\"]) }}\n{{ blocks(block) }}\n}\n",
    )]));
}

#[test]
fn a_lost_block_is_named() {
    snapshot!(refused(&[(
        "task",
        "task {{ name }} {\n{{ attrs(block) }}\n{{ blocks(block, except=[\"env\"]) }}\n}\n",
    )]));
}

#[test]
fn a_swapped_value_is_named() {
    snapshot!(refused(&[("resources", "resources {\ncpu = {{ memory }}\nmemory = 1\n}\n")]));
}

#[test]
fn raw_text_is_no_way_around() {
    snapshot!(refused(&[
        ("task", "task {{ name }} {\n{{ \"} job {\" | raw_hcl }}\n}\n"),
        ("map", "env {\nTEXT = {{ block.TEXT }}\nMORE = \"x\"\n}\n"),
    ]));
}

#[test]
fn a_template_that_overrides_nothing_is_a_slip() {
    snapshot!(refused(&[("taks", "x\n"), ("something-else", "x\n")]));
}

#[test]
fn a_block_that_the_base_lacks_is_a_slip() {
    snapshot!(refused(&[
        ("task", "{% extends \"builtin/task.hcl.j2\" %}\n{% block atributes %}{% endblock %}\n"),
        ("group", "{% extends 'builtin/group.hcl.j2' -%}\n{%- block something-%}x{% endblock %}\n"),
    ]));
}

#[test]
fn templates_are_listed_and_ejected() {
    let project = Project::new();
    project.quietly("gen").ends(0);
    project.run("templates eject task").ends(0);
    project.quietly("gen --check").ends(0);
    let ejected = project.read("templates/task.hcl.j2");
    let older = ejected.replacen("template ", "template 0", 1);
    project.file("templates/group.hcl.j2", older.replace("task", "group"));
    project.file("templates/_ours.hcl.j2", "{# for others #}\n");
    // The other ones would fill a page.
    let mut list = project.quietly("templates list").ends(0);
    list.stdout = list
        .stdout
        .lines()
        .filter(|line| !line.ends_with("built in") || line.starts_with("map."))
        .map(|line| format!("{line}\n"))
        .collect();
    project.record("$ jobwright templates list | grep …", &list);
    project.run("templates eject task").ends(2);
    project.run("templates eject tusk").ends(2);
    snapshot!(project);
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
    let cases = [
        ("a dropped attribute", "resources", attrs, "cpu = {{ cpu }}"),
        ("a dropped block", "group", blocks, "{{ blocks(block, except=[\"network\"]) }}"),
        ("swapped values", "resources", attrs, "cpu = {{ memory }}\nmemory = {{ cpu }} + 1"),
        ("a constant in place of a value", "port", attrs, "to = 81"),
        ("raw unquoted text", "service", attrs, "name = {{ name | raw_hcl }}-x\nport = {{ port }}"),
        ("a wrong block", "check", "check {", "chekc {"),
        (
            "a duplicated block",
            "task",
            blocks,
            "{{ blocks(block) }}{{ blocks(block, only=[\"resources\"]) }}",
        ),
        ("a duplicated attribute", "resources", attrs, "{{ attrs(block) }}cpu = 1"),
        ("an invented attribute", "volume_mount", attrs, "{{ attrs(block) }}read_only = true"),
        ("another label", "group", "group {{ name }}", "group \"other\""),
        (
            "a garbled duration",
            "check",
            attrs,
            "{{ attrs(block, except=[\"interval\"]) }}interval = 10",
        ),
        ("an open brace", "ephemeral_disk", attrs, "{{ attrs(block) }}x {"),
    ];
    let mut all = String::new();
    for (what, name, from, to) in cases {
        let project = Project::new();
        project.file(&format!("templates/{name}.hcl.j2"), broken(name, from, to));
        let run = project.quietly("gen").ends(2);
        // Where a whole block is lost or invented, the template around it is named, since that prints it.
        let template = if name == "check" && to == "chekc {" { "service" } else { name };
        assert!(run.stderr.contains(&format!("template `{template}.hcl.j2`")), "{what}: {run}");
        assert!(!project.path("out").exists(), "{what}: something was written");
        all += &format!("# {what}: `{from}` in {name}.hcl.j2 became `{to}`\n{run}\n");
    }
    snapshot!(all);
}
