//! Files as a stranger may bring them: up to 8 MiB of one thing.

/// A kind of file.
pub struct Input {
    /// What there is much of.
    pub name: &'static str,
    /// The end of the file's name, by which `import` and `lint` know what it is.
    pub extension: &'static str,
    /// How much of it the largest file has.
    pub most: usize,
    /// The file with so much of it.
    pub text: fn(usize) -> String,
}

const fn hcl(name: &'static str, most: usize, text: fn(usize) -> String) -> Input {
    Input { name, extension: "nomad", most, text }
}

const fn json(name: &'static str, most: usize, text: fn(usize) -> String) -> Input {
    Input { name, extension: "json", most, text }
}

/// All kinds.
pub const INPUTS: &[Input] = &[
    hcl("groups", 150_000, |size| {
        job(&each(size, |at| {
            format!("group \"g{at}\" {{\n task \"t\" {{\n driver=\"d\"\n}}\n}}\n")
        }))
    }),
    hcl("a long key among many", 400_000, |size| {
        let long = "a".repeat(size);
        job(&format!("meta {{\n{}{long} = \"1\"\n}}\n", each(size / 13, entry)))
    }),
    hcl("keys in config", 40_000, |size| {
        task(&format!("config {{\n a = {{\n{}}}\n}}\n", each(size, entry)))
    }),
    hcl("templates", 20_000, |size| {
        let template =
            |at| format!("template {{\n data = \"l{at}\"\n destination = \"local/x\"\n}}\n");
        task(&each(size, template))
    }),
    hcl("numbers in a list", 2_000_000, |size| {
        task(&format!("config {{\n args = [{}1]\n}}\n", "1,".repeat(size)))
    }),
    hcl("references in a string", 1_600_000, |size| {
        task(&format!("template {{\n data = <<E\n{}E\n}}\n", "${x}\n".repeat(size)))
    }),
    hcl("actions in a template", 60_000, |size| {
        let action = |at| {
            format!(
                "{{{{ $x{at} := key \"a{at}\" }}}}{{{{ $y{at} }}}}{{{{ if kye{at} .a }}}}{{{{ \\\" }}}}"
            )
        };
        let data = each(size, action);
        task(&format!("template {{\n data = <<E\n{data}\nE\n destination = \"local/x\"\n}}\n"))
    }),
    hcl("empty blocks", 2_000_000, |size| job(&"a{}\n".repeat(size))),
    hcl("empty lines", 8_000_000, |size| "\n".repeat(size)),
    hcl("open brackets", 8_000_000, |size| "(".repeat(size)),
    hcl("comments", 1_600_000, |size| job(&"# a\n".repeat(size))),
    hcl("quotes", 8_000_000, |size| "\"".repeat(size)),
    hcl("labels", 1_500_000, |size| format!("job {}{{}}\n", "\"a\" ".repeat(size))),
    hcl("operators", 1_500_000, |size| job(&format!("priority = {}1\n", "1 + ".repeat(size)))),
    json("keys in API JSON", 300_000, |size| {
        let keys = each(size, |at| format!("\"k{at}\":\"v\","));
        format!("{{\"Job\":{{\"ID\":\"x\",\"Meta\":{{{keys}\"z\":\"\"}}}}}}")
    }),
    json("groups in API JSON", 200_000, |size| {
        let groups = each(size, |at| format!("{{\"Name\":\"g{at}\"}},"));
        format!("{{\"Job\":{{\"ID\":\"x\",\"TaskGroups\":[{groups}{{}}]}}}}")
    }),
    json("keys in HCL as JSON", 40_000, |size| {
        let keys = each(size, |at| format!("\"k{at}\":\"v\","));
        format!("{{\"job\":{{\"x\":{{\"meta\":{{{keys}\"z\":\"\"}}}}}}}}")
    }),
    json("lists in lists", 1_000_000, |size| "[".repeat(size) + &"]".repeat(size)),
];

fn each(size: usize, one: impl Fn(usize) -> String) -> String {
    (0..size).map(one).collect()
}

fn entry(at: usize) -> String {
    format!("k{at} = \"v\"\n")
}

fn job(lines: &str) -> String {
    format!("job \"x\" {{\n{lines}}}\n")
}

fn task(lines: &str) -> String {
    job(&format!("group \"g\" {{\n task \"t\" {{\n driver = \"d\"\n{lines}}}\n}}\n"))
}
