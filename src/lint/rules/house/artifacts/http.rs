//! `house/artifact-http`: what is fetched comes by HTTPS, or has a checksum.

use crate::jobspec::Artifact;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "house/artifact-http",
    what: "what is fetched comes by HTTPS, or has a checksum",
    why: "By plain HTTP, whoever is on the way can replace the file, and the task runs what it was given.",
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
    // Nobody is on the way to the node itself.
    if matches!(host, "localhost" | "127.0.0.1" | "[") || super::has_checksum(artifact, text) {
        return;
    }
    let message = "what is fetched comes by plain HTTP, without a checksum";
    let help = "fetch it by `https://`; or add its checksum: `options { checksum = \"sha256:…\" }`";
    scope.report(scope.finding(message, source.location()).help(help));
}
