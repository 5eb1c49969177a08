//! `docs/secrets.md`.

use jobwright::prelude::*;

use super::{check, lab};
use crate::support::Tested;

mod variables {
    use super::*;

    pub fn job() -> Workload {
        Workload::service("netbox")
            .image("docker.io/netboxcommunity/netbox:v4.1.3")
            .port(Port::http(8080))
            .secrets([("DB_PASSWORD", "db_password"), ("SECRET_KEY", "secret_key")])
    }
}

mod vault {
    use super::*;

    pub fn job() -> Workload {
        let password = vault_secret("kv/database/netbox").key("password");
        Workload::service("report")
            .image("docker.io/library/python:3.12.7")
            .vault(Vault::new().policies(["report"]))
            .secrets([("DB_PASSWORD", password)])
    }
}

mod file {
    use super::*;

    pub fn job() -> Workload {
        let token = nomad_variable("nomad/jobs/backup").key("token");
        Workload::batch("backup")
            .image("docker.io/restic/restic:0.18.0")
            .file("token.txt", format!("token = {token}\n"))
    }
}

#[test]
fn the_page_shows_what_becomes_of_it() -> Tested {
    let jobs = [
        (lab(), variables::job(), "template"),
        (lab(), vault::job(), "task"),
        (lab(), file::job(), "template"),
    ];
    check("docs/secrets.md", include_str!("secrets.rs"), &jobs)
}
