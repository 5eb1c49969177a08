//! Saves the shared files of the house: every night, and what somebody asks for.

use crate::site::*;

pub fn job() -> Vec<Workload> {
    let nightly = Periodic::crons(["0 3 * * *"])
        .time_zone("America/Los_Angeles")
        .prohibit_overlap(true);
    // nomad job dispatch -meta reason="before the upgrade" backup-on-demand paths.txt
    let on_demand = Parameterized::new().payload("required").meta_required(["reason"]);
    vec![
        backup("nightly-backup").periodic(nightly),
        backup("backup-on-demand")
            .adjust_task(|task| task.dispatch_payload(DispatchPayload::to("paths.txt")))
            .adjust_job(|job| job.parameterized(on_demand)),
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
