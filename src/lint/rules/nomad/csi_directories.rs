//! `nomad/csi-directories`: `stage_publish_base_dir` of a CSI plugin is outside its `mount_dir`.

use crate::jobspec::{CsiPlugin, Version};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::given;

pub const RULE: Rule = Rule {
    name: "nomad/csi-directories",
    what: "`stage_publish_base_dir` of a CSI plugin is outside its `mount_dir`",
    why: "Nomad refuses the job: volumes would be staged in the directory of the plugin's socket. \
        Before Nomad 2.0.3 it compares strings, so `/csi-data` counts as inside `/csi`. The \
        defaults are `/local/csi` and `/csi`.",
    level: Level::Error,
    bad: Sample::Task(
        "csi_plugin {\n  id                     = \"nfs\"\n  type                   = \"node\"\n  mount_dir              = \"/csi\"\n  stage_publish_base_dir = \"/csi/volumes\"\n}",
    ),
    good: Sample::Task(
        "csi_plugin {\n  id        = \"nfs\"\n  type      = \"node\"\n  mount_dir = \"/csi\"\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(CsiPlugin, check),
};

/// Checks the directories of a plugin.
fn check(plugin: &CsiPlugin, scope: &mut Scope<'_, '_>) {
    let usual = |own, usual| match own {
        Some("") => Some(usual),
        own => own,
    };
    let base = usual(given::text(&plugin.stage_publish_base_dir), "/local/csi");
    let socket = usual(given::text(&plugin.mount_dir), "/csi");
    let Some((base, socket)) = base.zip(socket) else { return };
    let Some(rest) = base.strip_prefix(socket) else { return };
    let inside = socket.ends_with('/') && !rest.is_empty() || rest.starts_with('/');
    if scope.runs(Version::new(2, 0, 3)) && !inside {
        return;
    }
    let message = format!(
        "`stage_publish_base_dir` of the CSI plugin is `{base}`; expected a directory outside its \
         `mount_dir`, `{socket}`"
    );
    let (own, other) = (given::at(&plugin.stage_publish_base_dir), given::at(&plugin.mount_dir));
    let finding = scope.finding(message, own.or(other));
    scope.report(finding.help("remove it: volumes are staged in `/local/csi` by default"));
}
