//! SARIF and GitLab's report, judged by their schemas: `schemas/README.md` says where those come from.

use boon::{Compiler, Schemas};
use jobwright::report::{Report, gitlab, sarif};
use serde_json::Value;

use super::{every, few};
use crate::support::repository;

fn reports() -> [Report; 3] {
    [Report::default(), few(), every()]
}

/// What a schema has against the document of a text.
fn judge(printed: &str, schema: &str) -> Result<Value, String> {
    let schema = repository("tests/suite/report/schemas").join(schema);
    let document: Value = serde_json::from_str(printed).map_err(|error| error.to_string())?;
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.enable_format_assertions();
    let index = compiler.compile(&schema.to_string_lossy(), &mut schemas);
    let index = index.map_err(|error| format!("{error:#}"))?;
    let judged = schemas.validate(&document, index).map_err(|error| format!("{error:#}"));
    judged.map(|()| document)
}

/// The document of a text, once the schema has nothing against it.
#[track_caller]
fn judged(printed: &str, schema: &str) -> Value {
    judge(printed, schema).unwrap_or_else(|error| panic!("{error}\n{printed}"))
}

#[test]
fn sarif_is_what_its_schema_asks_for() {
    for report in reports() {
        let document = judged(&sarif::print(&report), "sarif-schema-2.1.0.json");
        let run = &document["runs"][0];
        let results = run["results"].as_array().expect("results, if none");
        assert_eq!(results.len(), report.findings.len() + report.allowed.len());
        for result in results {
            let index = result["ruleIndex"].as_u64().expect("an index") as usize;
            assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
            // Without one, GitHub refuses the whole file.
            let file = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
            assert!(file.is_string(), "{result}");
        }
        let suppressed = results.iter().filter(|result| result["suppressions"].is_array());
        assert_eq!(suppressed.count(), report.allowed.len());
    }
}

#[test]
fn gitlabs_report_is_what_its_documentation_asks_for() {
    for report in reports() {
        let document = judged(&gitlab::print(&report), "gitlab-code-quality.json");
        let issues = document.as_array().expect("a list");
        assert_eq!(issues.len(), report.findings.len());
        let mut marks: Vec<&str> =
            issues.iter().filter_map(|issue| issue["fingerprint"].as_str()).collect();
        marks.sort_unstable();
        marks.dedup();
        assert_eq!(marks.len(), issues.len(), "GitLab shows one for each fingerprint");
    }
}

/// A schema that has nothing against anything would be none.
#[test]
fn the_schemas_refuse_what_is_wrong() {
    let sarif = sarif::print(&few());
    for (right, wrong) in [
        ("\"level\": \"warning\"", "\"level\": \"info\""),
        ("\"results\"", "\"findings\""),
        ("\"startLine\": 6", "\"startLine\": 0"),
        ("\"ruleId\"", "\"rule\""),
    ] {
        let wrong = sarif.replace(right, wrong);
        assert_ne!(wrong, sarif, "{right}");
        let refused = judge(&wrong, "sarif-schema-2.1.0.json").expect_err(right);
        assert!(refused.contains("jsonschema validation failed"), "{refused}");
    }
    let gitlab = gitlab::print(&few()).replace("\"major\"", "\"error\"");
    assert!(judge(&gitlab, "gitlab-code-quality.json").is_err());
}
