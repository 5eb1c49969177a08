//! What a text is: a job file in one of its forms, or something else.

use jobwright_hcl::json::{Json, Member, Node, parse_with_repeats};
use jobwright_hcl::syntax::{self, Item};

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

impl Form {
    /// The form that a text has, supposing that it is a job file.
    ///
    /// ```
    /// use jobwright::import::Form;
    /// assert_eq!(Form::of("job \"web\" {}"), Form::Native);
    /// assert_eq!(Form::of(r#"{"job": {"web": {}}}"#), Form::HclJson);
    /// assert_eq!(Form::of(r#"{"Job": {"ID": "web", "TaskGroups": []}}"#), Form::ApiJson);
    /// ```
    #[must_use]
    pub fn of(text: &str) -> Self {
        if !is_json(text) {
            return Self::Native;
        }
        let api = match root(text) {
            Some(Json::Object(root)) => is_api(&root),
            // What is no JSON will be refused with its place by the reader of its form.
            _ => text.to_ascii_lowercase().contains("\"taskgroups\""),
        };
        if api { Self::ApiJson } else { Self::HclJson }
    }
}

/// Whether a text holds a job, or would if it were mended. Variable files, policies and configuration do not.
#[must_use]
pub fn holds_job(text: &str) -> bool {
    if is_json(text) {
        return match root(text) {
            Some(Json::Object(root)) => {
                let has = |is: fn(&Member<'_>) -> bool| root.iter().any(is);
                has(|one| one.key == "job" && matches!(one.value.kind, Json::Object(_)))
                    || is_api(&root)
                        && has(|one| one.key == "Job" || one.key.eq_ignore_ascii_case("TaskGroups"))
            }
            Some(_) => false,
            None => {
                let text = text.to_ascii_lowercase();
                text.contains("\"job\"") || text.contains("\"taskgroups\"")
            }
        };
    }
    match syntax::parse(text) {
        Ok(body) => {
            body.items.iter().any(|item| matches!(item, Item::Block(block) if block.kind == "job"))
        }
        Err(_) => text.lines().any(begins_job),
    }
}

/// Of how many jobs of the API a JSON text is a list; nothing if it is none.
pub fn listed_jobs(text: &str) -> Option<usize> {
    let text = without_mark(text);
    if !text.trim_start().starts_with('[') || !text.to_ascii_lowercase().contains("taskgroups") {
        return None;
    }
    let Json::List(jobs) = root(text)? else { return None };
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

/// Neither a job file in native syntax nor a JSON text begins with `{{`, `{%` or `{#`: templates do.
fn is_json(text: &str) -> bool {
    let rest = without_mark(text).trim_start().strip_prefix('{');
    rest.is_some_and(|rest| !rest.starts_with(['{', '%', '#']))
}

fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// What a JSON text is; nothing if it is none.
fn root(text: &str) -> Option<Json<'_>> {
    parse_with_repeats(without_mark(text)).ok().map(|(root, _)| root.kind)
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

#[cfg(test)]
mod tests {
    use super::{Form, holds_job};

    #[test]
    fn forms_are_told_apart() {
        for (text, form) in [
            ("", Form::Native),
            ("\n # { \njob \"a\" {}", Form::Native),
            (r#" {"job": {"id": {"group": {}}}}"#, Form::HclJson),
            (r#"{"job": [{"web": {}}]}"#, Form::HclJson),
            (r#"{"variable": {"id": {}}, "job": {"web": {}}}"#, Form::HclJson),
            ("{\"job\": {\"web\": ", Form::HclJson),
            ("\u{feff}{\"Job\": {}}", Form::ApiJson),
            (r#"{"job": {"id": "web"}}"#, Form::ApiJson),
            (r#"{"id": "web", "taskgroups": []}"#, Form::ApiJson),
            (r#"{"ID": "web", "Job": null}"#, Form::ApiJson),
            (r#"{"Job": {"TaskGroups": ["#, Form::ApiJson),
        ] {
            assert_eq!(Form::of(text), form, "{text}");
        }
    }

    #[test]
    fn what_holds_a_job_is_found() {
        for text in [
            "variable \"a\" {}\njob \"web\" {}",
            "job \"web\" {\n  count =\n}",
            "job [[ .name ]] {",
            "\"job\" \"web\" {\n a = 1,\n}",
            r#"{"job": {"web": {}}}"#,
            r#"{"ID": "web", "TaskGroups": []}"#,
            r#"{"Job": {"ID": "web"}"#,
        ] {
            assert!(holds_job(text), "{text}");
        }
        for text in [
            "",
            "count = 2",
            "job = 1",
            "jobs \"x\" {}",
            "client {\n  enabled =\n}\n# job",
            "# a job \"x\" {\nplugin {",
            r#"{"name": "left-pad", "ID": "x"}"#,
            r#"{"job": "text"}"#,
            "{\"a\": ",
        ] {
            assert!(!holds_job(text), "{text}");
        }
    }
}
