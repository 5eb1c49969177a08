//! Ansible, for the tests of the playbooks: ansible-core alone, without collections.

use super::call::{Called, Failure, call, clean};
use super::nomad::{self, Nomad};
use super::skip::{self, Needed};
use super::{program, repository};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

const NEEDED: Needed = Needed {
    program: "ansible-playbook",
    required_by: "JOBWRIGHT_REQUIRE_ANSIBLE",
    help: "set JOBWRIGHT_ANSIBLE_PLAYBOOK, or put ansible-playbook on PATH (pip install ansible-core)",
};

/// The ansible-playbook program: `JOBWRIGHT_ANSIBLE_PLAYBOOK`, or the one on PATH.
pub fn binary() -> Option<&'static Path> {
    static BINARY: OnceLock<Option<PathBuf>> = OnceLock::new();
    BINARY.get_or_init(|| program("JOBWRIGHT_ANSIBLE_PLAYBOOK", "ansible-playbook")).as_deref()
}

/// Ansible for the test that asks, or None after noting that the test is skipped.
macro_rules! ansible {
    () => {
        $crate::support::ansible::Ansible::or_skip($crate::support::skip::name_of(|| ()))
    };
}
pub(crate) use ansible;

/// One of this repository's playbooks.
pub struct Ansible {
    program: &'static Path,
}

/// A finished play.
pub struct Played {
    pub called: Called,
    /// The number after `changed=` in the recap.
    pub changed: Option<u32>,
}

impl Ansible {
    /// `ansible!()` fills in the name of the test.
    pub fn or_skip(test: &str) -> Option<Self> {
        skip::found(binary(), &NEEDED, test).map(|program| Self { program })
    }

    /// Plays `playbooks/deploy-job.yml` for one job file, against the cluster of `nomad`.
    pub fn deploy(&self, nomad: &Nomad, job: &Path, options: &[&str]) -> Played {
        let job = format!("job={}", job.display());
        self.play("deploy-job.yml", nomad, &[&["-e", &job], options].concat(), &[])
    }

    /// Plays `playbooks/deploy-all.yml` for the steps in `order`.
    pub fn deploy_all(&self, nomad: &Nomad, order: &Path, options: &[&str]) -> Played {
        let order = format!("order_file={}", order.display());
        self.play("deploy-all.yml", nomad, &[&["-e", &order], options].concat(), &[])
    }

    /// Plays a playbook with more in its environment.
    pub fn play(
        &self,
        playbook: &str,
        nomad: &Nomad,
        options: &[&str],
        environment: &[(&str, &str)],
    ) -> Played {
        let mut command = clean(self.program);
        command.current_dir(repository("")).arg(format!("playbooks/{playbook}"));
        let binary = nomad::binary().unwrap_or(Path::new("nomad"));
        command.args(["-e", &format!("nomad={}", binary.display()), "-e", "poll_seconds=1"]);
        command.args(options).env("NOMAD_ADDR", nomad.address());
        command.env("ANSIBLE_NOCOLOR", "1").env("LC_ALL", "C.UTF-8");
        command.envs(environment.iter().copied());
        let called = call(&mut command, "");
        let recap = called.stdout.rsplit_once("changed=").map(|(_, rest)| rest);
        let changed =
            recap.and_then(|rest| rest.split(' ').next()).and_then(|count| count.parse().ok());
        Played { called, changed }
    }
}

impl Played {
    /// The whole call, if it ended as expected: its exit code is 0 or 2, it changed so much, and it said all of this.
    pub fn expect(self, succeeds: bool, changed: u32, said: &[&str]) -> Result<Called, Failure> {
        let called = self.called.expect(if succeeds { &[0] } else { &[2] })?;
        // The messages are folded as YAML folds them.
        let text = called.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_said = |part: &&str| text.contains(*part);
        if self.changed == Some(changed) && said.iter().all(is_said) {
            return Ok(called);
        }
        let stderr = format!(
            "{}\nexpected changed={changed}, and in the output: {said:?}",
            called.stderr.trim_end()
        );
        Err(Called { stderr, ..called }.fail())
    }
}
