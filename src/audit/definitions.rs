//! Allowances for existing findings, written into definitions.

use std::collections::BTreeSet;

use crate::rust_text::token;

/// The source of a definition, with allowances of rules after each call that begins at one of these
/// offsets.
///
/// ```
/// let text = "pub fn job() -> Workload {\n    Workload::service(\"web\").port(Port::fixed(\"http\", 80))\n}\n";
/// let at = text.find("Workload::service").and_then(|at| u32::try_from(at).ok()).unwrap_or_default();
/// let new = jobwright::audit::with_allowances(text, vec![(at, ["house/static-port"].into())], "clients know it");
/// assert!(new.contains(r#"Workload::service("web").allow("house/static-port", "clients know it").port("#));
/// ```
#[must_use]
pub fn with_allowances(text: &str, mut calls: Vec<(u32, BTreeSet<&str>)>, reason: &str) -> String {
    calls.sort_by_key(|(start, _)| std::cmp::Reverse(*start));
    let mut new = text.to_owned();
    for (start, rules) in calls {
        let Some(end) = end_of_call(text, start as usize) else { continue };
        let allowances = rules.iter().map(|rule| allowance(&text[end..], rule, reason));
        new.insert_str(end, &allowances.collect::<String>());
    }
    new
}

/// An allowance of a rule for the call that begins at an offset: where it is inserted, and what.
#[must_use]
pub fn allowance_at(text: &str, start: u32, rule: &str, reason: &str) -> Option<(u32, String)> {
    let end = end_of_call(text, start as usize)?;
    Some((u32::try_from(end).ok()?, allowance(text.get(end..)?, rule, reason)))
}

/// An allowance, for the end of a call that `rest` follows.
fn allowance(rest: &str, rule: &str, reason: &str) -> String {
    // A chain that goes on in the next line goes on there.
    let next = rest.trim_start();
    let space = &rest[..rest.len() - next.len()];
    let before = if next.starts_with('.') && space.contains('\n') { space } else { "" };
    format!("{before}.allow({rule:?}, {reason:?})")
}

/// The end of the call whose name begins at an offset: after its closing parenthesis.
fn end_of_call(text: &str, start: usize) -> Option<usize> {
    let mut at = start + text.get(start..)?.find('(')?;
    let mut depth = 0_usize;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let step = token(rest);
        match rest.chars().next()? {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        at += step;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::with_allowances;

    fn check(text: &str, expected: &str) {
        let at = text.find("Job::").and_then(|at| u32::try_from(at).ok()).expect("a call");
        assert_eq!(with_allowances(text, vec![(at, ["a/b"].into())], "why"), expected);
    }

    #[test]
    fn allowances_go_behind_the_call() {
        check("Job::new(\"a)\").x()", "Job::new(\"a)\").allow(\"a/b\", \"why\").x()");
        check("Job::new(f(')', '\\'')) ;", "Job::new(f(')', '\\'')).allow(\"a/b\", \"why\") ;");
        check("Job::new(r#\"\")\"#)", "Job::new(r#\"\")\"#).allow(\"a/b\", \"why\")");
        check(
            "Job::new(/* ) */ x::<'a>(1))",
            "Job::new(/* ) */ x::<'a>(1)).allow(\"a/b\", \"why\")",
        );
        check(
            "Job::new(\n  \"a\", // )\n)\n    .x()",
            "Job::new(\n  \"a\", // )\n)\n    .allow(\"a/b\", \"why\")\n    .x()",
        );
        check("Job::new(\"a", "Job::new(\"a");
    }
}
