//! Entities for Backstage: their names, and what they refer to.

use std::collections::BTreeSet;

use regex::Regex;

use crate::cli::Project;
use crate::support::shown::snapshot;

/// The values of a key, wherever it stands.
fn values(yaml: &str, key: &str) -> Vec<String> {
    let lines = yaml.lines().map(|line| line.trim_start().trim_start_matches("- "));
    let values = lines.filter_map(|line| line.strip_prefix(key)?.strip_prefix(": "));
    values.map(|value| serde_json::from_str(value).expect("a string")).collect()
}

#[test]
fn entities_of_a_registry() {
    let project = Project::with("sites-two");
    project.run("map --format backstage --owner group:shop --lifecycle production --source-url https://git.example/jobs/blob/main/").ends(0);
    snapshot!(project);
}

#[test]
fn each_entity_has_a_valid_name_and_what_it_refers_to_is_there() {
    let project = Project::with("fleet");
    let yaml = project.quietly("map --format backstage").ends(0).stdout;
    let name = Regex::new(r"^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$").expect("a pattern");
    let mut entities = BTreeSet::new();
    for document in yaml.split("---\n").filter(|document| !document.is_empty()) {
        let kind = values(document, "kind").remove(0).to_lowercase();
        let own = values(document, "name").remove(0);
        assert!(name.is_match(&own) && own.len() <= 63, "{own}");
        assert!(
            entities.insert(format!("{kind}:{}", own.to_lowercase())),
            "{kind} {own} is there twice"
        );
        assert_eq!(values(document, "owner"), ["unknown"]);
        let is_component = document.contains("kind: \"Component\"");
        let lifecycle: &[&str] = if is_component { &["unknown"] } else { &[] };
        assert_eq!(values(document, "lifecycle"), lifecycle);
    }
    assert!(entities.len() > 1500, "{} entities", entities.len());
    let mut referred = 0;
    for line in yaml.lines().filter_map(|line| line.trim_start().strip_prefix("- \"")) {
        let reference = line.trim_end_matches('"').to_lowercase();
        assert!(entities.contains(&reference), "{reference} is not there");
        referred += 1;
    }
    for system in values(&yaml, "system") {
        assert!(entities.contains(&format!("system:{system}")), "{system}");
    }
    for domain in values(&yaml, "domain") {
        assert!(entities.contains(&format!("domain:{domain}")), "{domain}");
    }
    assert!(referred > 500, "{referred} references");
}
