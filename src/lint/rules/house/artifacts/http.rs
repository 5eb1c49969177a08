//! `house/artifact-http`: an artifact is downloaded over HTTPS, or has a checksum.

use crate::jobspec::Artifact;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "house/artifact-http",
    what: "an artifact is downloaded over HTTPS, or has a checksum",
    why: "Over plain HTTP, anyone on the network path can replace the file, and the task runs it.",
    level: Level::Warning,
    bad: Sample::Task("artifact {\n  source = \"http://example.com/app-1.4.2.tar.gz\"\n}"),
    good: Sample::Task("artifact {\n  source = \"https://example.com/app-1.4.2.tar.gz\"\n}"),
    view: View::Written,
    needs_site: false,
    check: of!(Artifact, check),
};

fn check(artifact: &Artifact, scope: &mut Scope<'_, '_>) {
    let Some(source) = &artifact.source else { return };
    let Some(text) = source.as_str() else { return };
    let Some(rest) = text.strip_prefix("http://").or_else(|| text.strip_prefix("git::http://"))
    else {
        return;
    };
    let host = rest.split(['/', ':', '?']).next().unwrap_or_default();
    // No network is between the node and itself.
    if matches!(host, "localhost" | "127.0.0.1" | "[") || super::has_checksum(artifact, text) {
        return;
    }
    let message = "an artifact is downloaded over plain HTTP without a checksum";
    let help = "use `https://`; or set `options { checksum = \"sha256:…\" }`";
    scope.report(scope.finding(message, source.location()).help(help));
}
