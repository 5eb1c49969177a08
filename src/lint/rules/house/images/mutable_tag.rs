//! `house/image-mutable-tag`: the tag of an image does not move from one version to the next.

use crate::jobspec::Task;
use crate::lint::container::{Container, Image};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/image-mutable-tag",
    what: "the tag of an image does not move from one version to the next",
    why: "Tags such as `17` or `stable` move with every release. A node keeps the image that it \
        pulled first, so the allocations of one job run different versions, and an update happens \
        when a task moves to another node.",
    level: Level::Info,
    bad: Sample::Config("image = \"postgres:17\""),
    good: Sample::Config("image = \"postgres:17.2\""),
    view: View::Written,
    needs_site: false,
    check: Check::Task(check),
};

/// Words for the newest of a kind.
const MOVING: [&str; 18] = [
    "alpine",
    "beta",
    "current",
    "dev",
    "develop",
    "development",
    "edge",
    "lts",
    "main",
    "master",
    "nightly",
    "prod",
    "production",
    "release",
    "slim",
    "stable",
    "staging",
    "unstable",
];

fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let Some(container) = Container::of(task) else { return };
    let Some((name, location)) = container.image() else { return };
    let Some(Image { tag: Some(tag), digest: None }) = Image::parse(name) else { return };
    if !moves(tag) {
        return;
    }
    let message = format!("the tag `{tag}` moves with every release; expected a fixed one");
    let help = "set the full version, or pin the image: `repository:tag@sha256:…`";
    scope.report_in(container.base, scope.finding(message, location).help(help));
}

/// Whether a tag is a word for the newest, or the first number of a version and no more: `17`, `v2`, `17-alpine`.
fn moves(tag: &str) -> bool {
    let (version, variant) = tag.split_once('-').unwrap_or((tag, ""));
    if MOVING.contains(&version) {
        return variant.is_empty() || MOVING.contains(&variant);
    }
    // Longer numbers are dates and builds; what begins with a digit is a build, too.
    let number = version.strip_prefix('v').unwrap_or(version);
    let is_number =
        (1..=3).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number && variant.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::moves;

    #[test]
    fn tags_move_that_name_no_whole_version() {
        for tag in ["17", "v2", "17-alpine", "3-slim-bookworm", "stable", "stable-alpine", "main"] {
            assert!(moves(tag), "{tag}");
        }
        for tag in [
            "17.2",
            "v2.1.0",
            "20240131",
            "17-1",
            "main-4f2a9c1",
            "alpine3.20",
            "1.27-alpine",
            "",
            "v",
        ] {
            assert!(!moves(tag), "{tag}");
        }
    }
}
