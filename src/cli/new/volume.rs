//! `new volume`.

use std::path::PathBuf;

use super::write::{New, is_new, write};
use crate::cli::{Answer, ask};
use crate::draft::{Stem, VolumeDraft, VolumeKind};
use crate::error::{Error, ErrorKind};
use crate::generate::of_sites;
use crate::jobspec::AccessMode;
use crate::project::Project;
use crate::registry::{Definition, Registry};
use crate::scaffold::Wanted;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Name of the volume
    name: String,
    /// Select the type of the volume
    #[arg(long, value_enum, default_value_t)]
    kind: KindArg,
    /// Use this storage plugin; prompted for on a terminal
    #[arg(long, value_name = "PLUGIN")]
    plugin: Option<String>,
    /// Select how it may be mounted
    #[arg(long, value_enum, value_name = "MODE", default_value_t)]
    access_mode: ModeArg,
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum KindArg {
    /// In the whole cluster, provided by a storage plugin
    #[default]
    Csi,
    /// A directory of one node, created by a plugin of the client; since Nomad 1.10
    Host,
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum ModeArg {
    /// Read-only on one node
    SingleNodeReaderOnly,
    /// Read and write on one node
    #[default]
    SingleNodeWriter,
    /// Read and write on one node by one allocation; dynamic host volumes only
    SingleNodeSingleWriter,
    /// Read and write on one node by several allocations; dynamic host volumes only
    SingleNodeMultiWriter,
    /// Read-only on several nodes
    MultiNodeReaderOnly,
    /// Read on several nodes, write on one
    MultiNodeSingleWriter,
    /// Read and write on several nodes
    MultiNodeMultiWriter,
}

impl From<ModeArg> for AccessMode {
    fn from(mode: ModeArg) -> Self {
        match mode {
            ModeArg::SingleNodeReaderOnly => Self::SingleNodeReaderOnly,
            ModeArg::SingleNodeWriter => Self::SingleNodeWriter,
            ModeArg::SingleNodeSingleWriter => Self::SingleNodeSingleWriter,
            ModeArg::SingleNodeMultiWriter => Self::SingleNodeMultiWriter,
            ModeArg::MultiNodeReaderOnly => Self::MultiNodeReaderOnly,
            ModeArg::MultiNodeSingleWriter => Self::MultiNodeSingleWriter,
            ModeArg::MultiNodeMultiWriter => Self::MultiNodeMultiWriter,
        }
    }
}

pub fn run(args: Args, registry: &Registry, project: &Project) -> Result<Answer, Error> {
    let stem = Stem::of("volume", &args.name)?;
    let catalogues = of_sites(registry, &[])?;
    is_new("volume", &args.name, &catalogues)?;
    let kind = match args.kind {
        KindArg::Csi => VolumeKind::Csi,
        KindArg::Host => VolumeKind::Host,
    };
    let usual = if kind == VolumeKind::Host { "mkdir" } else { "" };
    let plugin = match args.plugin {
        Some(plugin) => plugin,
        None if ask::can() => ask::until("storage plugin", usual, |answer| match answer {
            "" => Err("use the name of a plugin that `nomad plugin status` shows".to_owned()),
            plugin => Ok(plugin.to_owned()),
        })?,
        None if !usual.is_empty() => usual.to_owned(),
        None => {
            let help = "use the name of a plugin that `nomad plugin status` shows: `--plugin nfs`";
            return Err(Error::new(ErrorKind::Usage, "missing option `--plugin`").help(help));
        }
    };
    let draft = VolumeDraft { name: args.name, kind, plugin, access_mode: args.access_mode.into() };
    let source = PathBuf::from(format!("registry/volumes/{}.rs", stem.as_str()));
    let files = vec![Wanted { path: source.clone(), text: draft.text() }];
    let definition = Definition::Volume(draft.volume());
    write(New { source, files, definition }, &catalogues, project)
}
