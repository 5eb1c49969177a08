//! `static-port`: a static port is one that the site allows, or gives its reason.

use crate::diagnostic::Diagnostic;
use crate::jobspec::{Attr, Job};
use crate::lint::{Context, place};

/// Checks the ports of every group, and of tasks in the old form.
pub fn check(job: &Job, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let tasks = job.groups.iter().flat_map(|group| &group.tasks);
    let resources = tasks.filter_map(|task| task.resources.as_ref());
    let networks = job.groups.iter().flat_map(|group| &group.networks);
    let networks = networks.chain(resources.flat_map(|resources| &resources.networks));
    for port in networks.flat_map(|network| &network.ports) {
        let Some(number) = port.static_.as_ref().and_then(Attr::get) else { continue };
        let allowed = context.site.static_ports.iter().any(|allowed| i64::from(*allowed) == number);
        let reason = port.base.comment.as_deref().is_some_and(|reason| !reason.trim().is_empty());
        if !allowed && !reason {
            let message = format!(
                "port `{}` of job `{}` is static ({number}), which the site does not allow without a reason",
                port.label, job.id
            );
            findings.push(Diagnostic::error("static-port", message).at(place(port)).help(
                "make it dynamic (`Port::dynamic`, `Port::http`), or say why it must be this number: \
                 `.because(\"clients know no other\")`",
            ));
        }
    }
}
