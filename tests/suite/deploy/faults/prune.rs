//! Jobs whose files were removed.

use super::{Bench, Hcl, running, version};
use crate::support::nomad::nomad;
use crate::support::{Tested, git};

#[test]
fn only_jobs_whose_files_were_removed_are_stopped_and_only_if_asked() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent) = Bench::start(&nomad)?;
    let folder = bench.folder.path("");
    git::run(&folder, &["init", "--quiet"]);
    for id in ["shop", "old"] {
        bench.job(&Hcl::service(id));
    }
    git::commit(&folder, "two jobs");
    bench.deploy("shop old", "").ends(0);
    bench.somebody_registers(&Hcl::service("foreign"));
    std::fs::remove_file(bench.folder.path("old.nomad.hcl"))?;
    git::commit(&folder, "one job");

    let said = bench.deploy("shop", "").ends(0);
    assert!(!said.stderr.contains("stop: "), "{said}");
    assert_eq!(running(&agent, "old"), 1);
    let path = std::env::var("PATH").unwrap_or_default();
    let prune = |revision: &str| {
        let mut command = bench
            .folder
            .command(&format!("deploy shop.nomad.hcl --auto-approve --prune {revision}"));
        command.env("PATH", &path).env("NOMAD_ADDR", format!("http://{}", agent.address()));
        command.arg("--nomad").arg(bench.nomad.command().get_program());
        crate::cli::Run::of(&mut command, b"")
    };
    prune("HEAD~7").ends(2);
    // Of a file that cannot be read, nobody knows which job it is about.
    bench.folder.file("broken.nomad.hcl", "job \"old\" {");
    let said = prune("HEAD~1").ends(2);
    let part = "`broken.nomad.hcl` cannot be read, so nobody knows which jobs are gone";
    assert!(said.stderr.contains(part), "{said}");
    assert_eq!(running(&agent, "old"), 1);
    std::fs::remove_file(bench.folder.path("broken.nomad.hcl"))?;
    let said = prune("HEAD~1").ends(0);
    assert!(said.stderr.contains("stop: old, whose file is gone\n"), "{said}");
    assert!(said.stderr.contains("1 job stopped\n"), "{said}");
    assert_eq!(["shop", "old", "foreign"].map(|id| version(&agent, id)), [Some(0), None, Some(0)]);
    let said = prune("HEAD~1").ends(0);
    assert!(!said.stderr.contains("stop"), "{said}");
    Ok(())
}
