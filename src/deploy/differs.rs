//! What Nomad's own comparison of two specifications says, with secrets hidden.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::answers::is_difference;
use crate::diff::{ANOTHER, hide};

/// One value that is not the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Where, in the words of `nomad job plan`: `group "web" > task "web" > Env[TEXT]`.
    pub path: String,
    /// What the cluster has; nothing, where it has none.
    pub running: Option<String>,
    /// What the file says; nothing, where it says none.
    pub file: Option<String>,
}

/// Everything that is different.
pub fn all(diff: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    if is_difference(diff) {
        below("", diff, &mut found);
    }
    found
}

/// Takes what is different in the counts of these groups out of it, and returns the counts that the cluster has of them.
pub fn take_counts(diff: &mut Value, groups: &BTreeMap<String, u64>) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for group in diff["TaskGroups"].as_array_mut().into_iter().flatten() {
        let name = text(&group["Name"]);
        let fields = group["Fields"].as_array_mut().filter(|_| groups.contains_key(&name));
        let is_count = |field: &Value| field["Name"] == "Count" && field["Type"] == "Edited";
        if let Some(fields) = fields
            && let Some(at) = fields.iter().position(is_count)
            && let Ok(count) = text(&fields.remove(at)["Old"]).parse()
        {
            counts.insert(name, count);
        }
    }
    counts
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn below(path: &str, diff: &Value, found: &mut Vec<Difference>) {
    let inner =
        |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path} > {name}") };
    // Those that are the same are among them: what comes before an argument says what it is.
    let fields: BTreeMap<&str, &Value> = diff["Fields"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|field| Some((field["Name"].as_str()?, field)))
        .collect();
    for field in diff["Fields"].as_array().into_iter().flatten().filter(|own| is_difference(own)) {
        let name = text(&field["Name"]);
        let of = |side: &str, none: &str| {
            (field["Type"] != none).then(|| {
                let before = before(&name).and_then(|before| fields.get(before.as_str()).copied());
                hidden(path, &name, before.map(|before| text(&before[side])), &text(&field[side]))
            })
        };
        let (running, mut file) = (of("Old", "Added"), of("New", "Deleted"));
        if running.is_some() && running == file {
            file = Some(ANOTHER.to_owned());
        }
        found.push(Difference { path: inner(&name), running, file });
    }
    for list in ["Objects", "TaskGroups", "Tasks"] {
        for part in diff[list].as_array().into_iter().flatten().filter(|part| is_difference(part)) {
            let name = text(&part["Name"]);
            let name = match list {
                "TaskGroups" => format!("group \"{name}\""),
                "Tasks" => format!("task \"{name}\""),
                _ => name,
            };
            let first = found.len();
            below(&inner(&name), part, found);
            // One without a value of its own.
            if found.len() == first {
                let of = |none: &str| (part["Type"] != none).then(String::new);
                let (running, file) = (of("Added"), of("Deleted"));
                found.push(Difference { path: inner(&name), running, file });
            }
        }
    }
}

/// The name of the element before that of a list: `args[1]` before `args[2]`.
fn before(name: &str) -> Option<String> {
    let (list, at) = name.strip_suffix(']')?.rsplit_once('[')?;
    Some(format!("{list}[{}]", at.parse::<usize>().ok()?.checked_sub(1)?))
}

/// A value with its secrets hidden: by its name, by the blocks that it is in, by the option before
/// it, by how it looks.
fn hidden(path: &str, name: &str, before: Option<String>, value: &str) -> String {
    let steps: Vec<&str> = name.split(['[', ']']).filter(|step| !step.is_empty()).collect();
    let is_name = |step: &&&str| !step.bytes().all(|byte| byte.is_ascii_digit());
    let own = steps.iter().rev().find(is_name).copied().unwrap_or(name);
    let option = before.as_deref().and_then(|before| before.strip_prefix('-'));
    let key = option.map_or(own, |option| option.trim_start_matches('-'));
    let in_auth = steps.contains(&"auth") || path.split(" > ").any(|step| step == "auth");
    hide(key, value, in_auth)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Difference, all};

    fn field(name: &str, old: &str, new: &str) -> Value {
        let kind = if old == new { "None" } else { "Edited" };
        json!({ "Name": name, "Type": kind, "Old": old, "New": new })
    }

    fn shown(fields: &[Value]) -> Vec<(String, String)> {
        let found = all(&json!({ "Type": "Edited", "Fields": fields }));
        let pair =
            |own: Difference| (own.running.unwrap_or_default(), own.file.unwrap_or_default());
        found.into_iter().map(pair).collect()
    }

    /// As Nomad 1.6.3 answers about a file with `scaling` that is registered as it is.
    #[test]
    fn a_policy_that_nomad_has_given_an_id_is_no_difference() {
        let scaling = |fields: Value| {
            let object = json!({ "Name": "Scaling", "Type": "Edited", "Fields": fields });
            json!({ "Type": "Edited", "TaskGroups": [
                { "Name": "main", "Type": "Edited", "Objects": [object], "Tasks": [{ "Name": "run", "Type": "None" }] }
            ] })
        };
        assert_eq!(all(&scaling(Value::Null)), []);
        assert_eq!(all(&scaling(json!([field("Max", "3", "4")]))).len(), 1);
    }

    #[test]
    fn secrets_are_hidden_by_name_block_and_option() {
        let secret = ("(secret)".to_owned(), "(another secret)".to_owned());
        for name in ["Env[DB_PASSWORD]", "auth[0][password]", "Meta[api_token]"] {
            assert_eq!(shown(&[field(name, "abc", "def")]).first(), Some(&secret), "{name}");
        }
        let option = |name: &str| [field("args[0]", name, name), field("args[1]", "abc", "def")];
        assert_eq!(shown(&option("--password")), [secret]);
        assert_eq!(shown(&option("--level")), [("abc".to_owned(), "def".to_owned())]);
    }
}
