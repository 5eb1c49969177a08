//! What the preset takes for an image, and that `images` takes the same.

use jobwright::images::Sources;

use super::engine::managers;
use crate::support::{Tested, files, repository};

const SHA: &str = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// The images that the preset finds in a file, each once, in the order of their places.
fn by_preset(file: &str, text: &str) -> Vec<(usize, String)> {
    let managers = managers();
    let all = managers.iter().filter(|manager| manager.takes(file));
    let mut found: Vec<(usize, String)> = all
        .flat_map(|manager| manager.extract(text))
        .map(|dep| (dep.span.start, dep.image()))
        .collect();
    found.sort();
    found.dedup();
    found
}

/// The same, by `images`.
fn by_us(file: &str, text: &str) -> Vec<(usize, String)> {
    let sources = Sources::of([(file, text)]);
    sources.images().map(|(literal, image)| (literal.span().start, image.to_owned())).collect()
}

#[track_caller]
fn check(file: &str, text: &str, expected: &[&str]) {
    let found = by_preset(file, text);
    let images: Vec<&str> = found.iter().map(|(_, image)| image.as_str()).collect();
    assert_eq!(images, expected, "{file}:\n{text}");
    // We read no other Rust than that of the registry.
    if file.starts_with("registry/") && file.ends_with(".rs") {
        assert_eq!(by_us(file, text), found, "{file}:\n{text}");
    }
}

#[test]
fn images_are_found_where_rust_says_them() {
    let pinned = format!("lab:5000/a/b:1.2@{SHA}");
    let quoted = format!("Docker::image(\"{pinned}\")");
    for (text, expected) in [
        (r#"Workload::service("web").image("redis:7.4")"#, vec!["redis:7.4"]),
        (r#"Docker::image("docker.io/library/redis:7.4")"#, vec!["docker.io/library/redis:7.4"]),
        (
            r#"Podman::image("registry.lab:5000/tools/web:1").args(["-a"])"#,
            vec!["registry.lab:5000/tools/web:1"],
        ),
        (&quoted, vec![&pinned]),
        (
            "let a = Docker::new()\n    .image(\n        \"redis:7.4\",\n    )\n    .args([\"b:1\"]);",
            vec!["redis:7.4"],
        ),
        ("jobwright::jobspec::Docker::image(\n    \"redis:7.4\"\n)", vec!["redis:7.4"]),
        (r#"Other::driver("containerd-driver").attr("image", "redis:7.4")"#, vec!["redis:7.4"]),
        ("x.attr(\n    \"image\",\n    \"redis:7.4\",\n)", vec!["redis:7.4"]),
        (r#"const IMAGE: &str = "redis:7.4";"#, vec!["redis:7.4"]),
        ("const DB_IMAGE: &'static str =\n    \"redis:7.4\";", vec!["redis:7.4"]),
        (r#"a.image("a:1").x("\"").image("b:2") // .image("c:3")"#, vec!["a:1", "b:2"]),
        (r#"a.env("URL", "https://lab/x").image("b:2")"#, vec!["b:2"]),
        (r##"a.x(r#"a "b" // "#).image("b:2")"##, vec!["b:2"]),
        ("a.x('\"').image(\"b:2\").x('\\\"').image(\"c:3\")", vec!["b:2", "c:3"]),
        ("fn f<'a>(x: &'a str) { x.image(\"b:2\") }", vec!["b:2"]),
        ("é.image(\"b:2\")", vec!["b:2"]),
        (r#"a.image("[2001:db8::1]:5000/x:1")"#, vec!["[2001:db8::1]:5000/x:1"]),
        ("a.image(// the \"one:1\"\n\"redis:7.4\")", vec!["redis:7.4"]),
        (r#"a.image(/* not "b:1" */ "redis:7.4")"#, vec!["redis:7.4"]),
        ("x.attr(\"image\", // it\n\"redis:7.4\")", vec!["redis:7.4"]),
        (r#"static IMAGE: &str = /* it */ "redis:7.4";"#, vec!["redis:7.4"]),
        (r#"a.image("redis:7.4".to_owned())"#, vec!["redis:7.4"]),
        (r#"a.image(site.pick("a:1", [("b", "c:2")]))"#, vec!["a:1", "c:2"]),
        (
            "Docker::image(self.site.pick(\n    images::A, // not \"d:1\"\n    [(B, \"c:2\"), (D, \"e:3\".to_owned()),],\n))",
            vec!["c:2", "e:3"],
        ),
        (r#"x.attr("image", site.pick("a:1", [(B, "c:2")]))"#, vec!["a:1", "c:2"]),
    ] {
        check("registry/apps/web.rs", text, &expected);
    }
    let constants = "pub const REDIS: &str = \"redis:7.4\";\n\npub mod lab {\n    pub const WEB: &str =\n        \"lab:5000/web:1\";\n    pub const WEB_IMAGE: &str = \"web:2\";\n}\n";
    check("registry/images.rs", constants, &["redis:7.4", "lab:5000/web:1", "web:2"]);
    check("registry/lib/images.rs", constants, &["redis:7.4", "lab:5000/web:1", "web:2"]);
    check("registry/site.rs", constants, &["web:2"]);
    // A host with a port is none, and what only looks like one is.
    let hosts = "pub const HOST: &str = \"registry.lab:5000\";\npub const A: &str = \"my.app:1.2\";\nconst B: &str = \"registry:2\";\n";
    check("registry/images.rs", hosts, &["my.app:1.2", "registry:2"]);
}

#[test]
fn what_is_no_image_with_a_tag_is_not_found() {
    for text in [
        "// .image(\"redis:7.4\")",
        "//! Docker::image(\"redis:7.4\")\n",
        "/* .image(\"redis:7.4\") */",
        "x(r#\".image(\"redis:7.4\")\"#)",
        "x(\".image(\\\"redis:7.4\\\")\")",
        "x(\"image = \\\"redis:7.4\\\"\")",
        r#"a.image("redis")"#,
        r#"a.image("lab:5000/redis")"#,
        r#"a.image("redis@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")"#,
        r#"a.image("docker://redis:7.4")"#,
        r#"a.image("https://lab/redis:7.4")"#,
        r#"a.image("Redis:7.4")"#,
        r#"a.image("redis:${tag}")"#,
        r#"a.image(format!("redis:{TAG}"))"#,
        r#"a.image(concat!("redis", ":7.4"))"#,
        r#"Docker::image(site.image("netbox:4.1"))"#,
        r#"Docker::image(interpolate(["web:".into(), var("tag").into()]))"#,
        r#"a.image_pull_timeout("5m:1")"#,
        r#"disk_image("redis:7.4")"#,
        r#"const SERVER: &str = "nas.lan:2049";"#,
        r#"const IMAGES: [&str; 1] = ["redis:7.4"];"#,
        r#"a.consul("consul.lan:8500")"#,
        r#"a.attr("images", "redis:7.4")"#,
        r#"x.args(["--set", "image", "nas:2049"])"#,
        r#"x.env("image", "redis:7.4")"#,
        r#"x.args(["image", "redis:7.4"])"#,
        r#"Docker::image(cluster.image("tools/web:1.2"))"#,
        r#"a.image(self.cluster.image("tools/web:1.2"))"#,
        r#"a.image(/* a */ foo(), /* b */ "redis:1")"#,
        r#"/* /* */ .image("redis:1") */"#,
        r#"/* a /* b */ .image("redis:1") /* c */ .image("redis:1") */"#,
        r####"x(r###"a "## .image("redis:1") "###)"####,
        r#####"x(r####"a "### .image("redis:1") "####)"#####,
        r#"const IMAGE_REGISTRY: &str = "registry.lab:5000";"#,
        r#"static IMAGES_HOST: &str = "registry.lab:5000";"#,
        r#"a.image(site.pick(format!("a:{B}"), [(C, "d:1")]))"#,
        r#"a.image(site.pick("a:1", [(C, tagged("d:1"))]))"#,
    ] {
        check("registry/apps/web.rs", text, &[]);
    }
    check(
        "registry/images.rs",
        "// const A: &str = \"redis:7.4\";\nfn a() -> &'static str {\n    \"redis:7.4\"\n}\n",
        &[],
    );
    for file in ["src/main.rs", "registry/files/web.txt", "my-registry.rs", "docs/registry.md"] {
        check(file, r#"a.image("redis:7.4")"#, &[]);
    }
}

#[test]
fn images_are_found_in_what_gen_writes() {
    let config = |inner: &str| {
        format!(
            "job \"a\" {{\n  group \"a\" {{\n    task \"a\" {{\n      config {{\n{inner}      }}\n    }}\n  }}\n}}\n"
        )
    };
    let pinned = format!("lab:5000/a:1@{SHA}");
    for (text, expected) in [
        (config("        image = \"redis:7.4\"\n"), vec!["redis:7.4"]),
        (
            config(&format!("        image   = \"{pinned}\"\n        ports   = [\"a\"]\n")),
            vec![&*pinned],
        ),
        (config("        image = \"web:${var.tag}\"\n"), vec![]),
        (config("        # image = \"redis:7.4\"\n"), vec![]),
        (config("        args = [\"image = \\\"redis:7.4\\\"\"]\n"), vec![]),
        (config("        disk_image = \"redis:7.4\"\n"), vec![]),
        (
            config(
                "        data = <<EOT\n        image = \"redis:7.4\"\nEOTS\nEOT\n        image = \"b:1\"\n",
            ),
            vec!["b:1"],
        ),
        (
            config(
                "        data = <<EOT2\nEOT\n        image = \"redis:7.4\"\nEOT2\n        image = \"b:1\"\n",
            ),
            vec!["b:1"],
        ),
    ] {
        check("out/a.nomad.hcl", &text, &expected);
        check("out/production/a.nomad.hcl", &text, &expected);
        check("clusters/out/reference/a.nomad.hcl", &text, &expected);
        check("jobs/a.nomad.hcl", &text, &[]);
        check("out/a.nomad.json", &text, &[]);
    }
}

/// Each image of this repository's registry with a tag is found in Rust and in what is made of it.
#[test]
fn every_image_of_this_repository_is_found_on_both_sides() -> Tested {
    let mut sides = [("registry", ".rs"), ("out", ".hcl")].map(|(folder, end)| {
        let mut images = Vec::new();
        for file in files(&repository(folder)).expect("the files") {
            let name =
                file.strip_prefix(repository("")).expect("a file of it").display().to_string();
            if name.ends_with(end) {
                let text = std::fs::read_to_string(&file).expect("a text");
                if end == ".rs" {
                    assert_eq!(by_us(&name, &text), by_preset(&name, &text), "{name}");
                }
                images.extend(by_preset(&name, &text).into_iter().map(|(_, image)| image));
            }
        }
        images
    });
    sides.iter_mut().for_each(|images| images.sort());
    sides.iter_mut().for_each(Vec::dedup);
    let [rust, out] = sides;
    assert_eq!(rust, out);
    assert_eq!(rust.len(), 5, "{rust:?}");
    Ok(())
}

/// The file that others extend is the one that a new project gets.
#[test]
fn the_preset_is_what_a_project_gets() -> Tested {
    let read = |path: &str| std::fs::read_to_string(repository(path));
    assert_eq!(read("default.json")?, read("scaffold/renovate.json")?);
    Ok(())
}
