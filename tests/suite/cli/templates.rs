//! A project's own templates: they may print otherwise, but not something else.

use jobwright::render::template;

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
fn every_block_is_listed_with_what_prints_it() {
    let project = Project::new();
    project.quietly("templates eject task check group").ends(0);
    let older = project.read("templates/group.hcl.j2").replacen("template ", "template 0", 1);
    project.file("templates/group.hcl.j2", older);
    project.file("templates/_ours.hcl.j2", "{# for others #}\n");
    project.run("templates list").ends(0);
    snapshot!(project);
}

#[test]
fn templates_are_ejected() {
    let project = Project::new();
    project.quietly("gen").ends(0);
    project.run("templates eject task check.hcl.j2").ends(0);
    project.cat("templates/task.hcl.j2");
    project.cat("templates/check.hcl.j2");
    project.run("gen --check").ends(0);
    // All of them, or none.
    project.run("templates eject dns task").ends(2);
    project.run("templates eject dns tusk").ends(2);
    project.run("templates eject something-else").ends(2);
    project.ls("templates");
    project.file("templates/task.hcl.j2", "task {\n");
    project.run("templates eject dns task --force").ends(0);
    project.run("gen --check").ends(0);
    snapshot!(project);
}

#[test]
fn a_changed_copy_changes_its_block_only() {
    let project = Project::new();
    project.quietly("gen").ends(0);
    project.quietly("templates eject check map").ends(0);
    for (name, comment) in
        [("check", "# {{ type }} each {{ interval }}"), ("map", "# {{ keyword }}")]
    {
        let path = format!("templates/{name}.hcl.j2");
        let copy = project.read(&path);
        project.given(
            &path,
            &copy.replace("{{ head(block) }} {", &format!("{{{{ head(block) }}}} {{\n{comment}")),
        );
    }
    project.run("gen --check").ends(1);
    snapshot!(project);
}

#[test]
fn the_generic_template_can_be_changed_for_all_blocks() {
    let project = Project::new();
    project.quietly("gen").ends(0);
    project.file("templates/dns.hcl.j2", "{% extends \"builtin/dns.hcl.j2\" %}\n");
    project.given(
        "templates/block.hcl.j2",
        "# {{ keyword }}\n{% extends \"builtin/block.hcl.j2\" %}\n",
    );
    project.run("gen --check").ends(1);
    snapshot!(project);
}

#[test]
fn a_template_sees_the_values_of_the_blocks_in_its_own() {
    let project = Project::new();
    project.quietly("gen").ends(0);
    project.given(
        "templates/service.hcl.j2",
        "{% for one in check %}\n# {{ one.type }} each {{ one.interval }}\n{% endfor %}\n\
         {% extends \"builtin/service.hcl.j2\" %}\n",
    );
    project.run("gen --check").ends(1);
    snapshot!(project);
}

#[test]
fn an_own_template_of_a_generic_block_is_named_when_it_is_wrong() {
    snapshot!(refused(&[
        ("check", "check {\n{% if %}\n"),
        ("check", "check {\n{{ nmae }}\n}\n"),
        ("check", "check {\n{{ attrs(block, except=[\"intervall\"]) }}\n}\n"),
        ("check", "{{ head(block) }} {\n{{ attrs(block, except=[\"interval\"]) }}\n}\n"),
        ("check", "{{ head(name) }} {\n{{ attrs(block) }}\n}\n"),
        ("check", "{% extends \"builtin/check.hcl.j2\" %}\n{% block atributes %}{% endblock %}\n"),
        ("check", "{{ head(block) }} {\n{{ attrs(block) }}\n"),
        ("block", "{{ head(block) }} {\n{{ attrs(block, except=[\"interval\"]) }}\n}\n"),
        ("block", "{{ head(block) }} {\n{{ blocks(block) }}\n}\n"),
        ("block", "{{ head(block) }} {\n{{ attrs(block) }}\n"),
    ]));
}

/// A built-in template with one part replaced.
fn broken(name: &str, from: &str, to: &str) -> String {
    let text = template(&format!("{name}.hcl.j2")).expect("a template");
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
        ("a wrong block", "check", "{{ head(block) }} {", "chekc {"),
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

/// A template that would never end, fill the memory or exhaust the stack ends with its name and line.
#[test]
fn a_careless_template_ends() {
    let often = |text: &str| text.repeat(900_000 / text.len().max(9));
    let doubling: String = (0..40)
        .map(|at| {
            let next = at + 1;
            format!("{{% macro m{at}() %}}{{{{ m{next}() }}}}{{{{ m{next}() }}}}{{% endmacro %}}\n")
        })
        .collect();
    let careless = [
        "{% macro again() %}{{ again() }}{% endmacro %}\n{{ again() }}".to_owned(),
        format!("{doubling}{{% macro m40() %}}xx{{% endmacro %}}\n{{{{ m0() }}}}"),
        "\n{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}".to_owned(),
        "{% for a in range(9999) %}{{ \"x\" * 99999 }}{% endfor %}".to_owned(),
        "{% set n = namespace(s=\"x\") %}\n{% for a in range(99) %}{% set n.s = n.s ~ n.s %}{% endfor %}".to_owned(),
        "{% set n = namespace(s=\"x\") %}\n{% for a in range(99) %}{% set n.s = n.s + n.s %}{% endfor %}".to_owned(),
        "{% set n = namespace(s=\"a&\") %}{% for a in range(99) %}\n{% set n.s = \"%s%s\"|format(n.s, n.s) %}{% endfor %}".to_owned(),
        "{% set n = namespace(s=\"a&\") %}{% for a in range(99) %}\n{% set n.s = [n.s, n.s]|join %}{% endfor %}".to_owned(),
        "{% set n = namespace(s=\"a&\") %}{% for a in range(99) %}\n{% set n.s = n.s|replace(\"a\", \"aa\") %}{% endfor %}".to_owned(),
        "{% set n = namespace(s=\"a&\") %}{% for a in range(99) %}\n{% set n.s = {\"a\": n.s} ~ n.s %}{% endfor %}".to_owned(),
        "{% set n = namespace(s=\"a&\") %}{% for a in range(99) %}\n{% set n.s = [n.s, n.s] ~ 1 %}{% endfor %}".to_owned(),
        "{% set n = namespace(s=\"a&\") %}{% for a in range(99) %}\n{% set n.s = 1 ~ [n.s, n.s] %}{% endfor %}".to_owned(),
        "{% set n = namespace(s=\"a&\") %}{% for a in range(99) %}\n{% set n.s = [n.s, n.s]|string %}{% endfor %}".to_owned(),
        "{% set n = namespace(s=\"a&\") %}{% for a in range(99) %}\n{% set n.s = n.s|replace(\"a\", n.s) %}{% endfor %}".to_owned(),
        "{% set n = namespace(s=\"a&\") %}{% for a in range(99) %}\n{% set n.s = [n.s, n.s] %}{% endfor %}{{ n.s }}".to_owned(),
        "{% macro d(s) %}\n{{ d(s ~ s) }}{% endmacro %}{{ d(\"x\") }}".to_owned(),
        "{% set n = namespace(s=\"x\") %}{% for a in range(99) %}\n{% set n.s = n.s * 2 %}{% endfor %}".to_owned(),
        "{{ \"%1000000000d\"|format(1) }}".to_owned(),
        "{{ \"%s %.1000000000f\"|format(\"20000\", 1) }}".to_owned(),
        "{{ \"a\"|indent(1000000000) }}".to_owned(),
        "{{ [1]|slice(1000000000) }}".to_owned(),
        "{{ [1]|batch(1000000000, 2) }}".to_owned(),
        format!("{{{{ {}true }}}}", often("not ")),
        format!("{{{{ {}1 }}}}", often("-")),
        format!("{{{{ {}1{} }}}}", often("("), often(")")),
        format!("{{{{ x{} }}}}", often(".a")),
        format!("{{{{ 1{} }}}}", often("+1")),
        format!("{{{{ \"a\"{} }}}}", often("|upper")),
        format!("{{{{ x{} }}}}", often("[0]")),
        format!("{{{{ 1{} }}}}", often(" if 1 else 2")),
        format!("{{% if a %}}{}{{% endif %}}", often("{% elif b %}")),
        format!("{}{}", "{% if true %}".repeat(20_000), "{% endif %}".repeat(20_000)),
        format!("{}{}", "{% for a in [1] %}\n".repeat(20_000), "{% endfor %}".repeat(20_000)),
    ];
    let mut told = String::new();
    for template in careless {
        let project = Project::new();
        project.file("templates/task.hcl.j2", format!("{template}\ntask {{{{ name }}}} {{}}\n"));
        let run = project.run("gen").ends(2);
        assert!(!project.path("out").exists(), "something was written");
        let start: String = template.chars().take(110).collect();
        let cause = run.stderr.lines().find_map(|line| line.strip_prefix(" = cause: "));
        told += &format!("{}\n  {}\n", start.replace('\n', " "), cause.expect("a cause"));
    }
    snapshot!(told);
}

/// What is no file in the folder of templates is not waited for.
#[cfg(unix)]
#[test]
fn a_template_is_a_file() {
    let project = Project::new();
    std::fs::create_dir_all(project.path("templates")).expect("a folder");
    let fifo = project.path("templates/task.hcl.j2");
    assert!(
        std::process::Command::new("mkfifo").arg(fifo).status().is_ok_and(|made| made.success())
    );
    project.run("gen").ends(2);
    snapshot!(project);
}
