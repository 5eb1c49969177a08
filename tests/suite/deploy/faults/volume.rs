//! The only allocation of a service, with its data; and volumes that are made, made known, or not.

use std::fs;
use std::time::{Duration, Instant};

use jobwright::jobspec::Version;

use super::{Bench, Hcl, version};
use crate::support::agent::Agent;
use crate::support::csi::{csi, volume};
use crate::support::nomad::nomad;
use crate::support::setup::Setup;
use crate::support::{Tested, repository};

#[test]
fn the_only_allocation_with_data_is_replaced_only_if_allowed() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    let agent = Agent::of(Setup::durable().host_volume("data", folder.path()), &nomad)?;
    let bench = Bench::at(agent.address(), &nomad);
    let volume = "volume \"data\" {\n      type = \"host\"\n      source = \"data\"\n    }";
    let job = |script: &str| bench.job(&Hcl::service("shop").script(script).with_group(volume));
    job("exec sleep 3600");
    bench.deploy("shop", "").ends(0);
    job("exec sleep 3601");
    let said = bench.deploy("shop", "").ends(1);
    for part in [
        "refused: the only allocation of group `app` would be replaced, and it has data on `data`\n",
        "`--allow-destructive shop`",
        "1 job refused, nothing was deployed\n",
    ] {
        assert!(said.stderr.contains(part), "no `{part}` in {said}");
    }
    assert_eq!(version(&agent, "shop"), Some(0));
    bench.job(&Hcl::service("other"));
    bench.deploy("shop other", "--allow-destructive other").ends(1);
    bench.deploy("shop", "--allow-destructive shop").ends(0);
    assert_eq!(version(&agent, "shop"), Some(1));
    Ok(())
}

#[test]
fn a_volume_is_registered_or_it_is_said_why_not() -> Tested {
    let (Some(nomad), Some(csi)) = (nomad!(), csi!()) else { return Ok(()) };
    let agent = Agent::of(csi.on(Setup::durable()), &nomad)?;
    let bench = Bench::at(agent.address(), &nomad);
    let deploy = |files: &str| bench.run(&format!("deploy --auto-approve --timeout 40s {files}"));
    let spec = |id: &str, more: &str| {
        format!(
            "id = {id:?}\nname = {id:?}\ntype = \"csi\"\nplugin_id = \"nfs\"\n{more}\
             capability {{\n  access_mode = \"single-node-writer\"\n  attachment_mode = \"file-system\"\n}}\n"
        )
    };
    bench.folder.file("old.volume.hcl", spec("old", "external_id = \"made-before\"\n"));
    bench.folder.file("new.volume.hcl", spec("new", ""));
    bench.job(&Hcl::service("shop"));

    // Nobody would mount it.
    let start = Instant::now();
    let said = bench.run("deploy --auto-approve --timeout 2s new.volume.hcl").ends(1);
    assert!(start.elapsed() < Duration::from_secs(15), "{said}");
    for part in [
        "volume new  no job runs the plugin `nfs`\n",
        "\nvolume new: no job runs the plugin `nfs`\n  help: deploy the jobs of the plugin first\n",
        "\nfailed: volume new\n",
    ] {
        assert!(said.stderr.contains(part), "no `{part}` in {said}");
    }
    assert_eq!((volume(&agent, "new"), csi.volume("new").exists()), (None, false));

    // Storage that is there is only made known, and other storage is made.
    let plugin = fs::read_to_string(repository("tests/suite/helpers/csi/plugin.nomad.hcl"))?;
    bench.folder.file("plugin.nomad.hcl", plugin);
    fs::create_dir_all(csi.volume("made-before"))?;
    let files = "plugin.nomad.hcl old.volume.hcl new.volume.hcl";
    let said = deploy(files).ends(0);
    assert!(said.stderr.contains("3 steps deployed, 0 unchanged"), "{said}");
    let old = volume(&agent, "old").ok_or("not registered")?;
    assert_eq!((&old["ExternalID"], &old["Schedulable"]), (&"made-before".into(), &true.into()));
    assert_eq!((csi.volume("old").exists(), csi.volume("new").is_dir()), (false, true));
    let said = deploy(files).ends(0);
    assert!(said.stderr.contains("0 steps deployed, 3 unchanged"), "{said}");

    // Host volumes of a specification are newer than this Nomad; a newer one would make it.
    let host = "name = \"cache\"\ntype = \"host\"\nplugin_id = \"mkdir\"\n\
                capability {\n  access_mode = \"single-node-writer\"\n  attachment_mode = \"file-system\"\n}\n";
    bench.folder.file("cache.volume.hcl", host);
    if nomad.version() < Version::new(1, 10, 0) {
        let said = deploy("cache.volume.hcl").ends(1);
        assert!(said.stderr.contains("volume cache: "), "{said}");
        assert!(said.stderr.contains("host"), "{said}");
        assert!(said.stderr.contains("\nfailed: volume cache\n"), "{said}");
    }
    Ok(())
}
