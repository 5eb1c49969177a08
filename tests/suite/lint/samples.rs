//! Every rule has a page, and what stands there is so: the bad example breaks the rule, the good one breaks none.

use super::judge;
use crate::support::shown::snapshot;
use jobwright::house::Site;
use jobwright::lint::{Check, Level, RULES, Rule, Sample};

/// Rules that are asked of clusters of a known version only.
const BY_VERSION: [&str; 2] = ["nomad/since", "nomad/service-shutdown-delay"];

/// The rule's findings in a sample, as people see them.
fn found(rule: &Rule, sample: Sample) -> String {
    // Rules that are off are asked too.
    let site = match rule.level {
        Level::Off => Site::bare("").lint(rule.name, Level::Info),
        _ => Site::bare(""),
    };
    let outcome = judge::texts(&site, &sample.files());
    let outcome = outcome.unwrap_or_else(|why| panic!("{}: {why}", rule.name));
    let own = outcome.findings.iter().filter(|finding| finding.rule == rule.name);
    own.map(|finding| format!("{finding}\n\n")).collect()
}

#[test]
fn every_rule_has_a_page() {
    for rule in RULES {
        let texts = |sample: Sample| match sample {
            Sample::Job(text)
            | Sample::Group(text)
            | Sample::Task(text)
            | Sample::Config(text)
            | Sample::Rust(text) => !text.is_empty(),
            Sample::Jobs(texts) | Sample::Groups(texts) => texts.len() > 1,
        };
        assert!(rule.name.starts_with("nomad/") || rule.name.starts_with("house/"), "{rule:?}");
        assert!(!rule.what.ends_with('.') && rule.what.len() > 10, "{}", rule.name);
        assert!(rule.why.ends_with(['.', '`', '"', ')']), "{}: {}", rule.name, rule.why);
        assert!(texts(rule.bad) && texts(rule.good), "{}", rule.name);
        let named = RULES.iter().filter(|other| other.short() == rule.short()).count();
        assert_eq!(named, 1, "`{}` is the short name of several", rule.short());
    }
}

#[test]
fn bad_examples_are_found_and_good_ones_are_not() {
    let mut all = String::new();
    for rule in RULES {
        // Those that stand on a site, or on the version that runs, have tests of their own.
        let is_shown = !matches!(rule.bad, Sample::Rust(_))
            && !matches!(rule.check, Check::Updates | Check::Reading);
        if rule.needs_site || !is_shown {
            continue;
        }
        let is_asked = !BY_VERSION.contains(&rule.name);
        let bad = found(rule, rule.bad);
        assert!(!bad.is_empty() || !is_asked, "{}: nothing is found", rule.name);
        all.push_str(&bad);
        assert_eq!(found(rule, rule.good), "", "{}", rule.name);
    }
    snapshot!(all);
}
