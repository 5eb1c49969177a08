//! Job files that are large in one way each.

/// A kind of job file.
pub struct Large {
    /// What there is much of.
    pub name: &'static str,
    /// How much of it.
    pub sizes: &'static [usize],
    /// The job file with so much of it.
    pub text: fn(usize) -> String,
}

/// Lines of a job, where blocks of many lines are as many as fit into the time of a test.
const ENTRIES: &[usize] = &[10, 100, 1000, 3000];
const BLOCKS: &[usize] = &[10, 50, 250, 800];

/// All kinds.
pub const LARGE: &[Large] = &[
    Large { name: "env entries", sizes: ENTRIES, text: env },
    Large { name: "meta entries", sizes: ENTRIES, text: meta },
    Large { name: "tags", sizes: ENTRIES, text: tags },
    Large { name: "variables", sizes: BLOCKS, text: variables },
    Large { name: "groups", sizes: BLOCKS, text: groups },
    Large { name: "services with ports", sizes: BLOCKS, text: services },
    Large { name: "tasks", sizes: BLOCKS, text: tasks },
    Large { name: "templates in a task", sizes: BLOCKS, text: templates },
    Large {
        name: "template data in bytes",
        sizes: &[1 << 10, 1 << 14, 1 << 17, 1 << 20],
        text: data,
    },
];

fn each(size: usize, one: impl Fn(usize) -> String) -> String {
    (0..size).map(one).collect()
}

/// A job with these lines before it and in its only group.
fn job(before: &str, group: &str) -> String {
    format!(
        "{before}job \"large\" {{\n  datacenters = [\"dc1\"]\n  group \"g\" {{\n{group}  }}\n}}\n"
    )
}

/// A task with these lines.
fn task(name: &str, lines: &str) -> String {
    format!(
        "task \"{name}\" {{\n  driver = \"docker\"\n  config {{\n    image = \"a:1\"\n  }}\n{lines}}}\n"
    )
}

fn env(size: usize) -> String {
    let entries = each(size, |number| format!("KEY_{number} = \"value {number}\"\n"));
    job("", &task("t", &format!("env {{\n{entries}}}\n")))
}

fn meta(size: usize) -> String {
    let entries = each(size, |number| format!("KEY_{number} = \"value {number}\"\n"));
    job("", &format!("meta {{\n{entries}}}\n{}", task("t", "")))
}

fn tags(size: usize) -> String {
    let tags = each(size, |number| format!("\"tag-{number}\", "));
    let port = "network {\n  port \"p\" {}\n}\n";
    let service = format!("service {{\n  name = \"s\"\n  port = \"p\"\n  tags = [{tags}]\n}}\n");
    job("", &format!("{port}{service}{}", task("t", "")))
}

fn variables(size: usize) -> String {
    let variable = |number| format!("variable \"v{number}\" {{\n  default = \"x{number}\"\n}}\n");
    let entries = each(size, |number| format!("KEY_{number} = var.v{number}\n"));
    job(&each(size, variable), &task("t", &format!("env {{\n{entries}}}\n")))
}

fn groups(size: usize) -> String {
    let group = |number| format!("group \"g{number}\" {{\n{}}}\n", task("t", ""));
    format!("job \"large\" {{\n{}}}\n", each(size, group))
}

fn services(size: usize) -> String {
    let port = |number| format!("port \"p{number}\" {{\n  to = {}\n}}\n", 1024 + number);
    let service = |number| {
        let check = "check {\n  type = \"tcp\"\n  interval = \"10s\"\n  timeout = \"2s\"\n}\n";
        format!("service {{\n  name = \"s{number}\"\n  port = \"p{number}\"\n{check}}}\n")
    };
    let network = format!("network {{\n{}}}\n", each(size, port));
    job("", &format!("{network}{}{}", each(size, service), task("t", "")))
}

fn tasks(size: usize) -> String {
    job("", &each(size, |number| task(&format!("t{number}"), "")))
}

fn templates(size: usize) -> String {
    let template = |number| {
        format!(
            "template {{\n  destination = \"local/f{number}.conf\"\n  data = \"line {number}\\nmore\"\n}}\n"
        )
    };
    job("", &task("t", &each(size, template)))
}

fn data(size: usize) -> String {
    let line = |number| format!("key_{number:08} = {{{{ env \"X{number:08}\" }}}}\n");
    let lines = each(size.div_ceil(line(0).len()), line);
    let template = "template {\n  destination = \"local/f.conf\"\n  data = <<EOT\n";
    job("", &task("t", &format!("{template}{lines}EOT\n}}\n")))
}
