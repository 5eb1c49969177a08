//! Nomad's rules, row by row: for each a bad job, which the rule finds, and a good one. The real Nomad judges the same
//! jobs, as far as it knows what is in them.
//!
//! `cases/*.txt` has them under the numbers of the rows in a list of everything that Nomad 1.11.3 checks:
//!
//! ```text
//! === 61 S nomad/choices: update.health_check
//! --- bad group
//! update { … }
//! --- good group
//! update { … }
//! === 7 S left: it cannot be said in a job file
//! ```
//!
//! `group`, `task`, `job` (in the job's block) or `file` say what stands there; `since=1.9` that older ones do not know it,
//! `nomad=1.9` that the cluster runs that one.

use std::collections::BTreeMap;
use std::fs;

use jobwright::eval::Inputs;
use jobwright::jobspec::Version;
use jobwright::lint::{Context, Outcome, Sample, check};
use jobwright::prelude::*;
use jobwright::{Defined, Definition, Severity, read};

use crate::support::nomad::{Nomad, nomad};
use crate::support::{Tested, files, repository};

/// A row of the list.
struct Row {
    number: u32,
    /// Who checks it: S (offline), P (the parser), W (a warning), and others.
    class: char,
    /// The rule; nothing for one that is left out, with the reason.
    rule: Option<String>,
    cases: Vec<Case>,
}

struct Case {
    bad: bool,
    text: String,
    /// The first Nomad that knows what is in it, or checks it.
    since: Option<Version>,
    /// What the cluster runs.
    nomad: Option<Version>,
}

fn rows() -> Result<Vec<Row>, Box<dyn std::error::Error>> {
    let mut rows: Vec<Row> = Vec::new();
    for file in files(&repository("tests/suite/lint/cases"))? {
        let text = fs::read_to_string(&file)?;
        for section in text.split("=== ").skip(1) {
            let (head, rest) = section.split_once('\n').unwrap_or((section, ""));
            rows.push(row(head, rest).ok_or_else(|| format!("{}: {head}", file.display()))?);
        }
    }
    rows.sort_by_key(|row| row.number);
    Ok(rows)
}

fn row(head: &str, rest: &str) -> Option<Row> {
    let (facts, about) = head.split_once(": ")?;
    let mut words = facts.split(' ');
    let number = words.next()?.parse().ok()?;
    let class = words.next()?.chars().next()?;
    let rule = Some(words.next()?).filter(|rule| *rule != "left").map(str::to_owned);
    assert!(!about.is_empty());
    let cases = rest.split("--- ").skip(1).map(case).collect::<Option<Vec<_>>>()?;
    Some(Row { number, class, rule, cases })
}

fn case(text: &str) -> Option<Case> {
    let (head, text) = text.split_once('\n')?;
    let mut words = head.split(' ');
    let bad = words.next()? == "bad";
    let level = words.next()?;
    let text: &'static str = text.trim_end().to_owned().leak();
    let text = match level {
        "group" => Sample::Group(text).files().remove(0),
        "task" => Sample::Task(text).files().remove(0),
        "job" => {
            let whole = Sample::Group("").files().remove(0);
            whole.replacen("{\n", &format!("{{\n{text}\n"), 1)
        }
        "file" => text.to_owned(),
        _ => return None,
    };
    let (mut since, mut nomad) = (None, None);
    for word in words {
        match word.split_once('=')? {
            ("since", version) => since = Some(Version::parse(version)?),
            ("nomad", version) => nomad = Some(Version::parse(version)?),
            _ => return None,
        }
    }
    Some(Case { bad, text, since, nomad })
}

/// What Nomad's rules find in a job of a cluster.
fn found(case: &Case) -> Result<Outcome, String> {
    let read = read::evaluated(&case.text, &Inputs::default(), None);
    let job = read.map_err(|findings| format!("{}\n{}", findings[0].message, case.text))?.job;
    let defined = Defined { source: "case".into(), definition: Definition::Job(job) };
    let (site, defined) = (Site::bare(""), [&defined]);
    let context = Context::new(&site, &defined).plain();
    let context = match case.nomad {
        Some(version) => context.for_nomad(version),
        None => context,
    };
    let mut outcome = check(&context);
    outcome.findings.retain(|finding| finding.rule.starts_with("nomad/"));
    Ok(outcome)
}

/// What is wrong with our verdict.
fn judged(row: &Row, case: &Case) -> Option<String> {
    let rule = row.rule.as_deref()?;
    let wrong = |why: String| Some(format!("{} {rule}: {why}\n{}", row.number, case.text));
    let outcome = match found(case) {
        // What the parser refuses is no job.
        Err(_) if case.bad && rule == "parser" => return None,
        Err(why) => return wrong(why),
        Ok(outcome) => outcome,
    };
    let shown: String = outcome.findings.iter().map(|finding| format!("{finding}\n")).collect();
    if !case.bad {
        let own = outcome
            .findings
            .iter()
            .any(|finding| finding.rule == rule || finding.severity == Severity::Error);
        return if own { wrong(format!("the good one is no good:\n{shown}")) } else { None };
    }
    let severity = if row.class == 'W' { Severity::Warning } else { Severity::Error };
    let own =
        |finding: &&jobwright::Diagnostic| finding.rule == rule && finding.severity == severity;
    let others = outcome.findings.iter().filter(|finding| finding.severity == Severity::Error);
    let others = others.filter(|finding| finding.rule != rule).count();
    if outcome.findings.iter().filter(own).count() == 0 || others > 0 {
        return wrong(format!("found instead:\n{shown}"));
    }
    None
}

/// What is wrong with Nomad's verdict, if it knows what is in the job.
fn asked(
    row: &Row,
    case: &Case,
    nomad: &Nomad,
) -> Result<Option<String>, Box<dyn std::error::Error>> {
    if row.rule.is_none()
        || [case.since, case.nomad].into_iter().flatten().any(|since| since > nomad.version())
    {
        return Ok(None);
    }
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("job.nomad.hcl");
    fs::write(&file, &case.text)?;
    let answer = nomad.validate(&file);
    let wrong = |why: String| Some(format!("{} by Nomad: {why}\n{}", row.number, case.text));
    Ok(match (row.class, case.bad, answer) {
        ('W', true, Ok(said)) if !said.contains("Warning") => wrong(format!("no warning: {said}")),
        ('W', false, Ok(said)) if said.contains("Warning") => wrong(format!("it warns: {said}")),
        ('W', _, Ok(_)) | (_, true, Err(_)) | (_, false, Ok(_)) => None,
        (_, _, Ok(said)) => wrong(format!("it takes the bad one: {said}")),
        (_, _, Err(why)) => wrong(format!("it refuses this one: {why:?}")),
    })
}

#[test]
fn every_row_has_a_bad_and_a_good_job() -> Tested {
    let rows = rows()?;
    let mut counts: BTreeMap<(char, bool), usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for row in &rows {
        *counts.entry((row.class, row.rule.is_some())).or_default() += 1;
        let both = [true, false].map(|bad| row.cases.iter().any(|case| case.bad == bad));
        if row.rule.is_some() && both != [true, true] {
            wrong.push(format!("{} lacks a bad or a good case", row.number));
        }
        wrong.extend(row.cases.iter().filter_map(|case| judged(row, case)));
    }
    println!("rows by who checks them, and whether a rule does: {counts:?}");
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    Ok(())
}

#[test]
fn nomad_judges_the_same() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (mut wrong, mut live) = (Vec::new(), 0);
    for row in rows()? {
        for case in &row.cases {
            live += usize::from(case.since.is_none_or(|since| since <= nomad.version()));
            wrong.extend(asked(&row, case, &nomad)?);
        }
    }
    println!("{live} cases judged by Nomad {}", nomad.version());
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    Ok(())
}
