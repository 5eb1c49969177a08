//! `changed` in the playbook's recap is true, also where the exit code of `nomad job plan` is not: 0 there means only
//! that no allocation comes or goes.

use super::version;
use crate::support::agent::Agent;
use crate::support::ansible::{Ansible, ansible};
use crate::support::nomad::nomad;
use crate::support::{Tested, repository, wait_for};
use std::fs;
use tempfile::TempDir;

/// One agent, and the copy of a job that is edited between deployments.
struct Story {
    ansible: Ansible,
    agent: Agent,
    folder: TempDir,
}

#[test]
fn a_service_changes_in_every_way() -> Tested {
    let (Some(nomad), Some(ansible)) = (nomad!(), ansible!()) else { return Ok(()) };
    let story = Story { ansible, agent: Agent::start(&nomad)?, folder: tempfile::tempdir()? };
    // The edits add up: each differs from the job before it in one thing.
    let mut job = fs::read_to_string(repository("tests/suite/deploy/service.nomad.hcl"))?;
    story.deploy(&job, Some(true), true)?;
    for (from, to, moves_allocations) in [
        ("\"hello\"", "\"good day\"", true),
        ("\"first\"", "\"second\"", false),
        ("datacenters =", "priority = 60\ndatacenters =", false),
        ("datacenters =", "meta {\nteam = \"a\"\n}\ndatacenters =", true),
        ("count = 1", "count = 2", true),
        ("\"/bin/sleep\"", "\"/bin/sleep\" # a comment", false),
    ] {
        let edited = job.replacen(from, to, 1);
        assert_ne!(edited, job, "nothing to replace: {from}");
        let differs = !to.contains('#');
        story.deploy(&edited, differs.then_some(moves_allocations), true)?;
        job = edited;
    }
    story.agent.nomad().stop("changes")?;
    story.deploy(&job, Some(true), true)?;
    story.deploy(&job, None, true)
}

#[test]
fn a_failed_deployment_is_not_forgotten_by_the_second_run() -> Tested {
    let (Some(nomad), Some(ansible)) = (nomad!(), ansible!()) else { return Ok(()) };
    let story = Story { ansible, agent: Agent::start(&nomad)?, folder: tempfile::tempdir()? };
    let job = fs::read_to_string(repository("tests/suite/deploy/service.nomad.hcl"))?;
    let failing = job.replacen("\"/bin/sleep\"", "\"/bin/false\"", 1);
    story.deploy(&failing, Some(true), false)?;
    story.deploy(&failing, None, false)
}

#[test]
fn a_batch_job_is_not_run_again() -> Tested {
    let (Some(nomad), Some(ansible)) = (nomad!(), ansible!()) else { return Ok(()) };
    let story = Story { ansible, agent: Agent::start(&nomad)?, folder: tempfile::tempdir()? };
    let job = fs::read_to_string(repository("tests/suite/deploy/batch.nomad.hcl"))?;
    story.deploy(&job, Some(true), true)?;
    let dead = || story.agent.get("/v1/job/done").filter(|job| job["Status"] == "dead");
    wait_for(20, dead).ok_or("the batch job did not end")?;
    story.deploy(&job, None, true)
}

impl Story {
    /// Deploys the text. Expected: `difference` is None for none, else whether the plan moves allocations; and
    /// whether the playbook succeeds.
    fn deploy(&self, job: &str, difference: Option<bool>, succeeds: bool) -> Tested {
        let (nomad, file) = (self.agent.nomad(), self.folder.path().join("job.nomad.hcl"));
        fs::write(&file, job)?;
        let name = job.split('"').nth(1).ok_or("a job without a name")?;
        let plan = nomad.plan(&file)?;
        assert_eq!(plan.differs, difference.is_some(), "{}", plan.text);
        assert_eq!(plan.moves_allocations, difference == Some(true), "{}", plan.text);

        let before = version(nomad, name)?;
        let played = self.ansible.deploy(nomad, &file, &[]);
        let called = played.called.expect(if succeeds { &[0] } else { &[2] })?;
        assert_eq!(played.changed, Some(u32::from(difference.is_some())), "{}{called}", plan.text);
        let expected = match difference {
            Some(_) => before.map_or(0, |version| version + 1),
            None => before.ok_or("no difference to a job that is not there")?,
        };
        assert_eq!(version(nomad, name)?, Some(expected), "{}{called}", plan.text);
        if !succeeds {
            assert!(
                called.stdout.contains(&format!("job `{name}`")),
                "no readable message: {called}"
            );
        }
        Ok(())
    }
}
