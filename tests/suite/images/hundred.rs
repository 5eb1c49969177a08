//! A project of 100 jobs, and ten pull requests of an update bot: after each, `out/` is what `gen` would write, and no line
//! has changed but those of one image.

use std::fs;

use super::engine::{Tree, managers, update};
use crate::cli::{Project, cargo, readme_project};
use crate::support::{Tested, files, repository};

/// A newer tag for an image.
pub struct Newer {
    pub repository: String,
    /// The tag that jobs have, with its digest.
    pub old: (&'static str, Option<String>),
    /// The newer one.
    pub new: (&'static str, Option<String>),
    /// How many lines say it, in Rust and in `out/`.
    pub lines: (usize, usize),
}

impl Newer {
    fn image(&self, (tag, digest): &(&str, Option<String>)) -> String {
        let digest = digest.as_ref().map(|digest| format!("@{digest}")).unwrap_or_default();
        format!("{}:{tag}{digest}", self.repository)
    }
}

fn digest(letter: char) -> String {
    format!("sha256:{}", letter.to_string().repeat(64))
}

/// Ten newer tags, for images of a registry with a port, and of one that is not named.
pub fn newer(host: &str, hub: &str) -> Vec<Newer> {
    let of = |repository: String, old, new, lines| Newer {
        repository,
        old: (old, None),
        new: (new, None),
        lines,
    };
    let mut all = vec![
        of(format!("{hub}redis"), "7.4.0", "7.4.1", (5, 5)),
        of(format!("{host}/tools/postgres"), "16.2", "16.4", (1, 3)),
        of(format!("{host}/tools/podman"), "1.0.0", "1.1.0", (1, 1)),
        of(
            format!("{host}/tools/with-a-name-that/is-longer/than-the-line-it-stands-in"),
            "v1.0.0",
            "v2.0.0",
            (1, 1),
        ),
        of(format!("{host}/tools/two"), "1.0.0-alpine", "1.0.1-alpine", (1, 2)),
        of(format!("{host}/x7/redis7"), "7", "8", (1, 1)),
        of(format!("{host}/tools/containerd"), "1.0.0", "1.0.1", (1, 1)),
        of(format!("{host}/tools/texts"), "1.0.0", "1.0.1", (1, 1)),
        of(format!("{host}/tools/pinned"), "1.0.0", "1.0.1", (1, 1)),
        of(format!("{host}/tools/moved"), "stable", "stable", (1, 1)),
    ];
    for (newer, letters) in all[8..].iter_mut().zip([('1', '2'), ('3', '4')]) {
        (newer.old.1, newer.new.1) = (Some(digest(letters.0)), Some(digest(letters.1)));
    }
    all
}

/// A job in the house's words, with something after its image.
fn workload(number: usize, image: &str, more: &str) -> String {
    format!(
        "pub fn job() -> Workload {{\n    Workload::service(\"app-{number}\").image({image}).port(Port::http(80)){more}\n}}\n"
    )
}

/// A job in the full model, with these tasks.
fn full(number: usize, tasks: &str) -> String {
    format!(
        "pub fn job(site: &Site) -> Job {{\n    let group = Group::new(\"app-{number}\"){tasks};\n    site.complete(Job::service(\"app-{number}\").group(group))\n}}\n"
    )
}

fn task(name: &str, driver: &str) -> String {
    format!(".task(Task::new(\"{name}\", {driver}))")
}

/// The job whose image no manager finds in Rust.
const HIDDEN: usize = 10;

/// Its image.
fn hidden(all: &[Newer]) -> String {
    let (host, _) = all[1].repository.split_once('/').expect("a registry");
    format!("{host}/tools/hidden:1.0.0")
}

/// The definition of a job.
fn definition(number: usize, all: &[Newer]) -> String {
    let said = |index: usize| format!("\"{}\"", all[index].image(&all[index].old));
    let text = match number {
        0 | 20 | 40 | 60 | 80 => {
            // The first text of these letters is none of its images.
            let like = format!("app-{number}\").env(\"LIKE\", {})", said(0));
            workload(number, &said(0), "").replacen(&format!("app-{number}\")"), &like, 1)
        }
        1 | 21 | 41 => workload(number, "images::POSTGRES", ""),
        2 => full(number, &task("podman", &format!("Podman::image({}).args([\"a:1\"])", said(2)))),
        3 => workload(number, &format!("\n        {},\n    ", said(3)), ""),
        4 => {
            let two =
                [task("one", "Docker::image(IMAGE)"), task("two", "Docker::image(IMAGE)")].concat();
            format!("const IMAGE: &str = {};\n\n{}", said(4), full(number, &two))
        }
        5 => {
            let other = format!("\"{}/app:{number}\"", all[8].repository);
            let picked = format!("site.pick({other}, [(\"lab\", {})])", said(5));
            workload(number, &picked, "").replace("job()", "job(site: &Site)")
        }
        6 => full(
            number,
            &task(
                "other",
                &format!("Other::driver(\"containerd-driver\").attr(\"image\", {})", said(6)),
            ),
        ),
        7 => {
            // Texts and comments that say the same are none of its images.
            let text = format!("services:\\n        image = {}\\n", said(7).replace('"', "\\\""));
            let template = format!(
                "\n        // Until .image({}) there was none.\n        .template(Template::inline(\"local/compose\", \"{text}\"))",
                said(7)
            );
            workload(number, &said(7), &template)
        }
        8 => format!("static IMAGE: &str = {};\n\n{}", said(8), workload(number, "IMAGE", "")),
        9 => workload(number, &format!("/* not \"a:1\" */ {}", said(9)), ""),
        HIDDEN => {
            let given = format!("of({:?})", hidden(all));
            let of = "fn of(image: &str) -> Workload {\n    Workload::service(\"app-10\").image(image)\n}\n";
            format!("pub fn job() -> Workload {{\n    {given}\n}}\n\n{of}")
        }
        // The other jobs have what is like these, and is not newer anywhere.
        _ => {
            let image = match number % 4 {
                0 => format!("\"{}-{number}:7.4.0\"", all[0].repository),
                1 => format!("\"{}:16.2-{number}\"", all[1].repository),
                _ => format!("\"{}/app:{number}\"", all[8].repository),
            };
            match number % 3 {
                0 => workload(number, &image, ""),
                1 => full(number, &task("docker", &format!("Docker::image({image})"))),
                _ => full(number, &task("podman", &format!("Podman::image({image})"))),
            }
        }
    };
    format!("//! One of a hundred.\n\nuse crate::images;\nuse crate::site::*;\n\n{text}").replace(
        "use crate::images;\n",
        if text.contains("images::") { "use crate::images;\n" } else { "" },
    )
}

/// A project with all of that, and with what `gen` makes of it.
pub fn project(all: &[Newer]) -> Result<Project, Box<dyn std::error::Error>> {
    let folder = readme_project();
    fs::remove_dir_all(folder.path("project/registry"))?;
    let site = "//! The site.\n\npub use jobwright::prelude::*;\n\npub fn site() -> Site {\n    Site::new(\"lab\").datacenters([\"dc1\"])\n}\n";
    folder.file("project/registry/site.rs", site);
    let constants = format!(
        "//! Images that several jobs share.\n\npub const POSTGRES: &str = \"{}\";\n",
        all[1].image(&all[1].old)
    );
    folder.file("project/registry/images.rs", constants);
    for number in 0..100 {
        folder.file(&format!("project/registry/apps/app_{number}.rs"), definition(number, all));
    }
    folder.file("project/renovate.json", fs::read(repository("scaffold/renovate.json"))?);
    cargo(&folder, "gen").ends(0);
    Ok(folder)
}

/// The files of a project that a bot could change.
pub fn tree(folder: &Project) -> Tree {
    let mut tree = Tree::new();
    for part in ["registry", "out"] {
        let root = folder.path("project");
        for file in files(&root.join(part)).expect("the files") {
            let name = file.strip_prefix(&root).expect("a file of it").display().to_string();
            tree.insert(name, fs::read_to_string(&file).expect("a text"));
        }
    }
    tree
}

/// A change is of this image alone, in as many lines as say it; and `out/` is fresh after it.
pub fn check(folder: &Project, before: &Tree, changed: &Tree, newer: &Newer) {
    let (old, new) = (newer.image(&newer.old), newer.image(&newer.new));
    let mut lines = (0, 0);
    for (file, text) in changed {
        let then = &before[file];
        assert_eq!(then.lines().count(), text.lines().count(), "{file}");
        for (then, now) in then.lines().zip(text.lines()).filter(|(then, now)| then != now) {
            // Of the texts in the line, one is another now.
            let (old, new) = (format!("\"{old}\""), format!("\"{new}\""));
            assert_eq!(now.matches(&new).count(), 1, "{file}: {now}");
            assert_eq!(now.replace(&new, &old), then, "{file}");
            if file.starts_with("out/") { lines.1 += 1 } else { lines.0 += 1 }
        }
        folder.file(&format!("project/{file}"), text);
    }
    assert_eq!(lines, newer.lines, "{new}");
    cargo(folder, "gen --check").ends(0);
    for file in changed.keys() {
        folder.file(&format!("project/{file}"), &before[file]);
    }
}

#[test]
fn each_pull_request_keeps_out_fresh() -> Tested {
    let all = newer("registry.lab:5000", "docker.io/library/");
    let folder = project(&all)?;
    let (before, managers) = (tree(&folder), managers());
    assert_eq!(before.keys().filter(|file| file.starts_with("registry/apps/")).count(), 100);
    for newer in &all {
        let changed = update(
            &before,
            &managers,
            &newer.image(&newer.old),
            newer.new.0,
            newer.new.1.as_deref(),
        );
        check(&folder, &before, &changed, newer);
    }
    // Without the file in `out/`, it would be stale: the check is one.
    let newer = &all[0];
    let mut changed = update(&before, &managers, &newer.image(&newer.old), newer.new.0, None);
    changed.retain(|file, _| file.starts_with("registry/"));
    changed.iter().for_each(|(file, text)| folder.file(&format!("project/{file}"), text));
    cargo(&folder, "gen --check").ends(1);
    changed.keys().for_each(|file| folder.file(&format!("project/{file}"), &before[file]));
    // An image that goes through a function is changed in `out/` alone, which `gen --check` finds; `images` says so before.
    let hidden = hidden(&all);
    let changed = update(&before, &managers, &hidden, "1.0.1", None);
    assert_eq!(changed.keys().collect::<Vec<_>>(), [&format!("out/app-{HIDDEN}.nomad.hcl")]);
    changed.iter().for_each(|(file, text)| folder.file(&format!("project/{file}"), text));
    cargo(&folder, "gen --check").ends(1);
    let listed = cargo(&folder, "images").ends(0);
    let only = "(only in out/)";
    let own = listed.stdout.lines().filter(|line| line.ends_with(only)).collect::<Vec<_>>();
    assert!(matches!(own.as_slice(), [one] if one.contains(&hidden)), "{own:?}");
    Ok(())
}
