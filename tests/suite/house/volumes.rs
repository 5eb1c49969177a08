//! Volumes of the storage that a site has for all of them.

use jobwright::prelude::*;
use jobwright::render::Renderer;

use crate::lint::{found, site};
use crate::support::Tested;
use crate::support::shown::snapshot;

#[test]
fn a_volume_says_only_what_is_its_own() -> Tested {
    let renderer = Renderer::new(Default::default())?;
    let nfs = SharedStorage::plugin("nfs")
        .capacity("1GiB", "10GiB")
        .access_mode(AccessMode::MultiNodeSingleWriter)
        .parameter("mode", "0770")
        .parameter("path", "/nomad");
    let site = site().storage(nfs);
    let own = VolumeSpec::shared("own")
        .capacity_min("2GiB")
        .capability(AccessMode::MultiNodeMultiWriter)
        .parameters("mode", "0700");
    let volumes = [
        VolumeSpec::shared("grafana"),
        own,
        // What names its plugin is not the site's.
        VolumeSpec::csi("other", "ceph").capability(AccessMode::SingleNodeWriter),
        VolumeSpec::host("disk", "mkdir").capability(AccessMode::SingleNodeWriter),
    ];
    let mut texts = Vec::new();
    for volume in volumes {
        texts.push(renderer.volume(&site.complete_volume(volume), "")?);
    }
    snapshot!(texts.join("\n"));
    Ok(())
}

#[test]
fn a_volume_on_no_storage_is_a_finding() {
    snapshot!(found(vec![VolumeSpec::shared("lost")]));
}
