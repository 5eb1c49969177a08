//! `images` in a project that is compiled: which literal each image comes from, and that only it is changed.

use std::fs;

use crate::cli::{Project, cargo, readme_project};
use crate::support::Tested;
use crate::support::shown::snapshot;

const SITE: &str = r#"//! The sites.

pub use jobwright::prelude::*;

pub fn sites() -> Vec<Site> {
    ["home", "cloud"].map(|name| Site::new(name).datacenters(["dc1"]).image_registry("lab:5000")).into()
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
    let folder = readme_project();
    fs::remove_dir_all(folder.path("project/registry"))?;
    folder.file("project/registry/site.rs", SITE);
    folder.file("project/registry/images.rs", IMAGES);
    folder.file("project/registry/apps/ways.rs", WAYS);
    Ok(folder)
}

/// What a run of `images --outdated` has changed in files.
fn note_changes(folder: &Project, before: &[(&str, String)]) {
    for (file, before) in before {
        let after = folder.read(file);
        let changed = before.lines().zip(after.lines()).filter(|(before, after)| before != after);
        let lines: String =
            changed.map(|(before, after)| format!("- {before}\n+ {after}\n")).collect();
        folder.note(&format!("{file}\n{lines}"));
    }
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
    let before = files.map(|file| (file, folder.read(file)));
    cargo(&folder, "images --outdated newer").ends(1);
    note_changes(&folder, &before);
    // The same again changes nothing, and says what is left.
    let after = files.map(|file| folder.read(file));
    cargo(&folder, "images --outdated newer").ends(1);
    assert_eq!(files.map(|file| folder.read(file)), after);
    cargo(&folder, "gen").ends(0);
    snapshot!(folder);
    Ok(())
}

/// Constants of one text and of other modules, and what only looks like the one that is used.
const FOLLOWED: [(&str, &str); 12] = [
    (
        "images.rs",
        r#"pub const WEB: &str = "docker.io/library/httpd:2.4.1";
pub const UNUSED: &str = "docker.io/library/caddy:2.8.0";
pub const CACHE: &str = "docker.io/library/redis:7.2.0";
pub const STABLE: &str = "lab:5000/web:1";
pub const NEXT: &str = "lab:5000/web:2";
pub const FIRST: &str = "lab:5000/two:1";
pub const SECOND: &str = "lab:5000/two:1";
pub const DB_IMAGE: &str = "lab:5000/db:1";
pub const LEFT: &str = "lab:5000/left:1";
"#,
    ),
    ("old.rs", r#"pub const DB_IMAGE: &str = "lab:5000/db:1";"#),
    (
        "apps/a.rs",
        r#"const IMAGE: &str = "docker.io/library/httpd:2.4.1";

pub fn job() -> Workload {
    Workload::service("a").image(IMAGE)
}
"#,
    ),
    (
        "apps/b.rs",
        r#"use crate::images;

const IMAGE: &str = images::WEB;

pub fn job() -> Workload {
    Workload::service("b").image(IMAGE)
}
"#,
    ),
    (
        "apps/caddy.rs",
        r#"const VERSION: &str = "2.8.0";

pub fn job() -> Workload {
    let image = format!("docker.io/library/caddy:{VERSION}");
    Workload::service("caddy").image(image)
}
"#,
    ),
    (
        "apps/cache.rs",
        r##"fn base(name: &str, image: &str) -> Workload {
    Workload::service(name).image(image)
}

pub fn job() -> Workload {
    base("cache", r"docker.io/library/redis:7.2.0")
}
"##,
    ),
    (
        "apps/one.rs",
        r#"const IMAGE: &str = "lab:5000/same:1";

pub fn job() -> Workload {
    Workload::service("one").image(IMAGE)
}
"#,
    ),
    (
        "apps/other.rs",
        r#"static IMAGE: &str = "lab:5000/same:1";

pub fn job(site: &Site) -> Vec<Job> {
    let attr = |name: &str, driver| site.complete(Job::service(name).group(Group::new(name).task(Task::new(name, driver))));
    let driver = || Other::driver("containerd-driver");
    vec![
        Workload::service("other").image(IMAGE).job(site),
        attr("attr", driver().attr("image", "lab:5000/attr:1")),
        attr("attr-too", driver().attr("image", "lab:5000/attr:1")),
    ]
}
"#,
    ),
    (
        "apps/picked.rs",
        r#"use crate::images;

const CLOUD: &str = "cloud";

pub fn job(site: &Site) -> Vec<Workload> {
    vec![
        Workload::service("picked").image(site.pick(images::STABLE, [(CLOUD, images::NEXT)])),
        Workload::service("said").image(site.pick("lab:5000/said:1", [(CLOUD, "lab:5000/said:2")])),
    ]
}
"#,
    ),
    (
        "apps/two.rs",
        r#"use crate::images::{FIRST, SECOND};

fn of(name: &str, image: &str) -> Workload {
    Workload::service(name).image(image)
}

pub fn job() -> Vec<Workload> {
    vec![of("first", FIRST), of("second", SECOND)]
}
"#,
    ),
    (
        "apps/left.rs",
        r#"use crate::images as all;
use crate::images::LEFT as RENAMED;

struct Own;

impl Own {
    const IMAGE: &'static str = "lab:5000/left:1";
}

fn changed(name: &str, image: &str) -> Workload {
    let image = image.replace("not-", "");
    Workload::service(name).image(image)
}

fn handed(image: &str) -> Workload {
    Workload::service("handed").image(image)
}

pub fn job() -> Vec<Workload> {
    let either = if RENAMED.is_empty() { "lab:5000/left:2" } else { "lab:5000/left:1" };
    let mut all = vec![
        Workload::service("renamed").image(RENAMED),
        Workload::service("alias").image(all::LEFT),
        Workload::service("of-a-type").image(Own::IMAGE),
        Workload::service("either").image(either),
        changed("changed", "lab:5000/not-left:1"),
    ];
    all.extend([RENAMED].map(handed));
    all
}
"#,
    ),
    (
        "apps/db.rs",
        r#"use crate::images::DB_IMAGE;
use crate::old;

pub fn job() -> Vec<Workload> {
    vec![
        Workload::service("db").image(DB_IMAGE),
        Workload::service("db-old").image(old::DB_IMAGE),
    ]
}
"#,
    ),
];

#[test]
fn an_image_is_followed_where_it_is_clear_and_left_where_it_is_not() -> Tested {
    let folder = readme_project();
    fs::remove_dir_all(folder.path("project/registry"))?;
    folder.file("project/registry/site.rs", SITE);
    let paths = FOLLOWED.map(|(file, _)| format!("project/registry/{file}"));
    for (path, (_, text)) in paths.iter().zip(FOLLOWED) {
        let site = if path.contains("apps") { "use crate::site::*;\n" } else { "" };
        folder.file(path, format!("//! One of them.\n\n{site}{text}"));
    }
    cargo(&folder, "images").ends(0);
    let newer = "docker.io/library/httpd:2.4.1 2.4.9\ndocker.io/library/caddy:2.8.0 2.9.0\ndocker.io/library/redis:7.2.0 7.4.0\n\
                 lab:5000/same:1 2\nlab:5000/attr:1 2\nlab:5000/web:1 1.1\nlab:5000/web:2 2.1\nlab:5000/said:1 1.1\nlab:5000/said:2 2.1\n\
                 lab:5000/two:1 2\nlab:5000/db:1 2\nlab:5000/left:1 2\n";
    folder.given("project/newer", newer);
    let before: Vec<(&str, String)> =
        paths.iter().map(|path| (path.as_str(), folder.read(path))).collect();
    cargo(&folder, "images --outdated newer").ends(1);
    note_changes(&folder, &before);
    cargo(&folder, "images").ends(0);
    snapshot!(folder);
    Ok(())
}
