//! Storage for jobs: the plugin of `tests/csi`, whose volumes are directories.
//!
//! Nomad runs it as a job of the driver `raw_exec`. The node says where the program is and where directories go, so that a
//! job file need not: `${meta.csi_program}` and `${meta.csi_store}`. Tasks that mount a volume need the driver `exec`.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

use super::agent::Agent;
use super::disk::{self, Disk};
use super::setup::Setup;
use super::skip::{self, Needed};
use super::{daemon, go, wait_for};

const NEEDED: Needed = Needed {
    program: "a CSI plugin",
    required_by: "JOBWRIGHT_REQUIRE_NOMAD",
    help: "install Go, which builds it from tests/csi",
};

const SECONDS: u64 = 30;

/// Storage for the test that asks, or None after noting that the test is skipped.
macro_rules! csi {
    () => {
        $crate::support::csi::Csi::or_skip($crate::support::skip::name_of(|| ()))
    };
}
pub(crate) use csi;

/// The program, and the directory in which its volumes are directories.
pub struct Csi {
    program: &'static Path,
    store: TempDir,
}

impl Csi {
    /// `csi!()` fills in the name of the test.
    pub fn or_skip(test: &str) -> Option<Self> {
        static PROGRAM: OnceLock<Option<PathBuf>> = OnceLock::new();
        // It mounts what it publishes.
        skip::found(Disk::mount(1), &disk::NEEDED, test)?;
        let program = PROGRAM.get_or_init(|| go::built("tests/csi", ".", "csi"));
        let program = skip::found(program.as_deref(), &NEEDED, test)?;
        Some(Self { program, store: daemon::folder("csi-").ok()? })
    }

    /// The setup, with what a plugin's job must know in the node's `meta`.
    pub fn on(&self, setup: Setup) -> Setup {
        let text = |path: &Path| path.to_string_lossy().into_owned();
        let setup = setup.meta("csi_program", &text(self.program));
        setup.meta("csi_store", &text(self.store.path()))
    }

    /// The directory of a volume.
    pub fn volume(&self, id: &str) -> PathBuf {
        self.store.path().join(id)
    }
}

/// Waits until a plugin of this ID answers, and can make volumes and mount them; false when it took too long.
pub fn becomes_healthy(agent: &Agent, id: &str) -> bool {
    let healthy = || {
        let plugin = agent.get(&format!("/v1/plugin/csi/{id}"))?;
        let is_some = |name: &str| plugin[name].as_u64().filter(|count| *count > 0);
        is_some("ControllersHealthy").and(is_some("NodesHealthy"))
    };
    wait_for(SECONDS, healthy).is_some()
}

/// What the cluster knows of a volume; None if it has none of this ID.
pub fn volume(agent: &Agent, id: &str) -> Option<Value> {
    agent.get(&format!("/v1/volume/csi/{id}"))
}
