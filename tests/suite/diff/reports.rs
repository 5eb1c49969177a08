//! Whole reports of typical pull requests: the text, the comment and the JSON, for the jobs in `cases/`.

use std::fs;

use serde_json::{Value, json};

use super::case;
use crate::cli::Project;
use crate::support::repository;
use crate::support::schema::{judge, names, schema, strict};
use crate::support::shown::snapshot;

/// The three forms of what changed; the text fits on a terminal, and the JSON is as its schema says.
fn reports(name: &str) -> Project {
    let folder = case(name);
    let text = folder.run("diff old new").ends(0).stdout;
    for line in text.lines() {
        assert!(line.chars().count() <= 80 && !line.contains('\u{1b}'), "{line}");
    }
    folder.run("diff old new --format markdown").ends(0);
    let printed = folder.run("diff old new --format json").ends(0).stdout;
    let document = serde_json::from_str(&printed).expect("JSON");
    judge(&document, &strict(schema("diff"))).unwrap_or_else(|error| panic!("{error}\n{printed}"));
    folder
}

#[test]
fn the_redis_walkthrough() {
    snapshot!(reports("00-redis-walkthrough"));
}

#[test]
fn an_image() {
    snapshot!(reports("01-image"));
}

#[test]
fn a_count() {
    snapshot!(reports("02-count"));
}

#[test]
fn variables() {
    snapshot!(reports("03-env"));
}

#[test]
fn a_tag() {
    snapshot!(reports("04-tag"));
}

#[test]
fn meta_of_the_job() {
    snapshot!(reports("05-job-meta"));
}

#[test]
fn an_order_of_templates() {
    snapshot!(reports("06-order-of-templates"));
}

#[test]
fn a_job_that_is_new() {
    snapshot!(reports("07-job-added"));
}

#[test]
fn a_job_that_is_gone() {
    snapshot!(reports("08-job-removed"));
}

#[test]
fn a_job_with_another_name() {
    snapshot!(reports("09-job-renamed"));
}

#[test]
fn a_group_with_another_name() {
    snapshot!(reports("10-group-renamed"));
}

#[test]
fn a_time_of_a_periodic_job() {
    snapshot!(reports("11-cron"));
}

#[test]
fn a_batch_job_that_only_looks_otherwise() {
    snapshot!(reports("12-batch-cosmetic"));
}

#[test]
fn a_system_job() {
    snapshot!(reports("13-system"));
}

#[test]
fn a_canary_that_is_promoted() {
    snapshot!(reports("14-canary"));
}

#[test]
fn a_constraint() {
    snapshot!(reports("15-constraint"));
}

#[test]
fn a_group_with_a_volume() {
    snapshot!(reports("16-stateful"));
}

#[test]
fn a_static_port() {
    snapshot!(reports("17-static-port"));
}

#[test]
fn privileges() {
    snapshot!(reports("18-privileges"));
}

#[test]
fn a_sidecar() {
    snapshot!(reports("19-sidecar"));
}

#[test]
fn a_type_that_nomad_refuses() {
    snapshot!(reports("20-type"));
}

#[test]
fn comments_and_spelling() {
    snapshot!(reports("21-spelling"));
}

#[test]
fn a_secret_in_a_template() {
    snapshot!(reports("22-secret-in-template"));
}

#[test]
fn all_values_and_texts_whole() {
    let folder = case("22-secret-in-template");
    folder.run("diff old new --full").ends(0);
    folder.run("diff old new --full --show-secrets").ends(0);
    snapshot!(folder);
}

#[test]
fn nothing_is_different() {
    let folder = case("07-job-added");
    folder.run("diff new new").ends(0);
    folder.run("diff new new --format markdown").ends(0);
    folder.run("diff new new --format json").ends(0);
    snapshot!(folder);
}

/// Jobs with the highest effect come first, and their lines are one below the other.
#[test]
fn several_jobs() {
    let folder = Project::outside();
    for name in ["02-count", "08-job-removed", "16-stateful", "20-type", "21-spelling", "13-system"]
    {
        for side in ["old", "new"] {
            let file = repository("tests/suite/diff/cases").join(name);
            let Ok(text) = fs::read_to_string(file.join(format!("{side}.nomad.hcl"))) else {
                continue;
            };
            let text = text.replacen("job \"web\"", &format!("job \"{}\"", &name[3..]), 1);
            folder.file(&format!("{side}/{name}.nomad.hcl"), text);
        }
    }
    folder.run("diff old new").ends(0);
    snapshot!(folder);
}

#[test]
fn the_schema_refuses_what_is_wrong() {
    let printed = case("14-canary").quietly("diff old new --format json").stdout;
    let right: Value = serde_json::from_str(&printed).expect("JSON");
    assert_eq!(judge(&right, &schema("diff")), Ok(()));
    let mut later = right.clone();
    later["jobs"][0]["more"] = json!(1);
    assert_eq!(judge(&later, &schema("diff")), Ok(()), "keys may be added");
    assert!(judge(&later, &strict(schema("diff"))).is_err());
    for (at, wrong) in [
        ("/version", json!(2)),
        ("/jobs/0/class", json!("restart")),
        ("/jobs/0/groups/0/first/create", json!(-1)),
        ("/jobs/0/groups/0/rollout/least", json!(90)),
        ("/jobs/0/changes/0/path", json!(null)),
        ("/jobs/0/flags/0/risk", json!("other")),
        ("/summary/allocations", json!(5)),
    ] {
        let mut document = right.clone();
        *document.pointer_mut(at).unwrap_or_else(|| panic!("{at}")) = wrong;
        assert!(judge(&document, &schema("diff")).is_err(), "{at}");
    }
}

/// Whoever reads the guide finds each key of the JSON, and each word that may be its value.
#[test]
fn the_guide_explains_every_key() {
    let guide = fs::read_to_string(repository("docs/diff.md")).expect("the guide");
    let found = names(&schema("diff"));
    assert!(found.len() > 60, "{found:?}");
    let missing: Vec<&String> =
        found.iter().filter(|name| !guide.contains(&format!("`{name}`"))).collect();
    assert!(missing.is_empty(), "docs/diff.md does not say: {missing:?}");
}
