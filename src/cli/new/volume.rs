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
    /// The volume's name
    name: String,
    /// What kind it is
    #[arg(long, value_enum, default_value_t)]
    kind: KindArg,
    /// The storage plugin that provides it; asked for on a terminal
    #[arg(long, value_name = "PLUGIN")]
    plugin: Option<String>,
    /// How it may be mounted
    #[arg(long, value_enum, value_name = "MODE", default_value_t)]
    access_mode: ModeArg,
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum KindArg {
    /// Of the whole cluster, by a storage plugin
    #[default]
    Csi,
    /// A directory of one node, made by a plugin of the client; from Nomad 1.10 on
    Host,
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum ModeArg {
    /// One node, and it only reads
    SingleNodeReaderOnly,
    /// One node, which may write
    #[default]
    SingleNodeWriter,
    /// One node, on which one allocation may write; of dynamic host volumes
    SingleNodeSingleWriter,
    /// One node, on which several allocations may write; of dynamic host volumes
    SingleNodeMultiWriter,
    /// Any number of nodes, and all only read
    MultiNodeReaderOnly,
    /// Any number of nodes, one of which may write
    MultiNodeSingleWriter,
    /// Any number of nodes, all of which may write
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
