//! Strangers' jobs: Nomad's rules say what Nomad said of them, and each rule of the house has a figure.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use jobwright::eval::{Inputs, VariableFile};

use super::judge;
use crate::fmt::corpus_or_skip;
use crate::support::{Tested, skip};

/// A line of the list of strangers' files.
pub struct Entry {
    pub path: String,
    verdict: String,
    why: String,
}

pub fn entries(corpus: &Path) -> Result<Vec<Entry>, Box<dyn std::error::Error>> {
    let index = fs::read_to_string(corpus.join("index.tsv"))?;
    let entry = |line: &str| {
        let mut cells = line.split('\t');
        let path = cells.next()?.to_owned();
        let verdict = cells.nth(2)?.to_owned();
        Some(Entry { path, verdict, why: cells.next()?.to_owned() })
    };
    Ok(index.lines().skip(1).filter_map(entry).collect())
}

/// A file with the values that its variables need.
fn with_values<R>(
    corpus: &Path,
    path: &str,
    judge: impl FnOnce(String, &Inputs<'_>) -> R,
) -> Result<R, Box<dyn std::error::Error>> {
    let text = fs::read_to_string(corpus.join("jobs").join(path))?;
    let values = fs::read_to_string(corpus.join("vars").join(format!("{path}.hcl")));
    let values = values.unwrap_or_default();
    let file = VariableFile::read(&values).map_err(|errors| format!("{path}: {errors:?}"))?;
    Ok(judge(text, &Inputs { files: vec![file], lenient: true, ..Inputs::default() }))
}

#[test]
fn nomads_rules_say_what_nomad_said() -> Tested {
    let Some(corpus) = corpus_or_skip(skip::name_of(|| ())) else { return Ok(()) };
    let (mut wrong, mut counts) = (Vec::new(), BTreeMap::new());
    for entry in entries(&corpus)? {
        let outcome = with_values(&corpus, &entry.path, |text, inputs| {
            judge::lint(&[(entry.path.clone(), text)], inputs)
        })??;
        let ours = judge::verdict(&outcome);
        *counts.entry(ours).or_insert(0) += 1;
        if ours != entry.verdict {
            let own = outcome.findings.iter().filter(|finding| finding.rule.starts_with("nomad/"));
            let own: String = own.map(|finding| format!("{finding}\n")).collect();
            wrong.push(format!(
                "{}: {} to Nomad ({}), {ours} here\n{own}",
                entry.path, entry.verdict, entry.why
            ));
        }
    }
    println!("verdicts: {counts:?}");
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
    Ok(())
}

/// On how many files of how many each rule of the house finds something.
#[test]
fn few_strangers_break_a_rule_of_the_house() -> Tested {
    let Some(corpus) = corpus_or_skip(skip::name_of(|| ())) else { return Ok(()) };
    let mut fires: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let all = entries(&corpus)?;
    for entry in &all {
        let outcome = with_values(&corpus, &entry.path, |text, inputs| {
            judge::lint(&[(entry.path.clone(), text)], inputs)
        })??;
        for finding in outcome.findings {
            fires.entry(finding.rule).or_default().insert(entry.path.clone());
        }
    }
    let mut noisy = Vec::new();
    for (rule, files) in &fires {
        println!("{:4} of {} {rule}", files.len(), all.len());
        let level = jobwright::lint::rule(rule).map(|rule| rule.level);
        if rule.starts_with("house/")
            && level >= Some(jobwright::lint::Level::Warning)
            && files.len() * 4 >= all.len()
        {
            noisy.push(rule);
        }
    }
    assert!(noisy.is_empty(), "on a quarter of the files or more: {noisy:?}");
    Ok(())
}
