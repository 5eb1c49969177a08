//! Volumes in `playbooks/deploy-all.yml`: made if absent, once their plugin is healthy, and never touched again.
//!
//! Volumes and plugins are played by a script in place of nomad, which keeps them as files; all else is the real one.

use super::playbook_all::order;
use crate::support::Tested;
use crate::support::agent::Agent;
use crate::support::ansible::ansible;
use crate::support::nomad::{self, nomad};
use serde_json::json;
use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

pub const VOLUME: &str = "id = \"data\"\nname = \"data\"\ntype = \"csi\"\nplugin_id = \"disks\"\n";

#[test]
fn a_volume_is_made_once() -> Tested {
    let (Some(nomad), Some(ansible)) = (nomad!(), ansible!()) else { return Ok(()) };
    let (agent, folder) = (Agent::start(&nomad)?, tempfile::tempdir()?);
    let (nomad, here) = (agent.nomad(), folder.path());
    let file = here.join("volumes/data.volume.hcl");
    fs::create_dir(here.join("volumes"))?;
    fs::write(&file, VOLUME)?;
    let step = |action: &str| {
        json!({ "file": "volumes/data.volume.hcl", "volume": "data", "type": "csi",
        "plugin": "disks", "action": action })
    };
    let steps = order(here, &[step("create")])?;
    let program = format!("nomad={}", stand_in(here)?.display());
    let play = |options: &[&str]| {
        ansible.deploy_all(
            nomad,
            &steps,
            &[&["-e", &program, "-e", "wait_seconds=4"], options].concat(),
        )
    };

    let said = ["plugin_id = \"disks\"", "would create volume data", "would change: volume data"];
    play(&["--check", "--diff"]).expect(true, 1, &said)?;
    assert!(!here.join("made").exists(), "check mode made the volume");

    fs::write(here.join("nodes"), "0")?;
    let said = [
        "volume `data` was not made: its plugin `disks` is not healthy after 4 s",
        "0 of 1 nodes, 1 of 1 controllers",
        "deployed: nothing failed: volume data not begun: nothing",
    ];
    play(&[]).expect(false, 0, &said)?;

    // Its node comes while the playbook waits.
    fs::write(here.join("nodes"), "later")?;
    play(&[]).expect(true, 1, &["changed: volume data; unchanged: nothing"])?;
    assert_eq!(fs::read_to_string(here.join("made"))?, format!("create\n{VOLUME}"));

    fs::write(&file, VOLUME.replace("data\"\ntype", "other\"\ntype"))?;
    play(&[]).expect(true, 0, &["changed: nothing; unchanged: volume data"])?;
    play(&["--check", "--diff"]).expect(true, 0, &["would change: nothing"])?;
    assert_eq!(fs::read_to_string(here.join("made"))?, format!("create\n{VOLUME}"));

    fs::remove_file(here.join("made"))?;
    fs::write(&file, VOLUME)?;
    order(here, &[step("register")])?;
    play(&[]).expect(true, 1, &["changed: volume data"])?;
    assert_eq!(fs::read_to_string(here.join("made"))?, format!("register\n{VOLUME}"));
    Ok(())
}

#[test]
fn what_nomad_says_of_a_volume_is_passed_on() -> Tested {
    let (Some(nomad), Some(ansible)) = (nomad!(), ansible!()) else { return Ok(()) };
    let (agent, folder) = (Agent::start(&nomad)?, tempfile::tempdir()?);
    let nomad = agent.nomad();
    fs::write(folder.path().join("data.volume.hcl"), VOLUME)?;
    let mut step = json!({ "file": "data.volume.hcl", "volume": "data", "type": "csi", "plugin": "disks",
        "action": "register" });
    let steps = order(folder.path(), &[step.clone()])?;
    let said = ["No plugins(s) with prefix or ID \"disks\" found"];
    ansible.deploy_all(nomad, &steps, &["-e", "wait_seconds=1"]).expect(false, 0, &said)?;

    step["plugin"].take();
    let step =
        json!({ "file": step["file"], "volume": "data", "type": "csi", "action": "register" });
    let steps = order(folder.path(), &[step])?;
    let said = ["stopped at volume data: non-zero return code: Error registering volume"];
    ansible.deploy_all(nomad, &steps, &[]).expect(false, 0, &said)?;
    Ok(())
}

/// A program that stands before nomad: it makes the volume `data` by copying its file to `made`. The file `nodes` says
/// how many nodes of the plugin are healthy; `later` is none the first time, and then one.
pub fn stand_in(folder: &Path) -> io::Result<PathBuf> {
    let program = folder.join("nomad");
    let real = nomad::binary().unwrap_or(Path::new("nomad"));
    let script = format!(
        r#"#!/bin/sh
cd '{folder}'
case "$1 $2" in
  "volume status")
    [ -f made ] && echo '[{{"ID": "data", "Name": "data"}}]' || echo 'No CSI volumes' ;;
  "volume create" | "volume register")
    [ "$(cat nodes)" = 1 ] || exit 9
    {{ echo "$2"; for file; do :; done; cat "$file"; }} > made ;;
  "plugin status")
    nodes=$(cat nodes)
    [ "$nodes" = later ] && nodes=0 && echo 1 > nodes
    printf '{{"ID": "disks", "ControllerRequired": true, "ControllersHealthy": 1, "ControllersExpected": 1,'
    echo "\"NodesHealthy\": $nodes, \"NodesExpected\": 1}}" ;;
  *) exec '{real}' "$@" ;;
esac
"#,
        folder = folder.display(),
        real = real.display(),
    );
    fs::write(&program, script)?;
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755))?;
    Ok(program)
}
