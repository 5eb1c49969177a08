//! `images` in a project that is compiled: which literal each image comes from, and that only it is changed.

use std::fs;

use crate::cli::{Project, cargo, readme_project};
use crate::support::shown::snapshot;
use crate::support::{Tested, repository};

const SITE: &str = r#"//! The sites.

pub use jobwright::prelude::*;

pub fn sites() -> Vec<Site> {
    ["home", "cloud"].map(|name| Site::new(name).datacenters(["dc1"]).registry("lab:5000")).into()
}
"#;

const IMAGES: &str = r#"//! Images that several jobs share.

pub const POSTGRES: &str = "docker.io/library/postgres:16.2";

pub const OLD: &str = "lab:5000/twice:1";
pub const NEW: &str = "lab:5000/twice:1";

pub const ALONE: &str = "lab:5000/alone:1";
pub const LIKE_A_TEXT: &str = "lab:5000/like:1";
pub const LIKE_HIDDEN: &str = "lab:5000/hidden:1";
"#;

/// Every way to say an image.
const WAYS: &str = r##"//! Ways to say an image.

use crate::images;
use crate::site::*;

const VERSION: &str = "1.0";
const HIDDEN: &str = "lab:5000/hidden:1";
const MY_IMAGE: &str = "lab:5000/mine:1";

pub fn job(site: &Site) -> Vec<Job> {
    // Once Docker::image("lab:5000/call:1").
    let call = Docker::image("lab:5000/call:1").args(["lab:5000/call:1"]);
    let lines = Docker::image(
        "lab:5000/lines-that-are-so-long/that-the-call-takes-more/than-one-of-them/in-the-file:1",
    );
    let all = [
        ("call", call),
        ("lines", lines),
        ("constant", Docker::image(images::POSTGRES)),
        ("own-constant", Docker::image(MY_IMAGE.to_owned())),
        ("parameter", taken("lab:5000/parameter:1")),
        ("named-one", Docker::image(images::NEW)),
        ("one-of-two", taken(images::OLD)),
        ("alone", taken(images::ALONE)),
        ("like-a-text", taken("lab:5000/like:1")),
        ("hidden", Docker::image(HIDDEN)),
        ("format", Docker::image(format!("lab:5000/format:{VERSION}"))),
        ("site", Docker::image(site.image("site:1"))),
        ("expression", Docker::image(interpolate(["lab:5000/expression:".into(), var("tag").into()]))),
        ("pinned", Docker::image(PINNED_IMAGE)),
    ];
    let jobs = all.into_iter().map(|(name, docker)| {
        let group = Group::new(name).task(Task::new(name, docker));
        let job = site.complete(Job::service(name).group(group));
        if name == "expression" { job.variable(Variable::string("tag")) } else { job }
    });
    let other = Other::driver("containerd-driver").attr("image", "lab:5000/other:1");
    let other = Job::service("other").group(Group::new("other").task(Task::new("other", other)));
    let house = [
        Workload::service("short").image("lab:5000/short:1").job(site),
        Workload::service("untagged").job(site),
    ];
    jobs.chain([site.complete(other)]).chain(house).collect()
}

const PINNED_IMAGE: &str =
    "lab:5000/pinned:1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

fn taken(image: &str) -> Docker {
    Docker::image(image)
}
"##;

fn project() -> Result<Project, Box<dyn std::error::Error>> {
    let folder = readme_project(&fs::read_to_string(repository("README.md"))?);
    fs::remove_dir_all(folder.path("project/registry"))?;
    folder.file("project/registry/site.rs", SITE);
    folder.file("project/registry/images.rs", IMAGES);
    folder.file("project/registry/apps/ways.rs", WAYS);
    Ok(folder)
}

#[test]
fn only_the_literals_of_an_image_change() -> Tested {
    let folder = project()?;
    cargo(&folder, "images").ends(0);
    cargo(&folder, "images --format json --site cloud").ends(0);
    let newer = "docker.io/library/postgres:16.2 16.4\nlab:5000/call:1 2\nlab:5000/short:1 lab:5000/short:2\nlab:5000/mine:1 2\nlab:5000/other:1 2\n\
                 lab:5000/parameter:1 2\nlab:5000/twice:1 2\nlab:5000/format:1.0 1.1\nlab:5000/site:1 2\nlab:5000/alone:1 2\nlab:5000/like:1 2\nlab:5000/hidden:1 2\nlab:5000/nobody:1 2\nlab:5000/shrot:1 2\n\
                 lab:5000/lines-that-are-so-long/that-the-call-takes-more/than-one-of-them/in-the-file:1 2\n\
                 lab:5000/pinned:1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef 2@sha256:fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210\n";
    folder.given("project/newer", newer);
    let files = ["project/registry/images.rs", "project/registry/apps/ways.rs"];
    let before = files.map(|file| folder.read(file));
    cargo(&folder, "images --outdated newer").ends(1);
    for (file, before) in files.iter().zip(&before) {
        let after = folder.read(file);
        let changed = before.lines().zip(after.lines()).filter(|(before, after)| before != after);
        let lines: String =
            changed.map(|(before, after)| format!("- {before}\n+ {after}\n")).collect();
        folder.note(&format!("{file}\n{lines}"));
    }
    // The same again changes nothing, and says what is left.
    let after = files.map(|file| folder.read(file));
    cargo(&folder, "images --outdated newer").ends(1);
    assert_eq!(files.map(|file| folder.read(file)), after);
    cargo(&folder, "gen").ends(0);
    snapshot!(folder);
    Ok(())
}
