//! The form of an input: a job file in one of its forms, or something else.

use jobwright_hcl::json::{Json, Member, Node, parse_with_repeats};
use jobwright_hcl::syntax::{Body, Item};

/// The form of a job file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// HCL's native syntax.
    Native,
    /// HCL's JSON syntax.
    HclJson,
    /// Nomad's API JSON, as `nomad job inspect` and `nomad job run -output` print it.
    ApiJson,
}

/// The form of a JSON document; `root` is `None` if it is not valid JSON.
pub fn of_json(text: &str, root: Option<&Json<'_>>) -> Form {
    let api = match root {
        Some(Json::Object(root)) => is_api(root),
        // Invalid JSON is refused, with the location, by the reader of its form.
        _ => text.to_ascii_lowercase().contains("\"taskgroups\""),
    };
    if api { Form::ApiJson } else { Form::HclJson }
}

/// Whether a JSON document holds a job, or would if it were fixed. Policies and configuration do
/// not.
pub fn json_holds_job(text: &str, root: Option<&Json<'_>>) -> bool {
    match root {
        Some(Json::Object(root)) => {
            let has = |is: fn(&Member<'_>) -> bool| root.iter().any(is);
            has(|one| one.key == "job" && matches!(one.value.kind, Json::Object(_)))
                || is_api(root)
                    && has(|one| one.key == "Job" || one.key.eq_ignore_ascii_case("TaskGroups"))
        }
        Some(_) => false,
        None => {
            let text = text.to_ascii_lowercase();
            text.contains("\"job\"") || text.contains("\"taskgroups\"")
        }
    }
}

/// The same for native syntax, where `body` is `None` if the file must be fixed first. Variable
/// files do not hold a job, either.
pub fn native_holds_job(text: &str, body: Option<&Body<'_>>) -> bool {
    let is_job = |item: &Item<'_>| matches!(item, Item::Block(block) if block.kind == "job");
    body.map_or_else(|| text.lines().any(begins_job), |body| body.items.iter().any(is_job))
}

/// The number of API jobs that a JSON document is a list of; `None` if it is not such a list.
pub fn listed_jobs(text: &str) -> Option<usize> {
    let text = without_mark(text);
    if !text.trim_start().starts_with('[') || !text.to_ascii_lowercase().contains("taskgroups") {
        return None;
    }
    let Json::List(jobs) = parse_with_repeats(text).ok()?.0.kind else { return None };
    let is_job = |job: &Node<'_>| matches!(&job.kind, Json::Object(members) if is_api(members));
    (!jobs.is_empty() && jobs.iter().all(is_job)).then_some(jobs.len())
}

/// Whether a line of a file that does not parse looks like the beginning of a job.
fn begins_job(line: &str) -> bool {
    let line = line.trim_start();
    let rest = line.strip_prefix("job").or_else(|| line.strip_prefix("\"job\""));
    rest.is_some_and(|rest| {
        rest.starts_with([' ', '\t', '"', '{']) && rest.contains(['"', '{', '['])
    })
}

/// Neither a job file in native syntax nor a JSON document begins with `{{`, `{%` or `{#`:
/// templates do.
pub fn is_json(text: &str) -> bool {
    let rest = without_mark(text).trim_start().strip_prefix('{');
    rest.is_some_and(|rest| !rest.starts_with(['{', '%', '#']))
}

/// The input without a byte order mark.
pub fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Whether an object is a job of the API, or holds one. Go compares names without regard to case.
fn is_api(root: &[Member<'_>]) -> bool {
    let has_id = |job: &[Member<'_>]| {
        let is_text = |node: &Node<'_>| matches!(node.kind, Json::Text(_));
        job.iter().any(|one| one.key.eq_ignore_ascii_case("ID") && is_text(&one.value))
    };
    match root.iter().find(|one| one.key.eq_ignore_ascii_case("Job")) {
        Some(Member { key, value: Node { kind: Json::Object(job), .. }, .. }) => {
            key == "Job" || has_id(job)
        }
        Some(Member { value: Node { kind: Json::List(_), .. }, .. }) => false,
        _ => has_id(root),
    }
}
