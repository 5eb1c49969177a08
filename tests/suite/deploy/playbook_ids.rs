//! Jobs whose IDs begin alike: to `nomad job …`, an ID that is not there is the beginning of another one.

use super::version;
use crate::support::agent::Agent;
use crate::support::ansible::ansible;
use crate::support::call::call;
use crate::support::nomad::nomad;
use crate::support::{Tested, repository};
use std::fs;

#[test]
fn a_job_whose_id_others_begin_with_is_a_job_of_its_own() -> Tested {
    let (Some(nomad), Some(ansible)) = (nomad!(), ansible!()) else { return Ok(()) };
    let (agent, folder) = (Agent::start(&nomad)?, tempfile::tempdir()?);
    let (nomad, file) = (agent.nomad(), folder.path().join("job.nomad.hcl"));
    let service = fs::read_to_string(repository("tests/suite/deploy/service.nomad.hcl"))?;
    let named = |id: &str| service.replacen("\"changes\"", &format!("\"{id}\""), 1);
    for (others, own) in [(&["plug-a", "plug-b"][..], "plug"), (&["cork-a"], "cork")] {
        for other in others {
            fs::write(&file, named(other))?;
            nomad.register(&file)?;
        }
        fs::write(&file, named(own))?;
        ansible.deploy(nomad, &file, &["--check"]).expect(true, 1, &["would register"])?;
        ansible.deploy(nomad, &file, &[]).expect(true, 1, &[])?;
        ansible.deploy(nomad, &file, &[]).expect(true, 0, &[])?;
        fs::write(&file, named(own).replacen("/bin/sleep", "/bin/false", 1))?;
        let said = ["rolled back to version 0, whose deployment is successful"];
        ansible.deploy(nomad, &file, &["-e", "rollback=true"]).expect(false, 2, &said)?;
        assert_eq!(version(nomad, own)?, Some(2));
        for other in others {
            assert_eq!(version(nomad, other)?, Some(0), "{other}");
        }
    }

    // The same ID in another namespace is another job.
    call(nomad.command().args(["namespace", "apply", "shop"]), "").expect(&[0])?;
    let elsewhere = "namespace = \"shop\"\n  region = \"global\"\n  datacenters";
    fs::write(&file, named("plug").replacen("datacenters", elsewhere, 1))?;
    ansible.deploy(nomad, &file, &[]).expect(true, 1, &[])?;
    ansible.deploy(nomad, &file, &[]).expect(true, 0, &[])?;
    assert_eq!(version(nomad, "plug")?, Some(2));
    Ok(())
}
