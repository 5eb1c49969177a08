//! `house/artifact-unverified`: an artifact has a checksum.

use crate::jobspec::Artifact;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "house/artifact-unverified",
    what: "an artifact has a checksum",
    why: "Without one, Nomad accepts whatever the server sends, even if the file has changed since \
        the last start.",
    level: Level::Info,
    bad: Sample::Task("artifact {\n  source = \"https://example.com/app-1.4.2.tar.gz\"\n}"),
    good: Sample::Task(
        "artifact {\n  source = \"https://example.com/app-1.4.2.tar.gz\"\n\n  options {\n    checksum = \"sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"\n  }\n}",
    ),
    view: View::Written,
    needs_site: false,
    check: of!(Artifact, check),
};

fn check(artifact: &Artifact, scope: &mut Scope<'_, '_>) {
    let Some(source) = &artifact.source else { return };
    let Some(text) = source.as_str() else { return };
    // What comes without encryption has a rule of its own.
    let is_file = ["https://", "s3::", "gcs::"].iter().any(|start| text.starts_with(start));
    if !is_file || super::has_checksum(artifact, text) {
        return;
    }
    let message = "missing checksum of an artifact";
    let help = "set `options { checksum = \"sha256:…\" }`";
    scope.report(scope.finding(message, source.location()).help(help));
}
