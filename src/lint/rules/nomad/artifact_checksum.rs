//! `nomad/artifact-checksum`: the checksum of an artifact is a type and the number of hexadecimal
//! digits of that type.

use crate::jobspec::Artifact;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/artifact-checksum",
    what: "the checksum of an artifact is a type and the number of hexadecimal digits of that type",
    why: "Nomad refuses the job: a checksum in another form can never be verified. One with a \
        reference such as `${NOMAD_META_sum}` is resolved when the task starts.",
    level: Level::Error,
    bad: Sample::Task(
        "artifact {\n  source = \"https://example.com/app\"\n\n  options {\n    checksum = \"md5:5d41402a\"\n  }\n}",
    ),
    good: Sample::Task(
        "artifact {\n  source = \"https://example.com/app\"\n\n  options {\n    checksum = \"md5:5d41402abc4b2a76b9719d911017c592\"\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Artifact, check),
};

/// The types, and how many digits they have.
const TYPES: [(&str, usize); 4] = [("md5", 32), ("sha1", 40), ("sha256", 64), ("sha512", 128)];

/// Checks an artifact.
fn check(artifact: &Artifact, scope: &mut Scope<'_, '_>) {
    let Some(options) = &artifact.options else { return };
    let all = options.placed().find(|(name, ..)| *name == "checksum");
    let Some((_, value, location)) = all else { return };
    let Some(sum) = value.as_str().filter(|sum| !has_reference(sum)) else { return };
    if let Err(why) = verified(sum.trim()) {
        let message = format!("invalid `checksum` of an `artifact`: {why}");
        let help = "write the type, a colon and the digits, such as `sha256:…`";
        scope.report(scope.finding(message, location).help(help));
    }
}

/// What is wrong with a checksum.
fn verified(sum: &str) -> Result<(), String> {
    if sum.is_empty() {
        return Err("expected `type:value`, found an empty string".to_owned());
    }
    let parts = sum.split_once(':').filter(|(_, value)| !value.contains(':'));
    let Some((kind, value)) = parts else {
        return Err(format!("expected `type:value`, found `{sum}`"));
    };
    let Some((_, digits)) = TYPES.iter().find(|(name, _)| *name == kind) else {
        return Err(format!(
            "expected the type `md5`, `sha1`, `sha256` or `sha512`, found `{kind}`"
        ));
    };
    if let Some(odd) = value.chars().find(|letter| !letter.is_ascii_hexdigit()) {
        return Err(format!("found {odd:?} in the value, expected {digits} hexadecimal digits"));
    }
    if value.len() != *digits {
        let found = value.len();
        return Err(format!("type `{kind}` with {found} digits, expected {digits}"));
    }
    Ok(())
}

/// Whether a string has a reference that Nomad replaces when the task starts.
fn has_reference(text: &str) -> bool {
    text.split("${").skip(1).any(|rest| {
        let name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-.".contains(byte);
        let end = rest.bytes().take_while(name).count();
        end > 0 && rest[end..].starts_with('}')
    })
}
