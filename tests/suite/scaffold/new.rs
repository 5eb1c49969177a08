//! A job, a volume and a site that are added to a registry.

use crate::cli::{Project, typed};
use crate::support::shown::snapshot;

/// A registry with a site that names shapes.
fn project() -> Project {
    let folder = Project::new();
    folder.file(
        "registry/site.rs",
        "//! The site.\n\npub use jobwright::prelude::*;\n\npub fn site() -> Site {\n    Site::new(\"test\").datacenters([\"dc1\"])\n}\n\n\
         pub mod shape {\n    use super::Shape;\n\n    pub const TINY: Shape = Shape::equal(64);\n    pub const WIDE: Shape = Shape::new(100, 256);\n}\n",
    );
    folder.file("registry/apps/one.rs", "");
    folder
}

#[test]
fn a_job_is_written_and_shown() {
    let folder = project();
    let words = "new grafana --image docker.io/grafana/grafana:11.2.0 --port 3000 --port metrics=9102 --route grafana \
                 --storage host:plex:/var/lib/grafana --storage ephemeral:cache:/cache --shape wide --health /api/health";
    folder.run(words).ends(0);
    folder.cat("registry/apps/grafana.rs");
    folder.run("new job nightly --kind periodic --cron @daily --command /usr/bin/backup --raw --category core").ends(0);
    folder.cat("registry/core_jobs/nightly.rs");
    folder
        .run("new node-agent --kind system --image a/b:1 --command /bin/agent --shape 100,200")
        .ends(0);
    folder.cat("registry/apps/node_agent.rs");
    snapshot!(folder);
}

#[test]
fn what_is_no_job_is_refused() {
    let folder = project();
    for words in [
        "new",
        "new web2",
        "new web --image a:1",
        "new Web2 --image a:1",
        "new 2web --image a:1",
        "new a/b --image a:1",
        "new a --image a:1 --shape huge",
        "new a --image a:1 --kind periodic",
        "new a --image a:1 --cron @daily",
        "new a --image a:1 --port http=0",
        "new a --image a:1 --storage nfs:x",
        "new a --image a:1 --storage csi:nowhere:/data",
        "new a --image a:1 --category volumes",
        "new one --image a:1",
    ] {
        let run = folder.run(words);
        assert_ne!(run.code, 0, "{run}");
    }
    folder.ls("registry");
    snapshot!(folder);
}

#[test]
fn a_volume_is_written_and_shown() {
    let folder = project();
    folder.run("new volume files --plugin nfs --access-mode multi-node-multi-writer").ends(0);
    folder.cat("registry/volumes/files.rs");
    folder.run("new volume scratch --kind host").ends(0);
    folder.run("new volume data --plugin nfs").ends(2);
    folder.run("new volume more").ends(2);
    // Words that Rust or a definition has for itself, and a job that is called like what may be new.
    folder.run("new job volume --image a:1").ends(0);
    folder.run("new loop --image a:1 --category core").ends(0);
    snapshot!(folder);
}

#[test]
fn a_site_is_added() {
    let folder = project();
    folder.run("new site cloud").ends(0);
    folder.run("new site edge-1").ends(0);
    folder.cat("registry/site.rs");
    folder.run("new site cloud").ends(2);
    folder.file("registry/site.rs", "pub fn sites() -> Vec<Site> {\n    all()\n}\n");
    folder.run("new site cloud").ends(0);
    snapshot!(folder);
}

#[test]
fn on_a_terminal_it_asks_for_what_was_not_said() {
    let folder = project();
    let typed_words = "shop\n\nbogus\n\nnginx:1.27\ntiny\n8080\n/shop\nhost:plex:/data\n";
    let Some(run) = typed(&folder.command("new"), typed_words) else { return };
    let run = run.ends(0);
    for words in [
        "name of the job: ",
        "registry/ [apps]: ",
        "kind [service]: ",
        "expected service, batch",
        "shape (tiny, wide)",
    ] {
        assert!(run.stdout.contains(words), "{words} in {run}");
    }
    folder.cat("registry/apps/shop.rs");
    snapshot!(folder);
}
