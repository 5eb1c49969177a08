//! Every operator of constraints and affinities, as the real Nomad understands it.

use jobwright::api;
use jobwright::jobspec::*;
use serde_json::json;

pub fn jobs() -> Vec<Job> {
    let mut job = Job::service("conditions");
    job.constraints = constraints().into_iter().map(|(constraint, _)| constraint).collect();
    job.affinities = affinities().into_iter().map(|(affinity, _)| affinity).collect();
    vec![job]
}

fn constraints() -> Vec<(Constraint, [&'static str; 3])> {
    vec![
        (Constraint::new("${a}", "v"), ["${a}", "=", "v"]),
        (Constraint::compare("${a}", ">=", "3"), ["${a}", ">=", "3"]),
        (Constraint::regexp("${a}", "^x$"), ["${a}", "regexp", "^x$"]),
        (Constraint::version("${a}", ">= 1, < 2"), ["${a}", "version", ">= 1, < 2"]),
        (Constraint::semver("${a}", "> 1.0.0"), ["${a}", "semver", "> 1.0.0"]),
        (Constraint::set_contains("${a}", "x,y"), ["${a}", "set_contains", "x,y"]),
        (Constraint::set_contains_all("${a}", "x,y"), ["${a}", "set_contains_all", "x,y"]),
        (Constraint::set_contains_any("${a}", "x,y"), ["${a}", "set_contains_any", "x,y"]),
        (Constraint::is_set("${a}"), ["${a}", "is_set", ""]),
        (Constraint::is_not_set("${a}"), ["${a}", "is_not_set", ""]),
        (Constraint::distinct_hosts(), ["", "distinct_hosts", "true"]),
        (Constraint::distinct_property("${a}", 2), ["${a}", "distinct_property", "2"]),
    ]
}

fn affinities() -> Vec<(Affinity, [&'static str; 3])> {
    vec![
        (Affinity::new("${a}", "v"), ["${a}", "=", "v"]),
        (Affinity::compare("${a}", "!=", "v").weight(-100), ["${a}", "!=", "v"]),
        (Affinity::regexp("${a}", "^x$"), ["${a}", "regexp", "^x$"]),
        (Affinity::version("${a}", ">= 1, < 2"), ["${a}", "version", ">= 1, < 2"]),
        (Affinity::semver("${a}", "> 1.0.0"), ["${a}", "semver", "> 1.0.0"]),
        (Affinity::set_contains("${a}", "x,y"), ["${a}", "set_contains", "x,y"]),
        (Affinity::set_contains_all("${a}", "x,y"), ["${a}", "set_contains_all", "x,y"]),
        (Affinity::set_contains_any("${a}", "x,y"), ["${a}", "set_contains_any", "x,y"]),
    ]
}

#[test]
fn each_operator_has_a_constructor() {
    let job = api::job(&jobs()[0]);
    let found = |kind: &str| -> Vec<serde_json::Value> {
        let all = job[kind].as_array().unwrap().iter();
        all.map(|one| json!([one["LTarget"], one["Operand"], one["RTarget"]])).collect()
    };
    let expected: Vec<_> = constraints().into_iter().map(|(_, parts)| json!(parts)).collect();
    assert_eq!(found("Constraints"), expected);
    let expected: Vec<_> = affinities().into_iter().map(|(_, parts)| json!(parts)).collect();
    assert_eq!(found("Affinities"), expected);
}
