//! Storage: where the data of a job is kept, of four kinds with known trade-offs.

use super::said::Said;
use crate::jobspec::{AccessMode, Attr, IntoAttr, Location};

/// Storage for data.
///
/// | kind | who sees it | what survives |
/// |---|---|---|
/// | [`Storage::ephemeral`] | the allocation | nothing: temporary data and caches |
/// | [`Storage::host`] | one node | a restart on that node |
/// | [`Storage::csi`] | the whole cluster, one writer at a time | a move to another node |
/// | [`Storage::nfs`] | whoever mounts the share | all of it; shared data |
///
/// ```
/// use jobwright::house::Storage;
/// let database = Storage::csi("grafana").at("/var/lib/grafana");
/// let music = Storage::nfs("/mnt/nfs/music").at("/music").read_only();
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Storage {
    pub(super) kind: Kind,
    pub(super) source: String,
    pub(super) destination: String,
    pub(super) read_only: bool,
    pub(super) access_mode: Attr<String>,
    pub(super) written: Location,
    pub(super) said: Said,
}

/// The four kinds, and plain binds of the node's file system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Ephemeral,
    Host,
    Csi,
    Bind,
}

impl Storage {
    #[track_caller]
    fn new(kind: Kind, source: &str) -> Self {
        Self {
            kind,
            source: source.to_owned(),
            destination: String::new(),
            read_only: false,
            access_mode: Attr::from(AccessMode::SingleNodeWriter).into(),
            written: Location::here(),
            said: Said::default(),
        }
    }

    /// The allocation's own disk, which goes with it: a bind of `../alloc/data/PATH`.
    #[must_use]
    #[track_caller]
    pub fn ephemeral(path: &str) -> Self {
        Self::new(Kind::Ephemeral, &format!("../alloc/data/{path}"))
    }

    /// A volume of one node: `volume "NAME" { type = "host" source = "NAME" }`, declared in `registry/volumes/` or
    /// named in [`Site::host_volumes`](super::Site::host_volumes()).
    #[must_use]
    #[track_caller]
    pub fn host(volume: &str) -> Self {
        Self::new(Kind::Host, volume)
    }

    /// A volume of the cluster: `volume "NAME" { type = "csi" source = "NAME" … }`, declared in `registry/volumes/` or
    /// named in [`Site::csi_volumes`](super::Site::csi_volumes()).
    #[must_use]
    #[track_caller]
    pub fn csi(volume: &str) -> Self {
        Self::new(Kind::Csi, volume)
    }

    /// A share that every node has mounted at this path: a bind of it.
    #[must_use]
    #[track_caller]
    pub fn nfs(path: &str) -> Self {
        Self::new(Kind::Bind, path)
    }

    /// A path of the node, as it is: `volumes = ["PATH:DESTINATION"]`. The nodes' docker plugin must allow that:
    /// `volumes { enabled = true }`. A relative path is one of the task's own directory.
    #[must_use]
    #[track_caller]
    pub fn bind(path: &str) -> Self {
        Self::new(Kind::Bind, path)
    }

    /// The path at which the task sees it: `destination = "/data"`. It is required. A second call
    /// is a finding.
    #[must_use]
    #[track_caller]
    pub fn at(mut self, path: &str) -> Self {
        self.said.sets("at", "at");
        path.clone_into(&mut self.destination);
        self
    }

    /// The job may only read it: `read_only = true`. Without it, it may write. A second call changes nothing.
    #[must_use]
    #[track_caller]
    pub fn read_only(mut self) -> Self {
        self.said.adds("read_only");
        self.read_only = true;
        self
    }

    /// The access mode of a CSI volume: `access_mode = "multi-node-multi-writer"`. Without it,
    /// `single-node-writer`, which does not suffice with canaries, or with more than one
    /// allocation. A second call is a finding.
    #[must_use]
    #[track_caller]
    pub fn access_mode(mut self, mode: impl IntoAttr<AccessMode>) -> Self {
        self.said.sets("access_mode", "access_mode");
        self.access_mode = Attr::from(mode.into_attr()).here();
        self
    }

    /// As the docker driver writes a bind.
    pub(super) fn as_bind(&self) -> String {
        let options = if self.read_only { ":ro" } else { "" };
        format!("{}:{}{options}", self.source, self.destination)
    }
}
