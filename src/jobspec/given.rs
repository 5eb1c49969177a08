//! What may be given for a block where one word says it all: `.artifact("https://…")` for `.artifact(Artifact::new("…"))`.

use super::{
    AccessMode, Artifact, AttachmentMode, Capability, Device, DispatchPayload, EphemeralDisk,
    MultiregionRegion, Periodic, Port, Spread,
};

/// Blocks that a string makes, each by what its constructor of one text is called.
macro_rules! of_text {
    ($($block:ident::$constructor:ident $doc:literal;)*) => {$(
        #[doc = $doc]
        impl From<&str> for $block {
            #[track_caller]
            fn from(text: &str) -> Self {
                Self::$constructor(text.to_owned())
            }
        }

        #[doc = $doc]
        impl From<String> for $block {
            #[track_caller]
            fn from(text: String) -> Self {
                Self::$constructor(text)
            }
        }
    )*};
}

of_text! {
    Artifact::new "Downloads from this address.";
    Device::new "Requests one device of this type.";
    DispatchPayload::to "Writes to this file below `local/`.";
    MultiregionRegion::new "Runs in the region of this name.";
    Periodic::cron_expression "Runs at the times of this cron expression.";
    Port::dynamic "Adds a port with this label, whose number Nomad picks.";
    Spread::new "Spreads evenly over all values of this attribute.";
}

/// Of so many MB.
impl From<u32> for EphemeralDisk {
    #[track_caller]
    fn from(size: u32) -> Self {
        Self::new().size(i64::from(size))
    }
}

/// As a directory, for whom this says.
impl From<AccessMode> for Capability {
    #[track_caller]
    fn from(mode: AccessMode) -> Self {
        Self::new(mode, AttachmentMode::FileSystem)
    }
}

#[cfg(test)]
mod tests {
    use crate::prelude::*;

    #[test]
    fn one_word_is_a_block() {
        let job = Job::batch("web").periodic("0 3 * * *").spread("${meta.rack}").group(
            Group::new("web")
                .ephemeral_disk(300)
                .network(Network::new().port("http"))
                .constraint(Target::host("n"))
                .task(
                    Task::new("web", Docker::image("web:1"))
                        .artifact("https://example.com/a")
                        .dispatch_payload("paths.txt")
                        .resources(Shape::equal(64)),
                ),
        );
        let task = Task::new("web", Docker::image("web:1"))
            .artifact(Artifact::new("https://example.com/a"))
            .dispatch_payload(DispatchPayload::to("paths.txt"))
            .resources(Resources::new().cpu(64).memory(64));
        let group = Group::new("web")
            .ephemeral_disk(EphemeralDisk::new().size(300))
            .network(Network::new().port(Port::dynamic("http")))
            .constraint(Constraint::new("${attr.unique.hostname}", "n"))
            .task(task);
        let long = Job::batch("web").periodic(Periodic::crons(["0 3 * * *"]));
        assert_eq!(job, long.spread(Spread::new("${meta.rack}")).group(group));
    }
}
