//! `cargo xtask new-rule`: a rule that compiles and finds nothing yet, where a rule belongs.

use std::fs;
use std::path::Path;

use heck::ToSnakeCase as _;

use crate::step::Outcome;

#[derive(clap::Args)]
pub struct Args {
    /// The rule's name: `house/NAME`, or `nomad/NAME` for what Nomad itself checks
    name: String,
    /// What must hold, as the rule's title, such as "a task says how much memory it needs"
    #[arg(long, value_name = "TEXT")]
    what: String,
}

/// The file of a rule; `NAME`, `WHAT` and `VIEW` are filled in.
const FILE: &str = r#"//! `NAME`: WHAT.

use crate::jobspec::Job;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "NAME",
    what: "WHAT",
    why: "Say what Nomad does otherwise, and what that costs.",
    level: Level::Warning,
    bad: Sample::Job("job \"replace-me\" {\n  group \"web\" {}\n}\n"),
    good: Sample::Job("job \"web\" {\n  group \"web\" {}\n}\n"),
    view: View::VIEW,
    needs_site: false,
    check: Check::Job(check),
};

/// Replace it by what the rule looks at; `of!(Port, check)` asks of every block of a type.
fn check(job: &Job, scope: &mut Scope<'_, '_>) {
    if job.id == "replace-me" {
        let finding = scope.finding("expected another name, found `replace-me`", job.base.location);
        scope.report(finding.help("rename the job"));
    }
}
"#;

pub fn run(root: &Path, args: &Args) -> Outcome {
    let (kind, name) = parsed(&args.name)?;
    let folder = root.join("src/lint/rules").join(kind);
    let module = name.to_snake_case();
    let file = folder.join(format!("{module}.rs"));
    if file.exists() || folder.join(&module).exists() {
        return Err(format!("the module `{module}` exists in {}", folder.display()));
    }
    if args.what.contains(['"', '\\', '\n']) {
        return Err("the title holds a quote, a backslash or a line break: remove it".to_owned());
    }
    let list = folder.join("mod.rs");
    let text = fs::read_to_string(&list)
        .map_err(|error| format!("cannot read {}: {error}", list.display()))?;
    let text = with_rule(&text, &module)?;
    let view = if kind == "nomad" { "Completed" } else { "Written" };
    let rule = FILE.replace("NAME", &args.name).replace("WHAT", &args.what).replace("VIEW", view);
    for (path, text) in [(&file, rule), (&list, text)] {
        fs::write(path, text)
            .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
        println!("written: {}", path.strip_prefix(root).unwrap_or(path).display());
    }
    println!(
        "next: write the check, its reason and its examples into src/lint/rules/{kind}/{module}.rs"
    );
    if kind == "nomad" {
        println!(
            "      add a bad and a good case to tests/suite/lint/cases, which Nomad judges, too"
        );
    }
    println!("      cargo xtask record snapshots lint");
    Ok(())
}

/// Whose rule it is, and its own name.
fn parsed(name: &str) -> Outcome<(&str, &str)> {
    let (kind, own) = name.split_once('/').unwrap_or_default();
    let is_name = !own.is_empty()
        && own.split('-').all(|word| {
            word.starts_with(|first: char| first.is_ascii_lowercase())
                && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        });
    if matches!(kind, "house" | "nomad") && is_name {
        return Ok((kind, own));
    }
    Err(format!(
        "expected `house/NAME` or `nomad/NAME` with lowercase words and dashes, found `{name}`"
    ))
}

/// The list of rules with one more: its module in the order of names, its entry at the end.
fn with_rule(list: &str, module: &str) -> Outcome<String> {
    let named = |line: &str| -> Option<String> {
        let rest = line.strip_prefix("pub ").unwrap_or(line).strip_prefix("mod ")?;
        Some(rest.strip_suffix(';')?.to_owned())
    };
    let mut lines: Vec<String> = list.lines().map(str::to_owned).collect();
    let modules = lines.iter().filter_map(|line| named(line));
    if modules.clone().any(|name| name == module) {
        return Err(format!("the list has the module `{module}`"));
    }
    let last = lines.iter().rposition(|line| named(line).is_some());
    let after =
        lines.iter().rposition(|line| named(line).is_some_and(|name| name.as_str() < module));
    let end = lines.iter().rposition(|line| line == "];");
    let (Some(_), Some(end)) = (last, end) else {
        return Err("the list of rules has neither modules nor an end".to_owned());
    };
    lines.insert(end, format!("    &{module}::RULE,"));
    let first = lines.iter().position(|line| named(line).is_some()).unwrap_or_default();
    lines.insert(after.map_or(first, |after| after + 1), format!("mod {module};"));
    Ok(lines.join("\n") + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "//! Rules.\n\nmod artifacts;\npub mod names;\n\nuse crate::lint::Rule;\n\npub const RULES: &[&Rule] = &[\n    &names::RULE,\n    &artifacts::RULE,\n];\n";

    #[test]
    fn a_rule_is_named_in_its_place() {
        let list = with_rule(LIST, "images").expect("a list");
        assert!(list.contains("mod artifacts;\nmod images;\npub mod names;\n"), "{list}");
        assert!(list.ends_with("    &artifacts::RULE,\n    &images::RULE,\n];\n"), "{list}");
        assert!(
            with_rule(LIST, "aaa").is_ok_and(|list| list.contains("\nmod aaa;\nmod artifacts;"))
        );
        assert!(with_rule(LIST, "names").is_err());
    }

    #[test]
    fn names_are_checked() {
        assert_eq!(parsed("house/no-latest2"), Ok(("house", "no-latest2")));
        for wrong in
            ["house", "house/", "site/x", "house/Two", "house/two--three", "house/../x", "nomad/2x"]
        {
            assert!(parsed(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn files_are_written_once() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = root.path().join("src/lint/rules/house");
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("mod.rs"), LIST).expect("a list");
        let args =
            Args { name: "house/no-latest".to_owned(), what: "an image has a tag".to_owned() };
        assert_eq!(run(root.path(), &args), Ok(()));
        let rule = fs::read_to_string(folder.join("no_latest.rs")).expect("a rule");
        assert!(rule.starts_with("//! `house/no-latest`: an image has a tag.\n"), "{rule}");
        assert!(run(root.path(), &args).is_err());
    }
}
