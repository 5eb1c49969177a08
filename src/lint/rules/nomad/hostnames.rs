//! `nomad/hostname`: the host name of a group's network has labels of 1 to 63 characters, 255 in
//! total.

use crate::jobspec::Network;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::given;

pub const RULE: Rule = Rule {
    name: "nomad/hostname",
    what: "the host name of a group's network has labels of 1 to 63 characters, 255 in total",
    why: "Nomad refuses the job: DNS cannot hold a longer name. It does not check a name with a \
        reference, such as `${NOMAD_ALLOC_ID}`.",
    level: Level::Error,
    bad: Sample::Group("network {\n  mode     = \"bridge\"\n  hostname = \"web..example.com\"\n}"),
    good: Sample::Group("network {\n  mode     = \"bridge\"\n  hostname = \"web.example.com\"\n}"),
    view: View::Completed,
    needs_site: false,
    check: of!(Network, check),
};

/// Checks a group's network.
fn check(network: &Network, scope: &mut Scope<'_, '_>) {
    let Some(name) = given::text(&network.hostname) else { return };
    if name.is_empty() || name.contains("${") || scope.task.is_some() {
        return;
    }
    let Some(problem) = problem(name) else { return };
    let message = format!("invalid `hostname` of `network`: `{name}` {problem}");
    let finding = scope.finding(message, given::at(&network.hostname));
    scope.report(finding.help("write a valid DNS name, such as `web.example.com`"));
}

/// The problem with a name, if it has one. A backslash escapes a character, or introduces the three
/// digits of one.
fn problem(name: &str) -> Option<&'static str> {
    /// The most characters of a label, and of a name with the lengths of its labels.
    const LONGEST: (usize, usize) = (63, 256);
    if name == "." {
        return None;
    }
    let (mut total, mut label) = (0, 0);
    let mut bytes = name.bytes().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => {
                let digits = bytes.clone().take(3).filter(u8::is_ascii_digit).count();
                bytes.by_ref().take(if digits == 3 { 3 } else { 1 }).for_each(drop);
                label += 1;
            }
            b'.' if label == 0 => return Some("has an empty label"),
            b'.' => {
                total += 1 + label;
                label = 0;
            }
            _ => label += 1,
        }
        if label > LONGEST.0 {
            return Some("has a label of more than 63 characters");
        }
        if total > LONGEST.1 {
            return Some("is longer than 255 characters");
        }
    }
    let ends = if label > 0 { 1 + label } else { 0 };
    (total + ends > LONGEST.1).then_some("is longer than 255 characters")
}
