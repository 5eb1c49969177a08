//! `docs/storage.md`.

use jobwright::prelude::*;

use super::{check, lab};
use crate::support::Tested;

mod cache {
    use super::*;

    pub fn job() -> Workload {
        Workload::service("thumbnails")
            .image("docker.io/library/python:3.12.7")
            .storage(Storage::ephemeral("cache").at("/cache"))
    }
}

mod host {
    use super::*;

    pub fn job() -> Workload {
        Workload::service("player")
            .image("docker.io/jellyfin/jellyfin:10.10.3")
            .storage(Storage::host("media").at("/media").read_only())
    }
}

mod csi {
    use super::*;

    pub fn job() -> Workload {
        Workload::service("database")
            .image("docker.io/library/postgres:17.2")
            .storage(Storage::csi("database").at("/var/lib/postgresql/data"))
    }
}

#[allow(dead_code, reason = "the page shows it; a volume is no job")]
mod volume {
    use super::*;

    pub fn volume() -> VolumeSpec {
        VolumeSpec::csi("database", "nfs")
            .capability(Capability::new("single-node-writer", "file-system"))
    }
}

#[test]
fn the_page_shows_what_becomes_of_it() -> Tested {
    let jobs = [
        (lab(), cache::job(), "config"),
        (lab(), host::job(), "volume"),
        (lab(), csi::job(), "volume"),
    ];
    check("docs/storage.md", include_str!("storage.rs"), &jobs)
}
