//! What tasks fetch.

pub mod checksum;
pub mod http;

use crate::jobspec::Artifact;

/// Whether what is fetched is compared with a checksum, in its options or in its source.
fn has_checksum(artifact: &Artifact, source: &str) -> bool {
    let own = artifact.options.as_ref().is_some_and(|options| options.get("checksum").is_some());
    own || source.contains("?checksum=") || source.contains("&checksum=")
}
