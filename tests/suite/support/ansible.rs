//! Ansible, for the tests of the playbooks: ansible-core alone, without inventory, configuration or collections.

use super::call::{Called, call, clean};
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
        let mut command = clean(self.program);
        command.current_dir(repository("")).arg("playbooks/deploy-job.yml");
        command.arg("-e").arg(format!("job={}", job.display()));
        command
            .arg("-e")
            .arg(format!("nomad={}", nomad::binary().unwrap_or(Path::new("nomad")).display()));
        command.args(options).env("NOMAD_ADDR", nomad.address());
        command.env("ANSIBLE_NOCOLOR", "1").env("LC_ALL", "C.UTF-8");
        let called = call(&mut command, "");
        let recap = called.stdout.split_once("changed=").map(|(_, rest)| rest);
        let changed =
            recap.and_then(|rest| rest.split(' ').next()).and_then(|count| count.parse().ok());
        Played { called, changed }
    }
}
