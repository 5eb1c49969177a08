//! `nomad/mount-options`: `mount_options` are only set in a CSI volume with a file system.

use crate::jobspec::Volume;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::given;

pub const RULE: Rule = Rule {
    name: "nomad/mount-options",
    what: "`mount_options` are only set in a CSI volume with a file system",
    why: "Nomad refuses the job: a host volume is a directory, and a block device has no file \
        system to mount with options.",
    level: Level::Error,
    bad: Sample::Group(
        "volume \"data\" {\n  type   = \"host\"\n  source = \"data\"\n\n  mount_options {\n    mount_flags = [\"noatime\"]\n  }\n}",
    ),
    good: Sample::Group(
        "volume \"data\" {\n  type            = \"csi\"\n  source          = \"data\"\n  access_mode     = \"single-node-writer\"\n  attachment_mode = \"file-system\"\n\n  mount_options {\n    mount_flags = [\"noatime\"]\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Volume, check),
};

/// Checks a volume of a group.
fn check(volume: &Volume, scope: &mut Scope<'_, '_>) {
    let Some(options) = &volume.mount_options else { return };
    let what = match given::text(&volume.type_) {
        Some("host") => "a host volume",
        Some("csi") if given::text(&volume.attachment_mode) == Some("block-device") => {
            "a block device"
        }
        _ => return,
    };
    let message = format!("volume `{}` is {what} with `mount_options`", volume.name);
    let finding = scope.finding(message, options.base.location);
    scope.report(finding.help("remove `mount_options`"));
}
