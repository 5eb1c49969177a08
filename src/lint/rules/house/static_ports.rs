//! `static-port`: a static port is allowed by the site, or has a reason.

use crate::jobspec::{Attr, Port};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "house/static-port",
    what: "a static port is allowed by the site, or has a reason",
    why: "A static port takes its number on the node: only one allocation can have it, a second \
        one waits until the first one stops, and an update with canaries may find no node. The \
        site lists the numbers in common use (`Site::static_ports`); every other one needs a \
        reason.",
    level: Level::Error,
    bad: Sample::Group("network {\n  port \"admin\" {\n    static = 8081\n  }\n}"),
    good: Sample::Group(
        "network {\n  # clients know no other\n  port \"admin\" {\n    static = 8081\n  }\n}",
    ),
    view: View::Written,
    needs_site: true,
    check: of!(Port, check),
};

/// Checks a port of a group, or of a task in the old form.
fn check(port: &Port, scope: &mut Scope<'_, '_>) {
    let Some(static_) = &port.static_ else { return };
    let Some(number) = static_.get() else { return };
    let mut allowed = scope.context.site.static_ports.iter();
    let allowed = allowed.any(|allowed| i64::from(*allowed) == number);
    let reason = port.base.comment.as_deref().is_some_and(|reason| !reason.trim().is_empty());
    if allowed || reason {
        return;
    }
    let message = format!(
        "port `{}` of job `{}` is static ({number}), which the site does not allow without a reason",
        port.label, scope.job.id
    );
    scope.report(scope.finding(message, Attr::location(static_)).help(
        "make it dynamic (`Port::dynamic`, `Port::http`), or say why it needs this number: \
         `.because(\"clients know no other\")`",
    ));
}
