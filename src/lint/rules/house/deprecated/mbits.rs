//! `house/deprecated-mbits`: a network asks for no bandwidth.

use crate::jobspec::Network;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "house/deprecated-mbits",
    what: "a network asks for no bandwidth",
    why: "`mbits` is deprecated since Nomad 0.12, which counts no bandwidth: it is taken, and means nothing. Nomad warns of it.",
    level: Level::Warning,
    bad: Sample::Group("network {\n  mbits = 10\n}"),
    good: Sample::Group("network {\n  port \"http\" {}\n}"),
    view: View::Written,
    needs_site: false,
    check: of!(Network, check),
};

fn check(network: &Network, scope: &mut Scope<'_, '_>) {
    let Some(mbits) = &network.mbits else { return };
    let finding = scope.finding("`mbits` is deprecated and means nothing", mbits.location());
    let finding = finding.help("remove it");
    let line = super::whole_line(&scope.place(mbits.location()), "mbits");
    scope.report(match line {
        Some(line) => finding.fix("remove `mbits`", line, ""),
        None => finding,
    });
}
