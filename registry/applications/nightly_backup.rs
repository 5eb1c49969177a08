//! Saves the shared files of the house: every night, and what somebody asks for.

use crate::site::*;

pub fn job() -> Vec<Workload> {
    // nomad job dispatch -meta reason="before the upgrade" backup-on-demand paths.txt
    let on_demand = Parameterized::new().payload(Payload::Required).meta_required(["reason"]);
    vec![
        backup("nightly-backup").cron("0 3 * * *").time_zone("America/Los_Angeles"),
        backup("backup-on-demand").parameterized(on_demand).dispatch_payload("paths.txt"),
    ]
}

fn backup(name: &str) -> Workload {
    Workload::batch(name)
        .target(target::NODE)
        .image("restic/restic:0.18.0")
        .entrypoint(["/bin/sh", "/local/backup.sh"])
        .template(Template::inline("local/backup.sh", include_text!("../files/backup.sh")))
        .secrets([("RESTIC_REPOSITORY", "repository"), ("RESTIC_PASSWORD", "password")])
        .storage(Storage::nfs("/mnt/nfs").at("/data").read_only())
}
